public import Dissection
public import Octets
public import PacketModel

/// No link header at all: an IP packet, whose first four bits say of which version (LINKTYPE_RAW).
public struct RawLayer: Layer {
  public static let id = ProtocolID.raw

  public var version: UInt8?

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    version = octets.octet(at: 0).map { $0 >> 4 }
  }

  public var next: LayerKey {
    switch version {
    case 4: .etherType(.ipv4)
    case 6: .etherType(.ipv6)
    default: .none
    }
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {}
}
