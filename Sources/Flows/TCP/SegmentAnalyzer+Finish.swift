import PacketModel

extension SegmentAnalyzer {
  /// What the connection's segments came to. Holes that are still open will stay so. Mutating, so that nothing is copied.
  mutating func finished() -> ConnectionAnalysis {
    var analysis = ConnectionAnalysis()
    analysis.low = low.figures(answeredBy: high)
    analysis.high = high.figures(answeredBy: low)
    if !log.omitted.isEmpty {
      analysis.omitted = log.omitted
      analysis.low.add(log.omittedFigures[0])
      analysis.high.add(log.omittedFigures[1])
    }
    var events = log.events
    for side in [low, high] where side.tentative >= 0 && Int(side.tentative) < events.count {
      if side.order.isCounter, side.order.countsByOne { events[Int(side.tentative)].isRetracted = false }
    }
    events.append(contentsOf: low.gaps(sentBy: .low))
    events.append(contentsOf: high.gaps(sentBy: .high))
    if events.contains(where: \.isRetracted) { events.removeAll(where: \.isRetracted) }
    if !isAscending(events) {
      let order = events.indices.sorted { (events[$0].frame, $0) < (events[$1].frame, $1) }
      events = order.map { events[$0] }
    }
    Self.charge(&events)
    for event in events {
      if event.sender == .low { analysis.low.count(event) } else { analysis.high.count(event) }
    }
    analysis.events = events
    analysis.low.captureDuplicates = Int(low.captureDuplicates)
    analysis.high.captureDuplicates = Int(high.captureDuplicates)
    analysis.tap = tap
    return analysis
  }

  /// Charges each needed repair with the time the receiver's stream stood still for it: from when the octets were first sent,
  /// or missed, until they came, without what is charged to a repair before it.
  private static func charge(_ events: inout [SegmentEvent]) {
    var until = (low: Int64.min, high: Int64.min)
    for index in events.indices where events[index].kind == .retransmission && events[index].necessity != .spurious {
      let event = events[index]
      guard let delay = event.delay else { continue }
      let now = event.time.nanoseconds
      let charged = event.sender == .low ? until.low : until.high
      events[index].stall = max(0, min(delay, charged == .min ? delay : now &- charged))
      if event.sender == .low { until.low = max(charged, now) } else { until.high = max(charged, now) }
    }
  }

  private func isAscending(_ events: [SegmentEvent]) -> Bool {
    zip(events, events.dropFirst()).allSatisfy { $0.frame <= $1.frame }
  }

  /// Packets, and their lengths, first taken for copies in the capture, and not counted, that the receiver got twice.
  mutating func restored(_ side: Endpoint) -> SenderState.Restored { side == .low ? low.restored : high.restored }

  /// Near which host the capture was taken: a tenth of the way or less. Ways of microseconds tell nothing.
  private var tap: ConnectionAnalysis.Tap? {
    guard let toHigh = low.shortestRoundTrip, let toLow = high.shortestRoundTrip else { return nil }
    let whole = toHigh &+ toLow
    guard whole >= 200_000 else { return nil }
    if toLow &* 10 <= whole { return .at(.low) }
    return toHigh &* 10 <= whole ? .at(.high) : .between
  }
}

extension SenderState {
  /// Figures that are not events.
  fileprivate func figures(answeredBy other: SenderState) -> SideFigures {
    var figures = SideFigures()
    // The way to this side and back is that of the other's segments.
    figures.roundTrips = other.roundTrips.summary
    figures.maximumInFlight = maximumInFlight
    if firstDataTime != .min {
      figures.initialWindow = initialWindow
      figures.sendingTime = max(0, lastDataTime &- firstDataTime)
    }
    // Those are the other side's answers to this one.
    figures.selectiveAcks = Int(other.selectiveAcks)
    figures.duplicateSACKs = Int(other.duplicateSACKs)
    figures.zeroWindowTime = zeroWindowTime
    if largestWindow >= 0 {
      figures.largestWindow = largestWindow
      figures.smallestWindow = smallestWindow
    }
    figures.limits = limits
    return figures
  }

