import ApplicationModel
import Dissection
import Octets
import PacketModel

/// A connection's two directions, put in order for one reader: each in itself, and one after the other.
///
/// Octets of one side are handed on once those of the other that their segment acknowledges have been, or are known to be
/// missing. A side that nobody heard imposes no order, and its reader is told nothing of it: no holes, no end.
struct ConnectionStreams: Sendable {
  private var low: StreamAssembler
  private var high: StreamAssembler
  private var reader: any StreamDissector
  /// All that came has been handed on, and nothing is waited for: the rule.
  private var isSettled = true
  /// Octets of memory it was last said to hold.
  private var accounted = 0
  /// Segments handed on as they came.
  private var handed: UInt32 = 0

  /// What a segment means for its connection's streams, in stream positions.
  struct Segment {
    /// Of its first payload octet; nothing without payload.
    var position: Int?
    /// Of its FIN.
    var end: Int?
    var sender: Endpoint
    var place: StreamPlace
  }

  init(_ reader: any StreamDissector, lowFromStart: Bool, highFromStart: Bool) {
    self.reader = reader
    low = StreamAssembler(.low, isFromStart: lowFromStart)
    high = StreamAssembler(.high, isFromStart: highFromStart)
  }

  /// The sender's SYN was seen.
  mutating func noteStart(of sender: Endpoint) {
    if sender == .low { low.isFromStart = true } else { high.isFromStart = true }
  }

  /// What the reader found, and the memory it was last said to hold.
  consuming func told() -> (facts: ApplicationFacts, memory: Int) {
    var facts = ApplicationFacts()
    reader.tell(&facts)
    return (facts, accounted)
  }

  // MARK: - A segment

  /// The sender's FIN came before any payload.
  mutating func noteEnd(_ position: Int, of sender: Endpoint, _ place: StreamPlace) {
    if sender == .low { low.accept(finAt: position, place) } else { high.accept(finAt: position, place) }
    isSettled = false
  }

  /// What has become of the streams.
  enum State {
    /// All that came has been handed on.
    case flowing
    /// Something is waited for.
    case holding
    /// Nothing more need be told to the reader.
    case done
  }

  /// Takes a segment, and adds to `memory` what more is held now.
  @inline(__always)
  mutating func take(_ payload: ByteView, _ segment: borrowing Segment, memory: inout Int) -> State {
    if isSettled {
      let isTaken =
        segment.sender == .low
        ? Self.hand(payload, segment, &low, after: high, &reader) : Self.hand(payload, segment, &high, after: low, &reader)
      if isTaken {
        handed &+= 1
        return handed <= Self.newOctets || handed % Self.interval == 0 ? account(&memory) : .flowing
      }
    }
    order(payload, segment)
    return account(&memory)
  }

  /// How often a reader is asked what it holds, and whether it is done: each time at first, then now and then.
  private static let newOctets: UInt32 = 8
  private static let interval: UInt32 = 16

  /// Adds what the reader and the streams hold more than the last time.
  @inline(never)
  private mutating func account(_ memory: inout Int) -> State {
    var (held, isDone) = reader.state()
    if !isSettled { held &+= low.held.memory &+ high.held.memory }
    memory &+= held &- accounted
    accounted = held
    if isDone || (low.isFinished && high.isFinished) { return .done }
    return isSettled ? .flowing : .holding
  }

  /// Hands on a segment's payload when that is next in order. Answers whether it was.
  @inline(__always)
  private static func hand(
    _ payload: ByteView, _ segment: borrowing Segment, _ mine: inout StreamAssembler, after theirs: borrowing StreamAssembler,
    _ reader: inout any StreamDissector
  ) -> Bool {
    let acknowledged = segment.place.acknowledged ?? .min
    guard segment.end == nil, acknowledged <= theirs.settled, let position = segment.position, position == mine.next,
      payload.missing == 0, !mine.isFinished
    else { return false }
    mine.hand(payload, segment.place, to: &reader)
    return true
  }

  @inline(never)
  private mutating func order(_ payload: ByteView, _ segment: borrowing Segment) {
    if segment.sender == .low {
      Self.order(payload, segment, &low, &high, &reader)
    } else {
      Self.order(payload, segment, &high, &low, &reader)
    }
    isSettled = low.isSettled && high.isSettled
  }

