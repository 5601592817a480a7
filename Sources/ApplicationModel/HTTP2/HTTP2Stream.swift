/// What is to be told of an HTTP/2 exchange beside what all exchanges have: most have nothing.
public struct HTTP2Stream: Sendable {
  /// The stream whose PUSH_PROMISE brought the request.
  public var pushedBy: Int?
  /// The first RST_STREAM.
  public var reset: HTTP2Reset?
  /// The priority in the request's HEADERS (RFC 7540 §5.3). RFC 9218's is a field among the others.
  public var priority: HTTP2Priority?
  /// What extended CONNECT asks for (RFC 8441 §4), as a place in the log's octets.
  public var protocolName: Range<Int>?

  public init() {}
}
