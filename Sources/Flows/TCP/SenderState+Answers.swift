import Octets
import PacketModel

/// What the other side makes of what a side sent: acknowledgments, SACK, windows.
extension SenderState {
  /// Window updates listed though their sender had room; beyond, those are only counted.
  private static let maximumIdleUpdates = 256

  /// `answerer` acknowledges everything before `position` of this side's stream.
  @inline(__always)
  mutating func note(
    acknowledged position: Int, _ packet: borrowing FlowPacket, _ seen: SeenSegment, _ octets: Span<UInt8>,
    by answerer: inout SenderState, _ log: inout EventLog
  ) {
    guard hasStarted, !packet.flags.contains(.rst) else { return }
    let now = packet.time.nanoseconds
    charge(until: now, waiting: answerer.shortestRoundTrip ?? 0)
    // Beside the timestamps there is room for SACK blocks only.
    let isSYN = packet.flags.contains(.syn)
    let hasBlocks = isSYN ? false : packet.hasMoreOptions
    let blocks = hasBlocks ? Self.options(of: packet, octets) : nil
    let isOpening = acknowledged == .min && top == 1 && base == 0
    if isOpening, position != 1, !answerer.hasStarted || answerer.top == answerer.base, !isSYN {
      // The SYN met a connection that the other host still has (RFC 5961 §4.2).
      _ = log.add(event(.challengeAck, packet, seen))
      return
    }
    if position > acknowledged {
      advance(to: position, packet, seen, &log)
    } else if position == acknowledged, seen.end == seen.start, !packet.flags.contains(.syn), !packet.flags.contains(.fin) {
      repeatAnswer(packet, seen, blocks, by: &answerer, &log)
    }
    if let blocks { noteBlocks(blocks, packet, position, &log) }
    if answerer.windowShift >= 0, !isSYN, position <= acknowledged {
      rightEdge = max(rightEdge, position &+ Int(packet.window) << Int(answerer.windowShift))
    }
    lastAnswerTime = now
  }

  // MARK: - A new acknowledgment

  @inline(__always)
  private mutating func advance(
    to position: Int, _ packet: borrowing FlowPacket, _ seen: SeenSegment, _ log: inout EventLog
  ) {
    let now = packet.time.nanoseconds
    let previous = acknowledged
    if position > top {
      guard isPlausible(position) else { return }
      // The receiver took the octet that probed its window.
      if hasProbedOctet, position == top &+ 1 { top = position } else { acknowledgeUnseen(position, packet, seen, &log) }
    }
    if !pending.isEmpty { settle(position, previous, packet, seen, &log) }
    let coversOriginals = takeSample(position, previous, packet)
    if repair == .timeout, isForwardRTO, coversOriginals { endForwardRTO(packet, &log) }
    if firstAckTime == .min, position > max(1, base), firstDataTime != .min { firstAckTime = now }
    acknowledged = position
    acknowledgedFrame = UInt32(clamping: packet.frame)
    if !holes.isEmpty { noteHoles(position) }
    duplicateAcks = 0
    duplicateAckEvent = -1
    hasProbed = false
    if !sacked.isEmpty { sacked.remove(before: position) }
    // Behind a partial acknowledgment the older signs of the next loss hold on.
    if sacked.isEmpty { firstSignTime = .max }
    // Without SACK, acknowledgments of the last that was sent before the loss may yet be repeated (RFC 6582 §6).
    if repair != .none, position > recoveryPoint || (position == recoveryPoint && mayProbe) { repair = .none }
  }

  /// Whether so much may have been acknowledged. What lies further ahead than any window must be said twice: a capture may lose
  /// that much, but a damaged number must not spoil what comes after.
  private mutating func isPlausible(_ position: Int) -> Bool {
    guard position &- top > Self.furthestAhead else { return true }
    let isConfirmed = doubtful.map { abs(position &- $0) <= Self.furthestAhead } ?? false
    doubtful = isConfirmed ? nil : position
    return isConfirmed
  }

  /// Beyond any window in use.
  private static let furthestAhead = 1 << 24

