public import Dissection
import Octets
public import PacketModel

/// One worker's flows: takes packets in frame order, gives flows when they have ended.
///
/// A tracker owns its table and shares nothing. What it does depends on its packets and the ticks between them only, never on
/// how many trackers there are, so that a report is the same for any number of threads.
public struct FlowTracker: Sendable {
  private let limits: FlowLimits
  private let dissectors: (any StreamDissectorSource)?
  /// Whether there are any; asked for each segment, where the existential would be copied.
  private let isReading: Bool
  private let trace: TraceSelection
  /// Flows whose frames are wanted, and their frames' numbers.
  private let wanted: Set<FlowOrder>
  public private(set) var wantedFrames: [Int] = []
  private var table = FlowTable()
  var flows = Pool<Flow>()
  var connections = Pool<Connection>()
  var troubles = Pool<Trouble>()
  var streams = StreamTable()
  private var datagrams = DatagramTable()
  var analyzers = Pool<SegmentAnalyzer>()
  /// Octets that the analyzers' lists hold.
  private var analysisMemory = 0
  /// Names the storage of the round, for as long as its octets can be looked at.
  private var generation: UInt32 = 0
  private var storageCount = 0
  /// The segment being taken: here, so that it need not be handed around.
  private var seen = SeenSegment(start: 0, end: 0, payload: 0)
  /// Of the few flows that came in fragments.
  private var fragments: [UInt32: FlowFragments] = [:]
  /// Of the connections that somebody wants to see drawn.
  private var traces: [UInt32: [TracedSegment]] = [:]
  private var tracedSegments = 0
  var wheel = TimerWheel()
  /// Flows that ended, in the order of the frames that ended them. The caller takes them.
  public internal(set) var finished: [FinishedFlow] = []
  /// Flows that have ended while their readers wait for what may be learned elsewhere.
  var parked: [ParkedFlow] = []
  public private(set) var quality = FlowQuality()
  public private(set) var counters = FlowCounters()
  /// What flows had sent at the survey before, by their numbers; empty until somebody asks.
  var surveyed: [SurveyedFlow] = []
  /// Flows alive at the end of the capture, the last first.
  var remaining: [(order: FlowOrder, number: UInt32)] = []

  /// A tracker that hands connections' octets to the readers `dissectors` offers, if any.
  public init(
    limits: FlowLimits = FlowLimits(), dissectors: (any StreamDissectorSource)? = nil, trace: TraceSelection = .none,
    wanted: Set<FlowOrder> = []
  ) {
    self.limits = limits
    self.dissectors = dissectors
    isReading = dissectors != nil
    self.trace = trace
    self.wanted = wanted
  }

  /// Flows alive.
  public var count: Int { flows.count }

  /// Octets that live flows take, about: what `--max-memory` bounds.
  public var memory: Int {
    flows.count &* (MemoryLayout<Flow>.stride &+ 16) &+ connections.count &* MemoryLayout<Connection>.stride
      &+ troubles.count &* (MemoryLayout<Trouble>.stride &+ 64)
      &+ analyzers.count &* MemoryLayout<SegmentAnalyzer>.stride &+ analysisMemory &+ streams.memory &+ datagrams.memory
      &+ tracedSegments &* MemoryLayout<TracedSegment>.stride &+ parked.count &* MemoryLayout<ParkedFlow>.stride
  }

  /// Takes the flows that have ended since the last call.
  public mutating func takeFinished() -> [FinishedFlow] {
    defer { finished = [] }
    return finished
  }

  /// Takes one round's packets. `octets` is the storage their offsets refer to, `datagrams` those reassembled in the round.
  ///
  /// `lasts` says that the octets stay where they are: that those of one round can be looked at again in the next.
  public mutating func process(
    _ batch: FlowBatch, octets: Span<UInt8>, datagrams: [ReassembledDatagram], lasts: Bool = false
  ) {
    if !lasts || octets.count != storageCount { generation = max(1, generation &+ 1) }
    storageCount = octets.count
    var tick = 0
    for index in batch.packets.indices {
      while tick < batch.ticks.count, batch.ticks[tick].position <= index {
        advance(to: batch.ticks[tick])
        tick &+= 1
      }
      if batch.packets[index].storage == 0 {
        take(batch.packets[index], octets)
      } else {
        let storage = Int(batch.packets[index].storage) &- 1
        guard storage < datagrams.count else { continue }
        let datagram = datagrams[storage]
        take(batch.packets[index], datagram.octets.span, datagram)
      }
    }
    while tick < batch.ticks.count {
      advance(to: batch.ticks[tick])
      tick &+= 1
    }
  }

  // MARK: - The end of the capture

