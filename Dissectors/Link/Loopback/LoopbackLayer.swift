public import Dissection
public import Octets
public import PacketModel

/// The header of a BSD loopback interface (LINKTYPE_NULL in the host's byte order, LINKTYPE_LOOP in the network's).
///
///     address family (4)
public struct LoopbackLayer: Layer {
  public static let id = ProtocolID.loopback
  public static let headerLength = 4

  public var family: UInt32
  public var isLittleEndian: Bool
  /// The payload's first four bits, which settle what a family means that systems number differently.
  public var version: UInt8?

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.headerLength)
    let value = header.uint32(at: 0)
    // Families are small: whatever has a high half was written the other way round.
    isLittleEndian = value >> 16 != 0
    family = isLittleEndian ? value.byteSwapped : value
    version = octets.octet(at: 0).map { $0 >> 4 }
  }

  public var next: LayerKey {
    switch family {
    case 2: .etherType(.ipv4)
    // NetBSD and OpenBSD 24, FreeBSD 28, Darwin 30.
    case 24, 28, 30: .etherType(.ipv6)
    // Linux 10, Windows 23: elsewhere X.25 and IPX.
    case 10, 23: version == 6 ? .etherType(.ipv6) : .addressFamily(family)
    // Some writers put an EtherType here.
    case 0x600...0xffff: .etherType(EtherType(rawValue: UInt16(family)))
    default: .addressFamily(family)
    }
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("family", family, 0..<4, name: next.registeredName)
    fields.text("byte_order", isLittleEndian ? "little" : "big", 0..<4)
  }
}
