public import Dissection
public import Octets
public import PacketModel

/// A header of IP over InfiniBand behind the addresses that the driver puts in front of it (RFC 4391 §6; LINKTYPE_IPOIB).
///
///     global route header (40): unused (20), destination: queue pair (4), GID (16) | type (2) | reserved (2)
public struct IPOverInfiniBandLayer: Layer {
  public static let id = ProtocolID.ipOverInfiniBand
  public static let headerLength = 44

  public var type: EtherType
  public var reserved: UInt16

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.headerLength)
    type = EtherType(rawValue: header.uint16(at: 40))
    reserved = header.uint16(at: 42)
  }

  public var next: LayerKey { .etherType(type) }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.octets("unused", header.prefix(20), 0..<20)
    fields.number("destination_queue_pair", header.uint32(at: 20) & 0xff_ffff, 20..<24)
    fields.address("destination_gid", IPAddress(high: header.uint64(at: 24), low: header.uint64(at: 32)), .six, 24..<40)
    fields.number("type", type.rawValue, 40..<42, name: type.name)
    fields.number("reserved", reserved, 42..<44)
  }
}
