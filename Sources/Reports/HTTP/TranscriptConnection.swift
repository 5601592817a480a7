import ApplicationModel
import Flows
import PacketModel

/// What the layers below tell of an exchange: how its connection opened, what troubled it, how it ended.
struct TranscriptConnection {
  let view: ExchangeView
  let isFirst: Bool

  private var conversation: HTTPConversation { view.conversation }

  // MARK: - Before

  var opening: [String] {
    var notes: [String] = []
    if isFirst {
      notes += handshake + conversation.facts.proxies.map(words)
      notes += secrecy
    } else if let number = view.number {
      let which = view.exchange.stream.map { "stream \($0)" } ?? "request \(number + 1)"
      notes.append("Re-using the connection: \(which) on it")
    }
    if let opener = view.log.tunnel, let (_, outer) = conversation.exchange(opener), let request = outer.request {
      let target = conversation.facts.target(ofTunnel: opener)
      let answer = outer.response.map { ", answered in frame \($0.message.first.frame)" } ?? ""
      let opened = target.map { "Through the tunnel to \($0)" } ?? "On what the connection was upgraded to"
      notes.append("\(opened), asked for in frame \(request.message.first.frame)\(answer)")
      if view.place.index == 0 { notes += secrecy }
    }
    return notes + frames
  }

  /// HTTP/2's.
  private var frames: [String] {
    guard let number = view.exchange.stream else { return [] }
    var notes: [String] = []
    if isFirst { notes.append("HTTP/2: stream \(number)") }
    if let parent = view.stream?.pushedBy { notes.append("Pushed by the server: promised on stream \(parent)") }
    let hidden = [view.exchange.request?.message, view.exchange.response?.message].reduce(0) {
      $0 + Int($1?.unresolvedFields ?? 0)
    }
    if hidden > 0 {
      notes.append("\(HumanUnits.count(hidden, "field")) not known: header compression refers to what was not captured")
    }
    return notes
  }

  private var handshake: [String] {
    let server = conversation.client.other
    let place = "\(conversation.address(server)) port \(conversation.port(server))"
    return ConnectionWords.opening(conversation.connection, to: place, first: "the request")
  }

  /// The TLS session around the exchanges of its log, as curl tells of it.
  private var secrecy: [String] {
    guard let session = view.tls else { return [] }
    let told = HandshakeNotes(session: session)
    let timing = TLSTiming(session, opened: conversation.connection?.openedAt)
    let leaf = session.serverLeaf.map { leaf, chain in
      CertificateNotes(chain: chain, isServer: true).words(of: leaf).dropLast().map { "  " + $0 }
    }
    let certificate = leaf.map { ["Server certificate:"] + $0 } ?? []
    return told.agreement + certificate + told.outcome(timing, conversation.connection) + told.decryption
  }

  private func words(_ header: ProxyHeader) -> String {
    let start = "PROXY protocol version \(header.version) in frame \(header.point.frame): "
    if header.isLocal { return start + "the proxy speaks for itself" }
    guard let source = header.source else { return start + "whom it speaks for is \(header.transport.rawValue)" }
    let destination = header.destination.map { ", which connected to \($0.text)" } ?? ""
    return start + "the client is \(source.text)\(destination)"
  }

  // MARK: - During

