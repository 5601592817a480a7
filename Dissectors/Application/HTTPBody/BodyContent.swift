import ApplicationModel

/// Takes apart what a decoded body holds, as it passes.
protocol BodyContent: Sendable {
  /// The next decoded octets. The point is that of the coded octets that released them.
  mutating func receive(_ octets: Span<UInt8>, at point: StreamPoint, _ message: inout HTTPMessage)
  /// Octets are missing here; how many says nothing of what they were.
  mutating func skip(_ message: inout HTTPMessage)
  /// `isComplete`: the body's last octet was received, not only the last that there is.
  mutating func finish(isComplete: Bool, _ message: inout HTTPMessage)
  mutating func takeEvents() -> (events: [ServerSentEvent], omitted: Int)
  /// Octets held.
  var memory: Int { get }
}

extension BodyContent {
  mutating func takeEvents() -> (events: [ServerSentEvent], omitted: Int) { ([], 0) }
}

extension HTTPMessage {
  /// Keeps a part, or counts it.
  mutating func add(_ part: BodyPart) {
    if parts.count < BodyPart.maximum { parts.append(part) } else { omittedParts &+= 1 }
  }
}
