/// Round-trip samples in nanoseconds: each kept while they are few, counted in narrow classes when they are many.
struct RoundTrips: Sendable {
  private static let maximumExact = 64
  /// Classes an octave, so that a class is at most 3 % wide.
  private static let classes = 32
  private static let classBits = 5

  private(set) var count = 0
  private(set) var least = Int64.max
  private(set) var most: Int64 = 0
  private var sum: Int64 = 0
  private var samples: ContiguousArray<UInt32> = []
  /// The class of the first count, once there are classes: `samples` then holds counts.
  private var firstClass: Int32 = -1

  /// Adds a sample. Negative ones, of a clock set back, are left out.
  mutating func add(_ time: Int64) {
    guard time >= 0 else { return }
    count &+= 1
    least = min(least, time)
    most = max(most, time)
    sum = sum.addingReportingOverflow(time).partialValue
    if firstClass < 0 {
      if samples.count < Self.maximumExact {
        // A sixteenth of a microsecond in 32 bits reaches over four minutes.
        if samples.capacity == 0 { samples.reserveCapacity(8) }
        samples.append(UInt32(clamping: time >> 6))
        return
      }
      classify()
    }
    tally(Self.class(of: UInt32(clamping: time >> 6)))
  }

  var summary: RoundTripSummary {
    guard count > 0 else { return RoundTripSummary() }
    return RoundTripSummary(
      samples: count, least: least, mean: sum / Int64(count), percentile95: min(most, max(least, percentile95)), most: most)
  }

  /// The smallest sample that 95 % of all do not exceed.
  private var percentile95: Int64 {
    let rank = (count &* 95 &+ 99) / 100
    if firstClass < 0 { return Int64(samples.sorted()[rank &- 1]) << 6 }
    var seen = 0
    for (index, number) in samples.enumerated() {
      seen &+= Int(number)
      if seen >= rank { return Int64(Self.middle(of: index &+ Int(firstClass))) << 6 }
    }
    return most
  }

  private mutating func classify() {
    let exact = samples
    samples = []
    let indices = exact.map(Self.class)
    firstClass = Int32(indices.min() ?? 0)
    for index in indices { tally(index) }
  }

  private mutating func tally(_ index: Int) {
    if index < Int(firstClass) {
      samples.insert(contentsOf: repeatElement(0, count: Int(firstClass) &- index), at: 0)
      firstClass = Int32(index)
    }
    let place = index &- Int(firstClass)
    while samples.count <= place { samples.append(0) }
    if samples[place] < .max { samples[place] &+= 1 }
  }

  /// Values below 32 have a class each, those above share one with others of the same leading six bits.
  private static func `class`(of value: UInt32) -> Int {
    if value < UInt32(classes) { return Int(value) }
    let shift = 31 &- value.leadingZeroBitCount &- classBits
    return (shift &+ 1) &* classes &+ Int(value >> UInt32(shift)) &- classes
  }

  private static func middle(of index: Int) -> UInt32 {
    if index < classes { return UInt32(index) }
    let shift = index / classes &- 1
    let lower = UInt32(truncatingIfNeeded: index % classes &+ classes) << UInt32(shift)
    return lower &+ (UInt32(1) << UInt32(shift)) / 2
  }
}
