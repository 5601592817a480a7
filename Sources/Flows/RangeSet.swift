/// Ranges of a stream that have come, ascending and apart; few at a time.
struct RangeSet: Hashable, Sendable {
  private(set) var ranges: [Range<Int>] = []

  var isEmpty: Bool { ranges.isEmpty }
  var count: Int { ranges.count }
  var first: Range<Int>? { ranges.first }
  var last: Range<Int>? { ranges.last }
  /// Octets in all ranges.
  var octets: Int { ranges.reduce(0) { $0 &+ $1.count } }

  /// Adds a range; answers how many of its octets were there before.
  @discardableResult
  mutating func insert(_ new: Range<Int>) -> Int {
    guard !new.isEmpty else { return 0 }
    // Out-of-order segments mostly come in ascending order: behind the last range, or extending it.
    if let last = ranges.last, new.lowerBound >= last.lowerBound {
      if new.lowerBound > last.upperBound {
        ranges.append(new)
        return 0
      }
      let repeated = min(last.upperBound, new.upperBound) &- new.lowerBound
      ranges[ranges.count &- 1] = last.lowerBound..<max(last.upperBound, new.upperBound)
      return repeated
    }
    let start = firstIndex(endingAtOrAfter: new.lowerBound)
    var end = start
    var merged = new
    var repeated = 0
    while end < ranges.count, ranges[end].lowerBound <= new.upperBound {
      let known = ranges[end]
      repeated &+= max(0, min(known.upperBound, new.upperBound) &- max(known.lowerBound, new.lowerBound))
      merged = min(known.lowerBound, merged.lowerBound)..<max(known.upperBound, merged.upperBound)
      end &+= 1
    }
    ranges.replaceSubrange(start..<end, with: CollectionOfOne(merged))
    return repeated
  }

  /// Whether every position of `range` is there.
  func contains(_ range: Range<Int>) -> Bool {
    guard !ranges.isEmpty else { return false }
    let index = firstIndex(endingAtOrAfter: range.upperBound)
    return index < ranges.count && ranges[index].lowerBound <= range.lowerBound
  }

  /// Takes away what lies before `position`.
  mutating func remove(before position: Int) {
    while let first = ranges.first, first.lowerBound < position {
      if first.upperBound <= position {
        ranges.removeFirst()
      } else {
        ranges[0] = position..<first.upperBound
      }
    }
  }

  /// Takes the first range away.
  mutating func removeFirst() {
    if !ranges.isEmpty { ranges.removeFirst() }
  }

  /// The first range that does not end before `position`.
  private func firstIndex(endingAtOrAfter position: Int) -> Int {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low &+ high) / 2
      if ranges[middle].upperBound < position { low = middle &+ 1 } else { high = middle }
    }
    return low
  }
}
