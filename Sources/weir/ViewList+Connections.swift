import Reports

extension ViewList {
  func add(_ views: [HTTP2View], by sorting: HTTP2Command.Sorting, _ options: HTTP2Timeline.Options) {
    add(views.map { Item(order: $0.order, weight: weight($0, sorting), content: content($0, options)) })
  }

  private func weight(_ view: HTTP2View, _ sorting: HTTP2Command.Sorting) -> Int64? {
    switch sorting {
    case .time: nil
    case .total: view.duration
    case .held: view.held
    case .blocked: view.blocked
    }
  }

  private func content(_ view: HTTP2View, _ options: HTTP2Timeline.Options) -> Content {
    switch form {
    case .line: return .line(LogLine(view))
    case .transcript: return .text(Array(HTTP2Timeline.text(view, style: style, options: options).utf8))
    case .json:
      var text: [UInt8] = []
      HTTP2LineRecord.writeLine(view, to: &text)
      return .text(text)
    }
  }
}
