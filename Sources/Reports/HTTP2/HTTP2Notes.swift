import ApplicationModel
import Flows
import PacketModel

/// What is told of an HTTP/2 connection, in a timeline's sentences.
struct HTTP2Notes {
  let view: HTTP2View

  private var session: HTTP2Session { view.session }

  private func name(_ side: Endpoint) -> String { view.conversation.name(side) }

  // MARK: - Before

  var beginning: [String] {
    var notes = [started]
    if let target = view.account.tunnel.flatMap({ view.conversation.facts.target(ofTunnel: $0) }) {
      notes.append("Through the tunnel to \(target) that http[\(view.account.tunnel ?? 0)] opened")
    }
    let pushed = session.pushedStreams > 0 ? ", \(HumanUnits.count(session.pushedStreams)) pushed" : ""
    let most = session.maximumConcurrentFrame > 0 ? " (frame \(session.maximumConcurrentFrame))" : ""
    notes.append(
      "\(HumanUnits.count(session.openedStreams, "stream"))\(pushed), at most \(HumanUnits.count(session.maximumConcurrent)) "
        + "at once\(most)")
    return notes
  }

  private var started: String {
    switch session.start {
    case .priorKnowledge: "Spoken with prior knowledge: the client's preface came first"
    case .alpn: "TLS agreed on HTTP/2 (ALPN)"
    case .upgrade: "Changed from HTTP/1.1 by Upgrade: h2c" + (view.account.tunnel.map { ", asked for by http[\($0)]" } ?? "")
    case .frames: "Under way when the capture began: recognised by its frames"
    }
  }

  // MARK: - Frames

  struct Event {
    var point: StreamPoint
    var words: String
    var ink = TextStyle.Ink.plain
    /// Of many, those of the least are told.
    var rank = 0
  }

  /// What passed beside the streams' messages, in the order of frames; of some streams alone where these are named.
  func events(of streams: Set<Int>) -> [Event] {
    func isWanted(_ stream: Int) -> Bool { streams.isEmpty || streams.contains(stream) }
    var events: [Event] = []
    for (arrow, side) in [(">", session.client), ("<", session.server)] {
      events += side.settings.map { Event(point: $0.point, words: "\(arrow) SETTINGS\(Self.words($0))") }
    }
    events += session.pings.map { ping in
      let answer = ping.acknowledged.map {
        ", answered after \(HumanUnits.duration($0.time.nanoseconds(since: ping.point.time))) in frame \($0.frame)"
      }
      return Event(point: ping.point, words: "\(arrow(ping.sender)) PING\(answer ?? ", not answered")", rank: 1)
    }
    events += session.resets.filter { isWanted($0.stream) }.map { reset in
      return Event(
        point: reset.point, words: "\(arrow(reset.sender)) RST_STREAM of stream \(reset.stream): \(reset.code.title)",
        ink: reset.code.isHarmless ? .plain : .bad)
    }
    events += session.goAways.map(event)
    events += session.pushes.filter { isWanted($0.parent) || isWanted($0.stream) }.map {
      Event(point: $0.point, words: "< PUSH_PROMISE of stream \($0.stream) on stream \($0.parent)")
    }
    events += session.priorityUpdates.filter { isWanted($0.stream) }.map {
      Event(point: $0.point, words: "\(arrow($0.sender)) \(Self.words($0.priority, of: $0.stream))", rank: 2)
    }
    events += session.services.map { service in
      let name = service.kind == .origin ? "ORIGIN" : "ALTSVC"
      let words = [service.origin, service.value].filter { !$0.isEmpty }.map { NetworkText.safe($0[...]) }
      return Event(point: service.point, words: ([arrow(service.sender), name] + words).joined(separator: " "))
    }
    events += session.unknownFrames.map {
      let size = HumanUnits.count($0.octets, "byte")
      return Event(
        point: $0.point, words: "\(arrow($0.sender)) frame of unknown type 0x\(String($0.type, radix: 16)), \(size)",
        ink: .faint, rank: 2)
    }
    // Stable: of one frame, in the order of the lists.
    return events.indices.sorted { (events[$0].point.frame, $0) < (events[$1].point.frame, $1) }.map { events[$0] }
  }

  private func arrow(_ sender: Endpoint) -> String { sender == view.conversation.client ? ">" : "<" }

  private func event(_ goAway: HTTP2GoAway) -> Event {
    let debug = NetworkText.safe(NetworkText.preview(goAway.debug, of: goAway.debugOctets).prefix(80))
    let quoted = debug.isEmpty ? "" : " \"\(debug)\""
    // 2^31-1 announces an end without naming a stream (RFC 9113 §6.8).
    let last = goAway.lastStream == Int(Int32.max) ? "no stream left out yet" : "last stream \(goAway.lastStream)"
    return Event(
      point: goAway.point, words: "\(arrow(goAway.sender)) GOAWAY: \(goAway.code.title)\(quoted), \(last)",
      ink: goAway.code == .noError ? .plain : .bad)
  }

  private static func words(_ settings: HTTP2Settings) -> String {
    let values = settings.values.map { "\($0.title) \(HumanUnits.count(Int($0.value)))" }
    let list = values.isEmpty ? ", all as by default" : " " + values.joined(separator: ", ")
    guard let acknowledged = settings.acknowledged else { return list + "; not acknowledged" }
    let time = HumanUnits.duration(acknowledged.time.nanoseconds(since: settings.point.time))
    return list + "; acknowledged after \(time) in frame \(acknowledged.frame)"
  }