  /// An acknowledgment after a timeout covers segments that were not sent again: the first ones came, and the timeout was
  /// for nothing (RFC 5682 §2.1).
  @inline(never)
  private mutating func endForwardRTO(_ packet: borrowing FlowPacket, _ log: inout EventLog) {
    repair = .none
    let frame = packet.frame
    var open: [Int32] = []
    for place in timeouts {
      log.change(place) { event in
        if event.proof != .timestamps, event.proof != .dSACK { event.settle(.spurious, .forwardRTO, frame) }
      }
    }
    for place in pending where !timeouts.contains(place) { open.append(place) }
    pending = open
    timeouts = []
  }

  /// Notes which holes the receiver says are none.
  @inline(never)
  private mutating func noteHoles(_ position: Int) {
    for index in holes.indices.reversed() where holes[index].range.upperBound <= position {
      guard holes[index].acknowledgedIn == 0 else { return }
      holes[index].acknowledgedIn = acknowledgedFrame
    }
  }

  /// Takes the segments acknowledged, and the round trip of the last of them where it is one: not of what was sent twice
  /// (Karn), nor of what waited behind a hole. Answers whether any of them was
  /// sent once only, and before what is being repaired began.
  @inline(__always)
  private mutating func takeSample(_ position: Int, _ previous: Int, _ packet: borrowing FlowPacket) -> Bool {
    let now = packet.time.nanoseconds
    var isTainted = false
    var isOriginal = false
    var last = -1
    while sent.firstUnacknowledged < sent.indices.upperBound {
      let index = sent.firstUnacknowledged
      guard sent[index].end <= position else { break }
      if sent[index].transmissions > 1 || sent[index].isLate {
        isTainted = true
        takeRepaired(index, previous, packet)
      } else {
        newestDelivered = max(newestDelivered, sent[index].time)
        if sent[index].end <= recoveryPoint { isOriginal = true }
      }
      last = index
      sent.acknowledgeFirst()
    }
    if last >= 0, !isTainted, sacked.isEmpty, holes.isEmpty, sent[last].end == position {
      roundTrips.add(now &- sent[last].time)
    }
    return isOriginal
  }

  /// A segment sent twice is acknowledged: its round trip is known when the echoed timestamp names the transmission.
  private mutating func takeRepaired(_ index: Int, _ previous: Int, _ packet: borrowing FlowPacket) {
    let segment = sent[index]
    guard packet.hasTimestamps, segment.timestamp != 0,
      Int32(bitPattern: packet.timestampEcho &- segment.timestamp) >= 0
    else { return }
    newestDelivered = max(newestDelivered, segment.time)
    if packet.timestampEcho == segment.timestamp, segment.start <= previous, segment.end > previous, !segment.isLate {
      roundTrips.add(packet.time.nanoseconds &- segment.time)
    }
  }

  /// Octets are acknowledged that did not pass here: the capture lost them, or has them in another order.
  @inline(never)
  private mutating func acknowledgeUnseen(
    _ position: Int, _ packet: borrowing FlowPacket, _ seen: SeenSegment, _ log: inout EventLog
  ) {
    defer { top = position }
    // Nothing of it was seen but its numbers: what is acknowledged may have been sent before the capture began.
    guard top > base || base == 0 else {
      base = position
      return
    }
    var event = event(.ackedUnseen, packet, seen)
    event.sequence = packet.acknowledgment + (top &- position)
    event.length = position &- top
    let place = log.add(event)
    if holes.count < FlowLimits.maximumPendingRanges {
      holes.append(
        Hole(
          range: top..<position, openedAt: packet.time.nanoseconds, opener: UInt32(clamping: packet.frame),
          openerTimestamp: 0, openerIdentification: 0, event: place))
    }
  }

  // MARK: - The same acknowledgment again

