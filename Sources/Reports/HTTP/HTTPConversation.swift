import ApplicationModel
public import Flows
import PacketModel

/// A flow's HTTP exchanges and WebSocket sessions, with what all of them share: the ends, the transport's verdicts, what
/// proxies said. Made once a flow; a view of an exchange refers to it.
public final class HTTPConversation: Sendable {
  let finished: FinishedFlow
  let facts: ApplicationFacts
  /// Who sends the requests.
  let client: Endpoint
  let connection: ConnectionReport?
  let redaction: Redaction
  let repair: RepairTimes
  /// HTTP/2 connections by the places of their logs.
  let http2: [Int: HTTP2Account]

  /// Nothing for a flow that carried no HTTP.
  public init?(_ flow: borrowing FinishedFlow, _ redaction: Redaction) {
    guard let facts = flow.application else { return nil }
    if facts.http.isEmpty, facts.webSockets.isEmpty { return nil }
    let roles = flow.roles
    client = facts.client ?? roles.client
    connection = ConnectionReport(flow, client: client)
    repair = RepairTimes(flow.analysis)
    http2 = HTTP2Account.all(facts, flow.analysis)
    finished = copy flow
    self.facts = facts
    self.redaction = redaction
  }

  /// Every exchange in the order of their first frames; sessions whose beginning was not captured stand among them.
  public var exchanges: [ExchangeView] {
    var views: [ExchangeView] = []
    var number = 0
    var sessions: [Int: Int] = [:]
    for (index, session) in facts.webSockets.enumerated() {
      if let exchange = session.exchange { sessions[exchange] = index }
    }
    for (place, log) in facts.http.enumerated() {
      for (index, exchange) in log.exchanges.enumerated() {
        let session = sessions.removeValue(forKey: number).map { facts.webSockets[$0] }
        views.append(ExchangeView(self, log, exchange, session, place: (place, index), number: number))
        number += 1
      }
    }
    for (index, session) in facts.webSockets.enumerated() where session.exchange == nil || sessions.values.contains(index) {
      views.append(ExchangeView(self, HTTPLog(), HTTPExchange(), session, place: (facts.http.count, index), number: nil))
    }
    views.sort { ($0.firstFrame, $0.place.log, $0.place.index) < ($1.firstFrame, $1.place.log, $1.place.index) }
    return views
  }

  // MARK: - Ends

  func name(_ side: Endpoint) -> String { side == client ? "client" : "server" }

  func address(_ side: Endpoint) -> String {
    let key = finished.flow.key
    return (side == .low ? key.lowAddress : key.highAddress).text(key.version)
  }

  func port(_ side: Endpoint) -> UInt16 { side == .low ? finished.flow.key.lowPort : finished.flow.key.highPort }

  /// "10.0.0.1:40000": who the last proxy in front says connected to it, or the flow's client.
  var clientText: String { proxiedClient ?? finished.flow.text(of: client) }

  /// Whom a PROXY header speaks for.
  var proxiedClient: String? {
    guard let end = facts.proxies.last(where: { !$0.isLocal && $0.source != nil })?.source else { return nil }
    return end.text
  }

  /// The exchange with a number, counted over all the connection's exchanges, and its log.
  func exchange(_ number: Int) -> (log: HTTPLog, exchange: HTTPExchange)? {
    facts.exchange(number)
  }
}

extension ProxyHeader.End {
  /// "10.0.0.1:1234", "[2001:db8::1]:1234"
  var text: String {
    let text = address.text(version)
    return version == .six ? "[\(text)]:\(port)" : "\(text):\(port)"
  }
}
