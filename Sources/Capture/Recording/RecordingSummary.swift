/// What was written.
public struct RecordingSummary: Hashable, Sendable {
  /// Files begun, those written anew in a ring each time.
  public var files = 0
  /// Packets in all of them, and their octets with all headers.
  public var packets = 0
  public var octets = 0
  /// The name of the last.
  public var lastPath: String

  public init(lastPath: String) { self.lastPath = lastPath }
}