  /// Puts the flows still alive in the order in which they will be ended.
  public mutating func prepareToFinish() {
    var alive: [(order: FlowOrder, number: UInt32)] = []
    alive.reserveCapacity(flows.count)
    for second in wheel.heads.indices {
      for number in bucket(UInt32(second)) { alive.append((flows[number].order, number)) }
    }
    remaining = alive.sorted { $0.order > $1.order }
  }

  /// The order of the flow that comes `count` flows later, or of the last; nothing when all have ended.
  public func order(ahead count: Int) -> FlowOrder? {
    remaining.isEmpty ? nil : remaining[max(0, remaining.count - count)].order
  }

  /// Ends the remaining flows up to `last`.
  public mutating func finish(through last: FlowOrder, frame: Int) {
    while let next = remaining.last, next.order <= last {
      remaining.removeLast()
      end(next.number, .captureEnd, frame: frame, mayPark: false)
    }
  }

  // MARK: - A packet

  private mutating func take(
    _ packet: borrowing FlowPacket, _ octets: Span<UInt8>, _ datagram: ReassembledDatagram? = nil
  ) {
    guard packet.kind != .icmpError else { return noteError(packet) }
    let identity = packet.identity(octets)
    guard let number = flow(of: packet, datagram, identity) else {
      quality.duplicateFrames &+= 1
      return
    }
    if !wanted.isEmpty { note(packet.frame, datagram, of: number) }
    let copy = datagram == nil ? copy(packet, identity, in: number) : .none
    guard copy != .capture else {
      quality.duplicateFrames &+= 1
      return
    }
    let verdict = verify(packet, octets)
    count(verdict, packet.kind)
    flows[number].count(packet, identity)
    if let datagram { fragments[number, default: FlowFragments()].count(packet, datagram) }
    guard packet.kind == .tcp else {
      if isReading, packet.kind == .udp { hand(packet, of: number, octets) }
      return
    }
    let connection = flows[number].connection
    let firstFrame = flows[number].firstFrame
    let options = packet.flags.contains(.syn) ? Self.options(of: packet, octets) : nil
    let earlierSYN = packet.flags.contains(.syn) ? connections[connection].earlierSYN(packet, firstFrame) : nil
    let analysis = prepareAnalysis(of: packet, connection, number, isRepeatedSYN: earlierSYN != nil)
    let position = connections[connection].receive(
      packet, from: packet.sender, firstFrame: firstFrame, options: options, troubles: &troubles, seen: &seen)
    if packet.carriesStream { counters.segments &+= 1 }
    let opened = connections[connection].ackFrame
    if opened != 0, firstFrame &+ Int(opened) &- 1 == packet.frame { counters.note(handshakeOf: connections[connection]) }
    if analysis != .max, copy == .none { analyze(packet, connection, analysis, earlierSYN, octets, identity) }
    if isReading { hand(packet, at: position, of: number, connection, octets) }
    if trace != .none, trace.includes(flows[number]) { keep(packet, of: number, octets) }
    if packet.payloadLength > 0 {
      let limit = Int(
        packet.sender == .low
          ? connections[connection].high.maximumSegmentSize : connections[connection].low.maximumSegmentSize)
      if packet.payloadLength > (limit == 0 ? Self.largestUnoffloaded : limit) { quality.offloadedFrames &+= 1 }
    }
    // Closing is the only change that makes a connection end sooner than it would have.
    if connections[connection].isClosed, wheel.now &+ limits.closedIdle < flows[number].dueSecond {
      unlink(number)
      link(number, due: wheel.now &+ limits.closedIdle)
    }
  }

  /// The flow a packet belongs to; a new one when there is none, or when the packet opens another connection. Nothing for a
  /// packet that the capture has already, from another VLAN or tunnel.
  @inline(__always)
  private mutating func flow(
    of packet: borrowing FlowPacket, _ datagram: ReassembledDatagram?, _ identity: UInt32
  ) -> UInt32? {
    guard let known = find(packet) else {
      if packet.kind == .tcp, isCopyAcross(packet, identity) { return nil }
      return begin(packet, datagram)
    }
    if packet.kind == .tcp {
      guard packet.flags.contains(.syn), connections[flows[known].connection].isSupersededBy(packet, from: packet.sender)
      else { return known }
      let (first, last) = (flows[known].firstFrame, flows[known].lastFrame)
      end(known, .reused, frame: packet.frame)
      let number = begin(packet, datagram)
      var analyzer = SegmentAnalyzer(connections[flows[number].connection], flows[number])
      analyzer.noteReuse(packet, ofFirst: first, last: last)
      connections[flows[number].connection].analysis = analyzers.insert(analyzer)
      return number
    } else {
      // The clock ticks behind the packets; this one may itself show that the flow had ended.
      let idle = packet.time.nanoseconds(since: flows[known].lastTime) / 1_000_000_000
      guard idle >= Int64(idleTime(flows[known], nil)) else { return known }
      end(known, .idle, frame: packet.frame)
    }
    return begin(packet, datagram)
  }

