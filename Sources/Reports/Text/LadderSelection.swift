import Flows
import PacketModel

/// Which of a flow's segments are drawn, as ranges of indices into its trace: ascending, with hidden ones between them.
struct LadderSelection {
  /// Segments drawn at a flow's beginning and at its end.
  static let edge = 6
  /// Segments drawn before and behind what is notable.
  static let neighbours = 2
  /// A flow of no more than these is drawn whole.
  static let shortFlow = 40
  /// Segments drawn of a longer one when nobody says how many: some screens.
  static let defaultLimit = 200
  /// As many hidden in a row are drawn after all: to tell of them would take as much room.
  static let bridged = 2
  /// More than these nobody reads one by one.
  static let mostNotables = 1000
  /// Of kinds that are seldom bad, as many are drawn for themselves.
  static let fewOfAKind = 3

  private(set) var ranges: [Range<Int>] = []

  /// The segments from the index `all.lowerBound` up, as many as the limit allows.
  init(_ all: Range<Int>, limit: Int?) {
    let shown = all.prefix(limit ?? all.count)
    ranges = shown.isEmpty ? [] : [shown]
  }

  /// What is notable: beginning, end, and the neighbourhood of what happened, the worst first until the limit is reached.
  init(notableOf segments: [TracedSegment], _ events: PlacedEvents, silence: Int64, limit: Int?) {
    let limit = limit ?? Self.defaultLimit
    guard segments.count > min(Self.shortFlow, limit) else {
      ranges = [segments.indices].filter { !$0.isEmpty }
      return
    }
    var marks = Marks(count: segments.count, limit: limit)
    let edge = min(Self.edge, max(1, limit / 3))
    marks.mark(0..<edge)
    marks.mark((segments.count - edge)..<segments.count)
    for notable in Self.notables(segments, events, silence: silence, limit: limit) {
      marks.mark(notable.index..<(notable.index + 1))
      if let original = notable.original { marks.mark(original..<(original + 1)) }
      let first = notable.index - (notable.isSilence ? 1 : Self.neighbours)
      marks.mark(max(0, first)..<min(segments.count, notable.index + Self.neighbours + 1))
    }
    marks.bridge(Self.bridged)
    ranges = marks.ranges
  }

  // MARK: - What is notable

  private struct Notable {
    var index: Int
    /// The first transmission.
    var original: Int?
    var isSilence = false
  }

  /// The worst first; no more than can be drawn.
  private static func notables(
    _ segments: [TracedSegment], _ events: PlacedEvents, silence: Int64, limit: Int
  ) -> [Notable] {
    var list = TopList<Notable>(limit: min(limit, mostNotables))
    var counts = [Int](repeating: 0, count: SegmentEvent.Kind.allCases.count)
    for (index, event) in events.all {
      let rank = event.notability
      guard rank > 0 else { continue }
      counts[Int(event.kind.rawValue)] += 1
      if rank == 1, counts[Int(event.kind.rawValue)] > fewOfAKind { continue }
      let cost = max(event.stall, event.kind == .zeroWindow ? event.delay ?? 0 : 0)
      list.add(
        Notable(index: index, original: event.originalFrame.flatMap(events.index(of:))), weight: weight(rank, cost))
    }
    let turning: TCPFlags = [.syn, .fin, .rst]
    for index in segments.indices {
      if !segments[index].flags.isDisjoint(with: turning) { list.add(Notable(index: index), weight: weight(3, 0)) }
      guard index > 0 else { continue }
      let pause = segments[index].time.nanoseconds(since: segments[index - 1].time)
      if pause > silence { list.add(Notable(index: index, isSilence: true), weight: weight(2, pause)) }
    }
    return list.elements.map(\.element)
  }

  /// Rank before cost; a cost of two years is as bad as any above.
  private static func weight(_ rank: Int, _ cost: Int64) -> Int { rank << 56 | Int(min(max(0, cost), 1 << 56 - 1)) }

  /// Segments chosen so far.
  private struct Marks {
    private var isShown: [Bool]
    private var left: Int

    init(count: Int, limit: Int) {
      isShown = Array(repeating: false, count: count)
      left = limit
    }

    mutating func mark(_ range: Range<Int>) {
      for index in range where !isShown[index] && left > 0 {
        isShown[index] = true
        left -= 1
      }
    }

    mutating func bridge(_ most: Int) {
      for (before, next) in zip(ranges, ranges.dropFirst()) where next.lowerBound - before.upperBound <= most {
        mark(before.upperBound..<next.lowerBound)
      }
    }

    var ranges: [Range<Int>] {
      var ranges: [Range<Int>] = []
      for index in isShown.indices where isShown[index] {
        if let last = ranges.last, last.upperBound == index {
          ranges[ranges.count - 1] = last.lowerBound..<(index + 1)
        } else {
          ranges.append(index..<(index + 1))
        }
      }
      return ranges
    }
  }
}

/// A flow's events, each at the segment it is told with.
struct PlacedEvents {
  /// By index into the trace, ascending.
  private(set) var all: [(index: Int, event: SegmentEvent)] = []
  private let segments: [TracedSegment]

  init(_ events: [SegmentEvent], _ segments: [TracedSegment]) {
    self.segments = segments
    guard !segments.isEmpty else { return }
    all = events.map { (place(of: $0), $0) }
    // What belongs to another frame's row may stand out of order.
    let order = all.indices.sorted { (all[$0].index, $0) < (all[$1].index, $1) }
    all = order.map { all[$0] }
  }

  /// The events told with the segments of a range of indices.
  func told(with range: Range<Int>) -> ArraySlice<(index: Int, event: SegmentEvent)> {
    let start = Self.firstIndex(all.count) { all[$0].index >= range.lowerBound }
    let end = Self.firstIndex(all.count) { all[$0].index >= range.upperBound }
    return all[start..<end]
  }

  /// The index of a frame's segment.
  func index(of frame: Int) -> Int? {
    let index = lowerBound(of: frame)
    return index < segments.count && segments[index].frame == frame ? index : nil
  }

  /// The index of the first segment in this frame or a later one.
  func lowerBound(of frame: Int) -> Int { Self.firstIndex(segments.count) { segments[$0].frame >= frame } }

  /// With its own segment; of a duplicate that is not drawn with what it repeats; else with the segment before it.
  private func place(of event: SegmentEvent) -> Int {
    index(of: event.frame) ?? event.originalFrame.flatMap(index(of:)) ?? max(0, lowerBound(of: event.frame) - 1)
  }

  /// The first of `count` indices from where on `isBehind` holds; `count` when it never does.
  private static func firstIndex(_ count: Int, _ isBehind: (Int) -> Bool) -> Int {
    var range = 0..<count
    while let middle = range.isEmpty ? nil : range.lowerBound + range.count / 2 {
      range = isBehind(middle) ? range.lowerBound..<middle : (middle + 1)..<range.upperBound
    }
    return range.lowerBound
  }
}
