public import PacketModel

/// What became of a connection's opening and closing, in a report's terms; computed once, when the flow has ended.
public struct ConnectionReport: Sendable {
  public enum Handshake: String, Hashable, Sendable {
    case complete
    case noAnswer = "no_answer"
    case refused
    case unreachable
    case halfOpen = "half_open"
    case simultaneous
    case notCaptured = "not_captured"
  }

  public enum Teardown: String, Hashable, Sendable {
    case closed
    case halfClosed = "half_closed"
    case reset
    case timedOut = "timed_out"
    case open
  }

  private let flow: Flow
  private let connection: Connection
  private let trouble: Trouble?
  private let client: Endpoint

  public init?(_ finished: borrowing FinishedFlow, client: Endpoint) {
    guard let connection = finished.connection else { return nil }
    flow = finished.flow
    self.connection = connection
    trouble = finished.trouble
    self.client = client
  }

  // MARK: - Opening

  public var handshake: Handshake {
    if connection.facts.contains(.simultaneousOpen) { return .simultaneous }
    guard connection.synFrame != 0 else { return .notCaptured }
    if connection.synAckFrame != 0 { return connection.ackFrame != 0 ? .complete : .halfOpen }
    if connection.facts.contains(.refused) { return .refused }
    let server = client.other
    if connection[server].facts.contains(.started) { return .notCaptured }
    if let answer = errorAnswer { return answer }
    // More than SYNs from a client nobody answers: the answers exist, but passed elsewhere.
    let others = flow[client].packets - 1 - Int(connection.synRetransmissions)
    return others > 0 && !connection.facts.contains(.reset) ? .notCaptured : .noAnswer
  }

  /// What an ICMP error made of an unanswered SYN: a closed port refuses, everything else does not let through
  /// (RFC 1122 §4.2.3.9; RFC 4443 §3.1).
  private var errorAnswer: Handshake? {
    guard flow.icmpErrors > 0 else { return nil }
    switch (flow.key.version, flow.icmpErrorType) {
    case (.four, 3): return flow.icmpErrorCode == 3 ? .refused : .unreachable
    case (.six, 1): return flow.icmpErrorCode == 4 ? .refused : .unreachable
    case (.four, 11), (.six, 3): return .unreachable
    default: return nil
    }
  }

  public var synFrame: Int? { frame(connection.synFrame) }
  public var synAckFrame: Int? { frame(connection.synAckFrame) }
  public var ackFrame: Int? { frame(connection.ackFrame) }
  public var synRetransmissions: Int { Int(connection.synRetransmissions) }
  public var synAckRetransmissions: Int { Int(connection.synAckRetransmissions) }
  public var isFastOpen: Bool { connection.facts.contains(.fastOpen) }

  /// Nanoseconds from the last SYN to the SYN-ACK, from there to the ACK, and both. A SYN repeated after its SYN-ACK leaves
  /// open which of them the ACK ends: unknown.
  public var synToSynAck: Int64? {
    guard connection.synFrame != 0, connection.synAckFrame != 0, !connection.facts.contains(.simultaneousOpen),
      connection.synRetransmissions == 0 || connection.synTime <= connection.synAckTime
    else { return nil }
    return connection.synAckTime.nanoseconds(since: connection.synTime)
  }

  public var synAckToAck: Int64? {
    guard connection.synAckFrame != 0, connection.ackFrame != 0, !connection.facts.contains(.simultaneousOpen) else {
      return nil
    }
    return connection.ackTime.nanoseconds(since: connection.synAckTime)
  }

  public var roundTrip: Int64? {
    guard let first = synToSynAck, let second = synAckToAck else { return nil }
    return first &+ second
  }

  /// Nanoseconds from the first SYN to the handshake's end: what opening the connection cost, repeated SYNs included.
  public var openingTime: Int64? {
    guard roundTrip != nil else { return nil }
    let start = connection.synRetransmissions > 0 ? min(flow.firstTime, connection.synTime) : connection.synTime
    return connection.ackTime.nanoseconds(since: start)
  }

  /// When the handshake ended: with the ACK of the SYN-ACK.
  public var openedAt: Timestamp? { connection.ackFrame == 0 ? nil : connection.ackTime }

  // MARK: - Closing

  public var teardown: Teardown {
    if connection.facts.contains(.reset) { return .reset }
    switch (connection.low.facts.contains(.fin), connection.high.facts.contains(.fin)) {
    case (true, true): return .closed
    case (false, false): return flow.ending == .idle ? .timedOut : .open
    default: return .halfClosed
    }
  }

  /// Who sent the first FIN or RST.
  public var firstToClose: Endpoint? {
    guard connection.facts.contains(.closing) else { return nil }
    return connection.facts.contains(.closedByHigh) ? .high : .low
  }

  public var resetFrame: Int? { frame(connection.resetFrame) }
  public var resetBy: Endpoint? {
    guard connection.facts.contains(.reset) else { return nil }
    return connection.facts.contains(.resetByHigh) ? .high : .low
  }
  public var isSimultaneousClose: Bool { connection.facts.contains(.simultaneousClose) }

  public func finFrame(_ side: Endpoint) -> Int? { frame(connection[side].finFrame) }
  public func finAckedFrame(_ side: Endpoint) -> Int? { frame(connection[side].finAckedFrame) }

  private func frame(_ relative: UInt32) -> Int? { relative == 0 ? nil : flow.firstFrame &+ Int(relative) &- 1 }

  // MARK: - Octets

  public func half(_ side: Endpoint) -> HalfConnection { connection[side] }

  public func repeatedOctets(_ side: Endpoint) -> Int { trouble?[side].repeatedOctets ?? 0 }

  /// Payload octets captured once each.
  public func uniqueOctets(_ side: Endpoint) -> Int { flow[side].payloadOctets &- repeatedOctets(side) }

  /// Octets that were sent but never captured: holes, and what was acknowledged beyond the last octet seen. Unknown for a
  /// side that was never heard.
  public func missingOctets(_ side: Endpoint) -> Int? {
    let half = connection[side]
    guard half.facts.contains(.started) else { return nil }
    var missing = trouble?[side].abandonedOctets ?? 0
    var edge = half.next
    if let pending = trouble?[side].pending {
      for range in pending.ranges {
        missing &+= max(0, range.lowerBound &- edge)
        edge = max(edge, range.upperBound)
      }
    }
    let acknowledged = connection[side.other].acknowledged
    if connection[side.other].facts.contains(.acknowledging), acknowledged > edge {
      // One position beyond the last octet is the FIN, unless that was seen.
      let unseenFIN = half.facts.contains(.fin) ? 0 : 1
      let beyond = acknowledged &- edge
      missing &+= beyond == 1 ? 1 &- unseenFIN : beyond
    }
    return missing
  }
}
