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
  /// Octets of memory it was last said to hold, and the reader's share of them.
  private var accounted = 0
  private var readerMemory = 0
  private var isReaderDone = false
  private var isReaderWaiting = false
  /// It stands in the tracker's list of those whose readers wait.
  var isListed = false
  /// The connection they are of; `.max` once that has ended.
  var connection: UInt32
  /// Segments taken.
  private var taken: UInt32 = 0

  /// What a segment means for its connection's streams, in stream positions.
  struct Segment {
    /// Of its first payload octet; nothing without payload.
    var position: Int?
    /// Of its FIN.
    var end: Int?
    var sender: Endpoint
    var place: StreamPlace
  }

  init(_ reader: any StreamDissector, of connection: UInt32 = .max, lowFromStart: Bool, highFromStart: Bool) {
    self.reader = reader
    self.connection = connection
    low = StreamAssembler(.low, isFromStart: lowFromStart)
    high = StreamAssembler(.high, isFromStart: highFromStart)
  }

  /// The sender's SYN was seen.
  mutating func noteStart(of sender: Endpoint) {
    if sender == .low { low.isFromStart = true } else { high.isFromStart = true }
  }

  /// An octet of the sender's is urgent.
  mutating func note(urgent position: Int, of sender: Endpoint) {
    if sender == .low { low.note(urgent: position) } else { high.note(urgent: position) }
  }

  /// The sender's FIN came before any payload.
  mutating func noteEnd(_ position: Int, of sender: Endpoint, _ place: StreamPlace) {
    if sender == .low { low.accept(finAt: position, place) } else { high.accept(finAt: position, place) }
    isSettled = false
  }

  /// What the reader found, and the memory it was last said to hold.
  mutating func told() -> (facts: ApplicationFacts, memory: Int) {
    var facts = ApplicationFacts()
    reader.tell(&facts)
    return (facts, accounted)
  }

  /// What the reader would tell now, told by a copy of it.
  mutating func provisional() -> ApplicationFacts? {
    guard !isReaderWaiting else { return nil }
    var facts = ApplicationFacts()
    facts.isProvisional = true
    reader.tell(&facts)
    return facts
  }

  // MARK: - A segment

  /// What has become of the streams.
  enum State {
    /// All that came has been handed on.
    case flowing
    /// Octets are waited for.
    case holding
    /// The reader has begun to wait for what may be learned elsewhere; octets may be waited for too (`heldState`).
    case waiting
    /// Nothing more need be told to the reader.
    case done
  }

  /// Takes a segment, and adds to `memory` what more is held now.
  @inline(__always)
  mutating func take(_ payload: ByteView, _ segment: borrowing Segment, memory: inout Int) -> State {
    taken &+= 1
    if isSettled {
      let isHandedOn =
        segment.sender == .low
        ? Self.hand(payload, segment, &low, after: high, &reader) : Self.hand(payload, segment, &high, after: low, &reader)
      if isHandedOn { return isReaderAsked ? account(&memory) : .flowing }
    }
    order(payload, segment)
    return account(&memory)
  }

  /// Whether the reader is asked now what it holds, and whether it is done: each time at first, then now and then.
  private var isReaderAsked: Bool { taken <= Self.newSegments || taken % Self.interval == 0 }
  private static let newSegments: UInt32 = 8
  private static let interval: UInt32 = 16

  /// Adds what the reader and the streams hold more than the last time.
  @inline(never)
  private mutating func account(_ memory: inout Int) -> State {
    let isOver = low.isFinished && high.isFinished
    if isReaderAsked || isOver { askReader() }
    let held = isSettled ? readerMemory : readerMemory &+ low.held.memory &+ high.held.memory
    memory &+= held &- accounted
    accounted = held
    if isReaderDone || (isOver && !isReaderWaiting) { return .done }
    if isReaderWaiting, !isListed { return .waiting }
    return heldState
  }

  private mutating func askReader() { (readerMemory, isReaderDone, isReaderWaiting) = reader.state() }

  /// Whether octets are waited for, whatever the reader waits for.
  var heldState: State { isSettled ? .flowing : .holding }

  /// Lets the reader look again for what it waits for.
  mutating func reconsider(memory: inout Int) -> State {
    reader.reconsider()
    askReader()
    return account(&memory)
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
    let known = StreamPlace(frame: segment.place.frame, time: segment.place.time)
    var place = segment.place
    if let acknowledged = place.acknowledged {
      // A damaged number acknowledges nothing.
      if theirs.isFinished || acknowledged &- theirs.next <= FlowLimits.maximumHole {
        let isOver = theirs.note(acknowledged: acknowledged, at: place.time)
        if isOver { release(&mine, &theirs, at: known, &reader) }
      } else {
        place.acknowledged = nil
      }
    }
    if let position = segment.position, !mine.isTooFar(position) {
      if position &- mine.next > FlowLimits.maximumHole {
        mine.giveUp(before: position)
        release(&mine, &theirs, at: known, &reader)
      }
      mine.accept(payload, at: position, place, after: theirs.settled, to: &reader)
    }
    if let end = segment.end { mine.accept(finAt: end, place) }
    release(&mine, &theirs, at: known, &reader)
    while mine.held.octets > FlowLimits.maximumPendingOctets || mine.held.count > FlowLimits.maximumPendingRanges {
      mine.giveUp(before: mine.held.firstEnd)
      release(&mine, &theirs, at: known, &reader)
    }
  }

  /// The flow has ended: what is held is handed on in the order of its frames, and holes are holes. Answers whether the reader
  /// waits for what may be learned elsewhere.
  @discardableResult
  mutating func drain(at place: StreamPlace) -> Bool {
    Self.release(&low, &high, at: place, &reader)
    while !low.held.isEmpty || !high.held.isEmpty {
      if low.held.firstFrame < high.held.firstFrame {
        low.giveUp(before: low.held.firstEnd)
      } else {
        high.giveUp(before: high.held.firstEnd)
      }
      Self.release(&low, &high, at: place, &reader)
    }
    if let end = low.unsettled { low.giveUp(before: end) }
    if let end = high.unsettled { high.giveUp(before: end) }
    Self.release(&low, &high, at: place, &reader)
    return reader.state().isWaiting
  }

  /// The flow has ended, and nothing is waited for any more: all is handed on (`drain`), and streams that were heard end.
  mutating func finish(hasLow: Bool, hasHigh: Bool, _ ending: StreamEnding, at place: StreamPlace) {
    drain(at: place)
    if hasLow { low.finish(place, ending, to: &reader) }
    if hasHigh { high.finish(place, ending, to: &reader) }
  }

  // MARK: - Order

  /// Hands on what is contiguous on either side, as far as each has acknowledged the other, and what must not wait longer.
  private static func release(
    _ mine: inout StreamAssembler, _ theirs: inout StreamAssembler, at place: StreamPlace,
    _ reader: inout any StreamDissector
  ) {
    while true {
      var isMoved = mine.release(after: theirs.settled, at: place, to: &reader)
      if theirs.release(after: mine.settled, at: place, to: &reader) { isMoved = true }
      if isMoved { continue }
      if mine.due > mine.next {
        goOn(&mine, &theirs, &reader)
      } else if theirs.due > theirs.next {
        goOn(&theirs, &mine, &reader)
      } else {
        return
      }
    }
  }

  /// One side must go on with what it has next, but that acknowledges what the other side has not come to: gives that up, as
  /// little as helps.
  private static func goOn(
    _ mine: inout StreamAssembler, _ theirs: inout StreamAssembler, _ reader: inout any StreamDissector
  ) {
    if theirs.isBlocked {
      // Each waits for the other. What came later was sent again, then, and not captured the first time: else the other side
      // could not have acknowledged it.
      return theirs.held.firstFrame < mine.held.firstFrame ? mine.handFirst(to: &reader) : theirs.handFirst(to: &reader)
    }
    theirs.giveUp(before: min(theirs.believed(mine.held.firstAcknowledged), theirs.held.firstPosition))
    if theirs.due <= theirs.next { mine.handFirst(to: &reader) }
  }
}

extension StreamDissector {
  /// Asked here, so that no reader need be copied to be asked.
  fileprivate mutating func state() -> (memory: Int, isDone: Bool, isWaiting: Bool) { (memory, isDone, isWaiting) }
}
