import Octets
import PacketModel

/// Judges a connection's segments as they come: what each is beside the octets it carries.
///
/// Only what passed the capture point is known, so the same code works at the sender, at the receiver and between: octets that
/// passed before and pass again were sent again; octets that come behind others were either sent again, and the first
/// transmission was lost before it came here, or overtaken. Which of the two, the sender's own numbering of its packets tells
/// (IP identification, TCP timestamp), and where that is silent, time: nobody can answer a loss sooner than the news of it
/// travels.
struct SegmentAnalyzer: Sendable {
  private(set) var low = SenderState()
  private(set) var high = SenderState()
  private(set) var log = EventLog()
  /// Segments the capture holds twice, and those the network delivered twice, so far.
  private(set) var captureCopies = 0
  private var networkCopies = 0
  private var segments = 0
  /// What it was last said to hold.
  private(set) var accounted = 0

  /// Nobody's: what stands in a place that is free.
  static let none = SegmentAnalyzer()
  private init() {}

  /// Begins with what the connection knows: the streams as far as they came, and the handshake's round trips.
  init(_ connection: Connection, _ flow: Flow) {
    low.order = SendingOrder(last: flow.low.lastNumber, steps: flow.low.numberSteps)
    high.order = SendingOrder(last: flow.high.lastNumber, steps: flow.high.numberSteps)
    low.begin(connection.low, answeredBy: connection.high)
    high.begin(connection.high, answeredBy: connection.low)
    noteTerms(connection)
    low.noteOpening(connection.low, connection)
    high.noteOpening(connection.high, connection)
    low.noteWindow(connection.low, connection)
    high.noteWindow(connection.high, connection)
    low.noteRoom(high.largestWindow)
    high.noteRoom(low.largestWindow)
    let isLowClient = connection.low.facts.contains(.opened)
    if isLowClient {
      low.noteAnswer(connection.high, flow, .high, frame: connection.synAckFrame)
      high.noteAnswer(connection.low, flow, .low, frame: connection.ackFrame)
    } else {
      high.noteAnswer(connection.low, flow, .low, frame: connection.synAckFrame)
      low.noteAnswer(connection.high, flow, .high, frame: connection.ackFrame)
    }
    guard connection.synRetransmissions == 0, connection.synAckRetransmissions == 0, connection.synFrame != 0,
      connection.synAckFrame != 0, !connection.facts.contains(.simultaneousOpen)
    else { return }
    let toServer = connection.synAckTime.nanoseconds(since: connection.synTime)
    let toClient = connection.ackFrame == 0 ? -1 : connection.ackTime.nanoseconds(since: connection.synAckTime)
    // A side's samples are those of its own segments: the client's SYN went to the server and back.
    let clientTime = (connection.ackFrame == 0 ? connection.synTime : connection.ackTime).nanoseconds
    if isLowClient {
      low.begin(roundTrip: toServer, at: clientTime)
      high.begin(roundTrip: toClient, at: connection.synAckTime.nanoseconds)
    } else {
      high.begin(roundTrip: toServer, at: clientTime)
      low.begin(roundTrip: toClient, at: connection.synAckTime.nanoseconds)
    }
  }

  /// Takes what the SYNs so far settled.
  mutating func noteTerms(_ connection: Connection) {
    low.noteTerms(connection, .low)
    high.noteTerms(connection, .high)
  }

  /// Octets of memory its lists hold.
  var footprint: Int { low.footprint &+ high.footprint &+ log.footprint }

  subscript(side: Endpoint) -> SenderState { side == .low ? low : high }

  // MARK: - A segment

  /// Takes a segment that is no copy of another.
  /// Answers how many octets more its lists hold; looked at now and then only.
  @inline(__always)
  mutating func observe(_ packet: borrowing FlowPacket, _ seen: SeenSegment, _ octets: Span<UInt8>) -> Int {
    segments &+= 1
    if packet.sender == .low {
      Self.observe(packet, seen, octets, &low, &high, &log)
    } else {
      Self.observe(packet, seen, octets, &high, &low, &log)
    }
    guard segments & 63 == 4 else { return 0 }
    let grown = footprint &- accounted
    accounted &+= grown
    return grown
  }