  @inline(__always)
  private mutating func find(_ packet: borrowing FlowPacket) -> UInt32? {
    let key = packet.key
    let sender = packet.sender
    if let known = table.find(packet.hash, { flows[$0].matches(key, from: sender) }) { return known }
    return packet.kind == .tcp && table.count > 0 ? findAcross(packet) : nil
  }

  /// The connection whose other direction travels in another VLAN or tunnel: one that this sender has not spoken in yet, and
  /// whose sequence numbers this segment acknowledges.
  private mutating func findAcross(_ packet: borrowing FlowPacket) -> UInt32? {
    guard packet.flags.contains(.ack) else { return nil }
    let key = packet.key
    let sender = packet.sender
    let acknowledgment = packet.acknowledgment
    let found = table.find(packet.hash) { number in
      flows[number].key.isSamePair(as: key) && flows[number][sender].packets == 0
        && connections[flows[number].connection][sender.other].isAt(acknowledgment)
    }
    if let found { flows[found].setContext(key.context, of: sender) }
    return found
  }

  @inline(never)
  private mutating func begin(_ packet: borrowing FlowPacket, _ datagram: ReassembledDatagram?) -> UInt32 {
    var flow = Flow(packet)
    if let datagram {
      flow.firstFrame = datagram.firstFrame
      flow.firstTime = min(flow.firstTime, datagram.firstTime)
    }
    if packet.kind == .tcp { flow.connection = connections.insert(Connection()) }
    let number = flows.insert(flow)
    table.insert(packet.hash, number) { flows[$0].key.hash64 }
    link(number, due: wheel.now &+ idleTime(flow, nil))
    counters.flows &+= 1
    return number
  }

  /// An ICMP error: its quoted packet's flow learns of it.
  private mutating func noteError(_ packet: borrowing FlowPacket) {
    let key = packet.key
    guard let number = table.find(packet.hash, { flows[$0].key.isSamePair(as: key) }) else {
      quality.strayErrors &+= 1
      return
    }
    if !wanted.isEmpty { note(packet.frame, nil, of: number) }
    if flows[number].icmpErrors == 0 {
      flows[number].icmpErrorFrame = packet.frame
      flows[number].icmpErrorType = packet.icmpType
      flows[number].icmpErrorCode = packet.icmpCode
    }
    flows[number].icmpErrors = UInt16(clamping: Int(flows[number].icmpErrors) &+ 1)
  }

  // MARK: - Copies

  /// A copy comes soon; what comes later is another packet.
  private static let copyTime: Int64 = 10_000_000
  /// Copies made by a capture come sooner than this.
  private static let mirrorTime: Int64 = 300_000

  /// Whether this packet came before: in the capture only, and then it counts nowhere, or to its receiver.
  @inline(__always)
  private mutating func copy(_ packet: borrowing FlowPacket, _ identity: UInt32, in number: UInt32) -> SegmentAnalyzer.Copy {
    guard packet.kind == .tcp else { return .none }
    if flows[number][packet.sender].lastIdentity == identity {
      let copy = copyOfLast(packet, in: number)
      if copy == .capture { flows[number][packet.sender].hasCopy = true }
      return copy
    }
    return copyOfEarlier(packet, identity, in: number)
  }

