import ApplicationModel
import PacketModel

@testable import Flows
@testable import Reports

/// Exchanges written by hand: the heads' octets, and places in them.
struct HandmadeLog {
  var log = HTTPLog()

  mutating func place(_ text: String) -> Range<Int> { place(Array(text.utf8)) }

  mutating func place(_ octets: [UInt8]) -> Range<Int> {
    // Octets between that belong to nothing.
    log.octets += Array("\r\n".utf8)
    let start = log.octets.count
    log.octets += octets
    return start..<log.octets.count
  }

  mutating func fields(_ list: [(String, String)]) -> Range<Int> { fields(list.map { ($0, Array($1.utf8)) }) }

  mutating func fields(_ list: [(String, [UInt8])]) -> Range<Int> {
    let start = log.fields.count
    for (name, value) in list { log.fields.append(HTTPField(name: place(name), value: place(value))) }
    return start..<log.fields.count
  }

  /// A request that is complete, and took as many milliseconds as it has frames.
  mutating func request(
    _ method: String = "GET", _ target: String = "/", fields list: [(String, String)] = [("Host", "a")],
    frames: ClosedRange<Int> = 4...4, at milliseconds: Int64 = 0, _ fill: (inout HTTPMessage) -> Void = { _ in }
  ) -> HTTPRequest {
    let message = message(list, frames, milliseconds, fill)
    return HTTPRequest(message, method: place(method), target: place(target))
  }

  mutating func response(
    _ status: Int = 200, _ reason: String = "OK", fields list: [(String, String)] = [], frames: ClosedRange<Int> = 6...6,
    at milliseconds: Int64 = 10, _ fill: (inout HTTPMessage) -> Void = { _ in }
  ) -> HTTPResponse {
    let message = message(list, frames, milliseconds, fill)
    return HTTPResponse(message, status: status, reason: place(reason))
  }

  private mutating func message(
    _ list: [(String, String)], _ frames: ClosedRange<Int>, _ milliseconds: Int64, _ fill: (inout HTTPMessage) -> Void
  ) -> HTTPMessage {
    var message = HTTPMessage(version: .oneOne, first: Self.point(frames.lowerBound, milliseconds))
    message.last = Self.point(frames.upperBound, milliseconds + Int64(frames.count - 1))
    message.fields = fields(list)
    message.isComplete = true
    fill(&message)
    return message
  }

  mutating func add(_ request: HTTPRequest?, _ response: HTTPResponse?, _ fill: (inout HTTPExchange) -> Void = { _ in }) {
    var exchange = HTTPExchange()
    exchange.request = request
    exchange.response = response
    fill(&exchange)
    log.exchanges.append(exchange)
  }

  static func point(_ frame: Int, _ milliseconds: Int64) -> StreamPoint {
    StreamPoint(frame: frame, time: Timestamp(nanoseconds: Handmade.start + milliseconds * 1_000_000))
  }
}

extension Handmade {
  /// A connection with application facts.
  static func flow(
    isClientHigh: Bool = false, _ facts: ApplicationFacts, _ fill: (inout ConnectionAnalysis) -> Void = { _ in }
  ) -> FinishedFlow {
    var finished = flow(isClientHigh: isClientHigh, fill)
    // Its SYN was seen: who asks does not decide who is the client.
    if isClientHigh {
      finished.connection?.high.facts.insert(.opened)
    } else {
      finished.connection?.low.facts.insert(.opened)
    }
    finished.application = facts
    return finished
  }

  static func facts(_ logs: HTTPLog...) -> ApplicationFacts {
    var facts = ApplicationFacts()
    facts.protocols = [.http]
    facts.http = logs
    return facts
  }

  /// What a flow's record says above the transport.
  static func record(_ finished: FinishedFlow, _ redaction: Redaction = Redaction()) -> String {
    let client = finished.roles.client
    return json { json in
      guard let facts = finished.application else { return }
      ApplicationRecord.write(facts, finished.analysis, client: client, redaction, to: &json)
    }
  }
}
