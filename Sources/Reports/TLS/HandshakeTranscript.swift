import ApplicationModel
import Flows
import PacketModel

/// A TLS session in the manner of `openssl s_client` and `curl -v`: `* ` what is told of it, `> ` what the client sent, `< `
/// what the server sent.
public struct HandshakeTranscript: TranscriptText {
  let view: HandshakeView
  let style: TextStyle
  var lines: [String] = []

  public static func text(_ view: HandshakeView, style: TextStyle) -> String {
    var transcript = HandshakeTranscript(view: view, style: style)
    transcript.write()
    return transcript.lines.joined(separator: "\n") + "\n"
  }

  private var session: TLSSession { view.session }

  private mutating func write() {
    heading()
    opening()
    messages()
    for words in HandshakeNotes(session: session).agreement { note(words) }
    certificates()
    for words in HandshakeNotes(session: session).outcome(view.timing, view.conversation.connection) { note(words) }
    for words in HandshakeNotes(session: session).content { note(words) }
    closing()
  }

  private mutating func heading() {
    let flow = view.flow
    let id = FlowRecord.id(flow.firstFrame, depth: flow.depth)
    // As reports call it.
    let which = view.number == 0 ? "tls" : "tls_inner[\(view.number - 1)]"
    let ends = "\(flow.text(of: session.client)) -> \(flow.text(of: session.client.other))"
    lines.append(style.paint("* \(which) of flow \(id): \(ends), frames \(view.firstFrame) to \(view.lastFrame)", .heading))
  }

  private mutating func opening() {
    let conversation = view.conversation
    if view.number == 0, let report = conversation.connection {
      let place = view.flow.text(of: conversation.client.other)
      ConnectionWords.opening(report, to: place, first: "the ClientHello").forEach { note($0) }
    }
    if let start = session.startTLS {
      let answer = start.response.map { ", granted in frame \($0.frame)" } ?? ""
      note("STARTTLS in \(SafeText.escape(start.name)), asked for in frame \(start.request.frame)\(answer)")
    }
    if let tunnel = session.tunnel {
      let target = conversation.facts.target(ofTunnel: tunnel).map { " to \($0)" } ?? ""
      note("Through the tunnel\(target) that http[\(tunnel)] opened")
    }
    for words in HandshakeNotes(session: session).offer { note(words) }
  }

  // MARK: - Messages

  private struct Event {
    var point: StreamPoint
    var sender: Endpoint
    var words: String
    var ink = TextStyle.Ink.plain
  }

  /// Handshake messages and alerts, in the order of their frames.
  private mutating func messages() {
    var events = session.messages.map { message in
      let how = message.isInferred ? " (encrypted: by its place)" : message.isDecrypted ? ", decrypted" : ""
      let size = message.isInferred && message.length == 0 ? "" : ", \(HumanUnits.count(message.length, "byte"))"
      let name = TLSHandshakeType(rawValue: message.type).name
      return Event(point: message.last, sender: message.sender, words: name + size + how)
    }
    events += session.alerts.map { alert in
      let level = alert.level.map { TLSRecordEvents.name(ofLevel: $0) }
      let words = [level, alert.description?.name].compactMap(\.self).joined(separator: " ")
      let isHidden = alert.level == nil
      let how =
        isHidden ? alert.isInferred ? " (encrypted: by its length)" : " (encrypted)" : alert.isDecrypted ? ", decrypted" : ""
      let ink: TextStyle.Ink = alert.level == 2 ? .bad : .plain
      return Event(
        point: alert.point, sender: alert.sender, words: "alert\(words.isEmpty ? "" : ": " + words)\(how)", ink: ink)
    }
    // Stable: of one frame, messages stand in their order, alerts behind them.
    let order = events.indices.sorted { (events[$0].point.frame, $0) < (events[$1].point.frame, $1) }
    for (place, index) in order.enumerated() {
      let event = events[index]
      let arrow = event.sender == session.client ? ">" : "<"
      line("\(arrow) \(event.words)", event.ink, at: event.point, since: place == 0 ? nil : view.start)
    }
    let omitted = session.omittedMessages + session.omittedAlerts
    if omitted > 0 { note("And \(HumanUnits.count(omitted)) more messages and alerts") }
  }

  private mutating func certificates() {
    for chain in session.certificates {
      for words in CertificateNotes(chain: chain, isServer: chain.sender != session.client).lines { note(words) }
    }
  }

  private mutating func closing() {
    for finding in TLSFindings.all(of: session, view.conversation.facts, view.conversation.connection) {
      note("Found (\(finding.severity.rawValue)): \(SafeText.escape(finding.text))")
    }
    for words in HandshakeNotes(session: session).ends { note(words) }
    guard view.number == 0, let report = view.conversation.connection else { return }
    note(ConnectionWords.ending(report, view.conversation.name))
  }
}