  @inline(__always)
  private static func observe(
    _ packet: borrowing FlowPacket, _ seen: SeenSegment, _ octets: Span<UInt8>, _ sender: inout SenderState,
    _ receiver: inout SenderState, _ log: inout EventLog
  ) {
    if seen.acknowledged != .min { receiver.note(acknowledged: seen.acknowledged, packet, seen, octets, by: &sender, &log) }
    sender.note(sent: packet, seen, octets, to: &receiver, &log)
  }

  /// Notes that the connection took the addresses and ports of an earlier one.
  mutating func noteReuse(_ packet: borrowing FlowPacket, ofFirst first: Int, last: Int) {
    var event = SegmentEvent(
      .portReuse, packet.sender, frame: packet.frame, time: packet.time, sequence: packet.sequence, length: 1)
    event.originalFrame = first
    event.evidence.add(last)
    _ = log.add(event)
  }

  // MARK: - Copies

  /// What a segment is that is the same transmission as one before.
  enum Copy { case none, capture, network }

  /// A copy that comes sooner than this was made where the capture was: mirrors and bridges take microseconds.
  private static let mirrorTime: Int64 = 300_000
  /// A copy comes soon; what comes later is another packet.
  private static let longest: Int64 = 10_000_000
  /// Nothing is sent twice in so short a time by a TCP.
  private static let instant: Int64 = 100_000
  /// What comes so late is no copy, whatever its number: some hosts send again under the same one (RFC 1122 §3.2.1.5).
  private static let timer: Int64 = 200_000_000

  /// Whether a segment is another one's copy, `original` being the frame of that; `isRerouted` when it came from another link
  /// address or with another hop limit than its sender's segments do.
  mutating func copy(_ packet: borrowing FlowPacket, _ seen: SeenSegment, isRerouted: Bool) -> (kind: Copy, original: Int) {
    let sender = packet.sender == .low ? low : high
    guard sender.hasStarted, seen.end > seen.start, seen.start < sender.top else { return (.none, 0) }
    // The last octet's: what came before may have been sent in another segment, and again with this one.
    let index = sender.sent.firstIndex(endingAfter: seen.end &- 1)
    guard sender.sent.indices.contains(index) else { return (.none, 0) }
    let segment = sender.sent[index]
    // Without timestamps both are 0.
    guard segment.end >= seen.end, packet.timestampValue == segment.timestamp else { return (.none, 0) }
    // Clocks step back, too.
    let age = Int64(clamping: packet.time.nanoseconds(since: Timestamp(nanoseconds: segment.time)).magnitude)
    let identification = packet.transmissionNumber
    let isWhole = segment.start >= seen.start && segment.end == seen.end
    var isSame: Bool
    if identification != 0, segment.identification != 0, !sender.repeatsNumbers {
      guard age < Self.timer || !isWhole else { return (.none, 0) }
      // One of several that a network card joined has its number counted up from the first's.
      let size = max(1, Int(sender.maximumPayload))
      let joined = isWhole ? 0 : (seen.start &- segment.start &+ size &- 1) / size
      isSame = identification &- segment.identification == UInt16(clamping: joined)
      if !isSame, isWhole, age < Self.instant { isSame = !isOrderKnown(of: packet.sender) }
    } else if !isWhole || segment.start > seen.start {
      isSame = false
    } else {
      // Nothing can be repeated before the news of its loss has gone round.
      let receiver = packet.sender == .low ? high : low
      let around = (sender.shortestRoundTrip ?? 0) &+ (receiver.shortestRoundTrip ?? 0)
      // But what was sent last may be, where older octets are being repaired; the clock of timestamps would have ticked.
      let isRepaired = sender.repair != .none && seen.start < sender.recoveryPoint
      let hasTicked = packet.hasTimestamps
      let bound = isRepaired && !hasTicked ? Self.instant : max(Self.instant, around &* 9 / 10)
      isSame = age < (isRerouted ? max(bound, Self.longest) : bound)
    }
    guard isSame else { return (.none, 0) }
    let kind = kind(ofCopyAfter: age, isRerouted: isRerouted, hasCopy: segment.hasCopy)
    if packet.sender == .low {
      low.noteCopy(of: index, kind, packet.time.nanoseconds)
    } else {
      high.noteCopy(of: index, kind, packet.time.nanoseconds)
    }
    return (kind, Int(segment.frame))
  }