  private static func words(_ priority: HTTP2Priority, of stream: Int) -> String {
    switch priority {
    case .tree(let dependency, let weight, let isExclusive):
      "PRIORITY of stream \(stream): weight \(weight)"
        + (dependency > 0 ? ", depends on \(dependency)" : "") + (isExclusive ? ", exclusively" : "")
    case .field(let field): "PRIORITY_UPDATE of stream \(stream): \(NetworkText.safe(field[...]))"
    }
  }

  // MARK: - After

  var ending: [String] { windows + waits + losses + compression + capture }

  /// Of the connection: of what each side sent, how close to its end the window came.
  private var windows: [String] {
    [("client", "server", session.client, session.server), ("server", "client", session.server, session.client)].compactMap {
      name, other, side, receiver in
      guard side.dataOctets > 0 else { return nil }
      let least = side.minimumWindow.map { ", at the least \(HumanUnits.size(max(0, $0))) of room left" } ?? ""
      let given = HumanUnits.size(receiver.connectionIncrement)
      return "\(name.prefix(1).uppercased() + name.dropFirst()): \(HumanUnits.size(side.dataOctets)) of DATA in "
        + "\(HumanUnits.count(side.frames.data, "frame")); the \(other) gave \(given) more window for the connection\(least)"
    }
  }

  private var waits: [String] {
    let waits = view.session.flowControl.waits
    guard !waits.isEmpty else { return [] }
    let streams = Set(waits.map(\.stream)).count
    var notes = [
      "Flow control: \(HumanUnits.count(streams, "stream")) waited \(HumanUnits.duration(view.blocked))"
        + "\(streams == 1 ? "" : " in all") for windows to open"
    ]
    let worst = waits.sorted { ($1.delay, $0.reopened.frame) < ($0.delay, $1.reopened.frame) }
    notes += worst.prefix(Self.most).map { wait in
      let window = wait.window == .stream ? "the stream's" : "the connection's"
      return "  stream \(wait.stream): the \(name(wait.sender)) for \(HumanUnits.duration(wait.delay)), \(window), used up in "
        + "frame \(wait.exhausted.frame), opened in \(wait.reopened.frame)"
    }
    let rest = waits.count + view.session.flowControl.omittedWaits - min(waits.count, Self.most)
    return notes + (rest > 0 ? ["  and \(HumanUnits.count(rest)) shorter"] : [])
  }

  private var losses: [String] {
    let found = view.account.headOfLine
    guard !found.events.isEmpty else { return [] }
    let streams = found.streams.count
    var notes = [
      "Head of line: \(HumanUnits.count(streams, "stream")) waited \(HumanUnits.duration(found.delay))"
        + "\(streams == 1 ? "" : " in all") for the repair of octets that were not theirs"
    ]
    let worst = found.events.sorted { ($1.delay, $0.model.point.frame) < ($0.delay, $1.model.point.frame) }
    notes += worst.prefix(Self.most).map(words)
    let rest = worst.count + view.session.headOfLine.omittedEvents - min(worst.count, Self.most)
    return notes + (rest > 0 ? ["  and \(HumanUnits.count(rest)) more"] : [])
  }

  /// "  frame 120, retransmission by the server, of stream 5: held 7 for 20 ms, 9 for 12 ms"
  private func words(_ event: HeadOfLineAccount.Event) -> String {
    let lost = event.model.lost.map { $0 == 0 ? "the connection" : "stream \($0)" }
    let held = event.model.held.map {
      "\($0.stream == 0 ? "the connection" : String($0.stream)) for \(HumanUnits.duration($0.delay))"
    }
    let rest = held.count + event.model.omittedHeld - min(held.count, Self.listed)
    let cause = event.cause?.name.replacing("_", with: " ") ?? "late segment"
    return "  frame \(event.model.point.frame), \(cause) by the \(name(event.model.sender)), of "
      + "\(lost.prefix(Self.listed).joined(separator: ", ")): held \(held.prefix(Self.listed).joined(separator: ", "))"
      + (rest > 0 ? " and \(HumanUnits.count(rest)) more" : "")
  }

  /// Lines of a list, and streams in one.
  private static let most = 8
  private static let listed = 6

  private var compression: [String] {
    [("client", session.client.hpack), ("server", session.server.hpack)].compactMap { name, hpack in
      guard hpack.blocks > 0 else { return nil }
      var clauses = [
        "\(HumanUnits.count(hpack.blocks, "header block")) of the \(name): \(HumanUnits.size(hpack.encodedOctets)) for "
          + "\(HumanUnits.size(hpack.fieldOctets)) of \(HumanUnits.count(hpack.fields, "field"))"
      ]
      if hpack.neverIndexed > 0 { clauses.append("\(HumanUnits.count(hpack.neverIndexed)) never indexed") }
      if hpack.unresolvedFields > 0 { clauses.append("\(HumanUnits.count(hpack.unresolvedFields, "field")) not known") }
      if hpack.lostBlocks > 0 { clauses.append("\(HumanUnits.count(hpack.lostBlocks, "block")) lost") }
      return clauses.joined(separator: ", ")
    }
  }

  private var capture: [String] {
    var notes: [String] = []
    if session.missingOctets > 0 { notes.append("\(HumanUnits.count(session.missingOctets, "byte")) of it not captured") }
    if session.unreadOctets > 0 { notes.append("\(HumanUnits.count(session.unreadOctets, "byte")) of it not read") }
    let conversation = view.conversation
    let found =
      conversation.facts.findings
      + HTTP2Findings.all(
        conversation.facts, conversation.accounts, client: conversation.client, end: view.flow.lastTime)
    notes += found.filter { $0.id.hasPrefix("http2") }.map { "Found (\($0.severity.rawValue)): \(SafeText.escape($0.text))" }
    guard view.number == 0, let report = conversation.connection else { return notes }
    return notes + [ConnectionWords.ending(report, conversation.name)]
  }
}
