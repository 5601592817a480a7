import Octets
import PacketModel

/// What a side sends: new octets, octets that came before, octets that come late.
extension SenderState {
  /// Idle for so long, a segment without news asks whether anybody is there. Linux's shortest timer runs 200 ms.
  private static let idleTime: Int64 = 200_000_000
  /// A capture may put a segment behind its own acknowledgment by as much: two queues of a network card.
  private static let captureSkew: Int64 = 20_000_000

  /// Packets, and ticks of the timestamp clock, by which a retransmission is hardly ever overtaken.
  private static let longAgo = 64
  private static let ticksAgo = 20

  /// Whether a packet was sent long before the sender's newest.
  private func wasSentLongAgo(_ packet: borrowing FlowPacket, beside other: SenderState) -> SegmentEvent.Basis? {
    let number = packet.transmissionNumber
    if isOrdered(beside: other), number != 0, let distance = order.distance(from: order.last, to: number) {
      return distance < -Self.longAgo ? .identification : nil
    }
    guard packet.hasTimestamps else { return nil }
    return Int(Int32(bitPattern: packet.timestampValue &- newestTimestamp)) < -Self.ticksAgo ? .timestamps : nil
  }

  @inline(__always)
  mutating func note(
    sent packet: borrowing FlowPacket, _ seen: SeenSegment, _ octets: Span<UInt8>, to receiver: inout SenderState,
    _ log: inout EventLog
  ) {
    let now = packet.time.nanoseconds
    let number = packet.transmissionNumber
    let isSYN = packet.flags.contains(.syn)
    let skipped = number != 0 ? order.note(number) : 0
    let maximum = Int(maximumPayload)
    if maximum > 0, packet.payloadLength > maximum, number == order.last {
      order.skip((packet.payloadLength &- 1) / maximum)
    }
    if packet.hasTimestamps, Int32(bitPattern: packet.timestampValue &- newestTimestamp) > 0 || newestTimestamp == 0 {
      newestTimestamp = packet.timestampValue
    }
    if packet.flags.contains(.rst) {
      lastKind = .reset
      lastTime = now
      return
    }
    if !isSYN, packet.flags.contains(.ack) { note(window: packet.window, packet, seen, &log) }
    if seen.end == seen.start {
      noteBare(packet, seen, &receiver, &log)
    } else {
      charge(until: now, waiting: receiver.shortestRoundTrip ?? 0)
      if !hasStarted { begin(at: seen.start) }
      if seen.isAfterClose, seen.end > seen.payload, !isUnderWay(now, toReset: receiver) {
        _ = log.add(event(.dataAfterClose, packet, seen))
      }
      if seen.start >= top {
        extend(packet, seen, octets, skipped, to: &receiver, &log)
      } else {
        repeatOctets(packet, seen, octets, to: receiver, &log)
      }
    }
    lastTime = now
  }

  /// Whether what comes `now` may have been sent before its sender heard of the other side's RST.
  private func isUnderWay(_ now: Int64, toReset receiver: borrowing SenderState) -> Bool {
    receiver.lastKind == .reset && now &- receiver.lastTime < 2 &* (receiver.shortestRoundTrip ?? 0)
  }

  private mutating func begin(at position: Int) {
    hasStarted = true
    top = position
    base = position
  }

  // MARK: - New octets

