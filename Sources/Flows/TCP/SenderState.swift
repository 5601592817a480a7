import PacketModel

/// What is known of one side as a sender: what it sent, what the other side made of it, and what it is about.
///
/// Stream positions are those of `HalfConnection`; times are nanoseconds; frames are clamped to 32 bits.
struct SenderState: Sendable {
  /// How it repairs losses at the moment (RFC 5681 §3.2, RFC 6298 §5).
  enum Repair: UInt8 { case none, fast, timeout }

  /// What kind its last segment was, where the answer depends on it.
  enum LastKind: UInt8 { case other, keepAlive, windowProbe, reset }

  /// Octets ahead of which others came.
  struct Hole: Sendable {
    var range: Range<Int>
    /// The segment that came behind it first.
    var openedAt: Int64
    var opener: UInt32
    var openerTimestamp: UInt32
    var openerIdentification: UInt16
    /// The opener's number leaves room for what is missing. Where it does not, the numbers are not the sender's own count.
    var isNumbered = true
    /// They were acknowledged before they came: the event that says so.
    var event: Int32 = -1
    /// The first acknowledgment that covers them; 0 when there is none.
    var acknowledgedIn: UInt32 = 0
  }

  /// Packets, and their octets.
  struct Restored: Sendable {
    var packets = 0
    var octets = 0
    var payload = 0
  }

  // What the SYNs settled.
  /// Its windows are to be shifted by so many bits; -1 when that is not known.
  var windowShift: Int8 = -1
  /// It may send tail loss probes: both sides take SACK, or nobody knows.
  var mayProbe = true
  /// The largest payload of one segment on the wire; 0 when that is not known.
  var maximumPayload: UInt16 = 0

  // What it sent.
  var hasStarted = false
  var repair = Repair.none
  var lastKind = LastKind.other
  /// Nothing it sent so far can have been sent in the knowledge of an acknowledgment.
  var isInitialWindowOpen = true
  /// Its last segment was smaller than its largest: the application had no more.
  var lastWasShort = false
  /// Nothing but the first segment has been sent again since the timeout (RFC 5682 §2).
  var isForwardRTO = false
  /// The octet at `top` was sent to probe a closed window, and most likely thrown away.
  var hasProbedOctet = false
  /// A tail loss probe since the last new acknowledgment.
  var hasProbed = false
  var order = SendingOrder()
  /// It sends again under the same IP identification.
  var repeatsNumbers = false
  /// Where what it sent begins here; what lies before may have been sent before the capture.
  var base = 0
  /// The sequence number of stream position 0.
  var origin = SequenceNumber(rawValue: 0)
  /// The highest stream position sent, exclusive.
  var top = 0
  var largest = 0
  var sent = SentSegments()
  var holes: [Hole] = []
  /// Events of retransmissions of which it is not known yet whether they were needed.
  var pending: [Int32] = []
  var firstDataTime = Int64.min
  var lastDataTime = Int64.min
  var lastTime = Int64.min
  /// When it last sent something new.
  var lastAdvance = Int64.min
  /// An event that holds when the identifications turn out to be a counter's; -1 when there is none.
  var tentative: Int32 = -1
  var lastQuestion: UInt32 = 0
  /// The greatest TSval it sent.
  var newestTimestamp: UInt32 = 0
  /// TSval of a SYN it sent again; 0 when it sent none, or without timestamps.
  var repeatedSYNTimestamp: UInt32 = 0
  /// An acknowledgment too far ahead to be believed at once.
  var doubtful: Int?
  /// The segment whose timer ran out last.
  var timeoutPosition = Int.min
  /// Events of what the latest timeouts sent again.
  var timeouts: [Int32] = []
  /// Where the repair that is going on ends: the top when it began.
  var recoveryPoint = 0

  // What the other side said of it.
  /// The highest position acknowledged, and by which frame first.
  var acknowledged = Int.min
  var acknowledgedFrame: UInt32 = 0
  /// The first sign of a loss since the last new acknowledgment; the times are `.max` and `.min` when there was none.
  var firstSignFrame: UInt32 = 0
  var lastSignFrame: UInt32 = 0
  var firstSignTime = Int64.max
  var duplicateAcks = 0
  /// The event of the run of duplicate ACKs that is going on.
  var duplicateAckEvent: Int32 = -1
  /// The last acknowledgment of any kind.
  var lastAnswerTime = Int64.min
  var firstAckTime = Int64.min
  /// When the latest-sent segment was sent that the receiver says it has (RFC 8985 §6.2, `RACK.xmit_ts`).
  var newestDelivered = Int64.min
  var sacked = RangeSet()
  /// Where the receiver's window ends, as far as it ever did; `.min` before a window is known in octets.
  var rightEdge = Int.min

  // What it said of the other side.
  /// The window it offered last, before scaling; -1 before the first.
  var window: Int32 = -1
  var largestWindow = -1
  var smallestWindow = Int.max
  /// Its window is closed since then; `.min` when it is open.
  var zeroWindowSince = Int64.min
  var zeroWindowEvent: Int32 = -1

  // Its last segments without octets, to know copies of them.
  var recent = RecentSegments()
  /// Most segments of the connection come twice.
  var isDoubled = false

