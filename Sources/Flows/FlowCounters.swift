import PacketModel

/// What was counted over all flows, those that have ended and those that go on: it grows only.
public struct FlowCounters: Sendable {
  /// Flows that began.
  public internal(set) var flows = 0
  /// TCP segments that carried octets, a SYN or a FIN, and those taken for sent again; a few of those turn out to be none.
  public internal(set) var segments = 0
  public internal(set) var retransmittedSegments = 0
  /// From the last SYN to the ACK of the SYN-ACK.
  public internal(set) var handshakes = LatencyHistogram()

  public init() {}

  /// A handshake has ended with its third segment.
  @inline(never)
  mutating func note(handshakeOf connection: Connection) {
    let isAmbiguous = connection.synRetransmissions > 0 && connection.synTime > connection.synAckTime
    guard connection.synFrame != 0, !isAmbiguous, !connection.facts.contains(.simultaneousOpen) else { return }
    handshakes.add(connection.ackTime.nanoseconds(since: connection.synTime))
  }

  public static func + (a: FlowCounters, b: FlowCounters) -> FlowCounters {
    var both = a
    both.flows &+= b.flows
    both.segments &+= b.segments
    both.retransmittedSegments &+= b.retransmittedSegments
    both.handshakes = a.handshakes + b.handshakes
    return both
  }
}
