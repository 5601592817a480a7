public import Dissection
public import Octets
public import PacketModel

/// The header that BSD puts in front of a packet of a serial line (LINKTYPE_SLIP).
///
///     direction | as received: compressed header's type and octets (15)
public struct SLIPLayer: Layer {
  public static let id = ProtocolID.slip
  public static let headerLength = 16

  public var direction: UInt8
  /// RFC 1144's packet type in its high bits; the packet behind has its full header again.
  public var compression: UInt8
  public var version: UInt8?

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.headerLength)
    direction = header.uint8(at: 0)
    compression = header.uint8(at: 1)
    version = octets.octet(at: 0).map { $0 >> 4 }
  }

  public var next: LayerKey {
    switch version {
    case 4: .etherType(.ipv4)
    case 6: .etherType(.ipv6)
    default: .none
    }
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("direction", direction, 0..<1, name: direction == 0 ? "received" : direction == 1 ? "sent" : nil)
    fields.octets("compression", header.dropping(1), 1..<16)
  }
}