  @inline(__always)
  private mutating func extend(
    _ packet: borrowing FlowPacket, _ seen: SeenSegment, _ octets: Span<UInt8>, _ skipped: Int,
    to receiver: inout SenderState, _ log: inout EventLog
  ) {
    let now = packet.time.nanoseconds
    if seen.start > top {
      open(top..<seen.start, packet)
    } else if skipped > 0 {
      noteHiddenRepair(packet, seen, skipped, to: receiver, &log)
    }
    let length = packet.payloadLength
    lastKind = .other
    if packet.flags.contains(.syn) { noteSYN(packet, seen, answering: receiver, &log) }
    if length > 0 {
      if rightEdge != .min, seen.end >= rightEdge, receiver.zeroWindowSince == .min {
        _ = log.add(event(.windowFull, packet, seen))
      } else if length == 1, receiver.zeroWindowSince != .min {
        lastKind = .windowProbe
        lastQuestion = UInt32(clamping: packet.frame)
        _ = log.add(event(.zeroWindowProbe, packet, seen))
        hasProbedOctet = true
        return
      }
      hasProbedOctet = false
      largest = max(largest, length)
      lastWasShort = length < (maximumPayload > 0 ? Int(maximumPayload) : largest)
      if firstDataTime == .min { firstDataTime = now }
      lastDataTime = now
      if isInitialWindowOpen { noteInitialWindow(length, now, receiver.shortestRoundTrip ?? 0) }
    }
    append(packet, seen, isLate: false)
    top = seen.end
    lastAdvance = now
    maximumInFlight = max(maximumInFlight, inFlight)
  }

  @inline(__always)
  private mutating func append(_ packet: borrowing FlowPacket, _ seen: SeenSegment, isLate: Bool) {
    sent.append(segment(packet, seen, start: seen.start, isLate: isLate))
    sent.trim(isAnswered: acknowledged != .min)
  }

  private func segment(
    _ packet: borrowing FlowPacket, _ seen: SeenSegment, start: Int, end: Int? = nil, isLate: Bool
  ) -> SentSegment {
    let isWhole = packet.capturedPayloadLength == packet.payloadLength
    let isKept = seen.generation != 0 && isWhole
    let payload = packet.transportOffset &+ Int(packet.transportHeaderLength)
    return SentSegment(
      start: start, time: packet.time.nanoseconds, octets: isKept ? payload &+ (start &- seen.payload) : -1,
      length: UInt32(clamping: (end ?? seen.end) &- start), frame: UInt32(clamping: packet.frame),
      timestamp: packet.timestampValue, generation: seen.generation, firstTimestamp: packet.timestampValue,
      firstIdentification: packet.transmissionNumber, event: -1, identification: packet.transmissionNumber, transmissions: 1,
      isLate: isLate)
  }

  /// Until the first acknowledgment can have come back to the sender, all it sends is its initial window (RFC 6928).
  private mutating func noteInitialWindow(_ length: Int, _ now: Int64, _ roundTrip: Int64) {
    if firstAckTime != .min, now &- firstAckTime >= roundTrip &* 9 / 10 {
      isInitialWindowOpen = false
    } else {
      initialWindow &+= length
    }
  }

  /// A SYN-ACK that echoes an earlier SYN than the last: its sender had that one, and so answered it before, out of sight.
  @inline(never)
  private func noteSYN(
    _ packet: borrowing FlowPacket, _ seen: SeenSegment, answering receiver: borrowing SenderState, _ log: inout EventLog
  ) {
    guard packet.flags.contains(.ack), packet.hasTimestamps, receiver.repeatedSYNTimestamp != 0,
      Int32(bitPattern: packet.timestampEcho &- receiver.repeatedSYNTimestamp) < 0
    else { return }
    var event = event(.retransmission, packet, seen)
    event.trigger = .syn
    event.basis = .timestamps
    event.necessity = .needed
    event.proof = .firstCopyNeverSeen
    _ = log.add(event)
  }

  /// A SYN, or SYN-ACK, again (RFC 9293 §3.8.1).
  private mutating func noteRepeatedSYN(_ packet: borrowing FlowPacket, _ seen: SeenSegment, _ log: inout EventLog) {
    if !packet.flags.contains(.ack), packet.hasTimestamps { repeatedSYNTimestamp = packet.timestampValue }
    var event = event(.retransmission, packet, seen)
    event.trigger = .syn
    event.basis = .octetsSeen
    event.originalFrame = Int(seen.earlierFrame)
    event.delay = max(0, packet.time.nanoseconds(since: Timestamp(nanoseconds: seen.earlierTime)))
    if acknowledged != .min, acknowledged >= seen.end {
      event.necessity = .spurious
      event.proof = .acknowledgedBefore
      event.evidence.add(Int(acknowledgedFrame))
    }
    // Which of them is acknowledged is not known (RFC 6298 §3).
    let first = sent.indices.lowerBound
    if sent.indices.contains(first), sent[first].start == 0, sent[first].transmissions < 255 {
      sent[first].transmissions &+= 1
    }
    let isOpen = event.necessity == .unknown
    let place = log.add(event)
    if place >= 0, isOpen, pending.count < SentSegments.maximumSegments { pending.append(place) }
  }

