import ApplicationModel
import Octets

struct HTTPBodyReader: Sendable {
  init?(
    contentEncoding: [ArraySlice<UInt8>], contentType: ArraySlice<UInt8>?, isRequest: Bool, options: ApplicationOptions,
    id: BodyID, message: inout HTTPMessage
  ) { return nil }
  mutating func receive(_ octets: ByteView, at point: StreamPoint, _ message: inout HTTPMessage) {}
  mutating func skip(_ count: Int, _ message: inout HTTPMessage) {}
  mutating func finish(isComplete: Bool, _ message: inout HTTPMessage) {}
  mutating func takeEvents() -> (events: [ServerSentEvent], omitted: Int) { ([], 0) }
  var memory: Int { 0 }
}
