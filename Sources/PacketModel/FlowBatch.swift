/// What one worker gets of one round: its flows' packets in frame order, and the clock's ticks between them.
public struct FlowBatch: Sendable {
  /// The packet clock passed a second.
  public struct Tick: Hashable, Sendable {
    /// How many of `packets` come before it.
    public var position: Int
    /// The frame that carried the clock there.
    public var frame: Int
    /// Seconds since the first packet, never going back.
    public var second: UInt32
    /// The moment the clock has come to.
    public var time: Timestamp

    public init(position: Int, frame: Int, second: UInt32, time: Timestamp) {
      self.position = position
      self.frame = frame
      self.second = second
      self.time = time
    }
  }

  public var packets: [FlowPacket] = []
  public var ticks: [Tick] = []

  public init() {}

  public var isEmpty: Bool { packets.isEmpty && ticks.isEmpty }

  /// Empties the batch and keeps its memory.
  public mutating func removeAll() {
    packets.removeAll(keepingCapacity: true)
    ticks.removeAll(keepingCapacity: true)
  }
}
