import ApplicationModel
import Flows
import PacketModel

/// What a user should know of a flow's HTTP/2 connections: how they ended, what was cut off, what streams waited for.
///
/// Of a kind there is one finding a flow: the first connection's that has it.
struct HTTP2Findings {
  private(set) var found: [Finding] = []
  private let facts: ApplicationFacts
  private let client: Endpoint
  private let end: Timestamp

  /// `client` is who asks, `end` when the flow's last packet came.
  static func all(
    _ facts: ApplicationFacts, _ accounts: [Int: HTTP2Account], client: Endpoint, end: Timestamp
  ) -> [Finding] {
    var findings = HTTP2Findings(facts: facts, client: client, end: end)
    for account in accounts.values.sorted(by: { $0.number < $1.number }) { findings.look(at: account) }
    return findings.found
  }

  private init(facts: ApplicationFacts, client: Endpoint, end: Timestamp) {
    self.facts = facts
    self.client = client
    self.end = end
  }

  private mutating func look(at account: HTTP2Account) {
    let session = account.session
    goAway(session)
    refusals(session)
    resets(session)
    headOfLine(account)
    flowControl(account)
    settings(session)
    pings(session)
    concurrency(session)
    hidden(account)
  }

  /// A finding needs frames that prove it, and there is one of a kind.
  private mutating func note(
    _ id: String, _ severity: Finding.Severity, _ text: String, frames: [Int], values: [Finding.Entry] = []
  ) {
    let frames = Set(frames.filter { $0 > 0 }.prefix(Self.namedFrames)).sorted()
    guard !frames.isEmpty, !found.contains(where: { $0.id == id }) else { return }
    found.append(Finding(id, severity, text, frames: frames, values: values))
  }

  private func name(_ side: Endpoint) -> String { side == client ? "client" : "server" }

  /// Frames that a finding names.
  private static let namedFrames = 16
  /// Nanoseconds from which a wait is felt.
  private static let felt: Int64 = 100_000_000
  /// What has not come after so many nanoseconds is late.
  private static let patience: Int64 = 1_000_000_000

  // MARK: - Ends

  private mutating func goAway(_ session: HTTP2Session) {
    guard let goAway = session.goAways.first(where: { $0.code != .noError }) else { return }
    let debug = NetworkText.string(NetworkText.preview(goAway.debug, of: goAway.debugOctets).prefix(Self.quoted))
    let who = name(goAway.sender)
    let text = "The \(who) ended the HTTP/2 connection with \(goAway.code.title)\(debug.isEmpty ? "" : ": \(debug)")."
    note(
      "http2_goaway_error", .error, text, frames: [goAway.point.frame],
      values: [
        .init("sender", .text(who)), .init("code", .text(goAway.code.title)), .init("last_stream", .number(goAway.lastStream)),
      ])
  }

  /// Octets of debug data that a sentence quotes.
  private static let quoted = 80

  /// Of requests, which may be sent again (RFC 9113 §8.7); a push that its receiver does not want is no failure.
  private mutating func refusals(_ session: HTTP2Session) {
    let refused = session.resets.filter { $0.code == .refusedStream && $0.sender != client }
    guard !refused.isEmpty else { return }
    let what = refused.count == 1 ? "a stream: its request was" : "\(refused.count) streams: their requests were"
    note(
      "http2_refused_streams", .warning, "The server refused \(what) not looked at and may be sent again.",
      frames: refused.map(\.point.frame), values: [.init("count", .number(refused.count))])
  }

  private mutating func resets(_ session: HTTP2Session) {
    let counts = session.resetCounts(client: client).filter { $0.code != .refusedStream || $0.isClient }
    guard !counts.isEmpty else { return }
    let codes = Set(counts.map(\.code))
    let resets = session.resets.filter { $0.code != .refusedStream || $0.sender == client }
    let hasFailed = codes.contains { !$0.isHarmless && $0 != .refusedStream }
    // Both sides may reset a stream.
    let streams = Set(resets.map(\.stream)).count
    let what = streams == 1 ? "A stream was" : "\(streams) streams were"
    let sums = codes.sorted { $0.rawValue < $1.rawValue }.prefix(HTTP2ResetCount.listed).map { code in
      Finding.Entry(code.title.lowercased(), .number(counts.filter { $0.code == code }.reduce(0) { $0 + $1.count }))
    }
    note(
      "http2_reset", hasFailed ? .warning : .note, "\(what) reset: \(HTTP2ResetCount.list(counts)).",
      frames: resets.map(\.point.frame), values: [.init("count", .number(streams))] + sums)
  }

  // MARK: - Waits

  private mutating func headOfLine(_ account: HTTP2Account) {
    let found = account.headOfLine
    let delay = found.delay
    guard delay > 0, let worst = found.sorted.max(by: { $0.cost.spans.total < $1.cost.spans.total }) else { return }
    let streams = found.streams.count
    let who = streams == 1 ? "Stream \(worst.stream)" : "\(streams) streams"
    let most = streams == 1 ? "" : ", stream \(worst.stream) most, for \(HumanUnits.duration(worst.cost.spans.total))"
    let what =
      found.events.count == 1
      ? "the repair of a lost segment that had none of \(streams == 1 ? "its" : "their") octets"
      : "\(found.events.count) repairs of lost segments that had none of \(streams == 1 ? "its" : "their") octets"
    let costliest = found.events.sorted { ($1.delay, $0.model.point.frame) < ($0.delay, $1.model.point.frame) }
    note(
      "http2_head_of_line", delay >= Self.felt ? .warning : .note,
      "\(who) waited \(HumanUnits.duration(delay))\(streams == 1 ? "" : " in all") for \(what)\(most): HTTP/3 would not have "
        + "made \(streams == 1 ? "it" : "them") wait.",
      frames: costliest.map(\.model.point.frame),
      values: [
        .init("streams", .number(streams)), .init("events", .number(found.events.count)),
        .init("delay_us", .number(Int(delay / 1000))),
        .init("bytes", .number(found.octets)),
      ])
  }