  static func timing(_ view: ExchangeView) -> String? {
    let timing = view.timing
    var clauses: [String] = []
    // What came in one frame took no time that shows.
    if let send = timing.send, send > 0 { clauses.append("sent in \(HumanUnits.duration(send))") }
    if let wait = timing.wait {
      clauses.append("waited \(HumanUnits.duration(wait))")
    } else if let wait = view.leastWait {
      clauses.append("waited \(HumanUnits.duration(wait)) at least")
    }
    if let receive = timing.receive, receive > 0 { clauses.append("received in \(HumanUnits.duration(receive))") }
    if let total = timing.total { clauses.append("\(HumanUnits.duration(total)) in all") }
    guard !clauses.isEmpty else { return nil }
    if view.repair > 0 { clauses.append("of it \(HumanUnits.duration(view.repair)) for repairing loss") }
    let text = clauses.joined(separator: ", ")
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  /// What its stream waited for in HTTP/2 that was neither side's work.
  static func waits(_ view: ExchangeView) -> [String] {
    guard let stream = view.exchange.stream, let account = view.account else { return [] }
    var notes: [String] = []
    for (sender, whose) in [(view.conversation.client, "server"), (view.conversation.client.other, "client")] {
      guard let spans = account.flowControl.spans(of: stream, sender), !spans.isEmpty else { continue }
      let frames = account.session.flowControl.waits.filter { $0.stream == stream && $0.sender == sender }.map {
        "\($0.exhausted.frame) to \($0.reopened.frame)"
      }
      notes.append(
        "Waited \(HumanUnits.duration(spans.total)) for the \(whose)'s windows to open (frames \(list(frames)))")
    }
    if view.held > 0 {
      let frames = account.headOfLine.events.filter { $0.model.held.contains { $0.stream == stream } }.map {
        String($0.model.point.frame)
      }
      notes.append(
        "Held for \(HumanUnits.duration(view.held)) by the repair of other streams' octets (frames \(list(frames)))")
    }
    return notes
  }

  private static func list(_ frames: [String]) -> String {
    frames.prefix(4).joined(separator: ", ") + (frames.count > 4 ? " ..." : "")
  }

  /// What TCP went through between its first and its last frame.
  var trouble: [String] {
    let during = view.transportEvents.filter { Self.name($0.kind) != nil }
    var notes = during.prefix(Self.mostEvents).map(words)
    if during.count > Self.mostEvents {
      notes.append("And \(HumanUnits.count(during.count - Self.mostEvents)) more events of TCP: weir explain tells all")
    }
    return notes
  }

  /// "TCP in 79: retransmission by the server (fast recovery, needed) of 40; the stream stood still for 22.6 ms"
  private func words(_ event: SegmentEvent) -> String {
    var text = "TCP in \(event.frame): \(Self.name(event.kind) ?? event.kind.name) by the \(conversation.name(event.sender))"
    switch event.kind {
    case .retransmission:
      let necessity = event.necessity == .unknown ? nil : event.necessity.rawValue
      let why = [Self.words(event.trigger), necessity].compactMap(\.self).joined(separator: ", ")
      text += (why.isEmpty ? "" : " (\(why))") + (event.originalFrame.map { " of \($0)" } ?? "")
    case .gap:
      let fate = event.isAcknowledged ? "not captured" : "never came"
      text += ": \(HumanUnits.count(event.length, "byte")) ahead of it \(fate)"
    case .zeroWindow: text += event.delay.map { " for \(HumanUnits.duration($0))" } ?? ""
    default: break
    }
    return text + (event.stall > 0 ? "; the stream stood still for \(HumanUnits.duration(event.stall))" : "")
  }

  /// More than these drown the exchange; `weir explain` tells all.
  private static let mostEvents = 8

  /// Nothing for what is no trouble.
  private static func name(_ kind: SegmentEvent.Kind) -> String? {
    switch kind {
    case .retransmission: "retransmission"
    case .outOfOrder: "segment out of order"
    case .networkDuplicate: "segment that the network doubled"
    case .gap: "segment behind a hole"
    case .ackedUnseen: "acknowledgment of what was not captured"
    case .zeroWindow: "zero window"
    case .windowFull: "segment that fills the window"
    case .dataAfterClose: "segment behind the end"
    case .conflictingOverlap: "segment with other octets than before"
    case .captureDuplicate, .duplicateAck, .zeroWindowProbe, .zeroWindowProbeAck, .windowUpdate, .keepAlive, .keepAliveAck,
      .challengeAck, .portReuse:
      nil
    }
  }

  private static func words(_ trigger: SegmentEvent.Trigger) -> String? {
    switch trigger {
    case .timeout: "timeout"
    case .fast: "fast recovery"
    case .tailProbe: "tail loss probe"
    case .syn: "SYN"
    case .fin: "FIN"
    case .unknown: nil
    }
  }

  // MARK: - After

  /// How the connection ended, behind its last exchange.
  var end: [String] {
    guard isLast, let report = conversation.connection else { return [] }
    return [ConnectionWords.ending(report, conversation.name)]
  }

  private var isLast: Bool {
    guard let number = view.number else { return true }
    return number + 1 == conversation.facts.http.reduce(0) { $0 + $1.exchanges.count }
  }
}
