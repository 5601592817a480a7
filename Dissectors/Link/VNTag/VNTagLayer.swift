public import Dissection
public import Octets
public import PacketModel

/// A VN-Tag: which virtual interfaces a frame passes between (Cisco; EtherType 0x8926).
///
///     direction (1 bit), pointer (1), destination (14), looped (1), reserved (1), version (2), source (12)
///       | type or length (2)
public struct VNTagLayer: Layer {
  public static let id = ProtocolID.vnTag
  public static let headerLength = 6

  public var tag: UInt32
  public var typeOrLength: TypeOrLength

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.headerLength)
    tag = header.uint32(at: 0)
    typeOrLength = TypeOrLength(header.uint16(at: 4), before: &octets)
  }

  public var next: LayerKey { typeOrLength.next }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("direction", tag >> 31, 0..<1, name: tag >> 31 == 0 ? "from bridge" : "to bridge")
    fields.flag("pointer", tag & 0x4000_0000 != 0, 0..<1)
    fields.number("destination", tag >> 16 & 0x3fff, 0..<2)
    fields.flag("looped", tag & 0x8000 != 0, 2..<3)
    fields.flag("reserved", tag & 0x4000 != 0, 2..<3)
    fields.number("version", tag >> 12 & 3, 2..<3)
    fields.number("source", tag & 0xfff, 2..<4)
    fields.typeOrLength(typeOrLength, 4..<6)
  }
}
