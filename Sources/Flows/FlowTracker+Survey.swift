import ApplicationModel
public import PacketModel

/// What a flow had sent when it was last looked at.
struct SurveyedFlow: Sendable {
  /// Of another flow that had the same number, nothing counts.
  var firstFrame = 0
  var octets = 0
  var packets = 0
}

/// Looks at the flows that go on, between two rounds.
extension FlowTracker {
  /// The first flows by the order asked for; what was asked for is looked at once a flow, what is answered in full.
  public mutating func survey(_ request: SurveyRequest, at time: Timestamp?) -> FlowSurvey {
    var survey = FlowSurvey()
    survey.alive = flows.count
    guard request.limit > 0 else { return survey }
    var best: [FlowGlimpse] = []
    for second in wheel.heads.indices {
      var number = wheel.head(of: UInt32(second))
      while number != .max {
        var glimpse = glimpse(number, at: time)
        number = flows[number].nextInBucket
        if !glimpse.concerns.isEmpty { survey.concerned &+= 1 }
        guard !request.onlyConcerned || !glimpse.concerns.isEmpty else { continue }
        if let matches = request.matches {
          glimpse.application = application(of: glimpse)
          guard matches(glimpse) else { continue }
        }
        if best.count == request.limit, let last = best.last, !request.order.puts(glimpse, before: last) { continue }
        let place = best.firstIndex { request.order.puts(glimpse, before: $0) } ?? best.count
        if best.count == request.limit { best.removeLast() }
        best.insert(glimpse, at: place)
      }
    }
    for index in best.indices { best[index].application = application(of: best[index]) }
    survey.flows = best
    survey.opened = request.opened.flatMap { opened($0) }
    return survey
  }

  // MARK: - One flow

  private mutating func glimpse(_ number: UInt32, at time: Timestamp?) -> FlowGlimpse {
    let flow = flows[number]
    let connection = flow.connection == .max ? nil : connections[flow.connection]
    var glimpse = FlowGlimpse(flow: flow, connection: connection, client: Roles.decide(flow, connection).client)
    if let place = connection?.analysis, place != .max {
      glimpse.retransmittedSegments = analyzers[place].log.retransmissions
    }
    let (octets, packets) = (flow.low.octets &+ flow.high.octets, flow.low.packets &+ flow.high.packets)
    if surveyed.count <= Int(number) {
      surveyed.append(contentsOf: repeatElement(SurveyedFlow(), count: Int(number) &+ 1 &- surveyed.count))
    }
    let before = surveyed[Int(number)]
    let isSame = before.firstFrame == flow.firstFrame
    glimpse.recentOctets = isSame ? max(0, octets &- before.octets) : octets
    glimpse.recentPackets = isSame ? max(0, packets &- before.packets) : packets
    surveyed[Int(number)] = SurveyedFlow(firstFrame: flow.firstFrame, octets: octets, packets: packets)
    glimpse.concerns = FlowConcerns(glimpse, at: time)
    return glimpse
  }

  /// The innermost protocol recognised so far; of one whose reader waits for secrets it cannot be asked.
  private func application(of glimpse: FlowGlimpse) -> ProtocolID? {
    guard let connection = glimpse.connection, connection.stream != .max else { return nil }
    let told =
      connection.facts.contains(.unread) ? streams.peek(told: connection.stream) : streams.peek(connection.stream)
    return told?.protocols.last
  }

  /// A flow as if it ended now.
  private func opened(_ order: FlowOrder) -> FinishedFlow? {
    for second in wheel.heads.indices {
      for number in bucket(UInt32(second)) where flows[number].order == order {
        let flow = flows[number]
        var done = FinishedFlow(flow: flow, fragments: nil, finalFrame: flow.lastFrame)
        guard flow.connection != .max else { return done }
        let connection = connections[flow.connection]
        done.connection = connection
        if connection.trouble != .max { done.trouble = troubles[connection.trouble] }
        if connection.analysis != .max {
          var analyzer = analyzers[connection.analysis]
          done.analysis = analyzer.finished()
        }
        guard connection.stream != .max else { return done }
        done.application =
          connection.facts.contains(.unread) ? streams.peek(told: connection.stream) : streams.peek(connection.stream)
        return done
      }
    }
    return nil
  }
}

extension SurveyRequest.Order {
  /// Whether one flow stands before another: the order is the same whatever worker has them.
  public func puts(_ a: FlowGlimpse, before b: FlowGlimpse) -> Bool {
    let (first, second) = (measure(a), measure(b))
    return first != second ? first > second : a.order < b.order
  }

  private func measure(_ glimpse: FlowGlimpse) -> Int {
    let flow = glimpse.flow
    return switch self {
    case .rate: glimpse.recentOctets
    case .octets: flow.low.octets &+ flow.high.octets
    case .packets: flow.low.packets &+ flow.high.packets
    case .retransmissions: glimpse.retransmittedSegments
    case .newest: flow.firstFrame
    case .longest: Int(clamping: flow.lastTime.nanoseconds(since: flow.firstTime))
    }
  }
}

extension FlowConcerns {
  /// A handshake longer than this is not the network's round trip any more: the first SYN is sent again after a second
  /// (RFC 6298 §2).
  private static let patience: Int64 = 1_000_000_000

  init(_ glimpse: FlowGlimpse, at time: Timestamp?) {
    self.init()
    let flow = glimpse.flow
    guard let connection = glimpse.connection else {
      if flow.icmpErrors > 0 { insert(.refused) }
      return
    }
    if connection.isOpening, connection.synAckFrame == 0 {
      let age = time.map { $0.nanoseconds(since: flow.firstTime) } ?? 0
      if connection.synRetransmissions > 0 || age >= Self.patience { insert(.unanswered) }
    }
    if connection.facts.contains(.refused) || flow.icmpErrors > 0 { insert(.refused) }
    if connection.facts.contains(.reset), !connection.facts.contains(.refused) { insert(.reset) }
    let packets = flow.low.packets &+ flow.high.packets
    if glimpse.retransmittedSegments > 0, glimpse.retransmittedSegments &* 100 >= packets { insert(.retransmitting) }
    guard !connection.isClosed else { return }
    for side in [connection.low, connection.high] {
      if side.facts.contains(.acknowledging), side.window == 0, !side.facts.contains(.reset) { insert(.zeroWindow) }
      if side.facts.contains(.hasHole) { insert(.missing) }
    }
  }
}
