import Reports

extension ViewList {
  func add(_ views: [ExchangeView], by sorting: HTTPCommand.Sorting) {
    add(views.map { Item(order: $0.order, weight: weight($0, sorting), content: content($0)) })
  }

  private func weight(_ view: ExchangeView, _ sorting: HTTPCommand.Sorting) -> Int64? {
    switch sorting {
    case .time: nil
    case .wait: view.leastWait
    case .total: view.leastTotal
    }
  }

  private func content(_ view: ExchangeView) -> Content {
    switch form {
    case .line: return .line(LogLine(view))
    case .transcript: return .text(Array(Transcript.text(view, style: style).utf8))
    case .json:
      var text: [UInt8] = []
      ExchangeRecord.writeLine(view, to: &text)
      return .text(text)
    }
  }
}