  // Figures that no event tells.
  /// From here to the other side and back: its segments to their acknowledgments.
  var roundTrips = RoundTrips()
  var maximumInFlight = 0
  var initialWindow = 0
  var limits = SideFigures.LimitTimes()
  var limitSince = Int64.min
  var windowUpdates: UInt32 = 0
  var selectiveAcks: UInt32 = 0
  var duplicateSACKs: UInt32 = 0
  var captureDuplicates: UInt32 = 0
  var zeroWindowTime: Int64 = 0
  /// Copies thought the capture's, and not counted, that turned out to be the network's.
  var restored = Restored()

  var inFlight: Int { acknowledged == .min ? max(0, top &- base) : max(0, top &- acknowledged) }

  /// The shortest time a round trip took; nothing before the first sample.
  var shortestRoundTrip: Int64? { roundTrips.count > 0 ? roundTrips.least : nil }

  /// Octets of memory its lists hold.
  var footprint: Int {
    sent.footprint &+ holes.capacity &* MemoryLayout<Hole>.stride &+ pending.capacity &* 4
      &+ sacked.count &* MemoryLayout<Range<Int>>.stride
  }
}

/// A segment with its numbers as stream positions.
struct SeenSegment: Sendable {
  /// Of the sequence number.
  var start: Int
  /// Behind the last octet; SYN and FIN count as one.
  var end: Int
  /// Of the first payload octet.
  var payload: Int
  /// What it acknowledges of the other side's stream; `.min` when it does not, or that has not been seen.
  var acknowledged = Int.min
  /// Of a SYN with a number seen before: when the last was, and the first's frame. `.min` for any other segment.
  var earlierTime = Int64.min
  var earlierFrame: UInt32 = 0
  /// Which octets `FlowPacket.transportOffset` refers to, so that offsets of different packets can be compared: equal numbers
  /// are the same storage. 0 is none that lasts.
  var generation: UInt32 = 0
  /// Behind its sender's FIN, or after a RST.
  var isAfterClose = false
  /// `FlowPacket.identity`.
  var identity: UInt32 = 0
}

/// The last segments of a side that took no place in its stream: what they were (`FlowPacket.identity`), and when.
struct RecentSegments: Sendable {
  /// At 50 microseconds between a copy and its original, a receiver of 1 Gbit/s acknowledges about as often in between.
  private static let count: UInt8 = 16

  private var identities = InlineArray<16, UInt32>(repeating: 0)
  private var times = InlineArray<16, Int64>(repeating: 0)
  private var next: UInt8 = 0

  @inline(__always)
  mutating func note(_ identity: UInt32, at time: Int64) {
    let place = Int(next & (Self.count &- 1))
    identities[place] = identity
    times[place] = time
    next = (next &+ 1) & (Self.count &- 1)
  }

  /// When one like this was; it is forgotten then, for a capture has a second of each, and no third.
  mutating func take(_ identity: UInt32) -> Int64? {
    for place in 0..<Int(Self.count) where identities[place] == identity {
      identities[place] = 0
      return times[place]
    }
    return nil
  }
}

/// Events of a connection, as many as may be kept.
struct EventLog: Sendable {
  /// Events listed of a connection. A transfer of 10 GB that loses every hundredth segment has about as many.
  static let maximumEvents = 65_536

  private(set) var events: [SegmentEvent] = []
  /// What is not listed, by kind and sender.
  private(set) var omitted: [Int] = []
  private(set) var omittedFigures: [SideFigures] = []
  /// Segments taken for retransmissions so far; a few turn out to be none.
  private(set) var retransmissions = 0

  /// Adds an event; answers its place, or -1 when it is only counted.
  mutating func add(_ event: SegmentEvent) -> Int32 {
    if event.kind == .retransmission { retransmissions &+= 1 }
    if events.count < Self.maximumEvents {
      events.append(event)
      return Int32(truncatingIfNeeded: events.count &- 1)
    }
    omit(event)
    return -1
  }

  /// Counts an event without listing it.
  mutating func omit(_ event: SegmentEvent) {
    if omitted.isEmpty {
      omitted = [Int](repeating: 0, count: SegmentEvent.Kind.allCases.count)
      omittedFigures = [SideFigures(), SideFigures()]
    }
    omitted[Int(event.kind.rawValue)] &+= 1
    omittedFigures[Int(event.sender.rawValue)].count(event)
  }

  /// The latest of the last events that fits.
  func last(where fits: (SegmentEvent) -> Bool) -> Int32? {
    var index = events.count &- 1
    let end = max(0, events.count &- Self.reach)
    while index >= end {
      if fits(events[index]) { return Int32(truncatingIfNeeded: index) }
      index &-= 1
    }
    return nil
  }

  /// Goes back through the last events until `body` answers that it has found what it looks for.
  func search(_ body: (SegmentEvent, Int32) -> Bool) {
    var index = events.count &- 1
    let end = max(0, events.count &- Self.reach)
    while index >= end {
      if body(events[index], Int32(truncatingIfNeeded: index)) { return }
      index &-= 1
    }
  }

  /// Events looked at for the one that a D-SACK speaks of.
  private static let reach = 1024

  /// Changes an event that is listed.
  mutating func change(_ place: Int32, _ body: (inout SegmentEvent) -> Void) {
    guard place >= 0, Int(place) < events.count else { return }
    body(&events[Int(place)])
  }

  subscript(place: Int32) -> SegmentEvent? { place >= 0 && Int(place) < events.count ? events[Int(place)] : nil }

  var footprint: Int { events.capacity &* MemoryLayout<SegmentEvent>.stride }
}
