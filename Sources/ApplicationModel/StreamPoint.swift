public import PacketModel

/// A frame that carried an octet, and when: evidence for what is said of the octet.
public struct StreamPoint: Hashable, Sendable {
  public var frame: Int
  public var time: Timestamp

  public init(frame: Int, time: Timestamp) {
    self.frame = frame
    self.time = time
  }
}
