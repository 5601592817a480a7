import ApplicationModel
import Octets
import PacketModel

@testable import ApplicationDissectors

/// A call written by hand: heads, and what a side's body is made of.
struct GRPCTalk: Sendable {
  enum Piece: Hashable, Sendable {
    case octets([UInt8])
    case hole(Int)
  }

  var path = "/weir.test.Greeter/Unary"
  var requestFields = [("content-type", "application/grpc+proto")]
  var responseFields = [("content-type", "application/grpc")]
  var trailers = [("grpc-status", "0")]
  var request: [Piece] = []
  var response: [Piece] = []
  var isComplete = true
  /// Fields of each head that header compression hides.
  var unresolved: UInt32 = 0
  var options = ApplicationOptions()

  /// A message with its prefix.
  static func message(_ octets: [UInt8], flags: UInt8 = 0) -> [UInt8] { prefix(octets.count, flags: flags) + octets }

  static func prefix(_ length: Int, flags: UInt8 = 0) -> [UInt8] {
    [flags] + (0..<4).map { UInt8(truncatingIfNeeded: length >> (24 - 8 * $0)) }
  }

  /// What is told of it; nothing where it is taken for no call. `size`: octets that are handed over at once.
  func call(cut size: Int = .max) -> GRPCCall? {
    var log = HTTPLog()
    var exchange = HTTPExchange()
    var message = HTTPMessage(version: .two, first: point(1))
    message.fields = Self.add(requestFields, to: &log)
    message.unresolvedFields = unresolved
    let start = log.octets.count
    log.octets += path.utf8
    exchange.request = HTTPRequest(message, method: 0..<0, target: start..<log.octets.count)
    guard var reader = GRPCCallReader(exchange, log, options) else { return nil }
    pass(request, isRequest: true, size, &reader)
    reader.finish(isRequest: true, isComplete: isComplete, at: point(999))
    message = HTTPMessage(version: .two, first: point(1))
    message.fields = Self.add(responseFields, to: &log)
    message.unresolvedFields = unresolved
    exchange.response = HTTPResponse(message, status: 200, reason: 0..<0)
    reader.beginResponse(exchange, log)
    pass(response, isRequest: false, size, &reader)
    exchange.response?.message.trailers = Self.add(trailers, to: &log)
    reader.finish(isRequest: false, isComplete: isComplete, at: point(999))
    return reader.call(exchange, log)
  }

  /// Each octet's frame is its place in the body, from 1.
  private func pass(_ pieces: [Piece], isRequest: Bool, _ size: Int, _ reader: inout GRPCCallReader) {
    var place = 1
    for piece in pieces {
      switch piece {
      case .hole(let count):
        reader.skip(count, isRequest: isRequest, at: point(place))
        place += count
      case .octets(let octets):
        var index = 0
        while index < octets.count {
          let count = min(size, octets.count - index)
          reader.receive(ByteView(octets.span).dropping(index).prefix(count), isRequest: isRequest, at: point(place))
          place += count
          index += count
        }
      }
    }
  }

  private static func add(_ fields: [(String, String)], to log: inout HTTPLog) -> Range<Int> {
    let start = log.fields.count
    for (name, value) in fields {
      let first = log.octets.count
      log.octets += name.utf8
      let second = log.octets.count
      log.octets += value.utf8
      log.fields.append(HTTPField(name: first..<second, value: second..<log.octets.count))
    }
    return start..<log.fields.count
  }
}