  private mutating func open(_ range: Range<Int>, _ packet: borrowing FlowPacket) {
    if holes.count >= FlowLimits.maximumPendingRanges { holes.removeFirst(holes.count / 2) }
    origin = packet.sequence + (0 &- range.upperBound)
    let number = packet.transmissionNumber
    holes.append(
      Hole(
        range: range, openedAt: packet.time.nanoseconds, opener: UInt32(clamping: packet.frame),
        openerTimestamp: packet.timestampValue, openerIdentification: packet.transmissionNumber,
        isNumbered: sent.last.map { number &- $0.lastIdentification(maximumPayload) != 1 } ?? true))
  }

  /// The hop limit that systems start with which count the packets of each connection by themselves.
  private static let hopsOfCounters: UInt8 = 64
  /// Between a transmission and the next of the same octets, when it was the first timer that ran out.
  private static let firstTimer: ClosedRange<Int64> = 190_000_000...1_200_000_000

  /// New octets in order, but the sender's count of packets says that some did not pass here, and its silence before them, with
  /// everything acknowledged, was as long as its timer takes to run out for each. What was lost before it came here can only
  /// have been these octets, or a bare acknowledgment: likely they are sent again.
  ///
  /// Other hosts count all their packets together, and a capture that lacks packets lacks them without any loss: neither
  /// tells anything.
  @inline(never)
  private mutating func noteHiddenRepair(
    _ packet: borrowing FlowPacket, _ seen: SeenSegment, _ skipped: Int, to receiver: borrowing SenderState,
    _ log: inout EventLog
  ) {
    guard skipped <= 4, order.countsByOne, packet.hopLimit <= Self.hopsOfCounters, holes.isEmpty,
      acknowledged == top || acknowledged == .min, lastTime != .min, isOrdered(beside: receiver) || !order.isCounter,
      let there = shortestRoundTrip, let back = receiver.shortestRoundTrip
    else { return }
    let silence = packet.time.nanoseconds &- max(lastTime, receiver.lastAdvance)
    // Each time the timer runs twice as long (RFC 6298 §5.5).
    let timers = Int64(1) << Int64(skipped) &- 1
    guard silence >= 2 &* (there &+ back), silence >= timers &* Self.firstTimer.lowerBound,
      silence <= timers &* Self.firstTimer.upperBound
    else { return }
    var event = event(.retransmission, packet, seen)
    event.isCertain = false
    event.basis = .identification
    event.trigger = packet.isBareFIN ? .fin : .unknown
    event.necessity = .needed
    event.proof = .firstCopyNeverSeen
    if order.isCounter {
      _ = log.add(event)
    } else if tentative < 0 {
      // Whether the numbers are a counter's, the packets to come will tell.
      event.isRetracted = true
      tentative = log.add(event)
    }
  }

  // MARK: - Nothing that takes a place in the stream

  @inline(__always)
  private mutating func noteBare(
    _ packet: borrowing FlowPacket, _ seen: SeenSegment, _ receiver: inout SenderState, _ log: inout EventLog
  ) {
    recent.note(seen.identity, at: packet.time.nanoseconds)
    // One octet below the edge, nothing new said: Linux asks so for life, and for a window.
    if hasStarted, seen.start == top &- 1, packet.flags.contains(.ack) { noteQuestion(packet, seen, receiver, &log) }
    if !hasStarted { begin(at: seen.start) }
    // Its number tells that something before it was sent which did not come here.
    if seen.start > top { reveal(packet, seen) }
  }

