import ApplicationModel
import Octets

/// How an exchange's messages grow with what comes on its stream: they are changed where they lie in the log.
extension HTTPExchange {
  @inline(__always)
  mutating func withMessage(_ isRequest: Bool, _ change: (inout HTTPMessage) -> Void) {
    if isRequest { request?.with(change) } else { response?.with(change) }
  }

  /// Octets of DATA without padding that nobody looks into.
  mutating func take(_ content: ByteView, _ isRequest: Bool, _ point: StreamPoint) {
    var nobody: HTTPBodyReader?
    take(content, isRequest, point, &nobody)
  }

  /// Octets of DATA without padding.
  @inline(__always)
  mutating func take(_ content: ByteView, _ isRequest: Bool, _ point: StreamPoint, _ body: inout HTTPBodyReader?) {
    if isRequest { request?.message.take(content, point, &body) } else { response?.message.take(content, point, &body) }
  }

  mutating func takePadding(_ count: Int, _ isRequest: Bool, _ point: StreamPoint) {
    withMessage(isRequest) { message in
      message.wireBodyOctets &+= count
      message.note(point)
    }
  }

  mutating func passOver(_ count: Int, _ isRequest: Bool) {
    var nobody: HTTPBodyReader?
    passOver(count, isRequest, &nobody)
  }

  mutating func passOver(_ count: Int, _ isRequest: Bool, _ body: inout HTTPBodyReader?) {
    if isRequest { request?.message.passOver(count, &body) } else { response?.message.passOver(count, &body) }
  }

  /// A message has ended: with END_STREAM, or never.
  mutating func end(_ isRequest: Bool, isComplete: Bool, _ point: StreamPoint) {
    withMessage(isRequest) { message in
      message.isComplete = isComplete
      guard isComplete else { return }
      message.note(point)
      // An answer to HEAD has a length, and no octets.
      if let length = message.declaredLength, message.missingOctets == 0, isRequest || message.encodedBodyOctets > 0,
        message.encodedBodyOctets != length
      {
        message.oddities.insert(.lengthMismatch)
      }
    }
  }

  mutating func finish(_ isRequest: Bool, isComplete: Bool, _ body: inout HTTPBodyReader?) {
    if isRequest {
      request?.message.finish(isComplete: isComplete, &body)
    } else {
      response?.message.finish(isComplete: isComplete, &body)
    }
  }

  /// What was taken for a request without its head was a response, and the other way round.
  mutating func swapSides() {
    let (asked, answered) = (request?.message, response?.message)
    request = answered.map { HTTPRequest($0, method: 0..<0, target: 0..<0) }
    response = asked.map { HTTPResponse($0, status: 0, reason: 0..<0) }
  }

  mutating func countTunnel(_ count: Int, _ isRequest: Bool) {
    if isRequest { tunnel?.clientOctets &+= count } else { tunnel?.serverOctets &+= count }
  }
}

extension HTTPRequest {
  @inline(__always)
  fileprivate mutating func with(_ change: (inout HTTPMessage) -> Void) { change(&message) }
}

extension HTTPResponse {
  @inline(__always)
  fileprivate mutating func with(_ change: (inout HTTPMessage) -> Void) { change(&message) }
}
