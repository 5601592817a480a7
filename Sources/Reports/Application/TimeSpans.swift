import PacketModel

/// Stretches of time in nanoseconds, each moment counted once.
struct TimeSpans: Hashable {
  /// Apart from each other, ascending.
  private(set) var spans: [Range<Int64>] = []

  init(_ ranges: [Range<Int64>] = []) {
    guard !ranges.isEmpty else { return }
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = spans.last, range.lowerBound <= last.upperBound {
        spans[spans.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        spans.append(range)
      }
    }
  }

  /// A stretch by its end and how long it was; nothing where that is nothing.
  static func span(until end: Timestamp, lasting time: Int64) -> Range<Int64>? {
    guard time > 0 else { return nil }
    let (start, overflow) = end.nanoseconds.subtractingReportingOverflow(time)
    return (overflow ? .min : start)..<end.nanoseconds
  }

  var isEmpty: Bool { spans.isEmpty }

  var total: Int64 {
    spans.reduce(0) { $0.addingReportingOverflow($1.upperBound &- $1.lowerBound).partialValue }
  }

  /// How much of it lies in a part of time.
  func time(in part: Range<Timestamp>?) -> Int64 {
    guard let part, !spans.isEmpty else { return 0 }
    let range = part.lowerBound.nanoseconds..<part.upperBound.nanoseconds
    var time: Int64 = 0
    var index = first(endingAfter: range.lowerBound)
    while index < spans.count, spans[index].lowerBound < range.upperBound {
      let both = spans[index].clamped(to: range)
      time = time.addingReportingOverflow(both.upperBound &- both.lowerBound).partialValue
      index += 1
    }
    return time
  }

  /// The first span that ends after a moment, by halving: a connection may have many exchanges.
  private func first(endingAfter moment: Int64) -> Int {
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].upperBound > moment { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
