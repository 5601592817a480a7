import ApplicationModel

/// A side's dynamic table (RFC 7541 §2.3.2, §4): the fields it sent lately, the newest first.
///
/// Where the capture began late, or lacks a header block, entries may stand behind those that are known. They are the oldest,
/// so they are evicted first, and what is known is never taken for something else.
struct HPACKTable: Sendable {
  /// A ring; the newest entry stands before `end`.
  private var ring: [HPACKEntry] = []
  private var end = 0
  private(set) var count = 0
  /// Octets in it (§4.1), and how many there may be.
  private(set) var octets = 0
  private(set) var maximum = Self.initialMaximum
  /// Whether all that it holds is known.
  private(set) var isKnown: Bool
  /// Whether entries that are known were left out of it, for it is larger than what is kept here.
  private var isCut = false

  /// What a table may hold unless the receiver says otherwise (RFC 9113 §6.5.2).
  static let initialMaximum = 4096
  /// Octets kept of a table: sixteen times what Chrome allows.
  private static let maximumKept = 1 << 20

  init(isKnown: Bool) { self.isKnown = isKnown }

  var memory: Int { ring.capacity &* MemoryLayout<HPACKEntry>.stride }

  enum Lookup {
    case entry(HPACKEntry)
    /// The capture lacks it.
    case unknown
    /// There is none (§2.3.3): the block is damaged.
    case none
  }

  /// The entry at an index of the static and the dynamic table together.
  @inline(__always)
  func lookUp(_ index: Int, _ fixed: Span<HPACKEntry>) -> Lookup {
    if index < fixed.count { return index > 0 ? .entry(fixed[index]) : .none }
    let age = index &- fixed.count
    guard age < count else { return isKnown && !isCut ? .none : .unknown }
    return .entry(ring[(end &- 1 &- age) & (ring.count &- 1)])
  }

  /// Adds an entry; older ones make room for it (§4.4).
  mutating func insert(_ entry: HPACKEntry) {
    let size = entry.size
    evict(downTo: maximum &- size)
    guard size <= maximum else { return }
    if count == ring.count { grow() }
    ring[end & (ring.count &- 1)] = entry
    end = (end &+ 1) & (ring.count &- 1)
    count &+= 1
    octets &+= size
  }

  /// Its sender changes what it may hold (§6.3).
  mutating func resize(to size: Int) {
    maximum = min(size, Self.maximumKept)
    isCut = size > Self.maximumKept
    evict(downTo: maximum)
  }

  /// Its entries' octets are in another log now.
  mutating func move(_ move: inout HTTPLogMove) {
    for age in 0..<count {
      let place = (end &- 1 &- age) & (ring.count &- 1)
      ring[place].field = move.field(ring[place].field)
    }
  }

  /// From here on nothing is known of what it holds.
  mutating func forget() {
    count = 0
    octets = 0
    isKnown = false
  }

  private mutating func evict(downTo room: Int) {
    while octets > room, count > 0 {
      octets &-= ring[(end &- count) & (ring.count &- 1)].size
      count &-= 1
    }
  }

  private mutating func grow() {
    var larger: [HPACKEntry] = []
    larger.reserveCapacity(max(16, ring.count &* 2))
    for age in stride(from: count, to: 0, by: -1) { larger.append(ring[(end &- age) & (ring.count &- 1)]) }
    end = count
    while larger.count < max(16, ring.count &* 2) { larger.append(.unknown) }
    ring = larger
  }
}
