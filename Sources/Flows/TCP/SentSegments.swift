import PacketModel

/// A run of octets that one side sent, as it was seen here last. SYN and FIN count as an octet.
struct SentSegment: Sendable {
  /// Stream position of the first octet.
  var start: Int
  /// When it was seen last, in nanoseconds.
  var time: Int64
  /// Where its payload lies in the storage of `generation`, or -1 where it cannot be looked at again.
  var octets: Int
  var length: UInt32
  var frame: UInt32
  /// TSval (RFC 7323) of that transmission.
  var timestamp: UInt32
  var generation: UInt32
  /// TSval and IP identification of the first transmission seen.
  var firstTimestamp: UInt32
  var firstIdentification: UInt16
  /// The event that tells of its latest retransmission; -1 when there is none.
  var event: Int32
  var identification: UInt16
  var transmissions: UInt8
  /// It came to fill a hole, so its time says nothing about its round trip.
  var isLate: Bool
  /// The capture has it twice.
  var hasCopy = false

  var end: Int { start &+ Int(length) }

  /// The number of the last packet, if a network card joined several of at most `size` octets.
  func lastIdentification(_ size: UInt16) -> UInt16 {
    size > 0 && length > UInt32(size) ? identification &+ UInt16(clamping: (length &- 1) / UInt32(size)) : identification
  }
}

/// What one side sent and may yet be asked about: all that is not acknowledged, and a little of what is. Ascending, apart.
struct SentSegments: Sendable {
  /// Acknowledged segments kept, for retransmissions and copies that come late: 28 KB a side. At 100 Mbit/s a host sends so
  /// many in 60 ms.
  static let maximumHistory = 512
  /// Segments kept in all: a window of 12 MB in segments of 1460 octets.
  static let maximumSegments = 8192
  /// The same where nobody acknowledges anything: only one side is heard.
  static let maximumUnanswered = 512

  private var items: ContiguousArray<SentSegment> = []
  /// Items before this one are forgotten.
  private var head = 0
  /// The first that is not wholly acknowledged.
  private(set) var firstUnacknowledged = 0

  var indices: Range<Int> { head..<items.count }
  var last: SentSegment? { items.count > head ? items[items.count &- 1] : nil }
  /// Octets of memory held.
  var footprint: Int { items.capacity &* MemoryLayout<SentSegment>.stride }

  subscript(index: Int) -> SentSegment {
    @inline(__always) get { items[index] }
    @inline(__always) _modify { yield &items[index] }
  }

  /// Appends a segment that begins at or behind the end of the last.
  @inline(__always)
  mutating func append(_ segment: SentSegment) {
    // Growing from one would allocate three times for the usual handful.
    if items.capacity == 0 { items.reserveCapacity(6) }
    items.append(segment)
  }

  /// Puts a segment where it belongs. It must not overlap others.
  mutating func insert(_ segment: SentSegment) {
    let index = firstIndex(endingAfter: segment.start)
    items.insert(segment, at: index)
    if index < firstUnacknowledged { firstUnacknowledged &+= 1 }
  }

  /// Moves on to the segment after the first unacknowledged one.
  @inline(__always)
  mutating func acknowledgeFirst() { firstUnacknowledged &+= 1 }

  /// Forgets what is no longer worth its memory.
  @inline(__always)
  mutating func trim(isAnswered: Bool) {
    if firstUnacknowledged &- head > Self.maximumHistory { head = firstUnacknowledged &- Self.maximumHistory }
    if items.count &- head > (isAnswered ? Self.maximumSegments : Self.maximumUnanswered) {
      head = items.count &- (isAnswered ? Self.maximumSegments : Self.maximumUnanswered)
      firstUnacknowledged = max(firstUnacknowledged, head)
    }
    if head >= 256, head &* 2 >= items.count { compact() }
  }

  @inline(never)
  private mutating func compact() {
    items.removeSubrange(0..<head)
    firstUnacknowledged &-= head
    head = 0
  }

  /// The first that ends behind `position`; the count when none does.
  func firstIndex(endingAfter position: Int) -> Int {
    // What is asked about lies mostly near the end.
    var low = head
    var high = items.count
    while low < high {
      let middle = (low &+ high) / 2
      if items[middle].end <= position { low = middle &+ 1 } else { high = middle }
    }
    return low
  }

  /// Cuts the segment around `position` in two, so that one begins there.
  mutating func split(at position: Int) {
    let index = firstIndex(endingAfter: position)
    guard index < items.count, items[index].start < position else { return }
    var rest = items[index]
    let taken = position &- rest.start
    items[index].length = UInt32(truncatingIfNeeded: taken)
    rest.start = position
    rest.length &-= UInt32(truncatingIfNeeded: taken)
    if rest.octets >= 0 { rest.octets &+= taken }
    items.insert(rest, at: index &+ 1)
    if index < firstUnacknowledged { firstUnacknowledged &+= 1 }
  }
}
