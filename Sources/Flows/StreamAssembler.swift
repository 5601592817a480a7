import Dissection
import Octets
import PacketModel

/// Puts one direction of a connection in order for its reader.
///
/// Octets that come in order go straight from the packet to the reader: nothing is copied. What comes early is copied and held
/// until the hole before it is filled, or known never to be: the receiver has acknowledged it, so the capture lost it. An
/// acknowledgment may be captured before the octets it speaks of, so such a hole is given a little time (`patience`).
struct StreamAssembler: Sendable {
  /// Nanoseconds of packet time, and segments of the connection, for which an acknowledged hole may still be filled.
  static let patience: Int64 = 200_000_000
  static let patientSegments = 64

  /// The stream position of the next octet to hand on; data begins at 1.
  private var next = 1
  /// Whether `next` stands: the SYN was seen, or something has been handed on.
  private var hasStarted = false
  /// Early octets, ascending, apart; the first to come stays where later ones overlap.
  private var held: [(position: Int, octets: [UInt8])] = []
  private(set) var heldOctets = 0
  /// The FIN's position, once it has come.
  private var end: Int?
  private var isFinished = false
  /// Since when, and for how many segments, the hole at `next` has been acknowledged.
  private var acknowledgedSince: Timestamp?
  private var segmentsSince = 0

  /// The sender's SYN was seen: its stream begins at 1, whatever segment comes first.
  mutating func noteStart() { hasStarted = true }

  /// Takes a segment's payload. `missing` octets behind it were sent but not captured.
  mutating func accept(
    _ payload: ByteView, position: Int, sender: Endpoint, place: StreamPlace, to reader: inout any StreamDissector
  ) {
    guard !isFinished else { return }
    if !hasStarted {
      hasStarted = true
      // A connection picked up in the middle begins where it was picked up.
      next = max(1, position)
    }
    let stop = position &+ payload.wireCount
    guard stop > next else { return }
    if position <= next {
      let repeated = next &- position
      let fresh = payload.dropping(repeated)
      if repeated <= payload.count {
        hand(fresh, sender, place, &reader)
        if payload.missing > 0 { skip(payload.missing, sender, place, &reader) }
      } else {
        skip(stop &- next, sender, place, &reader)
      }
      release(sender, place, &reader)
    } else {
      hold(payload, at: position)
      while heldOctets > FlowLimits.maximumPendingOctets || held.count > FlowLimits.maximumPendingRanges {
        skipHole(sender, place, &reader)
      }
    }
  }

  /// The sender's FIN stands at `position`.
  mutating func accept(finAt position: Int, sender: Endpoint, place: StreamPlace, to reader: inout any StreamDissector) {
    if end == nil { end = position }
    if !hasStarted {
      hasStarted = true
      next = max(1, position)
    }
    release(sender, place, &reader)
  }

  /// The receiver has acknowledged everything before `position`: a hole there was filled for it, if not for the capture.
  mutating func note(acknowledged position: Int, sender: Endpoint, place: StreamPlace, to reader: inout any StreamDissector) {
    guard let first = held.first, !isFinished else {
      acknowledgedSince = nil
      return
    }
    guard position >= first.position else { return }
    guard let since = acknowledgedSince else {
      acknowledgedSince = place.time
      segmentsSince = 0
      return
    }
    segmentsSince &+= 1
    if segmentsSince > Self.patientSegments || place.time.nanoseconds(since: since) > Self.patience {
      skipHole(sender, place, &reader)
    }
  }

  /// Nothing more will come: holes are holes.
  mutating func finish(sender: Endpoint, place: StreamPlace, to reader: inout any StreamDissector) {
    while !held.isEmpty { skipHole(sender, place, &reader) }
    if !isFinished {
      isFinished = true
      if hasStarted { reader.finish(sender, .cut, at: place) }
    }
  }

  // MARK: - Handing on

  private mutating func hand(_ octets: ByteView, _ sender: Endpoint, _ place: StreamPlace, _ reader: inout any StreamDissector)
  {
    guard !octets.isEmpty else { return }
    reader.receive(ByteView(octets.span, offset: next), from: sender, at: place)
    next &+= octets.count
  }

  private mutating func skip(_ count: Int, _ sender: Endpoint, _ place: StreamPlace, _ reader: inout any StreamDissector) {
    guard count > 0 else { return }
    reader.skip(count, from: sender, at: place)
    next &+= count
  }

  /// Hands on what is held and now contiguous.
  private mutating func release(_ sender: Endpoint, _ place: StreamPlace, _ reader: inout any StreamDissector) {
    while let first = held.first, first.position <= next {
      held.removeFirst()
      heldOctets &-= first.octets.count
      acknowledgedSince = nil
      let repeated = next &- first.position
      if repeated < first.octets.count { hand(ByteView(first.octets.span).dropping(repeated), sender, place, &reader) }
    }
    if let end, next >= end, !isFinished {
      isFinished = true
      reader.finish(sender, .closed, at: place)
    }
  }

  private mutating func skipHole(_ sender: Endpoint, _ place: StreamPlace, _ reader: inout any StreamDissector) {
    guard let first = held.first else { return }
    skip(first.position &- next, sender, place, &reader)
    release(sender, place, &reader)
  }

  // MARK: - Holding

  /// Copies those of the octets that are not held yet.
  private mutating func hold(_ payload: ByteView, at position: Int) {
    var start = position
    let stop = position &+ payload.count
    var index = firstIndex(endingAfter: start)
    while start < stop {
      guard index < held.count, held[index].position < stop else {
        insert(payload, position, start..<stop, at: index)
        return
      }
      let known = held[index]
      if start < known.position {
        insert(payload, position, start..<known.position, at: index)
        index &+= 1
      }
      start = max(start, known.position &+ known.octets.count)
      index &+= 1
    }
  }

  private mutating func insert(_ payload: ByteView, _ position: Int, _ range: Range<Int>, at index: Int) {
    let piece = payload.dropping(range.lowerBound &- position).prefix(range.count).copied()
    held.insert((range.lowerBound, piece), at: index)
    heldOctets &+= piece.count
  }

  private func firstIndex(endingAfter position: Int) -> Int {
    var low = 0
    var high = held.count
    while low < high {
      let middle = (low &+ high) / 2
      if held[middle].position &+ held[middle].octets.count <= position { low = middle &+ 1 } else { high = middle }
    }
    return low
  }
}
