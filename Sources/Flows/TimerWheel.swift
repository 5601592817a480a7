/// Which flows to look at in which second: one list a second, links kept in the flows themselves.
///
/// A flow stands in the bucket of the second in which it would end if nothing more came. When that second comes and packets
/// did come, it is put ahead again; so a packet costs nothing here.
struct TimerWheel: Sendable {
  /// Longer than the longest time-out, so that a bucket never holds two rounds of the wheel.
  static let size = 8192

  private(set) var heads: [UInt32] = Array(repeating: .max, count: size)
  /// The second up to which buckets have been emptied.
  private(set) var now: UInt32 = 0

  static func bucket(_ second: UInt32) -> Int { Int(second) & (size - 1) }

  mutating func setHead(_ number: UInt32, of second: UInt32) { heads[Self.bucket(second)] = number }
  func head(of second: UInt32) -> UInt32 { heads[Self.bucket(second)] }

  /// Goes to `second` and answers the seconds whose buckets are due on the way: all of them once, at most.
  mutating func advance(to second: UInt32) -> ClosedRange<UInt32>? {
    guard second > now else { return nil }
    let first = second &- now >= UInt32(Self.size) ? second &- UInt32(Self.size) &+ 1 : now &+ 1
    now = second
    return first...second
  }
}
