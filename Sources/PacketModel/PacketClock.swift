/// The capture's own clock, in whole seconds since its first packet; what time-outs go by.
///
/// It follows the packets' times but not every whim of theirs: one packet with an absurd time must not end all flows. It
/// moves ahead only to where two packets in a row have been, and never back.
public struct PacketClock: Sendable {
  private var origin: Timestamp?
  private var previous: Timestamp?
  public private(set) var second: UInt32 = 0
  /// The moment the clock has come to.
  public private(set) var time = Timestamp(nanoseconds: 0)
  /// Packets older than the one before them.
  public private(set) var reversals = 0

  public init() {}

  /// Takes a packet's time; answers whether the clock has moved to another second.
  @inline(__always)
  public mutating func advance(to time: Timestamp) -> Bool {
    guard let origin, let previous else {
      self.origin = time
      self.previous = time
      return false
    }
    if time < previous { reversals &+= 1 }
    self.previous = time
    let agreed = min(time, previous)
    let elapsed = agreed.nanoseconds(since: origin)
    guard elapsed >= Int64(second &+ 1) &* 1_000_000_000 else { return false }
    second = UInt32(clamping: elapsed / 1_000_000_000)
    self.time = agreed
    return true
  }
}