  @inline(never)
  private mutating func reveal(_ packet: borrowing FlowPacket, _ seen: SeenSegment) {
    // A number from nowhere reveals nothing.
    guard seen.start &- top <= 1 << 20 else { return }
    open(top..<seen.start, packet)
    top = seen.start
  }

  /// Whether a segment that repeats the last octet, or none, is a question; it is told as one then.
  @inline(never) @discardableResult
  private mutating func noteQuestion(
    _ packet: borrowing FlowPacket, _ seen: SeenSegment, _ receiver: borrowing SenderState, _ log: inout EventLog
  ) -> Bool {
    if receiver.zeroWindowSince != .min {
      lastKind = .windowProbe
      lastQuestion = UInt32(clamping: packet.frame)
      _ = log.add(event(.zeroWindowProbe, packet, seen))
      return true
    }
    guard acknowledged == top, packet.time.nanoseconds &- lastTime >= Self.idleTime else { return false }
    lastKind = .keepAlive
    lastQuestion = UInt32(clamping: packet.frame)
    _ = log.add(event(.keepAlive, packet, seen))
    return true
  }

  // MARK: - Octets below the edge

  /// A segment some of whose octets came before, or ought to have.
  @inline(never)
  private mutating func repeatOctets(
    _ packet: borrowing FlowPacket, _ seen: SeenSegment, _ octets: Span<UInt8>, to receiver: borrowing SenderState,
    _ log: inout EventLog
  ) {
    if packet.payloadLength <= 1, seen.start == top &- 1, !packet.flags.contains(.syn), !packet.flags.contains(.fin),
      noteQuestion(packet, seen, receiver, &log)
    {
      return
    }
    lastKind = .other
    if seen.earlierTime != .min { return noteRepeatedSYN(packet, seen, &log) }
    let now = packet.time.nanoseconds
    if packet.payloadLength > 0 { lastDataTime = now }
    if let index = holes.firstIndex(where: { $0.range.overlaps(seen.start..<seen.end) }) {
      fill(index, packet, seen, to: receiver, &log)
    } else if top > 1 || base > 0 {
      // In a SYN's place there is no octet to come again.
      noteRepeated(packet, seen, octets, to: receiver, &log)
    }
    if seen.end > top {
      sent.append(segment(packet, seen, start: top, isLate: true))
      top = seen.end
    }
    sent.trim(isAnswered: acknowledged != .min)
  }

  /// Octets that did not pass here yet, and others behind them did: overtaken, or lost before they came here and sent again.
  private mutating func fill(
    _ index: Int, _ packet: borrowing FlowPacket, _ seen: SeenSegment, to receiver: borrowing SenderState,
    _ log: inout EventLog
  ) {
    let hole = holes[index]
    let now = packet.time.nanoseconds
    let delay = max(0, now &- hole.openedAt)
    let verdict = arrival(packet, in: hole, delay, to: receiver)
    var event = event(verdict.isRetransmission ? .retransmission : .outOfOrder, packet, seen)
    event.basis = verdict.basis
    event.isCertain = verdict.isCertain
    event.delay = delay
    event.evidence.add(Int(hole.opener))
    if let place = log[hole.event], place.kind == .ackedUnseen { event.evidence.add(place.frame) }
    if verdict.isRetransmission {
      let wasDelivered = acknowledged >= seen.end || sacked.contains(seen.start..<seen.end)
      event.segments = segments(of: packet, seen)
      (event.trigger, event.isSlowStart) = trigger(
        packet, seen, previous: hole.openedAt, isOriginalSeen: false,
        isAnswer: !verdict.isCertain && verdict.basis == .identification, to: receiver, evidence: &event.evidence)
      event.necessity = wasDelivered ? .spurious : .needed
      event.proof = wasDelivered ? .acknowledgedBefore : .firstCopyNeverSeen
      if wasDelivered { event.evidence.add(Int(acknowledgedFrame)) }
    } else {
      event.isCaptureOrder = hole.event >= 0
    }
    let place = log.add(event)
    // It came after all: the acknowledgment was not of octets unseen.
    if hole.event >= 0, !verdict.isRetransmission { log.change(hole.event) { $0.isRetracted = true } }
    close(index, packet, seen, place)
  }