  @inline(never)
  private mutating func repeatAnswer(
    _ packet: borrowing FlowPacket, _ seen: SeenSegment, _ blocks: TCPOptionList?, by answerer: inout SenderState,
    _ log: inout EventLog
  ) {
    let hasBlocks = blocks != nil
    // A question of its own (keep-alive, window probe), or an old segment that comes late.
    guard seen.start >= answerer.top else { return }
    let asked = lastKind
    lastKind = .other
    switch asked {
    case .keepAlive where packet.window > 0:
      return add(.keepAliveAck, to: lastQuestion, packet, seen, &log)
    case .windowProbe where packet.window == 0:
      return add(.zeroWindowProbeAck, to: lastQuestion, packet, seen, &log)
    case .reset where !hasBlocks:
      return add(.challengeAck, to: 0, packet, seen, &log)
    default: break
    }
    if !hasBlocks, answerer.window >= 0, Int32(packet.window) != answerer.window {
      // That a window closed is told as such.
      if packet.window > 0 { noteUpdate(packet, seen, wasClosed: answerer.zeroWindowSince != .min, &log) }
      return
    }
    guard packet.window > 0 || hasBlocks else { return }
    var isDuplicateSACK = false
    if let blocks { isDuplicateSACK = Self.isDuplicate(blocks, packet.acknowledgment) }
    guard top > acknowledged || hasBlocks else { return }
    duplicateAcks &+= 1
    if !isDuplicateSACK { noteSign(packet) }
    if duplicateAcks > 1, !isDuplicateSACK, log[duplicateAckEvent] != nil {
      let frame = packet.frame
      log.change(duplicateAckEvent) { run in
        run.count &+= 1
        run.lastFrame = frame
      }
      return
    }
    var event = event(.duplicateAck, packet, seen)
    event.sequence = packet.acknowledgment
    event.originalFrame = acknowledgedFrame > 0 ? Int(acknowledgedFrame) : nil
    event.hasDuplicateSACK = isDuplicateSACK
    let place = log.add(event)
    if !isDuplicateSACK { duplicateAckEvent = place }
  }

  private func add(
    _ kind: SegmentEvent.Kind, to question: UInt32, _ packet: borrowing FlowPacket, _ seen: SeenSegment,
    _ log: inout EventLog
  ) {
    var event = event(kind, packet, seen)
    event.originalFrame = question > 0 ? Int(question) : nil
    _ = log.add(event)
  }

  private mutating func noteUpdate(
    _ packet: borrowing FlowPacket, _ seen: SeenSegment, wasClosed: Bool, _ log: inout EventLog
  ) {
    windowUpdates &+= 1
    let room = rightEdge == .min ? 0 : rightEdge &- top
    if wasClosed || room < max(1, largest) || windowUpdates <= Self.maximumIdleUpdates {
      _ = log.add(event(.windowUpdate, packet, seen))
    } else {
      log.omit(event(.windowUpdate, packet, seen))
    }
  }

  private mutating func noteSign(_ packet: borrowing FlowPacket) {
    if firstSignTime == .max {
      firstSignTime = packet.time.nanoseconds
      firstSignFrame = UInt32(clamping: packet.frame)
    }
    lastSignFrame = UInt32(clamping: packet.frame)
  }

  // MARK: - SACK

  @inline(never)
  private mutating func noteBlocks(
    _ options: TCPOptionList, _ packet: borrowing FlowPacket, _ acknowledged: Int, _ log: inout EventLog
  ) {
    selectiveAcks &+= 1
    let isDuplicate = Self.isDuplicate(options, packet.acknowledgment)
    var isNews = false
    for index in 0..<options.sackBlockCount {
      let block = options.sackBlock(at: index)
      let left = acknowledged &+ (block.left - packet.acknowledgment)
      let right = acknowledged &+ (block.right - packet.acknowledgment)
      guard left < right else { continue }
      if index == 0, isDuplicate {
        duplicateSACKs &+= 1
        noteDuplicate(left..<right, acknowledging: acknowledged, packet, &log)
        continue
      }
      guard left > acknowledged, right <= top, sacked.count < FlowLimits.maximumPendingRanges else { continue }
      let known = sacked.insert(left..<right)
      if known < right &- left { isNews = true }
      noteSign(packet)
      if known < right &- left || index == 0 { noteDelivered(right, packet, &log) }
    }
    if !isNews, !isDuplicate, !isDoubled { restoreCopy(packet, &log) }
  }

