import ApplicationModel
public import Flows
import PacketModel

/// A flow's HTTP/2 connections, with what all of them share. Made once a flow; a view of a connection refers to it.
public final class HTTP2Conversation: Sendable {
  let finished: FinishedFlow
  let facts: ApplicationFacts
  /// Who asks.
  let client: Endpoint
  let connection: ConnectionReport?
  let redaction: Redaction
  let accounts: [Int: HTTP2Account]

  /// Nothing for a flow without one.
  public init?(_ flow: borrowing FinishedFlow, _ redaction: Redaction) {
    guard let facts = flow.application, !facts.http2.isEmpty else { return nil }
    client = facts.client ?? flow.roles.client
    connection = ConnectionReport(flow, client: client)
    accounts = HTTP2Account.all(facts, flow.analysis)
    finished = copy flow
    self.facts = facts
    self.redaction = redaction
  }

  /// Every connection, from the outside in.
  public var connections: [HTTP2View] {
    accounts.values.sorted { $0.number < $1.number }.map { HTTP2View(self, $0) }
  }

  func name(_ side: Endpoint) -> String { side == client ? "client" : "server" }
}

/// One HTTP/2 connection in its place: what a line or a timeline tells of it.
public struct HTTP2View: Sendable {
  let conversation: HTTP2Conversation
  let account: HTTP2Account
  /// Its first and last octets that are told of.
  let first: StreamPoint
  let last: StreamPoint

  init(_ conversation: HTTP2Conversation, _ account: HTTP2Account) {
    self.conversation = conversation
    self.account = account
    let flow = conversation.finished.flow
    first = account.session.first ?? StreamPoint(frame: flow.firstFrame, time: flow.firstTime)
    last = account.session.last ?? first
  }

  var session: HTTP2Session { account.session }
  var flow: Flow { conversation.finished.flow }
  var log: HTTPLog { Self.log(conversation, account) }

  /// From 0: the outermost connection of the flow, and those inside.
  var number: Int { account.number }

  /// Where it stands in a list of all: by the frame of its first octet.
  public var order: ViewOrder {
    ViewOrder(frame: first.frame, flow: conversation.finished.order, log: account.place ?? 0, index: 0)
  }

  /// Nanoseconds between its first and its last octet.
  public var duration: Int64 { last.time.nanoseconds(since: first.time) }
  /// Nanoseconds that its streams were held by others' losses, and by windows, each stream's by itself.
  public var held: Int64 { account.headOfLine.delay }
  public var blocked: Int64 { account.flowControl.delay }

  /// Whom its first request that says so is for.
  var authority: String? {
    let log = log
    for exchange in log.exchanges.prefix(Self.asked) {
      guard let request = exchange.request, let name = RequestURI(request, in: log).authority else { continue }
      return NetworkText.string(name)
    }
    return nil
  }

  /// Requests that are looked at for a name.
  private static let asked = 64

  private static func log(_ conversation: HTTP2Conversation, _ account: HTTP2Account) -> HTTPLog {
    account.place.map { conversation.facts.http[$0] } ?? HTTPLog()
  }
}

extension HTTP2Session {
  /// Round trips of its answered PINGs, in nanoseconds.
  var roundTrips: [Int64] { pings.compactMap { ping in ping.acknowledged?.time.nanoseconds(since: ping.point.time) } }
}