  /// Takes what a segment filled out of its holes, and puts it among what was sent. A segment joined by a network card may fill
  /// several.
  private mutating func close(_ first: Int, _ packet: borrowing FlowPacket, _ seen: SeenSegment, _ place: Int32) {
    var next: Int? = first
    while let index = next {
      let hole = holes[index]
      let filled = hole.range.clamped(to: seen.start..<seen.end)
      var late = segment(packet, seen, start: filled.lowerBound, end: filled.upperBound, isLate: true)
      late.event = place
      sent.insert(late)
      var rest: [Hole] = []
      for range in [hole.range.lowerBound..<filled.lowerBound, filled.upperBound..<hole.range.upperBound] where !range.isEmpty {
        var part = hole
        part.range = range
        rest.append(part)
      }
      holes.replaceSubrange(index...index, with: rest)
      let left = filled.upperBound..<max(filled.upperBound, seen.end)
      next = holes[index...].firstIndex { $0.range.overlaps(left) }
    }
  }

  /// Whether a segment that fills a hole was sent again or overtaken, and what tells.
  private func arrival(
    _ packet: borrowing FlowPacket, in hole: Hole, _ delay: Int64, to receiver: borrowing SenderState
  ) -> (isRetransmission: Bool, basis: SegmentEvent.Basis?, isCertain: Bool) {
    if hole.event >= 0, delay < Self.captureSkew { return (false, .timing, true) }
    let number = packet.transmissionNumber
    // An acknowledgment that opened it has no place in the order of sending.
    if hole.event < 0,
      let order = wasSent(
        packet, beforeIdentification: hole.openerIdentification, timestamp: hole.openerTimestamp, beside: receiver),
      hole.isNumbered || order.basis != .identification
    {
      return (!order.before, order.basis, true)
    }
    // Numbers of doubtful origin, and acknowledgments that ask for it: together they say more than the handshake's round trip,
    // which is often a host's slowness.
    let later = order.distance(from: hole.openerIdentification, to: number) ?? 0
    let isAsked = hole.event < 0 && firstSignTime != .max && later > 0
    // The news of a loss comes from the receiver and goes from here to the sender, and its answer comes back.
    if let back = receiver.shortestRoundTrip, back > 0 {
      let around = back &+ (shortestRoundTrip ?? 0)
      if packet.hasTimestamps, packet.timestampValue == hole.openerTimestamp {
        // Sent within a tick of its clock; a loss is not even known so soon.
        return (delay >= around &* 9 / 10 && around < 2_000_000, .timing, around >= 2_000_000)
      }
      if delay >= around &* 9 / 10 { return (true, .timing, false) }
      return isAsked ? (true, .identification, false) : (false, .timing, delay < around / 2)
    }
    if isAsked { return (true, .identification, false) }
    // No timer runs shorter than this.
    return delay >= Self.idleTime ? (true, .timing, false) : (false, nil, false)
  }

