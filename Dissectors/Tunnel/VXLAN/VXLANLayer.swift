public import Dissection
public import Octets
public import PacketModel

/// A VXLAN header (RFC 7348 §5), with the group policy extension (draft-smith-vxlan-group-policy).
///
///     flags | reserved, group policy | VNI | reserved
public struct VXLANLayer: Layer {
  public static let id = ProtocolID.vxlan
  public static let headerLength = 8

  public var flags: UInt8
  public var vni: UInt32

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    // Cut by the capture or not: a header that is not there speaks for nobody.
    guard octets.count >= Self.headerLength else { throw MalformedPacket(.notThisProtocol, at: start) }
    let header = try octets.take(Self.headerLength)
    flags = header.uint8(at: 0)
    vni = header.uint24(at: 4)
    // RFC 7348 §5: I is set; the rest is zero, but for G, D and A of group policies and the group itself.
    let isGrouped = flags & 0x80 != 0
    guard flags & 0x7f == 8, header.uint8(at: 7) == 0, isGrouped || header.uint24(at: 1) == 0, octets.wireCount >= 14 else {
      throw MalformedPacket(.notThisProtocol, at: start)
    }
  }

  public var next: LayerKey { .direct(.ethernet) }

  public func contribute(to facts: inout PacketFacts) {
    facts.entering = Encapsulation(.vxlan, identifier: vni, isSymmetric: true, ends: facts.ends)
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.group("flags", 0..<2) { group in
      group.flag("group_policy", flags & 0x80 != 0, 0..<1)
      group.flag("vni_present", flags & 8 != 0, 0..<1)
      group.flag("do_not_learn", header.uint8(at: 1) & 0x40 != 0, 1..<2)
      group.flag("policy_applied", header.uint8(at: 1) & 8 != 0, 1..<2)
    }
    fields.number("group_policy_id", header.uint16(at: 2), 2..<4)
    fields.number("vni", vni, 4..<7)
    fields.number("reserved", header.uint8(at: 7), 7..<8)
  }
}
