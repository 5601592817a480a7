import ApplicationModel
import PacketModel

/// What passed after the response's head, piece by piece: server-sent events, and WebSocket's messages.
extension Transcript {
  mutating func events() {
    let exchange = view.exchange
    for event in exchange.events {
      var words = ["event"]
      if let type = event.type { words.append(NetworkText.safe(type)) }
      if let id = event.id { words.append("id \(NetworkText.safe(id))") }
      if let retry = event.retry { words.append("retry \(HumanUnits.duration(Int64(clamping: retry) &* 1_000_000))") }
      let preview = preview(event.preview, of: event.octets)
      line(
        "{ [\(words.joined(separator: " ")), \(HumanUnits.count(event.octets, "byte"))]\(preview)", at: event.point,
        since: view.start)
    }
    if exchange.omittedEvents > 0 { note("And \(HumanUnits.count(exchange.omittedEvents, "event")) more") }
  }

  mutating func session() {
    guard let session = view.session else { return }
    if let handshake = session.handshake { established(handshake) }
    // In the order of their last octets, whatever they are.
    var told: [(point: StreamPoint, text: String)] = session.messages.map { ($0.last, words($0)) }
    told += session.pings.map { ($0.point, words($0)) }
    if let close = session.close { told.append((close.point, words(close, ""))) }
    if let answer = session.closeAnswer { told.append((answer.point, words(answer, ", the answer"))) }
    for (point, text) in told.sorted(by: { $0.point.frame < $1.point.frame }) { line(text, at: point, since: view.start) }
    if session.omittedMessages > 0 { note("And \(HumanUnits.count(session.omittedMessages, "message")) more") }
    if session.omittedPings > 0 { note("And \(HumanUnits.count(session.omittedPings, "ping")) more") }
    if session.missingOctets > 0 { note("\(HumanUnits.count(session.missingOctets, "byte")) of it not captured") }
  }

  private mutating func established(_ handshake: WebSocketSession.Handshake) {
    var words = ["WebSocket established"]
    if let subprotocol = handshake.subprotocol {
      words.append("subprotocol \(NetworkText.safe(view.conversation.redaction.subprotocols([subprotocol])[0]))")
    }
    if !handshake.extensions.isEmpty { words.append(handshake.extensions.map { NetworkText.safe($0) }.joined(separator: ", ")) }
    if view.exchange.stream == nil {
      words.append(handshake.isAccepted ? "Sec-WebSocket-Accept is right" : "Sec-WebSocket-Accept is wrong")
    }
    note(words.joined(separator: "; "))
  }

  // MARK: - Words

  private func arrow(_ sender: Endpoint) -> String { sender == view.conversation.client ? ">" : "<" }

  private func words(_ message: WebSocketSession.Message) -> String {
    var words = [HumanUnits.count(message.octets, "byte")]
    if message.isCompressed { words.append("deflate of \(HumanUnits.count(message.wireOctets))") }
    if message.fragments > 1 { words.append("\(HumanUnits.count(message.fragments)) fragments") }
    if !message.isComplete { words.append("incomplete") }
    if let problem = message.decodingProblem.words { words.append(problem) }
    let name = message.opcode == .text ? "text" : message.opcode == .binary ? "binary" : "opcode \(message.opcode.rawValue)"
    let preview = preview(message.preview, of: message.octets, isText: message.opcode == .text)
    return "\(arrow(message.sender)) [\(name), \(words.joined(separator: ", "))]\(preview)"
  }

  private func words(_ ping: WebSocketSession.Ping) -> String {
    let pong = ping.pong.map {
      ", pong after \(HumanUnits.duration($0.time.nanoseconds(since: ping.point.time))) in frame \($0.frame)"
    }
    return "\(arrow(ping.sender)) [ping, \(HumanUnits.count(ping.octets, "byte"))\(pong ?? ", no pong")]"
  }

  private func words(_ close: WebSocketSession.Close, _ what: String) -> String {
    let code = close.code.map { " \($0)" } ?? ""
    let reason = close.reason.isEmpty ? "" : " \(NetworkText.safe(close.reason))"
    return "\(arrow(close.sender)) [close\(code)\(what)]\(reason)"
  }

  /// The first octets, as text where they are text.
  private func preview(_ octets: [UInt8], of count: Int, isText: Bool = true) -> String {
    guard isText, !octets.isEmpty, let text = BodyText.text(octets, isCut: octets.count < count) else { return "" }
    let shown = SafeText.escape(view.conversation.redaction.body(text, type: nil))
    return " " + shown + (octets.count < count ? "…" : "")
  }
}