  /// Octets all of which passed here before.
  private mutating func noteRepeated(
    _ packet: borrowing FlowPacket, _ seen: SeenSegment, _ octets: Span<UInt8>, to receiver: borrowing SenderState,
    _ log: inout EventLog
  ) {
    let now = packet.time.nanoseconds
    let range = seen.start..<min(seen.end, top)
    sent.split(at: range.lowerBound)
    sent.split(at: range.upperBound)
    let first = sent.firstIndex(endingAfter: range.lowerBound)
    guard sent.indices.contains(first), sent[first].start < range.upperBound else {
      return noteOld(packet, seen, to: receiver, &log)
    }
    let original = sent[first]
    // What came in order first was sent first; what filled a hole may have overtaken it.
    if original.isLate,
      let order = wasSent(
        packet, beforeIdentification: original.firstIdentification, timestamp: original.firstTimestamp, beside: receiver),
      order.before
    {
      return noteLateOriginal(packet, seen, original, order.basis, &log)
    }
    if let other = differing(packet, seen, octets, from: first, in: range) {
      var event = event(.conflictingOverlap, packet, seen)
      event.originalFrame = Int(other)
      _ = log.add(event)
      return
    }
    if original.identification != 0, original.identification == packet.transmissionNumber { repeatsNumbers = true }
    var event = event(.retransmission, packet, seen)
    event.basis = .octetsSeen
    event.segments = segments(of: packet, seen)
    let earlier = log[original.event]
    event.originalFrame =
      earlier?.originalFrame ?? earlier.flatMap { $0.kind == .retransmission ? nil : $0.frame }
      ?? Int(original.frame)
    let began = earlier.map { $0.time.nanoseconds &- ($0.delay ?? 0) } ?? original.time
    event.delay = max(0, now &- began)
    (event.trigger, event.isSlowStart) = trigger(
      packet, seen, previous: original.time, isOriginalSeen: true, to: receiver, evidence: &event.evidence)
    if acknowledged >= range.upperBound || sacked.contains(range) {
      event.necessity = .spurious
      event.proof = .acknowledgedBefore
      event.evidence.add(Int(acknowledged >= range.upperBound ? acknowledgedFrame : lastSignFrame))
    }
    let isOpen = event.necessity == .unknown
    let place = log.add(event)
    if place >= 0, isOpen, pending.count < SentSegments.maximumSegments { pending.append(place) }
    if repair == .timeout, isForwardRTO {
      // A timeout that comes again is a timeout of the same segment.
      if event.originalFrame != log[timeouts.last ?? -1]?.originalFrame { timeouts = [] }
      timeouts.append(place)
    }
    var index = first
    while sent.indices.contains(index), sent[index].start < range.upperBound {
      sent[index].time = now
      sent[index].frame = UInt32(clamping: packet.frame)
      sent[index].timestamp = packet.timestampValue
      sent[index].identification = packet.transmissionNumber
      sent[index].transmissions = UInt8(clamping: Int(sent[index].transmissions) &+ 1)
      sent[index].event = place
      index &+= 1
    }
  }

  /// The first transmission, overtaken by its own repetition.
  private mutating func noteLateOriginal(
    _ packet: borrowing FlowPacket, _ seen: SeenSegment, _ repeated: SentSegment, _ basis: SegmentEvent.Basis,
    _ log: inout EventLog
  ) {
    var event = event(.outOfOrder, packet, seen)
    event.basis = basis
    event.evidence.add(Int(repeated.frame))
    settleLate(repeated.event, packet.frame, &log)
    _ = log.add(event)
  }

  /// A retransmission's first transmission came after it, in `frame`: it was only late.
  private func settleLate(_ place: Int32, _ frame: Int, _ log: inout EventLog) {
    log.change(place) { repetition in
      if repetition.kind == .retransmission { repetition.settle(.spurious, .originalArrived, frame) }
    }
  }