  /// Whether the first block reports octets that came twice (RFC 2883 §4): it lies below the acknowledgment, or in the second.
  private static func isDuplicate(_ options: TCPOptionList, _ acknowledgment: SequenceNumber) -> Bool {
    guard options.sackBlockCount > 0 else { return false }
    let first = options.sackBlock(at: 0)
    if first.right - acknowledgment <= 0 { return true }
    guard options.sackBlockCount > 1 else { return false }
    let second = options.sackBlock(at: 1)
    return first.left - second.left >= 0 && second.right - first.right >= 0
  }

  /// The segment that ends at `position` has come: those sent before it ought to have, too.
  private mutating func noteDelivered(_ position: Int, _ packet: borrowing FlowPacket, _ log: inout EventLog) {
    let index = sent.firstIndex(endingAfter: position &- 1)
    guard sent.indices.contains(index) else { return }
    let segment = sent[index]
    let age = packet.time.nanoseconds &- segment.time
    if segment.transmissions > 1, age < (shortestRoundTrip ?? 0) &* 4 / 5 {
      // The repetition cannot have been there and back: the first one came.
      let frame = packet.frame
      log.change(segment.event) { event in
        if event.kind == .retransmission { event.settle(.spurious, .tooFast, frame) }
      }
      return
    }
    newestDelivered = max(newestDelivered, segment.time)
  }

  /// The receiver got `range` twice: the latest repetition of its octets that no report was of yet was for nothing, or the
  /// network made the second. One report may be of several segments.
  private mutating func noteDuplicate(
    _ range: Range<Int>, acknowledging position: Int, _ packet: borrowing FlowPacket, _ log: inout EventLog
  ) {
    let sender = packet.sender.other
    let origin = packet.acknowledgment
    let frame = packet.frame
    let isDoubled = isDoubled
    var explained = RangeSet()
    var places: [Int32] = []
    log.search { event, place in
      guard event.sender == sender, event.isSecondTransmission, !event.isReported,
        !(isDoubled && event.kind == .captureDuplicate)
      else { return false }
      let start = position &+ (event.sequence - origin)
      let part = max(start, range.lowerBound)..<max(start, range.lowerBound, min(start &+ event.length, range.upperBound))
      guard !part.isEmpty, explained.insert(part) < part.count else { return false }
      places.append(place)
      return explained.octets == range.count
    }
    for place in places {
      log.change(place) { $0.isReported = true }
      switch log[place]?.kind {
      case .retransmission:
        log.change(place) { $0.settle(.spurious, .dSACK, frame) }
        pending.removeAll { $0 == place }
      case .networkDuplicate: log.change(place) { $0.evidence.add(frame) }
      default: restore(place, packet, &log)
      }
    }
  }

  /// An acknowledgment whose blocks say nothing new, right behind what was taken for a copy in the capture: its receiver got
  /// that copy, and answers it.
  private mutating func restoreCopy(_ packet: borrowing FlowPacket, _ log: inout EventLog) {
    guard let last = log.last(where: { $0.kind != .duplicateAck }), let copy = log[last], copy.kind == .captureDuplicate,
      copy.sender == packet.sender.other, packet.time.nanoseconds(since: copy.time) < 1_000_000
    else { return }
    restore(last, packet, &log)
  }

  /// What was taken for a copy in the capture came to the receiver: it counts after all.
  private mutating func restore(_ place: Int32, _ packet: borrowing FlowPacket, _ log: inout EventLog) {
    guard let event = log[place] else { return }
    let frame = packet.frame
    log.change(place) { event in
      event.kind = .networkDuplicate
      event.evidence.add(frame)
    }
    captureDuplicates &-= min(1, captureDuplicates)
    restored.packets &+= 1
    restored.octets &+= Int(event.wireLength)
    restored.payload &+= Int(event.payloadLength)
  }