  /// The holes that stayed open, as events of the segments behind them.
  fileprivate func gaps(sentBy side: Endpoint) -> [SegmentEvent] {
    holes.compactMap { hole in
      // What was acknowledged unseen is told already.
      guard hole.event < 0 else { return nil }
      var event = SegmentEvent(
        .gap, side, frame: Int(hole.opener), time: Timestamp(nanoseconds: hole.openedAt),
        sequence: origin + hole.range.lowerBound, length: hole.range.count)
      event.isAcknowledged = acknowledged >= hole.range.upperBound
      event.evidence.add(Int(hole.acknowledgedIn))
      return event
    }
  }
}

extension SideFigures {
  /// Counts an event of this side.
  mutating func count(_ event: SegmentEvent) {
    switch event.kind {
    case .retransmission: count(retransmission: event)
    case .outOfOrder: outOfOrder &+= 1
    case .networkDuplicate: networkDuplicates &+= 1
    case .duplicateAck: duplicateAcks &+= event.count
    case .zeroWindow: zeroWindows &+= 1
    case .zeroWindowProbe: zeroWindowProbes &+= 1
    case .zeroWindowProbeAck: zeroWindowProbeAcks &+= 1
    case .windowFull: windowFulls &+= 1
    case .windowUpdate: windowUpdates &+= 1
    case .keepAlive: keepAlives &+= 1
    case .keepAliveAck: keepAliveAcks &+= 1
    case .challengeAck: challengeAcks &+= 1
    case .dataAfterClose: dataAfterClose &+= 1
    case .conflictingOverlap: conflictingOverlaps &+= 1
    // Copies in the capture are counted where they are left out; the others speak of octets, which are counted elsewhere.
    case .captureDuplicate, .gap, .ackedUnseen, .portReuse: break
    }
  }

  private mutating func count(retransmission event: SegmentEvent) {
    let segments = Int(event.segments)
    retransmissions.segments &+= segments
    retransmissions.octets &+= Int(event.payloadLength)
    switch event.trigger {
    case .timeout: retransmissions.timeout &+= segments
    case .fast: retransmissions.fast &+= segments
    case .tailProbe: retransmissions.tailProbe &+= segments
    case .syn: retransmissions.syn &+= segments
    case .fin: retransmissions.fin &+= segments
    case .unknown: retransmissions.unknown &+= segments
    }
    if event.isSlowStart { retransmissions.slowStart &+= segments }
    switch event.necessity {
    case .needed: retransmissions.needed &+= segments
    case .spurious: retransmissions.spurious &+= segments
    case .unknown: break
    }
    stall = stall.addingReportingOverflow(event.stall).partialValue
  }

  /// Adds what was counted apart.
  mutating func add(_ other: SideFigures) {
    outOfOrder &+= other.outOfOrder
    networkDuplicates &+= other.networkDuplicates
    duplicateAcks &+= other.duplicateAcks
    zeroWindows &+= other.zeroWindows
    zeroWindowProbes &+= other.zeroWindowProbes
    zeroWindowProbeAcks &+= other.zeroWindowProbeAcks
    windowFulls &+= other.windowFulls
    windowUpdates &+= other.windowUpdates
    keepAlives &+= other.keepAlives
    keepAliveAcks &+= other.keepAliveAcks
    challengeAcks &+= other.challengeAcks
    dataAfterClose &+= other.dataAfterClose
    conflictingOverlaps &+= other.conflictingOverlaps
    stall &+= other.stall
    retransmissions.add(other.retransmissions)
  }
}

extension SideFigures.Retransmissions {
  fileprivate mutating func add(_ other: SideFigures.Retransmissions) {
    segments &+= other.segments
    octets &+= other.octets
    timeout &+= other.timeout
    slowStart &+= other.slowStart
    fast &+= other.fast
    tailProbe &+= other.tailProbe
    syn &+= other.syn
    fin &+= other.fin
    unknown &+= other.unknown
    spurious &+= other.spurious
    needed &+= other.needed
  }
}
