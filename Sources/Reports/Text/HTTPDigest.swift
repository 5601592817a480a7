import ApplicationModel
import Flows
import PacketModel

/// What a summary tells of HTTP and WebSocket: counts, and the few exchanges worth a line each.
struct HTTPDigest: Sendable {
  /// An exchange as a line has it.
  struct Line: Sendable {
    /// "GET http://host/path", fit for a terminal.
    var request: String
    var status: Int?
    /// Nanoseconds.
    var wait: Int64?
    /// The request's last frame and the response's first one.
    var frames: (request: Int?, response: Int?)
    var flow: FlowOrder
  }

  /// What passed on WebSockets.
  struct Sockets: Sendable {
    var sessions = 0
    var flows = 0
    var messages = 0
    var octets = 0
    /// Sessions of which no Close frame was seen.
    var unclosed = 0
  }

  let redaction: Redaction
  private(set) var exchanges = 0
  private(set) var flows = 0
  /// Responses by the hundreds of their status.
  private(set) var classes = [Int](repeating: 0, count: 10)
  private(set) var unpaired: [HTTPExchange.Unpaired: Int] = [:]
  private(set) var slowest = TopList<Line>(limit: 5)
  /// Answers with 5xx, and requests without answer: of each the first.
  private(set) var serverErrors = TopList<Line>(limit: 5)
  private(set) var unanswered = TopList<Line>(limit: 5)
  private(set) var sockets = Sockets()

  /// Characters of a request in a line.
  static let longestRequest = 72

  mutating func add(_ facts: ApplicationFacts, of flow: FlowOrder) {
    let before = exchanges
    for log in facts.http {
      log.exchanges.look { add($1, log, flow) }
    }
    if exchanges > before { flows &+= 1 }
    if !facts.webSockets.isEmpty { sockets.flows &+= 1 }
    for session in facts.webSockets {
      sockets.sessions &+= 1
      sockets.messages &+= session.client.messages &+ session.server.messages
      sockets.octets &+= session.client.octets &+ session.server.octets
      if session.close == nil { sockets.unclosed &+= 1 }
    }
  }

  private mutating func add(_ exchange: HTTPExchange, _ log: HTTPLog, _ flow: FlowOrder) {
    let redaction = redaction
    exchanges &+= 1
    if let unpaired = exchange.unpaired { self.unpaired[unpaired, default: 0] &+= 1 }
    if let status = exchange.response?.status {
      let hundreds = status / 100
      if classes.indices.contains(hundreds) { classes[hundreds] &+= 1 }
      if hundreds == 5 { serverErrors.add(Self.line(exchange, log, flow, redaction), weight: 0) }
    }
    if exchange.unpaired == .noResponse { unanswered.add(Self.line(exchange, log, flow, redaction), weight: 0) }
    if let wait = HTTPTiming(exchange).wait, wait > 0 {
      slowest.add(Self.line(exchange, log, flow, redaction), weight: Int(wait))
    }
  }

  private static func line(_ exchange: HTTPExchange, _ log: HTTPLog, _ flow: FlowOrder, _ redaction: Redaction) -> Line {
    Line(
      request: exchange.request.map { text($0, log, redaction) } ?? "?", status: exchange.response?.status,
      wait: HTTPTiming(exchange).wait,
      frames: (exchange.request?.message.last.frame, exchange.response?.message.first.frame), flow: flow)
  }

  private static func text(_ request: HTTPRequest, _ log: HTTPLog, _ redaction: Redaction) -> String {
    let uri = RequestURI(request, in: log)
    // Octets beyond what is shown need not be looked at.
    let most = longestRequest * 4
    let target = redaction.target(log.octets(at: request.target).prefix(most))
    let isPath = target.first == UInt8(ascii: "/")
    let scheme = uri.scheme.map { Array($0.prefix(most)) } ?? Array(log.scheme.utf8)
    let base = isPath ? scheme + Array("://".utf8) + (uri.authority ?? []).prefix(most) : []
    let named = target.isEmpty ? (uri.authority ?? [UInt8(ascii: "?")]).prefix(most) : target
    let method = request.method.isEmpty ? [UInt8(ascii: "?")] : log.octets(at: request.method).prefix(longestRequest)
    let all = Array(method) + [UInt8(ascii: " ")] + base + named
    let shown = SafeText.escape(NetworkText.string(all[...]))
    return shown.count > longestRequest ? shown.prefix(longestRequest - 3) + "..." : shown
  }
}
