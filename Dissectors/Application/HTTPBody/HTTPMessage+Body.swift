import ApplicationModel
import Octets

/// How a message grows with its body.
extension HTTPMessage {
  /// Counts octets of the message that came with a frame.
  mutating func note(_ point: StreamPoint) {
    if last.time <= point.time { last = point }
  }

  /// Takes octets of its body, transfer coding removed.
  mutating func take(_ octets: ByteView, _ point: StreamPoint, _ body: inout HTTPBodyReader?) {
    note(point)
    wireBodyOctets &+= octets.count
    encodedBodyOctets &+= octets.count
    if body?.receive(octets, at: point, &self) == nil { bodyOctets &+= octets.count }
  }

  /// Octets of its body that the capture lacks.
  mutating func passOver(_ count: Int, _ body: inout HTTPBodyReader?) {
    wireBodyOctets &+= count
    encodedBodyOctets &+= count
    missingOctets &+= count
    if body?.skip(count, &self) == nil { bodyOctets &+= count }
  }

  /// Asked as if it changed something: to look into an optional value copies all of it.
  mutating func hasNoBodyYet() -> Bool { wireBodyOctets == 0 }

  /// No more of its body comes.
  mutating func finish(isComplete: Bool, _ body: inout HTTPBodyReader?) {
    body?.finish(isComplete: isComplete, &self)
  }
}
