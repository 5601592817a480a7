import Dissection
import Octets

/// Octets of one direction that wait to be handed on: ascending, apart, each run with the place of the frame that carried it.
///
/// The first to come stays where later ones overlap, as with what is handed on at once.
struct HeldOctets: Sendable {
  struct Run: Sendable {
    var position: Int
    var octets: [UInt8]
    /// Octets behind them that the snapshot length cut off.
    var missing: Int
    var place: StreamPlace

    var end: Int { position &+ octets.count &+ missing }
  }

  /// Those before `head` have been taken.
  private var runs: [Run] = []
  private var head = 0
  private(set) var count = 0
  /// Octets held, captured ones only.
  private(set) var octets = 0

  @inline(__always)
  var isEmpty: Bool { count == 0 }

  /// Of what is held first: its position, and its end; `.max` when nothing is.
  @inline(__always)
  var firstPosition: Int { count > 0 ? runs[head].position : .max }
  var firstEnd: Int { count > 0 ? runs[head].end : .max }
  /// What its sender had acknowledged; `.min` when that is not known.
  var firstAcknowledged: Int { count > 0 ? runs[head].place.acknowledged ?? .min : .min }
  var firstFrame: Int { count > 0 ? runs[head].place.frame : .max }

  /// The position behind the last octet held; `.min` when nothing is.
  var end: Int { count > 0 ? runs[runs.count &- 1].end : .min }

  /// Octets of memory, about.
  var memory: Int { octets &+ count &* (MemoryLayout<Run>.stride &+ Self.arrayHeader) }
  private static let arrayHeader = 32

  /// Copies those of a segment's octets from `start` on that are not held yet. The segment begins at `position`.
  mutating func insert(_ payload: ByteView, at position: Int, from start: Int, _ place: StreamPlace) {
    var start = max(position, start)
    let stop = position &+ payload.wireCount
    var index = firstIndex(endingAfter: start)
    while start < stop {
      let next = index < runs.count ? min(stop, runs[index].position) : stop
      if start < next {
        insert(payload, position, start..<next, place, at: index)
        // Either the new run stands at `index` now, or it took the free place before it.
        index = firstIndex(endingAfter: next)
      }
      guard index < runs.count else { return }
      start = max(next, runs[index].end)
      index &+= 1
    }
  }

  mutating func takeFirst() -> Run? {
    guard count > 0 else { return nil }
    let run = runs[head]
    runs[head].octets = []
    octets &-= run.octets.count
    count &-= 1
    head &+= 1
    if count == 0 {
      runs = []
      head = 0
    } else if head >= 64, head &* 2 >= runs.count {
      // Now and then only, so that taking them one by one is not quadratic.
      runs.removeFirst(head)
      head = 0
    }
    return run
  }

  /// Drops what stands at `position` or behind.
  mutating func remove(from position: Int) {
    while let last = runs.last, count > 0, last.position >= position {
      octets &-= last.octets.count
      count &-= 1
      runs.removeLast()
    }
    guard count > 0, end > position else { return }
    let index = runs.count &- 1
    let kept = min(position &- runs[index].position, runs[index].octets.count)
    octets &-= runs[index].octets.count &- kept
    runs[index].octets.removeLast(runs[index].octets.count &- kept)
    runs[index].missing = position &- runs[index].position &- kept
  }

  private mutating func insert(
    _ payload: ByteView, _ position: Int, _ range: Range<Int>, _ place: StreamPlace, at index: Int
  ) {
    let offset = range.lowerBound &- position
    let captured = offset < payload.count ? payload.dropping(offset).prefix(range.count).copied() : []
    var place = place
    place.isSegmentStart = place.isSegmentStart && offset == 0
    let run = Run(position: range.lowerBound, octets: captured, missing: range.count &- captured.count, place: place)
    octets &+= captured.count
    count &+= 1
    if index == head, head > 0 {
      head &-= 1
      runs[head] = run
      lower(around: head)
    } else {
      runs.insert(run, at: index)
      lower(around: index)
    }
  }

  /// Octets are first sent in their order, so those before a run were not sent knowing more than those of the run: what says so
  /// was sent again.
  private mutating func lower(around index: Int) {
    guard var known = runs[index].place.acknowledged else { return }
    if index &+ 1 < runs.count, let later = runs[index &+ 1].place.acknowledged { known = min(known, later) }
    runs[index].place.acknowledged = known
    var index = index &- 1
    while index >= head, let earlier = runs[index].place.acknowledged, earlier > known {
      runs[index].place.acknowledged = known
      index &-= 1
    }
  }

  private func firstIndex(endingAfter position: Int) -> Int {
    // Segments mostly come in ascending order.
    if count == 0 || runs[runs.count &- 1].end <= position { return runs.count }
    var low = head
    var high = runs.count
    while low < high {
      let middle = (low &+ high) / 2
      if runs[middle].end <= position { low = middle &+ 1 } else { high = middle }
    }
    return low
  }
}