  /// A packet like its sender's last.
  @inline(never)
  private mutating func copyOfLast(_ packet: borrowing FlowPacket, in number: UInt32) -> SegmentAnalyzer.Copy {
    let side = flows[number][packet.sender]
    let hasNumber = packet.transmissionNumber != 0
    let isSYN = packet.flags.contains(.syn)
    var last = flows[number].lastTime
    // A SYN sent again has another timestamp; one that is acknowledged is hardly ever sent again.
    let isOpen = isSYN && connections[flows[number].connection].ackFrame == 0
    if isOpen, !packet.hasTimestamps {
      guard let time = connections[flows[number].connection].timeOfSYN(like: packet) else { return .none }
      last = time
    } else {
      let place = connections[flows[number].connection].analysis
      if place != .max, let time = analyzers[place].lastTime(of: packet.sender) { last = time }
    }
    let age = packet.time.nanoseconds(since: last)
    let isRerouted = side.isRerouted(packet)
    let isNamedSYN = isSYN ? packet.hasTimestamps : false
    guard age < (hasNumber || isRerouted || isOpen || isNamedSYN ? Self.copyTime : Self.mirrorTime) else { return .none }
    let connection = flows[number].connection
    let half = connections[connection][packet.sender]
    let known = connections[connection].analysis
    // An octet alone may be a question, which is not kept among what was sent.
    let (length, isFIN) = (packet.payloadLength, packet.flags.contains(.fin))
    let isQuestion = length == 1 && !isFIN
    if packet.carriesStream, !isSYN, !isQuestion {
      let copy = copyOfEarlier(packet, 0, in: number)
      // What came late is not what was last sent of its octets.
      let isNamed = packet.hasTimestamps
      let isSame = (hasNumber || isNamed) && age.magnitude < UInt64(Self.mirrorTime)
      guard copy == .none, isSame else { return copy }
    }
    let analyzer = known == .max ? nil : analyzers[known]
    // Without a number of its own, an acknowledgment may well be sent twice; where everything comes twice, it is, twice.
    let isKnown = hasNumber || isSYN || (!isQuestion && (length > 0 || isFIN))
    guard isKnown || !side.hasCopy else { return .none }
    guard isKnown || analyzer?.isDoubled == true || analyzer?.isBegunDoubled == true else {
      return .none
    }
    let start = half.facts.contains(.started) ? half.position(of: packet.sequence) : 0
    var judge = analyzer ?? SegmentAnalyzer(connections[connection], flows[number])
    let kind = judge.kind(ofCopyAfter: age, isRerouted: isRerouted, hasCopy: side.hasCopy)
    judge.noteCopy(
      kind, packet,
      SeenSegment(start: start, end: start &+ (isSYN ? 1 : 0) &+ length &+ (isFIN ? 1 : 0), payload: start), of: 0)
    keep(judge, for: connection)
    return kind
  }

  /// A segment whose octets came before, in the same transmission.
  @inline(__always)
  private mutating func copyOfEarlier(
    _ packet: borrowing FlowPacket, _ identity: UInt32, in number: UInt32
  ) -> SegmentAnalyzer.Copy {
    let connection = flows[number].connection
    let place = connections[connection].analysis
    guard place != .max, !packet.flags.contains(.syn) else { return .none }
    guard packet.carriesStream else { return copyOfBare(packet, identity, in: number, place) }
    let half = connections[connection][packet.sender]
    guard half.facts.contains(.started) else { return .none }
    let start = half.position(of: packet.sequence)
    // New octets are the rule.
    guard start < (packet.sender == .low ? analyzers[place].low.top : analyzers[place].high.top) else { return .none }
    let seen = SeenSegment(
      start: start, end: start &+ packet.payloadLength &+ (packet.flags.contains(.fin) ? 1 : 0), payload: start)
    return noteCopy(packet, seen, connection, isRerouted: flows[number][packet.sender].isRerouted(packet))
  }

  @inline(__always)
  private mutating func copyOfBare(
    _ packet: borrowing FlowPacket, _ identity: UInt32, in number: UInt32, _ place: UInt32
  ) -> SegmentAnalyzer.Copy {
    let last = packet.sender == .low ? analyzers[place].low.order.last : analyzers[place].high.order.last
    let transmission = packet.transmissionNumber
    // Counted up, as it should.
    if transmission != 0, Int16(bitPattern: transmission &- last) > 0 { return .none }
    return noteBareCopy(packet, identity, in: number, place)
  }

  @inline(never)
  private mutating func noteBareCopy(
    _ packet: borrowing FlowPacket, _ identity: UInt32, in number: UInt32, _ place: UInt32
  ) -> SegmentAnalyzer.Copy {
    let isRerouted = flows[number][packet.sender].isRerouted(packet)
    let kind = analyzers[place].copyOfBare(packet, identity, isRerouted: isRerouted)
    if kind != .none {
      analyzers[place].noteCopy(kind, packet, SeenSegment(start: 0, end: 0, payload: 0), of: 0)
    }
    return kind
  }

  @inline(never)
  private mutating func noteCopy(
    _ packet: borrowing FlowPacket, _ seen: SeenSegment, _ connection: UInt32, isRerouted: Bool
  ) -> SegmentAnalyzer.Copy {
    let place = connections[connection].analysis
    let copy = analyzers[place].copy(packet, seen, isRerouted: isRerouted)
    if copy.kind != .none { analyzers[place].noteCopy(copy.kind, packet, seen, of: copy.original) }
    return copy.kind
  }

  private mutating func keep(_ analyzer: SegmentAnalyzer, for connection: UInt32) {
    if connections[connection].analysis == .max {
      connections[connection].analysis = analyzers.insert(analyzer)
    } else {
      analyzers[connections[connection].analysis] = analyzer
    }
  }

