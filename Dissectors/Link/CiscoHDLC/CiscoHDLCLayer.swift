public import Dissection
public import Octets
public import PacketModel

/// A header of Cisco's HDLC framing (LINKTYPE_C_HDLC).
///
///     address (0x0f unicast, 0x8f broadcast) | control | protocol (2)
public struct CiscoHDLCLayer: Layer {
  public static let id = ProtocolID.ciscoHDLC
  public static let headerLength = 4

  public var address: UInt8
  public var control: UInt8
  public var protocolType: UInt16

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.headerLength)
    address = header.uint8(at: 0)
    control = header.uint8(at: 1)
    protocolType = header.uint16(at: 2)
  }

  public var next: LayerKey {
    switch protocolType {
    // Not RARP, and not Cisco's discovery in SNAP's numbering: these two are this framing's own.
    case 0x8035: .direct(.serialLineARP)
    case 0x2000: .direct(.ciscoDiscovery)
    case 0xfefe: .serviceAccessPoint(0xfe)
    default: .etherType(EtherType(rawValue: protocolType))
    }
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("address", address, 0..<1, name: Self.name(of: address))
    fields.number("control", control, 1..<2)
    fields.number("protocol", protocolType, 2..<4, name: next.registeredName)
  }

  private static func name(of address: UInt8) -> String? {
    switch address {
    case 0x0f: "unicast"
    case 0x8f: "broadcast"
    default: nil
    }
  }
}
