import ApplicationModel
import Flows
import PacketModel

/// What a summary tells of HTTP/2: counts, how streams and connections were ended, and the few connections whose streams
/// waited longest.
struct HTTP2Digest: Sendable {
  /// A connection as a line has it.
  struct Line: Sendable {
    /// "a.example (10.0.0.2:443)", fit for a terminal.
    var server: String
    var words: String
    /// Nanoseconds.
    var time: Int64
    var flow: FlowOrder
    /// The frames of what cost most.
    var frames: [Int]
  }

  struct Reset: Hashable {
    var code: HTTP2ErrorCode
    var isClient: Bool
  }

  struct RoundTrips: Sendable {
    var count = 0
    var sum = 0.0
    var least = Int64.max
    var most = Int64.min
    var unanswered = 0
  }

  private(set) var connections = 0
  private(set) var streams = 0
  private(set) var pushed = 0
  private(set) var maximumConcurrent = 0
  private(set) var starts: [HTTP2Session.Start: Int] = [:]
  private(set) var resets: [Reset: Int] = [:]
  private(set) var goAways: [HTTP2ErrorCode: Int] = [:]
  private(set) var pings = RoundTrips()
  private(set) var hidden = 0
  /// The sums of what streams waited, in nanoseconds.
  private(set) var held: Int64 = 0
  private(set) var blocked: Int64 = 0
  private(set) var failed = TopList<Line>(limit: 5)
  private(set) var mostHeld = TopList<Line>(limit: 5)
  private(set) var mostBlocked = TopList<Line>(limit: 5)

  /// Characters of a server's name in a line.
  private static let longestName = 40
  /// Codes that are told apart; a hostile peer has any of 2^32.
  private static let mostCodes = 64

  mutating func add(_ conversation: HTTP2Conversation) {
    for view in conversation.connections { add(view) }
  }

  private mutating func add(_ view: HTTP2View) {
    let session = view.session
    connections &+= 1
    streams &+= session.openedStreams &+ session.pushedStreams
    pushed &+= session.pushedStreams
    maximumConcurrent = max(maximumConcurrent, session.maximumConcurrent)
    starts[session.start, default: 0] &+= 1
    hidden &+= session.client.hpack.unresolvedFields &+ session.server.hpack.unresolvedFields
    for reset in session.resets {
      let key = Reset(code: reset.code, isClient: reset.sender == view.conversation.client)
      if resets.count < Self.mostCodes || resets[key] != nil { resets[key, default: 0] &+= 1 }
    }
    for goAway in session.goAways where goAways.count < Self.mostCodes || goAways[goAway.code] != nil {
      goAways[goAway.code, default: 0] &+= 1
    }
    for time in session.roundTrips {
      pings.count &+= 1
      pings.sum += Double(time)
      pings.least = min(pings.least, time)
      pings.most = max(pings.most, time)
    }
    pings.unanswered &+= session.pings.count - session.roundTrips.count
    waits(view)
    guard let goAway = session.goAways.first(where: { $0.code != .noError }) else { return }
    let words = "\(goAway.code.title) by the \(view.conversation.name(goAway.sender))"
    failed.add(Self.line(view, words, 0, [goAway.point.frame]), weight: 0)
  }

  private mutating func waits(_ view: HTTP2View) {
    let (account, session) = (view.account, view.session)
    if view.held > 0 {
      held &+= view.held
      let events = account.headOfLine.events
      let words =
        "\(HumanUnits.count(account.headOfLine.streams.count, "stream")), "
        + HumanUnits.count(events.count, "repair")
      let worst = events.max { ($0.delay, $1.model.point.frame) < ($1.delay, $0.model.point.frame) }
      mostHeld.add(Self.line(view, words, view.held, worst.map { [$0.model.point.frame] } ?? []), weight: Int(view.held))
    }
    if view.blocked > 0 {
      blocked &+= view.blocked
      let waits = session.flowControl.waits
      let words =
        "\(HumanUnits.count(Set(waits.map(\.stream)).count, "stream")), \(HumanUnits.count(waits.count, "time"))"
      let worst = waits.max { ($0.delay, $1.reopened.frame) < ($1.delay, $0.reopened.frame) }
      let frames = worst.map { [$0.exhausted.frame, $0.reopened.frame] } ?? []
      mostBlocked.add(Self.line(view, words, view.blocked, frames), weight: Int(view.blocked))
    }
  }

  private static func line(_ view: HTTP2View, _ words: String, _ time: Int64, _ frames: [Int]) -> Line {
    Line(server: server(view), words: words, time: time, flow: view.conversation.finished.order, frames: frames)
  }

  private static func server(_ view: HTTP2View) -> String {
    let address = view.flow.text(of: view.conversation.client.other)
    guard let name = view.authority.map(SafeText.escape), name != address else { return address }
    return (name.count > longestName ? name.prefix(longestName - 3) + "..." : name) + " (\(address))"
  }
}
