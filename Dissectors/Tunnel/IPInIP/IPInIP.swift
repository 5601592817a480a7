public import Octets
public import PacketModel

/// IP directly in IP (RFC 2003, RFC 2473, RFC 4213): no header of its own, so not a layer but a way in.
public enum IPInIP {
  @inlinable
  public static func carries(_ ipProtocol: IPProtocol) -> Bool { ipProtocol == .ipv4 || ipProtocol == .ipv6 }

  /// The tunnel that begins behind the IP header `facts` tell of.
  public static func encapsulation(_ ipProtocol: IPProtocol, _ facts: PacketFacts) -> Encapsulation {
    let name: ProtocolID =
      switch (facts.version, ipProtocol) {
      case (.four, .ipv4): .ipInIP
      case (.four, _): .ipv6InIPv4
      case (.six, .ipv4): .ipv4InIPv6
      case (.six, _): .ipv6InIPv6
      }
    return Encapsulation(name, identifier: nil, isSymmetric: true, ends: facts.ends)
  }

  public static func key(_ ipProtocol: IPProtocol) -> LayerKey { .etherType(ipProtocol == .ipv4 ? .ipv4 : .ipv6) }
}

extension IPInIP {
  /// The key of an IP packet by its first four bits, where they are those of one.
  @inlinable
  public static func key(_ octets: ByteView) -> LayerKey? {
    switch octets.octet(at: 0).map({ $0 >> 4 }) {
    case 4: .etherType(.ipv4)
    case 6: .etherType(.ipv6)
    default: nil
    }
  }

  /// Whether an IP packet's header and length fit the octets: weak evidence from a port becomes good evidence.
  public static func holds(_ octets: ByteView) -> Bool {
    switch octets.octet(at: 0).map({ $0 >> 4 }) {
    case 4:
      // A length of 0 is what segmentation offload leaves.
      guard octets.count >= 20, octets.uint8(at: 0) & 15 >= 5 else { return false }
      let length = Int(octets.uint16(at: 2))
      return length == 0 || length >= 20 && length <= octets.wireCount
    case 6:
      guard octets.count >= 40 else { return false }
      return Int(octets.uint16(at: 4)) + 40 <= octets.wireCount
    default: return false
    }
  }
}
