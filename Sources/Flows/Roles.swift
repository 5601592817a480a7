import PacketModel

/// What decided who is the client.
public enum RoleEvidence: String, Hashable, Sendable {
  /// It sent the SYN.
  case syn
  /// The other side sent a SYN-ACK; the SYN was not captured.
  case synAck = "syn_ack"
  /// It sent a request: an ICMP query, or the first request of what the flow carries.
  case request
  /// The other side has the well-known port, it has an ephemeral one.
  case port
  /// Nothing better: it sent the first packet.
  case firstPacket = "first_packet"
}

enum Roles {
  /// The client by the best evidence there is. `asking` is who sent the first request, where the octets tell.
  static func decide(
    _ flow: Flow, _ connection: Connection?, asking: Endpoint? = nil
  ) -> (client: Endpoint, evidence: RoleEvidence) {
    if let connection {
      switch (connection.low.facts.contains(.opened), connection.high.facts.contains(.opened)) {
      case (true, false): return (.low, .syn)
      case (false, true): return (.high, .syn)
      case (true, true): return (flow.originator, .syn)
      case (false, false): break
      }
      if connection.low.facts.contains(.accepted) { return (.high, .synAck) }
      if connection.high.facts.contains(.accepted) { return (.low, .synAck) }
    }
    if let asking { return (asking, .request) }
    switch flow.key.transport {
    case .icmp, .icmpv6:
      if let client = requester(flow.key) { return (client, .request) }
    case .tcp, .udp, .udpLite, .sctp:
      if let client = byPort(flow.key) { return (client, .port) }
    default: break
    }
    return (flow.originator, .firstPacket)
  }

  /// Who sent the request of an ICMP query: the key's ports hold the message types of the two directions.
  private static func requester(_ key: FlowKey) -> Endpoint? {
    let requests: Set<UInt16> = key.version == .four ? [8, 13, 15, 17, 10] : [128, 133, 135, 130, 139, 144]
    switch (requests.contains(key.lowPort), requests.contains(key.highPort)) {
    case (true, false): return .low
    case (false, true): return .high
    default: return nil
    }
  }

  /// The side with the ephemeral port, when the other's is a service's. Below 1024 are the system ports (RFC 6335 §6); Linux
  /// takes ephemeral ports from 32768, the IANA range begins at 49152.
  private static func byPort(_ key: FlowKey) -> Endpoint? {
    let low = rank(key.lowPort)
    let high = rank(key.highPort)
    return low == high ? nil : (low > high ? .low : .high)
  }

  private static func rank(_ port: UInt16) -> Int {
    port < 1024 ? 0 : (port < 32768 ? 1 : 2)
  }
}
