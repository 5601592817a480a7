import ApplicationModel
import Flows
import PacketModel

/// An HTTP/2 connection as a line of a list.
extension LogLine {
  /// Client, server, how it began, streams, at once, resets, PING, held, blocked, flow, frames, whom it is for, remarks.
  public init(_ view: HTTP2View) {
    let (session, conversation) = (view.session, view.conversation)
    let frames = view.first.frame == view.last.frame ? "\(view.first.frame)" : "\(view.first.frame)-\(view.last.frame)"
    let remarks = HTTP2Remarks(view: view)
    let cells = [
      view.flow.text(of: conversation.client), view.flow.text(of: conversation.client.other), session.start.cell,
      HumanUnits.count(session.openedStreams + session.pushedStreams), HumanUnits.count(session.maximumConcurrent),
      Self.count(session.resets.count + (session.omitted["resets"] ?? 0)),
      session.roundTrips.min().map(HumanUnits.duration) ?? "-", Self.time(view.held), Self.time(view.blocked),
      FlowRecord.id(view.flow.firstFrame, depth: view.flow.depth), frames,
      view.authority.map { SafeText.escape($0) } ?? "-", remarks.clauses.joined(separator: "; "),
    ]
    self.init(view.order, start: view.first.time, isDoubtful: remarks.isDoubtful, cells: cells)
  }

  private static func count(_ count: Int) -> String { count > 0 ? HumanUnits.count(count) : "-" }

  private static func time(_ time: Int64) -> String { time > 0 ? HumanUnits.duration(time) : "-" }
}

/// What about an HTTP/2 connection is worth a word beside its figures.
struct HTTP2Remarks {
  let view: HTTP2View

  private var session: HTTP2Session { view.session }

  /// Short clauses, what matters most first.
  var clauses: [String] { ends + resets + begin }

  /// Whether something went wrong, or is not known.
  var isDoubtful: Bool { session.goAways.contains { $0.code != .noError } || session.hasFailedResets || hidden > 0 }

  private var ends: [String] {
    // A client that is done says so as a rule: that is nothing remarkable.
    let client = view.conversation.client
    guard
      let last = session.goAways.first(where: { $0.code != .noError }) ?? session.goAways.last(where: { $0.sender != client })
    else { return [] }
    let debug =
      last.debug.isEmpty ? "" : " \(NetworkText.safe(NetworkText.preview(last.debug, of: last.debugOctets).prefix(48)))"
    return ["GOAWAY \(last.code.title) by the \(view.conversation.name(last.sender))\(debug)"]
  }

  private var resets: [String] {
    let counts = session.resetCounts(client: view.conversation.client)
    return counts.isEmpty ? [] : ["reset: " + HTTP2ResetCount.list(counts)]
  }

  private var hidden: Int { session.client.hpack.unresolvedFields &+ session.server.hpack.unresolvedFields }

  private var begin: [String] {
    var clauses: [String] = []
    if hidden > 0 { clauses.append("\(HumanUnits.count(hidden, "field")) not known") }
    if session.pushedStreams > 0 { clauses.append("\(HumanUnits.count(session.pushedStreams)) pushed") }
    if let target = view.account.tunnel.flatMap({ view.conversation.facts.target(ofTunnel: $0) }) {
      clauses.append("through \(target)")
    }
    return clauses
  }
}

/// Resets with one code by one side.
struct HTTP2ResetCount: Hashable {
  var code: HTTP2ErrorCode
  var isClient: Bool
  var count: Int

  /// "2 CANCEL by the client"
  var words: String { "\(HumanUnits.count(count)) \(code.title) by the \(isClient ? "client" : "server")" }

  /// A hostile peer has very many codes: some are named.
  static func list(_ counts: [HTTP2ResetCount]) -> String {
    let rest = counts.dropFirst(listed).reduce(0) { $0 + $1.count }
    return counts.prefix(listed).map(\.words).joined(separator: ", ") + (rest > 0 ? " and \(HumanUnits.count(rest)) more" : "")
  }

  static let listed = 8
}

extension HTTP2Session {
  /// The commonest first.
  func resetCounts(client: Endpoint) -> [HTTP2ResetCount] {
    var counts: [HTTP2ResetCount] = []
    for reset in resets {
      let isClient = reset.sender == client
      if let place = counts.firstIndex(where: { $0.code == reset.code && $0.isClient == isClient }) {
        counts[place].count += 1
      } else {
        counts.append(HTTP2ResetCount(code: reset.code, isClient: isClient, count: 1))
      }
    }
    return counts.sorted {
      ($1.count, $0.code.rawValue, $0.isClient ? 0 : 1) < ($0.count, $1.code.rawValue, $1.isClient ? 0 : 1)
    }
  }

  /// Whether a stream was reset for another reason than that nobody wanted the rest.
  var hasFailedResets: Bool { resets.contains { !$0.code.isHarmless } }
}

extension HTTP2Session.Start {
  /// A word for a column.
  var cell: String {
    switch self {
    case .priorKnowledge: "prior"
    case .alpn: "alpn"
    case .upgrade: "upgrade"
    case .frames: "joined"
    }
  }

  /// Behind a number of connections, or for one.
  var words: String {
    switch self {
    case .priorKnowledge: "with prior knowledge"
    case .alpn: "by ALPN"
    case .upgrade: "by Upgrade"
    case .frames: "under way when the capture began"
    }
  }
}
