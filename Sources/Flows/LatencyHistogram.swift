/// How many durations there were, by their length.
public struct LatencyHistogram: Hashable, Sendable {
  /// Upper bounds in nanoseconds, inclusive; what is longer than all stands in the last of `counts`. Prometheus's usual ones,
  /// with half a millisecond below, for a round trip inside a rack is shorter than its 5 ms.
  public static let bounds: [Int64] = [
    100_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000, 100_000_000, 250_000_000,
    500_000_000, 1_000_000_000, 2_500_000_000, 5_000_000_000, 10_000_000_000,
  ]

  /// Durations at most as long as the bound of the same index, and longer than the one before.
  public private(set) var counts: [Int] = Array(repeating: 0, count: bounds.count + 1)
  /// Nanoseconds in all.
  public private(set) var sum: Int64 = 0
  public private(set) var count = 0

  public init() {}

  public mutating func add(_ nanoseconds: Int64) {
    let index = Self.bounds.firstIndex { nanoseconds <= $0 } ?? Self.bounds.count
    counts[index] &+= 1
    sum &+= max(0, nanoseconds)
    count &+= 1
  }

  public static func + (a: LatencyHistogram, b: LatencyHistogram) -> LatencyHistogram {
    var both = a
    for index in both.counts.indices { both.counts[index] &+= b.counts[index] }
    both.sum &+= b.sum
    both.count &+= b.count
    return both
  }
}
