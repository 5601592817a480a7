import Reports

extension ViewList {
  func add(_ views: [HandshakeView], by sorting: TLSCommand.Sorting) {
    add(views.map { Item(order: $0.order, weight: sorting == .handshake ? $0.leastHandshake : nil, content: content($0)) })
  }

  private func content(_ view: HandshakeView) -> Content {
    switch form {
    case .line: return .line(LogLine(view))
    case .transcript: return .text(Array(HandshakeTranscript.text(view, style: style).utf8))
    case .json:
      var text: [UInt8] = []
      HandshakeRecord.writeLine(view, to: &text)
      return .text(text)
    }
  }
}
