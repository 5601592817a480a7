public import Dissection
public import Octets
public import PacketModel

/// A VXLAN header with the Generic Protocol Extension (draft-ietf-nvo3-vxlan-gpe §3).
///
///     flags, version | reserved | next protocol | VNI | reserved
public struct VXLANGPELayer: Layer {
  public static let id = ProtocolID.vxlanGPE
  public static let headerLength = 8

  public var flags: UInt8
  public var nextProtocol: UInt8
  public var vni: UInt32
  public var next: LayerKey

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    guard octets.count >= Self.headerLength else { throw MalformedPacket(.notThisProtocol, at: start) }
    let header = try octets.take(Self.headerLength)
    flags = header.uint8(at: 0)
    nextProtocol = header.uint8(at: 3)
    vni = header.uint24(at: 4)
    // Without P the payload is a frame, as in plain VXLAN.
    let hasNextProtocol = flags & 4 != 0
    next = hasNextProtocol ? NextProtocol.key(nextProtocol) : .direct(.ethernet)
    // Version 0, the reserved bits zero.
    guard flags & 0xf0 == 0, flags & 0x0c != 0, header.uint16(at: 1) == 0, header.uint8(at: 7) == 0,
      hasNextProtocol || nextProtocol == 0
    else { throw MalformedPacket(.notThisProtocol, at: start) }
  }

  public func contribute(to facts: inout PacketFacts) {
    facts.entering = Encapsulation(
      .vxlanGPE, identifier: flags & 8 != 0 ? vni : nil, isSymmetric: true, ends: facts.ends)
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.group("flags", 0..<1) { group in
      group.flag("vni_present", flags & 8 != 0, 0..<1)
      group.flag("next_protocol_present", flags & 4 != 0, 0..<1)
      group.flag("bum_traffic", flags & 2 != 0, 0..<1)
      group.flag("operations_and_maintenance", flags & 1 != 0, 0..<1)
    }
    fields.number("version", flags >> 4 & 3, 0..<1)
    fields.number("next_protocol", nextProtocol, 3..<4, name: NextProtocol.names[nextProtocol])
    fields.number("vni", vni, 4..<7)
    fields.number("reserved", header.uint8(at: 7), 7..<8)
  }
}

/// IANA "Network Service Header: Next Protocol" and VXLAN-GPE's own, which agree on these.
enum NextProtocol {
  static func key(_ value: UInt8) -> LayerKey {
    switch value {
    case 1: .etherType(.ipv4)
    case 2: .etherType(.ipv6)
    case 3: .direct(.ethernet)
    case 4: .direct(.nsh)
    case 5: .etherType(.mpls)
    default: .none
    }
  }

  static let names: [UInt8: String] = [1: "IPv4", 2: "IPv6", 3: "Ethernet", 4: "NSH", 5: "MPLS"]
}