  /// A segment's options, when there are SACK blocks among them.
  private static func options(of packet: borrowing FlowPacket, _ octets: Span<UInt8>) -> TCPOptionList? {
    let start = packet.transportOffset &+ 20
    let end = packet.transportOffset &+ Int(packet.transportHeaderLength)
    guard start >= 0, start <= end, end <= octets.count else { return nil }
    let options = TCPOptionList(ByteView(octets.extracting(start..<end)))
    return options.sackBlockCount > 0 ? options : nil
  }

  // MARK: - Was it needed?

  /// Transmissions closer together than this may carry the same timestamp.
  private static let tick: Int64 = 5_000_000

  /// Decides on the retransmissions that an acknowledgment up to `position` covers.
  @inline(never)
  private mutating func settle(
    _ position: Int, _ previous: Int, _ packet: borrowing FlowPacket, _ seen: SeenSegment, _ log: inout EventLog
  ) {
    let now = packet.time.nanoseconds
    var open: [Int32] = []
    for place in pending {
      guard let event = log[place] else { continue }
      let start = position &+ (event.sequence - packet.acknowledgment)
      guard start &+ event.length <= position else {
        open.append(place)
        continue
      }
      guard event.necessity == .unknown else { continue }
      let frame = packet.frame
      if packet.hasTimestamps, event.timestamp != 0, previous == .min || previous >= start, (event.delay ?? 0) >= Self.tick {
        // It stood at the left edge, so the echo is of the transmission that filled it (RFC 7323 §4.3, RFC 3522).
        let isOfEarlier = Int32(bitPattern: packet.timestampEcho &- event.timestamp) < 0
        log.change(place) { $0.settle(isOfEarlier ? .spurious : .needed, .timestamps, frame) }
        if isOfEarlier, repair == .timeout { repair = .none }
      } else if now &- event.time.nanoseconds < (shortestRoundTrip ?? 0) &* 4 / 5 {
        log.change(place) { $0.settle(.spurious, .tooFast, frame) }
      } else if event.trigger != .syn, event.trigger == .fast || mayProbe {
        // A receiver that takes SACK would report octets that came twice.
        log.change(place) { $0.settle(.needed, .acknowledgment, frame) }
      }
    }
    pending = open
  }

  // MARK: - Windows

  /// This side offers a window.
  @inline(__always)
  mutating func note(
    window raw: UInt16, _ packet: borrowing FlowPacket, _ seen: SeenSegment, _ log: inout EventLog
  ) {
    if window == Int32(raw), zeroWindowSince == .min { return }
    window = Int32(raw)
    if windowShift >= 0 {
      let octets = Int(raw) << Int(windowShift)
      largestWindow = max(largestWindow, octets)
      smallestWindow = min(smallestWindow, octets)
    }
    // Behind a FIN no window is needed.
    if raw == 0 || zeroWindowSince != .min, !packet.flags.contains(.fin) { noteClosing(raw, packet, seen, &log) }
  }

  @inline(never)
  private mutating func noteClosing(_ raw: UInt16, _ packet: borrowing FlowPacket, _ seen: SeenSegment, _ log: inout EventLog) {
    if raw == 0, zeroWindowSince == .min {
      zeroWindowSince = packet.time.nanoseconds
      zeroWindowEvent = log.add(event(.zeroWindow, packet, seen))
    } else if raw > 0, zeroWindowSince != .min {
      let lasted = max(0, packet.time.nanoseconds &- zeroWindowSince)
      let frame = packet.frame
      log.change(zeroWindowEvent) { event in
        event.delay = lasted
        event.evidence.add(frame)
      }
      zeroWindowTime &+= lasted
      zeroWindowSince = .min
    }
  }
}

extension SegmentEvent {
  /// What a D-SACK may speak of.
  fileprivate var isSecondTransmission: Bool {
    kind == .retransmission || kind == .networkDuplicate || kind == .captureDuplicate
  }

  /// Settles a retransmission's necessity.
  mutating func settle(_ necessity: Necessity, _ proof: Proof, _ frame: Int) {
    self.necessity = necessity
    self.proof = proof
    evidence.add(frame)
  }
}
