import Flows
import PacketModel

/// Payload a bin of time: all that was sent, and what had not been sent before (goodput).
struct ThroughputBins {
  /// Nanoseconds.
  let width: Int64
  private(set) var sent: [Int]
  private(set) var fresh: [Int]

  /// A round width that makes between 24 and 160 bins, more where there is more to tell.
  init(_ trace: [TracedSegment], _ direction: PlotDirection, _ time: PlotTime) {
    let wanted = min(max(direction.segments / 2, 24), 160)
    let width = max(1, Int64(PlotTicks.step(atLeast: Double(time.span) / Double(wanted), .nanoseconds)))
    let count = Int(time.span / width) + 1
    var sent = [Int](repeating: 0, count: count)
    var fresh = sent
    var seen = SeenPositions()
    for segment in trace where segment.sender == direction.sender && segment.length > 0 {
      let bin = min(max(Int(segment.time.nanoseconds(since: time.start) / width), 0), count - 1)
      sent[bin] &+= segment.length
      let start = segment.position &+ (segment.flags.contains(.syn) ? 1 : 0)
      fresh[bin] &+= seen.insert(start..<(start &+ segment.length))
    }
    self.width = width
    self.sent = sent
    self.fresh = fresh
  }

  /// Octets of a bin as bits a second.
  func rate(_ octets: Int) -> Double { Double(octets) * 8e9 / Double(width) }
}

/// Which stream positions have come.
struct SeenPositions {
  /// Disjoint, ascending, not touching.
  private var ranges: [Range<Int>] = []

  /// More holes than this are not kept apart: the oldest counts as filled. A sender's reordering and losses leave hundreds.
  static let maximumRanges = 4096

  /// Adds `range` and answers how many of its positions are new.
  mutating func insert(_ range: Range<Int>) -> Int {
    guard !range.isEmpty else { return 0 }
    // The first that ends at or behind the start.
    var low = 0
    var high = ranges.count
    if let last = ranges.last, last.upperBound < range.lowerBound { low = high }
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < range.lowerBound { low = middle + 1 } else { high = middle }
    }
    var merged = range
    var known = 0
    var end = low
    while end < ranges.count, ranges[end].lowerBound <= range.upperBound {
      known += ranges[end].clamped(to: range).count
      merged = min(merged.lowerBound, ranges[end].lowerBound)..<max(merged.upperBound, ranges[end].upperBound)
      end += 1
    }
    if end == low + 1 { ranges[low] = merged } else { ranges.replaceSubrange(low..<end, with: [merged]) }
    if ranges.count > Self.maximumRanges {
      ranges.replaceSubrange(0..<2, with: [ranges[0].lowerBound..<ranges[1].upperBound])
    }
    return range.count - known
  }
}