  /// Whether the same packet came before in another VLAN or tunnel: a bridge captured on both sides.
  private mutating func isCopyAcross(_ packet: borrowing FlowPacket, _ identity: UInt32) -> Bool {
    guard table.count > 0 else { return false }
    let key = packet.key
    let sender = packet.sender
    let time = packet.time
    let found = table.find(packet.hash) { number in
      flows[number].key.isSamePair(as: key) && flows[number][sender].lastIdentity == identity
        && time.nanoseconds(since: flows[number].lastTime) < Self.copyTime
    }
    guard let found else { return false }
    let connection = flows[found].connection
    var analyzer =
      (connections[connection].analysis == .max ? nil : analyzers[connections[connection].analysis])
      ?? SegmentAnalyzer(connections[connection], flows[found])
    let start = connections[connection][sender].position(of: packet.sequence)
    analyzer.noteCopy(
      .capture, packet,
      SeenSegment(start: start, end: start &+ packet.payloadLength, payload: start), of: 0)
    keep(analyzer, for: connection)
    return true
  }

  // MARK: - Verdicts

  /// Where a connection is judged; that begins when there is something to judge: a handshake that nothing follows costs nothing
  /// more.
  @inline(__always)
  private mutating func prepareAnalysis(
    of packet: borrowing FlowPacket, _ connection: UInt32, _ number: UInt32, isRepeatedSYN: Bool
  ) -> UInt32 {
    let place = connections[connection].analysis
    guard place == .max else { return place }
    let (length, isFIN) = (packet.payloadLength, packet.flags.contains(.fin))
    let isOdd = connections[connection].isOddAnswer(packet)
    let isBehind = connections[connection].isBehindOpening(packet)
    guard length > 0 || isFIN || isRepeatedSYN || isOdd || isBehind else {
      flows[number][packet.sender].note(packet.transmissionNumber)
      return .max
    }
    let new = analyzers.insert(SegmentAnalyzer(connections[connection], flows[number]))
    connections[connection].analysis = new
    return new
  }

  @inline(__always)
  private mutating func analyze(
    _ packet: borrowing FlowPacket, _ connection: UInt32, _ place: UInt32, _ earlierSYN: (time: Timestamp, frame: Int)?,
    _ octets: Span<UInt8>, _ identity: UInt32
  ) {
    seen.identity = identity
    seen.generation = packet.storage == 0 ? generation : 0
    if let earlierSYN {
      seen.earlierTime = earlierSYN.time.nanoseconds
      seen.earlierFrame = UInt32(clamping: earlierSYN.frame)
    }
    if packet.flags.contains(.syn) { analyzers[place].noteTerms(connections[connection]) }
    let before = analyzers[place].log.retransmissions
    analysisMemory &+= analyzers[place].observe(packet, seen, octets)
    counters.retransmittedSegments &+= analyzers[place].log.retransmissions &- before
  }

  // MARK: - Streams

  /// Hands a segment to its connection's reader, which is looked for when the first payload comes.
  @inline(__always)
  private mutating func hand(
    _ packet: borrowing FlowPacket, at position: Int?, of number: UInt32, _ connection: UInt32, _ octets: Span<UInt8>
  ) {
    guard !connections[connection].facts.contains(.unread) else { return }
    if connections[connection].stream == .max {
      guard position != nil, beginReading(number, connection, packet) else { return }
    }
    let stream = connections[connection].stream
    let flags = packet.flags
    let isPlain = flags.rawValue & (TCPFlags.syn.rawValue | TCPFlags.rst.rawValue | TCPFlags.fin.rawValue) == 0
    if isPlain, position == nil, !connections[connection].facts.contains(.holding) {
      // The rule: it acknowledges what has come.
      let next = packet.sender == .low ? connections[connection].high.next : connections[connection].low.next
      if seen.acknowledged <= next { return }
    }
    var segment = ConnectionStreams.Segment(
      position: position, sender: packet.sender,
      place: StreamPlace(
        frame: packet.frame, time: packet.time, acknowledged: seen.acknowledged == .min ? nil : seen.acknowledged,
        isSegmentStart: true))
    if !isPlain, !prepare(&segment, flags, connection, stream) { return }
    let length = packet.capturedPayloadLength
    let start = length > 0 ? packet.transportOffset &+ Int(packet.transportHeaderLength) : 0
    guard start >= 0, start <= octets.count &- length else { return }
    let payload = ByteView(octets.extracting(start..<(start &+ length)), missing: max(0, packet.payloadLength &- length))
    if flags.contains(.urg), let position { noteUrgent(packet, at: position, in: stream, octets) }
    let state = streams.take(payload, segment, in: stream)
    if state != .flowing || connections[connection].facts.contains(.holding) { note(state, connection) }
  }

  /// The urgent pointer names the octet behind the last urgent one, by what all stacks do (RFC 6093 §3.1).
  @inline(never)
  private mutating func noteUrgent(
    _ packet: borrowing FlowPacket, at position: Int, in stream: UInt32, _ octets: Span<UInt8>
  ) {
    let place = packet.transportOffset &+ 18
    guard place >= 0, place &+ 2 <= octets.count, packet.transportHeaderLength >= 20 else { return }
    let pointer = Int(octets[place]) << 8 | Int(octets[place &+ 1])
    guard pointer > 0, pointer <= packet.payloadLength else { return }
    streams.note(urgent: position &+ pointer &- 1, of: packet.sender, in: stream)
  }