  /// What a segment without octets is that comes behind others of its side: a copy, when one just like it was among them.
  mutating func copyOfBare(_ packet: borrowing FlowPacket, _ identity: UInt32, isRerouted: Bool) -> Copy {
    let number = packet.transmissionNumber
    let order = packet.sender == .low ? low.order : high.order
    // With numbers, a copy's is behind the last. Without, equal acknowledgments are the rule where octets were lost.
    if number != 0 {
      guard order.isCounter, Int16(bitPattern: number &- order.last) <= 0 else { return .none }
    } else if !isDoubled {
      return .none
    }
    let time = packet.sender == .low ? low.recent.take(identity) : high.recent.take(identity)
    guard let time, packet.time.nanoseconds &- time < Self.longest else { return .none }
    return kind(ofCopyAfter: packet.time.nanoseconds &- time, isRerouted: isRerouted, hasCopy: false)
  }

  /// Whether the identifications of a side's packets tell the order of sending.
  private func isOrderKnown(of side: Endpoint) -> Bool {
    side == .low ? low.isOrdered(beside: high) : high.isOrdered(beside: low)
  }

  /// Who made a copy that came `age` nanoseconds after its original. A capture has each segment twice at most, so where most
  /// come twice, what comes again after that is the network's.
  func kind(ofCopyAfter age: Int64, isRerouted: Bool, hasCopy: Bool) -> Copy {
    isRerouted || age < Self.mirrorTime || (isDoubled && !hasCopy) ? .capture : .network
  }

  /// All of the few segments so far came twice.
  var isBegunDoubled: Bool { captureCopies > 0 && captureCopies >= segments }

  /// When a side sent last, copies left out. Mutating, so that nothing is copied to answer it.
  mutating func lastTime(of side: Endpoint) -> Timestamp? {
    let time = side == .low ? low.lastTime : high.lastTime
    return time == .min ? nil : Timestamp(nanoseconds: time)
  }

  /// Most segments so far came twice: no network does that.
  var isDoubled: Bool {
    let copies = captureCopies &+ networkCopies
    return copies >= 3 && copies &* 2 >= segments
  }

  mutating func noteCopy(_ kind: Copy, _ packet: borrowing FlowPacket, _ seen: SeenSegment, of original: Int) {
    var event = SegmentEvent(
      kind == .capture ? .captureDuplicate : .networkDuplicate, packet.sender, frame: packet.frame, time: packet.time,
      sequence: packet.sequence, length: seen.end &- seen.start)
    event.originalFrame = original > 0 ? original : nil
    event.basis = .sameSegment
    event.wireLength = UInt32(clamping: packet.wireLength)
    event.payloadLength = UInt32(clamping: packet.payloadLength)
    if kind == .capture {
      captureCopies &+= 1
      if packet.sender == .low { low.captureDuplicates &+= 1 } else { high.captureDuplicates &+= 1 }
      (low.isDoubled, high.isDoubled) = (isDoubled, isDoubled)
      // Doubled captures double everything: their list would be as long as the capture.
      if captureCopies > Self.maximumListedCopies { return }
    } else {
      networkCopies &+= 1
      // An acknowledgment that comes twice costs nothing and says nothing.
      if seen.end == seen.start { return }
    }
    _ = log.add(event)
  }

  private static let maximumListedCopies = 100
}

extension SenderState {
  /// Begins where its stream stands.
  fileprivate mutating func begin(_ half: HalfConnection, answeredBy other: HalfConnection) {
    guard half.facts.contains(.started) else { return }
    hasStarted = true
    top = half.next
    base = half.facts.contains(.syn) ? 0 : half.next
    if other.facts.contains(.acknowledging) { acknowledged = other.acknowledged }
  }

  /// Takes the other side's answer to its SYN, which the connection has in `frame`; 0 when there was none yet.
  fileprivate mutating func noteAnswer(_ other: HalfConnection, _ flow: Flow, _ side: Endpoint, frame: UInt32) {
    guard frame > 0, acknowledged == 1 else { return }
    acknowledgedFrame = UInt32(clamping: flow.firstFrame &+ Int(frame) &- 1)
    // RFC 7323 §2.2: the window of a SYN-ACK is not scaled.
    if rightEdge == .min, other.facts.contains(.accepted), flow[side].packets == 1 { rightEdge = 1 &+ Int(other.window) }
  }