  private mutating func flowControl(_ account: HTTP2Account) {
    let delay = account.flowControl.delay
    guard delay > 0 else { return }
    let waits = account.session.flowControl.waits
    let streams = Set(account.flowControl.costs.keys.map(\.stream))
    let whose = Set(account.flowControl.costs.keys.map { $0.sender.other })
    let receiver = whose.count == 1 ? whose.first.map { "the \(name($0))'s" } ?? "" : "both sides'"
    let who = streams.count == 1 ? "Stream \(streams.first ?? 0) stood" : "\(streams.count) streams stood"
    let connection = waits.count { $0.window == .connection }
    let which =
      connection == 0 ? "windows of streams" : connection == waits.count ? "the connection's window" : "windows of both kinds"
    let costliest = waits.sorted { ($1.delay, $0.reopened.frame) < ($0.delay, $1.reopened.frame) }
    note(
      "http2_flow_control", delay >= Self.felt ? .warning : .note,
      "\(who) still for \(HumanUnits.duration(delay))\(streams.count == 1 ? "" : " in all") until \(receiver) flow control gave "
        + "more room (\(which)): the time is the receiver's, not the sender's.",
      frames: costliest.prefix(8).flatMap { [$0.exhausted.frame, $0.reopened.frame] },
      values: [
        .init("streams", .number(streams.count)), .init("waits", .number(waits.count)),
        .init("wait_us", .number(Int(delay / 1000))),
      ])
  }

  // MARK: - Answers that did not come

  private mutating func settings(_ session: HTTP2Session) {
    guard session.start != .frames, session.missingOctets == 0, session.unreadOctets == 0 else { return }
    for (who, side) in [("client", session.client), ("server", session.server)] {
      guard let late = side.settings.first(where: { $0.acknowledged == nil }), isLate(late.point) else { continue }
      let other = who == "client" ? "server" : "client"
      note(
        "http2_settings_unacknowledged", .warning, "The \(other) never acknowledged the \(who)'s SETTINGS.",
        frames: [late.point.frame], values: [.init("sender", .text(who))])
    }
  }

  private mutating func pings(_ session: HTTP2Session) {
    guard session.missingOctets == 0, session.unreadOctets == 0 else { return }
    let lost = session.pings.filter { $0.acknowledged == nil && isLate($0.point) }
    guard let first = lost.first else { return }
    let what = lost.count == 1 ? "A PING of the \(name(first.sender)) was" : "\(lost.count) PINGs were"
    note(
      "http2_ping_unanswered", .warning, "\(what) never acknowledged.", frames: lost.map(\.point.frame),
      values: [.init("count", .number(lost.count))])
  }

  private func isLate(_ point: StreamPoint) -> Bool { end.nanoseconds(since: point.time) >= Self.patience }

  // MARK: - Limits

  private mutating func concurrency(_ session: HTTP2Session) {
    guard let settings = session.server.settings.last(where: { $0.values.contains { $0.id == Self.maximumStreams } }),
      let limit = settings.values.last(where: { $0.id == Self.maximumStreams })?.value, limit > 0,
      session.maximumConcurrent >= Int(limit)
    else { return }
    note(
      "http2_concurrency_limit", .note,
      "\(HumanUnits.count(session.maximumConcurrent, "stream")) \(limit == 1 ? "was" : "were") open at once, as many as the server "
        + "allows: what the client wanted beyond had to wait.",
      frames: [settings.point.frame, session.maximumConcurrentFrame], values: [.init("limit", .number(Int(limit)))])
  }

  /// SETTINGS_MAX_CONCURRENT_STREAMS (RFC 9113 §6.5.2).
  private static let maximumStreams: UInt16 = 3

  private mutating func hidden(_ account: HTTP2Account) {
    let session = account.session
    let count = session.client.hpack.unresolvedFields &+ session.server.hpack.unresolvedFields
    guard count > 0, let log = account.place.map({ facts.http[$0] }) else { return }
    var frames: [Int] = []
    for index in log.exchanges.indices where frames.count < Self.namedFrames {
      let messages = [log.exchanges[index].request?.message, log.exchanges[index].response?.message].compactMap(\.self)
      frames += messages.filter { $0.unresolvedFields > 0 }.map(\.first.frame)
    }
    let why =
      session.start == .frames ? "they refer to what was sent before the capture began" : "they refer to what the capture lacks"
    note(
      "http2_unresolved_fields", .note,
      "\(HumanUnits.count(count, "header field")) cannot be told: \(count == 1 ? why.replacing("they refer", with: "it refers") : why).",
      frames: frames, values: [.init("count", .number(count))])
  }
}