  @inline(never)
  mutating func note(_ state: ConnectionStreams.State, _ connection: UInt32) {
    connections[connection].facts.remove(.holding)
    switch state == .waiting ? streams.noteWaiting(connections[connection].stream) : state {
    case .flowing, .waiting: break
    case .holding: connections[connection].facts.insert(.holding)
    case .done:
      connections[connection].stream = streams.end(connections[connection].stream)
      connections[connection].facts.insert(.unread)
    }
  }

  /// Looks for a reader of the connection.
  @inline(never)
  private mutating func beginReading(_ number: UInt32, _ connection: UInt32, _ packet: borrowing FlowPacket) -> Bool {
    let isLowFromStart = connections[connection].low.facts.contains(.syn)
    let isHighFromStart = connections[connection].high.facts.contains(.syn)
    let reader = dissectors?.dissector(
      for: StreamConnection(
        key: flows[number].key, firstFrame: flows[number].firstFrame, depth: flows[number].depth,
        client: Roles.decide(flows[number], connections[connection]).client, lowFromStart: isLowFromStart,
        highFromStart: isHighFromStart))
    guard let reader else {
      connections[connection].facts.insert(.unread)
      return false
    }
    var new = ConnectionStreams(reader, of: connection, lowFromStart: isLowFromStart, highFromStart: isHighFromStart)
    // A FIN may have come first; where it stood is not kept.
    let ending = packet.flags.contains(.fin) ? packet.sender : nil
    for side in [Endpoint.low, .high] where side != ending {
      let half = connections[connection][side]
      guard half.facts.contains(.fin) else { continue }
      new.noteEnd(half.position(of: half.finSequence), of: side, StreamPlace(frame: packet.frame, time: packet.time))
    }
    connections[connection].stream = streams.insert(new)
    return true
  }

  /// What SYN and FIN mean for the streams. Answers whether the segment means anything: a RST does not, and what it
  /// acknowledges may be any number.
  @inline(never)
  private mutating func prepare(
    _ segment: inout ConnectionStreams.Segment, _ flags: TCPFlags, _ connection: UInt32, _ stream: UInt32
  ) -> Bool {
    guard !flags.contains(.rst) else { return false }
    if flags.contains(.syn) { streams.noteStart(of: segment.sender, in: stream) }
    let half = connections[connection][segment.sender]
    if flags.contains(.fin), half.facts.contains(.fin) { segment.end = half.position(of: half.finSequence) }
    return true
  }

  // MARK: - Datagrams

  /// Hands a datagram to its flow's reader, which is looked for while the flow is new.
  @inline(__always)
  private mutating func hand(_ packet: borrowing FlowPacket, of number: UInt32, _ octets: Span<UInt8>) {
    let isNew = flows[number][packet.sender].packets <= DatagramTable.maximumProbed
    guard isNew || flows[number].datagrams != .max, packet.capturedPayloadLength > 0 else { return }
    read(packet, of: number, octets)
  }

  @inline(never)
  private mutating func read(_ packet: borrowing FlowPacket, of number: UInt32, _ octets: Span<UInt8>) {
    let length = packet.capturedPayloadLength
    let start = packet.transportOffset &+ Int(packet.transportHeaderLength)
    guard start >= 0, start <= octets.count &- length else { return }
    let datagram = ByteView(octets.extracting(start..<(start &+ length)), missing: max(0, packet.payloadLength &- length))
    if flows[number].datagrams == .max {
      let flow = flows[number]
      let reader = dissectors?.dissector(recognising: datagram, from: packet.sender) {
        StreamConnection(
          key: flow.key, firstFrame: flow.firstFrame, depth: flow.depth, client: Roles.decide(flow, nil).client)
      }
      guard let reader else { return }
      flows[number].datagrams = datagrams.insert(reader)
    }
    datagrams.take(
      datagram, from: packet.sender, at: StreamPlace(frame: packet.frame, time: packet.time, isSegmentStart: true),
      in: flows[number].datagrams)
  }

  // MARK: - Frames that are wanted

  private mutating func note(_ frame: Int, _ datagram: ReassembledDatagram?, of number: UInt32) {
    guard wanted.contains(flows[number].order) else { return }
    wantedFrames += datagram?.frameNumbers ?? [frame]
  }

  // MARK: - Segments to be drawn

