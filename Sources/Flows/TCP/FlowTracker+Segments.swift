import Octets
import PacketModel

extension FlowPacket {
  /// Whether it takes a place in its sender's stream: payload, SYN or FIN.
  @inline(__always)
  var carriesStream: Bool { payloadLength > 0 || flags.rawValue & 3 != 0 }

  /// Whether it has options beside the timestamps: on a segment without SYN, SACK blocks mostly.
  @inline(__always)
  var hasMoreOptions: Bool { transportHeaderLength > (hasTimestamps ? 32 : 20) }

  /// A FIN and nothing else.
  var isBareFIN: Bool { payloadLength == 0 && flags.contains(.fin) }

  /// The IPv4 identification; 0, which says nothing, for IPv6.
  @inline(__always)
  var transmissionNumber: UInt16 { key.version == .four ? UInt16(truncatingIfNeeded: identification) : 0 }

  /// A number that two packets share when they are the same transmission, and hardly otherwise. The hop limit and the link
  /// layer stay out: they change on the way.
  @inline(__always)
  func identity(_ octets: Span<UInt8>) -> UInt32 {
    var mix = UInt64(identification) &* 0x9e37_79b9_7f4a_7c15
    mix ^= UInt64(payloadLength) << 32 | UInt64(transportHeaderLength)
    if kind == .tcp {
      mix = (mix ^ (UInt64(sequence.rawValue) << 32 | UInt64(acknowledgment.rawValue))) &* 0xff51_afd7_ed55_8ccd
      mix ^= UInt64(timestampValue) << 32 | UInt64(timestampEcho)
      mix = (mix ^ (UInt64(window) << 16 | UInt64(flags.rawValue))) &* 0xc4ce_b9fe_1a85_ec53
      // SACK blocks differ between acknowledgments that are alike else; the checksum covers them.
      if payloadLength == 0, hasMoreOptions { mix ^= UInt64(checksum(octets, at: 16)) << 32 }
    } else {
      mix = (mix ^ UInt64(checksum(octets, at: kind == .icmp ? 2 : 6))) &* 0xff51_afd7_ed55_8ccd
    }
    // 0 stands for no packet yet.
    return UInt32(truncatingIfNeeded: mix >> 32) | 1
  }

  private func checksum(_ octets: Span<UInt8>, at place: Int) -> UInt16 {
    let index = transportOffset &+ place
    guard storage == 0, index >= 0, index &+ 2 <= octets.count else { return 0 }
    return UInt16(octets[index]) << 8 | UInt16(octets[index &+ 1])
  }
}

extension FlowSide {
  /// Takes a packet's IP identification, before there is an analyzer to take it.
  @inline(__always)
  mutating func note(_ number: UInt16) {
    guard number != 0 else { return }
    if lastNumber != 0, number == lastNumber &+ 1 { numberSteps &+= 1 }
    lastNumber = number
  }

  /// Whether a packet of this side took another way than its first: another link address, or another hop limit.
  func isRerouted(_ packet: borrowing FlowPacket) -> Bool {
    let (mac, hops) = (packet.sourceMACAndOne, packet.hopLimit)
    return packets > 0 && (macAndOne != mac || hopLimit != hops)
  }
}

extension Connection {
  /// Puts a segment just taken into stream positions.
  @inline(__always)
  func note(_ packet: borrowing FlowPacket, in seen: inout SeenSegment) {
    if packet.sender == .low {
      Self.note(packet, low, high, facts, &seen)
    } else {
      Self.note(packet, high, low, facts, &seen)
    }
  }

  @inline(__always)
  private static func note(
    _ packet: borrowing FlowPacket, _ mine: borrowing HalfConnection, _ theirs: borrowing HalfConnection, _ facts: Facts,
    _ seen: inout SeenSegment
  ) {
    let start = mine.facts.contains(.started) ? mine.position(of: packet.sequence) : 0
    let payload = start &+ (packet.flags.contains(.syn) ? 1 : 0)
    let length = packet.payloadLength
    seen = SeenSegment(start: start, end: payload &+ length &+ (packet.flags.contains(.fin) ? 1 : 0), payload: payload)
    if packet.flags.contains(.ack), theirs.facts.contains(.started) {
      seen.acknowledged = theirs.position(of: packet.acknowledgment)
    }
    if facts.contains(.closing), length > 0 {
      let beyond = packet.sequence + length - mine.finSequence
      seen.isAfterClose = (mine.facts.contains(.fin) && beyond > 0) || facts.contains(.reset)
    }
  }
}
