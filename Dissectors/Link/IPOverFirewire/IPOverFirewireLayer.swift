public import Dissection
public import Octets
public import PacketModel

/// The header Darwin puts in front of packets of IP over IEEE 1394 (LINKTYPE_APPLE_IP_OVER_IEEE1394; RFC 2734).
///
///     destination (8) | source (8) | type (2)
public struct IPOverFirewireLayer: Layer {
  public static let id = ProtocolID.ipOverFirewire
  public static let headerLength = 18

  public var destination: UInt64
  public var source: UInt64
  public var type: EtherType

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.headerLength)
    destination = header.uint64(at: 0)
    source = header.uint64(at: 8)
    type = EtherType(rawValue: header.uint16(at: 16))
  }

  public var next: LayerKey { .etherType(type) }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.octets("destination", header.prefix(8), 0..<8)
    fields.octets("source", header.dropping(8).prefix(8), 8..<16)
    fields.number("type", type.rawValue, 16..<18, name: type.name)
  }
}
