public import Dissection
public import Octets
public import PacketModel

/// The header that Solaris puts in front of an IP packet between zones (LINKTYPE_IPNET).
///
///     version | family | hook type (2) | packet length (4) | interface (4) | group interface (4) | source zone (4)
///     destination zone (4)
public struct IPNetLayer: Layer {
  public static let id = ProtocolID.ipnet
  public static let headerLength = 24

  public var version: UInt8
  public var family: UInt8

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.headerLength)
    version = header.uint8(at: 0)
    family = header.uint8(at: 1)
  }

  public var next: LayerKey {
    switch family {
    case 2: .etherType(.ipv4)
    case 26: .etherType(.ipv6)
    default: .addressFamily(UInt32(family))
    }
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("version", version, 0..<1)
    fields.number("family", family, 1..<2, name: next.registeredName)
    fields.number("hook_type", header.uint16(at: 2), 2..<4)
    fields.number("packet_length", header.uint32(at: 4), 4..<8)
    fields.number("interface_index", header.uint32(at: 8), 8..<12)
    fields.number("group_interface_index", header.uint32(at: 12), 12..<16)
    fields.number("source_zone", header.uint32(at: 16), 16..<20)
    fields.number("destination_zone", header.uint32(at: 20), 20..<24)
  }
}
