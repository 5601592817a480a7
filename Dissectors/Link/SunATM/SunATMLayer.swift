public import Dissection
public import Octets
public import PacketModel

/// The header of Sun's ATM cards (LINKTYPE_SUNATM).
///
///     direction (1 bit), type (7) | VPI | VCI (2)
public struct SunATMLayer: Layer {
  public static let id = ProtocolID.sunATM
  public static let headerLength = 4

  public var flags: UInt8
  public var virtualPath: UInt8
  public var virtualChannel: UInt16

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.headerLength)
    flags = header.uint8(at: 0)
    virtualPath = header.uint8(at: 1)
    virtualChannel = header.uint16(at: 2)
  }

  /// RFC 2684 traffic begins with LLC.
  public var next: LayerKey { flags & 15 == 2 ? .direct(.llc) : .none }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.text("direction", flags & 0x80 != 0 ? "sent" : "received", 0..<1)
    fields.number("type", flags & 0x7f, 0..<1, name: Self.name(of: flags & 15))
    fields.number("vpi", virtualPath, 1..<2)
    fields.number("vci", virtualChannel, 2..<4)
  }

  private static func name(of type: UInt8) -> String? {
    switch type {
    case 1: "LANE"
    case 2: "LLC"
    case 5: "ILMI"
    case 6: "Signalling"
    default: nil
    }
  }
}
