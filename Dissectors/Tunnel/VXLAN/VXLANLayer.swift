public import Dissection
public import Octets
public import PacketModel

/// A VXLAN header (RFC 7348 §5), with the group policy extension (draft-smith-vxlan-group-policy) or a next protocol, which
/// some send to this port too.
///
///     flags | reserved, group policy, next protocol | VNI | reserved
public struct VXLANLayer: Layer {
  public static let id = ProtocolID.vxlan
  public static let headerLength = 8

  public var flags: UInt8
  public var vni: UInt32
  public var next: LayerKey

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    // Cut by the capture or not: a header that is not there speaks for nobody.
    guard octets.count >= Self.headerLength else { throw MalformedPacket(.notThisProtocol, at: start) }
    let header = try octets.take(Self.headerLength)
    flags = header.uint8(at: 0)
    vni = header.uint24(at: 4)
    let reserved = header.uint24(at: 1)
    let hasNextProtocol = flags & 4 != 0
    next = hasNextProtocol ? NextProtocol.key(header.uint8(at: 3)) : .direct(.ethernet)
    // RFC 7348 §5: I is set; the rest is zero, but for G, D and A of group policies and the group itself, or for P and what
    // it announces.
    let isOurs =
      switch flags {
      // Some switches leave a group's number behind without G; then the frame must speak for itself.
      case 0x08: reserved == 0 || Self.isFrame(octets)
      case 0x0c: reserved <= 0xff && next != .none
      case 0x88: true
      default: false
      }
    guard isOurs, header.uint8(at: 7) == 0, octets.wireCount >= 14 else { throw MalformedPacket(.notThisProtocol, at: start) }
  }

  /// Whether an Ethernet frame of a common kind is here.
  private static func isFrame(_ octets: ByteView) -> Bool {
    guard octets.count >= 15 else { return false }
    return switch octets.uint16(at: 12) {
    case EtherType.ipv4.rawValue: octets.uint8(at: 14) >> 4 == 4
    case EtherType.ipv6.rawValue: octets.uint8(at: 14) >> 4 == 6
    case EtherType.arp.rawValue, EtherType.vlan.rawValue: true
    default: false
    }
  }

  public func contribute(to facts: inout PacketFacts) {
    facts.entering = Encapsulation(.vxlan, identifier: vni, isSymmetric: true, ends: facts.ends)
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.group("flags", 0..<2) { group in
      group.flag("group_policy", flags & 0x80 != 0, 0..<1)
      group.flag("vni_present", flags & 8 != 0, 0..<1)
      group.flag("next_protocol_present", flags & 4 != 0, 0..<1)
      group.flag("do_not_learn", header.uint8(at: 1) & 0x40 != 0, 1..<2)
      group.flag("policy_applied", header.uint8(at: 1) & 8 != 0, 1..<2)
    }
    if flags & 4 != 0 {
      fields.number("next_protocol", header.uint8(at: 3), 3..<4, name: NextProtocol.names[header.uint8(at: 3)])
    } else {
      fields.number("group_policy_id", header.uint16(at: 2), 2..<4)
    }
    fields.number("vni", vni, 4..<7)
    fields.number("reserved", header.uint8(at: 7), 7..<8)
  }
}