  private static func order(
    _ payload: ByteView, _ segment: borrowing Segment, _ mine: inout StreamAssembler, _ theirs: inout StreamAssembler,
    _ reader: inout any StreamDissector
  ) {
    var place = segment.place
    if let acknowledged = place.acknowledged {
      // A damaged number acknowledges nothing.
      if theirs.isFinished || acknowledged &- theirs.next <= FlowLimits.maximumHole {
        if let known = theirs.note(acknowledged: acknowledged, at: place.time) {
          force(&theirs, through: known, &mine, at: place, &reader)
          theirs.stopWaiting()
        }
      } else {
        place.acknowledged = nil
      }
    }
    if let position = segment.position, !mine.isTooFar(position) {
      if position &- mine.next > FlowLimits.maximumHole { force(&mine, through: position, &theirs, at: place, &reader) }
      let mayGo = place.acknowledged ?? .min <= theirs.settled
      mine.accept(payload, at: position, place, mayGo: mayGo, to: &reader)
    }
    if let end = segment.end { mine.accept(finAt: end, place) }
    release(&mine, &theirs, &reader)
    while mine.held.octets > FlowLimits.maximumPendingOctets || mine.held.count > FlowLimits.maximumPendingRanges,
      let first = mine.held.first
    {
      force(&mine, through: first.end, &theirs, at: place, &reader)
      release(&mine, &theirs, &reader)
    }
  }

  /// The flow has ended: what is held is handed on in the order of its frames, holes are holes, and streams that were heard
  /// end.
  mutating func finish(hasLow: Bool, hasHigh: Bool, _ ending: StreamEnding, at place: StreamPlace) {
    Self.release(&low, &high, &reader)
    while true {
      let isLowNext: Bool
      switch (low.held.first, high.held.first) {
      case (nil, nil):
        if let end = low.unsettled { Self.force(&low, through: end, &high, at: place, &reader) }
        if let end = high.unsettled { Self.force(&high, through: end, &low, at: place, &reader) }
        if hasLow { low.finish(place, ending, to: &reader) }
        if hasHigh { high.finish(place, ending, to: &reader) }
        return
      case (let mine?, let theirs?): isLowNext = mine.place.frame < theirs.place.frame
      case (let mine, nil): isLowNext = mine != nil
      case (nil, _): isLowNext = false
      }
      if isLowNext, let first = low.held.first {
        Self.force(&low, through: first.end, &high, at: place, &reader)
      } else if let first = high.held.first {
        Self.force(&high, through: first.end, &low, at: place, &reader)
      }
      Self.release(&low, &high, &reader)
    }
  }

  // MARK: - Order

  /// Hands on what is contiguous on either side, as far as each has acknowledged the other.
  private static func release(
    _ mine: inout StreamAssembler, _ theirs: inout StreamAssembler, _ reader: inout any StreamDissector
  ) {
    var isMoved = true
    while isMoved {
      isMoved = mine.release(after: theirs.settled, to: &reader)
      if theirs.release(after: mine.settled, to: &reader) { isMoved = true }
    }
  }

  /// Hands on what one side has before `position`, and gives the rest of it up. What that waited for on the other side has
  /// waited as long, and is given up first.
  private static func force(
    _ mine: inout StreamAssembler, through position: Int, _ theirs: inout StreamAssembler, at place: StreamPlace,
    _ reader: inout any StreamDissector, isNested: Bool = false
  ) {
    // Each waiting for the other: only numbers that contradict each other can say so.
    func catchUp(_ acknowledged: Int?) {
      guard !isNested, let acknowledged, acknowledged > theirs.settled else { return }
      force(&theirs, through: theirs.believed(acknowledged), &mine, at: place, &reader, isNested: true)
    }
    let known = StreamPlace(frame: place.frame, time: place.time)
    let end = mine.missingEnd(before: position)
    while mine.next < end {
      if let first = mine.held.first, first.position <= mine.next {
        catchUp(first.place.acknowledged)
        mine.handFirst(to: &reader)
      } else {
        mine.skip(to: min(end, mine.held.first?.position ?? end), known, to: &reader)
      }
    }
    if position > end, let fin = mine.fin {
      catchUp(fin.acknowledged)
      mine.finish(fin, .closed, to: &reader)
    }
  }
}

extension StreamDissector {
  /// Asked here, so that no reader need be copied to be asked.
  fileprivate mutating func state() -> (memory: Int, isDone: Bool) { (memory, isDone) }
}