  private mutating func keep(_ packet: borrowing FlowPacket, of number: UInt32, _ octets: Span<UInt8>) {
    guard traces[number, default: []].count < TraceSelection.maximumSegments else { return }
    let connection = connections[flows[number].connection]
    let segment = TracedSegment(packet, connection, Self.options(of: packet, octets))
    traces[number, default: []].append(segment)
    tracedSegments &+= 1
  }

  // MARK: - Checksums and options

  /// A TCP payload larger than this cannot have been one packet on any Ethernet, jumbo frames included.
  private static let largestUnoffloaded = 9216

  private func verify(_ packet: borrowing FlowPacket, _ octets: Span<UInt8>) -> ChecksumStatus {
    let length = Int(packet.transportHeaderLength) &+ packet.capturedPayloadLength
    guard packet.kind != .other, packet.checksumVerifiable, packet.payloadLength == packet.capturedPayloadLength,
      packet.transportOffset >= 0, packet.transportOffset &+ length <= octets.count
    else { return .unverified }
    let segment = ByteView(octets.extracting(packet.transportOffset..<(packet.transportOffset &+ length)))
    let verdict = TransportChecksum.verify(
      segment, ipProtocol: packet.key.transport, version: packet.key.version, source: packet.source,
      destination: packet.destination, coverage: packet.checksumCoverage)
    guard verdict == .bad, packet.innerOffset > 0 else { return verdict }
    let isUnfinished = TransportChecksum.isRightWhenInnerIsFinished(
      segment, inner: Int(packet.innerOffset), innerProtocol: packet.innerProtocol, version: packet.key.version,
      source: packet.source, destination: packet.destination)
    return isUnfinished ? .offloaded : .bad
  }

  private mutating func count(_ status: ChecksumStatus, _ kind: FlowPacket.Kind) {
    guard status == .bad || status == .offloaded else { return }
    var counts = status == .bad ? quality.bad : quality.offloaded
    switch kind {
    case .tcp: counts.tcp &+= 1
    case .udp: counts.udp &+= 1
    case .icmp: counts.icmp &+= 1
    case .sctp: counts.sctp &+= 1
    case .other, .icmpError: break
    }
    if status == .bad { quality.bad = counts } else { quality.offloaded = counts }
  }

  private static func options(of packet: borrowing FlowPacket, _ octets: Span<UInt8>) -> TCPOptionList? {
    let start = packet.transportOffset &+ 20
    let end = packet.transportOffset &+ Int(packet.transportHeaderLength)
    guard start <= end, start >= 0, end <= octets.count else { return nil }
    return TCPOptionList(ByteView(octets.extracting(start..<end)))
  }

  // MARK: - Time

  private mutating func advance(to tick: FlowBatch.Tick) {
    guard let seconds = wheel.advance(to: tick.second) else { return }
    for second in seconds {
      for number in bucket(second) where flows[number].dueSecond <= tick.second {
        let connection = flows[number].connection == .max ? nil : connections[flows[number].connection]
        // By the packets' own times: the clock may have come to a flow's last packet only now.
        let idle = UInt32(clamping: max(0, tick.time.nanoseconds(since: flows[number].lastTime)) / 1_000_000_000)
        let allowed = idleTime(flows[number], connection)
        if idle >= allowed {
          end(number, connection?.isClosed == true ? .closed : .idle, frame: tick.frame)
        } else {
          unlink(number)
          link(number, due: tick.second &+ allowed &- idle)
        }
      }
    }
  }

  /// Seconds without a packet after which a flow has ended.
  private func idleTime(_ flow: Flow, _ connection: Connection?) -> UInt32 {
    switch flow.key.transport {
    case .tcp:
      guard let connection else { return limits.establishedIdle }
      if connection.isClosed { return limits.closedIdle }
      return connection.isOpening && (flow.isOneWay || flow.low.payloadOctets &+ flow.high.payloadOctets == 0)
        ? limits.handshakeIdle : limits.establishedIdle
    case .udp, .udpLite: return limits.udpIdle
    case .icmp, .icmpv6: return limits.icmpIdle
    default: return limits.otherIdle
    }
  }

  // MARK: - The wheel's lists

  private mutating func link(_ number: UInt32, due: UInt32) {
    let head = wheel.head(of: due)
    flows[number].dueSecond = due
    flows[number].previousInBucket = .max
    flows[number].nextInBucket = head
    if head != .max { flows[head].previousInBucket = number }
    wheel.setHead(number, of: due)
  }

  private mutating func unlink(_ number: UInt32) {
    let next = flows[number].nextInBucket
    let previous = flows[number].previousInBucket
    if previous == .max { wheel.setHead(next, of: flows[number].dueSecond) } else { flows[previous].nextInBucket = next }
    if next != .max { flows[next].previousInBucket = previous }
  }