  /// The window of the acknowledgment that ended the handshake is the first one that is scaled.
  fileprivate mutating func noteWindow(_ half: HalfConnection, _ connection: Connection) {
    guard connection.ackFrame != 0, half.facts.contains(.opened), !half.facts.contains(.accepted), windowShift >= 0 else {
      return
    }
    window = Int32(half.window)
    largestWindow = Int(half.window) << Int(windowShift)
    smallestWindow = largestWindow
  }

  /// The room that window gives this side.
  fileprivate mutating func noteRoom(_ window: Int) {
    if window >= 0, acknowledged != .min { rightEdge = acknowledged &+ window }
  }

  /// A SYN that is not acknowledged yet is the first segment sent.
  fileprivate mutating func noteOpening(_ half: HalfConnection, _ connection: Connection) {
    guard half.facts.contains(.syn), acknowledged == .min, top == 1 else { return }
    let isAnswer = half.facts.contains(.accepted)
    let count = isAnswer ? connection.synAckRetransmissions : connection.synRetransmissions
    sent.append(
      SentSegment(
        start: 0, time: (isAnswer ? connection.synAckTime : connection.synTime).nanoseconds, octets: -1, length: 1, frame: 0,
        timestamp: 0, generation: 0, firstTimestamp: 0, firstIdentification: 0, event: -1, identification: 0,
        transmissions: UInt8(clamping: 1 &+ Int(count)), isLate: false))
  }

  /// A segment sent came again, in the same transmission. Of two that the network delivered nobody knows which one's round
  /// trip an acknowledgment ends.
  fileprivate mutating func noteCopy(of index: Int, _ kind: SegmentAnalyzer.Copy, _ time: Int64) {
    sent[index].hasCopy = kind == .capture
    if kind == .network {
      sent[index].time = time
      sent[index].isLate = true
    }
  }

  fileprivate mutating func noteTerms(_ connection: Connection, _ side: Endpoint) {
    let (mine, theirs) = (connection[side], connection[side.other])
    windowShift = connection.windowShift(of: side).map(Int8.init) ?? -1
    let haveTimestamps = mine.facts.contains(.offeredTimestamps) && theirs.facts.contains(.offeredTimestamps)
    // RFC 6691 §2: options come off the room for payload.
    let limit = theirs.maximumSegmentSize
    maximumPayload = haveTimestamps && limit > 12 ? limit &- 12 : limit
    if mine.facts.contains(.syn), theirs.facts.contains(.syn) {
      mayProbe = mine.facts.contains(.offeredSACK) && theirs.facts.contains(.offeredSACK)
    }
  }

  /// Begins with what the handshake tells: how long an answer took, and when this side spoke last.
  fileprivate mutating func begin(roundTrip: Int64, at time: Int64) {
    roundTrips.add(roundTrip)
    lastTime = time
    lastAdvance = time
  }

  /// Whether the identifications of its packets tell the order in which they were sent.
  func isOrdered(beside other: SenderState) -> Bool {
    guard order.isCounter else { return false }
    // Two hosts do not count with one counter: where they seem to, something between them numbered anew.
    guard other.order.hasStarted else { return true }
    return abs(Int(Int16(bitPattern: order.last &- other.order.last))) > 16
  }

  /// Whether a packet was sent before another of the same sender: true, false, or nil where nothing tells.
  func wasSent(
    _ packet: borrowing FlowPacket, beforeIdentification identification: UInt16, timestamp: UInt32, beside other: SenderState
  ) -> (before: Bool, basis: SegmentEvent.Basis)? {
    let clock = packet.hasTimestamps ? Int(Int32(bitPattern: packet.timestampValue &- timestamp)) : 0
    let number = packet.transmissionNumber
    if isOrdered(beside: other), number != 0, let distance = order.distance(from: identification, to: number), distance != 0,
      (distance < 0 && clock <= 0) || (distance > 0 && clock >= 0)
    {
      return (distance < 0, .identification)
    }
    return clock == 0 ? nil : (clock < 0, .timestamps)
  }
}