  /// Octets from before what is remembered: sent before the capture began, or long acknowledged.
  private mutating func noteOld(
    _ packet: borrowing FlowPacket, _ seen: SeenSegment, to receiver: borrowing SenderState, _ log: inout EventLog
  ) {
    let isFromBefore = seen.end <= base
    if isFromBefore, let first = sent.indices.first.map({ sent[$0] }) {
      let order = wasSent(
        packet, beforeIdentification: first.identification, timestamp: first.timestamp, beside: receiver)
      let isSoon = packet.time.nanoseconds &- first.time < Self.captureSkew
      if order?.before ?? isSoon {
        var event = event(.outOfOrder, packet, seen)
        event.basis = order?.basis
        event.isCertain = order != nil
        event.evidence.add(Int(first.frame))
        _ = log.add(event)
        return
      }
    }
    // One of many packets ago, by its sender's count: delayed, and sent again meanwhile.
    if !isFromBefore, let basis = wasSentLongAgo(packet, beside: receiver) {
      var event = event(.outOfOrder, packet, seen)
      event.basis = basis
      let repetition = log.last {
        $0.kind == .retransmission && $0.sender == event.sender && event.sequence - $0.sequence >= 0
          && event.sequence - $0.sequence < $0.length
      }
      if let repetition { settleLate(repetition, packet.frame, &log) }
      event.evidence.add(repetition.flatMap { log[$0]?.frame } ?? 0)
      _ = log.add(event)
      return
    }
    var event = event(.retransmission, packet, seen)
    event.basis = isFromBefore ? nil : .octetsSeen
    event.isCertain = !isFromBefore
    event.segments = segments(of: packet, seen)
    (event.trigger, event.isSlowStart) = trigger(
      packet, seen, previous: .min, isOriginalSeen: false, to: receiver, evidence: &event.evidence)
    if acknowledged >= seen.end {
      event.necessity = .spurious
      event.proof = .acknowledgedBefore
      event.evidence.add(Int(acknowledgedFrame))
    }
    _ = log.add(event)
  }

  /// The frame of an earlier segment whose octets in `range` are not those of this one.
  private func differing(
    _ packet: borrowing FlowPacket, _ seen: SeenSegment, _ octets: Span<UInt8>, from first: Int, in range: Range<Int>
  ) -> UInt32? {
    let mine = segment(packet, seen, start: seen.start, isLate: false)
    guard mine.octets >= 0, packet.payloadLength > 0 else { return nil }
    let payload = packet.transportOffset &+ Int(packet.transportHeaderLength)
    var index = first
    while sent.indices.contains(index), sent[index].start < range.upperBound {
      let other = sent[index]
      index &+= 1
      guard other.octets >= 0, other.generation == seen.generation else { continue }
      let lower = max(other.start, seen.payload)
      let upper = min(other.end, seen.payload &+ packet.payloadLength)
      guard lower < upper else { continue }
      let theirs = other.octets &+ (lower &- other.start)
      let ours = payload &+ (lower &- seen.payload)
      let count = upper &- lower
      guard theirs >= 0, ours >= 0, theirs &+ count <= octets.count, ours &+ count <= octets.count else { continue }
      // At the end of the stream, one octet may stand where a FIN took a place, or be a keep-alive's.
      if count == 1, upper == top { continue }
      let before = ByteView(octets.extracting(theirs..<(theirs &+ count)))
      if !Self.isEqual(before, ByteView(octets.extracting(ours..<(ours &+ count)))) { return other.frame }
    }
    return nil
  }

  /// Whether two runs of as many octets are the same.
  private static func isEqual(_ a: ByteView, _ b: ByteView) -> Bool {
    var index = 0
    while index &+ 8 <= a.count {
      if a.uint64(at: index) != b.uint64(at: index) { return false }
      index &+= 8
    }
    while index < a.count {
      if a.uint8(at: index) != b.uint8(at: index) { return false }
      index &+= 1
    }
    return true
  }

  // MARK: - Help

  func event(_ kind: SegmentEvent.Kind, _ packet: borrowing FlowPacket, _ seen: SeenSegment) -> SegmentEvent {
    var event = SegmentEvent(
      kind, packet.sender, frame: packet.frame, time: packet.time, sequence: packet.sequence, length: seen.end &- seen.start)
    event.payloadLength = UInt32(clamping: packet.payloadLength)
    event.timestamp = packet.timestampValue
    return event
  }

  /// How many segments the sender's kernel counts for one that its network card will cut.
  private func segments(of packet: borrowing FlowPacket, _ seen: SeenSegment) -> UInt16 {
    let maximum = Int(maximumPayload)
    guard maximum > 0, packet.payloadLength > maximum else { return 1 }
    return UInt16(clamping: (packet.payloadLength &+ maximum &- 1) / maximum)
  }
}