  func bucket(_ second: UInt32) -> [UInt32] {
    var numbers: [UInt32] = []
    var number = wheel.head(of: second)
    while number != .max {
      numbers.append(number)
      number = flows[number].nextInBucket
    }
    return numbers
  }

  // MARK: - Endings

  /// Ends a flow. One whose reader waits for what may be learned elsewhere is told later (`parked`), unless it must not be.
  private mutating func end(_ number: UInt32, _ ending: Flow.Ending, frame: Int, mayPark: Bool = true) {
    unlink(number)
    let analysis = flows[number].connection == .max ? nil : finishAnalysis(of: number)
    var flow = flows[number]
    flow.ending = ending
    table.remove(flow.key.hash64, number) { flows[$0].key.hash64 }
    flows.remove(number)
    var done = FinishedFlow(
      flow: flow, fragments: fragments.isEmpty ? nil : fragments.removeValue(forKey: number), finalFrame: frame)
    if flow.connection != .max {
      let connection = connections[flow.connection]
      done.connection = connection
      done.analysis = analysis
      connections.remove(flow.connection)
      if connection.trouble != .max {
        done.trouble = troubles[connection.trouble]
        troubles[connection.trouble] = Trouble()
        troubles.remove(connection.trouble)
      }
    }
    if flow.datagrams != .max {
      done.application = datagrams.finish(flow.datagrams, at: StreamPlace(frame: frame, time: flow.lastTime))
    }
    if !traces.isEmpty, let segments = traces.removeValue(forKey: number) {
      done.trace = segments
      tracedSegments &-= segments.count
    }
    if flow.isOneWay { quality.oneWayFlows &+= 1 }
    finish(done, mayPark: mayPark)
  }

  /// What came of judging a flow's segments. What was left out as the capture's copies, and was the network's, is counted.
  private mutating func finishAnalysis(of number: UInt32) -> ConnectionAnalysis {
    let place = connections[flows[number].connection].analysis
    guard place != .max else { return ConnectionAnalysis() }
    let analysis = analyzers[place].finished()
    analysisMemory &-= analyzers[place].accounted
    count(analyzers[place].restored(.low), .low, of: number)
    count(analyzers[place].restored(.high), .high, of: number)
    analyzers[place] = SegmentAnalyzer.none
    analyzers.remove(place)
    return analysis
  }

  private mutating func count(_ restored: SenderState.Restored, _ side: Endpoint, of number: UInt32) {
    guard restored.packets > 0 else { return }
    flows[number][side].packets &+= restored.packets
    flows[number][side].octets &+= restored.octets
    flows[number][side].payloadOctets &+= restored.payload
    quality.duplicateFrames &-= restored.packets
    guard restored.payload > 0 else { return }
    let connection = flows[number].connection
    if connections[connection].trouble == .max { connections[connection].trouble = troubles.insert(Trouble()) }
    troubles[connections[connection].trouble][side].repeatedOctets &+= restored.payload
  }

  // MARK: - Eviction

  /// The flows that would end next if nothing more came, soonest first: candidates for ending early, at most `limit`.
  public func candidates(_ limit: Int) -> [EvictionCandidate] {
    var found: [EvictionCandidate] = []
    var second = wheel.now
    for _ in 0..<TimerWheel.size where found.count < limit {
      second &+= 1
      for number in bucket(second) {
        found.append(
          EvictionCandidate(
            due: flows[number].dueSecond, order: flows[number].order, number: number))
      }
    }
    return Array(found.sorted().prefix(limit))
  }

  /// Ends a candidate early.
  public mutating func evict(_ candidate: EvictionCandidate, frame: Int) {
    end(candidate.number, .evicted, frame: frame, mayPark: false)
  }
}

/// A live flow that may have to end early; ordered the same whatever worker has it.
public struct EvictionCandidate: Comparable, Sendable {
  var due: UInt32
  var order: FlowOrder
  var number: UInt32

  public static func < (a: EvictionCandidate, b: EvictionCandidate) -> Bool {
    a.due != b.due ? a.due < b.due : a.order < b.order
  }
}

extension Flow {
  /// Counts a packet.
  @inline(__always)
  mutating func count(_ packet: borrowing FlowPacket, _ identity: UInt32) {
    lastFrame = packet.frame
    lastTime = max(lastTime, packet.time)
    if packet.time < firstTime { firstTime = packet.time }
    if packet.sender == .low { low.count(packet, identity) } else { high.count(packet, identity) }
  }
}

extension FlowSide {
  @inline(__always)
  mutating func count(_ packet: borrowing FlowPacket, _ identity: UInt32) {
    lastIdentity = identity
    hasCopy = false
    packets &+= 1
    octets &+= packet.wireLength
    payloadOctets &+= packet.payloadLength
    if packets == 1 {
      macAndOne = packet.sourceMACAndOne
      hopLimit = packet.hopLimit
    }
  }
}
