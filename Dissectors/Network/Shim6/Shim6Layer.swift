public import Dissection
public import Octets
public import PacketModel

/// A Shim6 header: the payload extension header, or a control message (RFC 5533 §5).
///
///     next header | header extension length | P (1 bit), receiver context tag (47)        of payload
///     next header | header extension length | P, type (7) | type specific, S (1) | checksum (2) | …    of control
public struct Shim6Layer: Layer {
  public static let id = ProtocolID.shim6

  public var nextHeader: IPProtocol
  public var headerExtensionLength: UInt8
  public var isPayload: Bool

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(octets.extensionHeaderLength())
    nextHeader = IPProtocol(rawValue: header.uint8(at: 0))
    headerExtensionLength = header.uint8(at: 1)
    isPayload = header.uint8(at: 2) & 0x80 != 0
  }

  public var next: LayerKey { .extensionHeader(nextHeader) }

  public func contribute(to facts: inout PacketFacts) { facts.ipProtocol = nextHeader }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.extensionHeader(nextHeader, headerExtensionLength)
    fields.flag("payload", isPayload, 2..<3)
    if isPayload {
      fields.number("receiver_context_tag", header.uint64(at: 0) & 0x7fff_ffff_ffff, 2..<8)
    } else {
      let type = header.uint8(at: 2) & 0x7f
      fields.number("type", type, 2..<3, name: Self.name(of: type))
      fields.number("type_specific", header.uint8(at: 3) >> 1, 3..<4)
      fields.flag("shim6_host", header.uint8(at: 3) & 1 != 0, 3..<4)
      fields.number("checksum", header.uint16(at: 4), 4..<6)
      fields.octets("data", header.dropping(6), 6..<header.count)
    }
  }

  private static func name(of type: UInt8) -> String? {
    switch type {
    case 1: "I1"
    case 2: "R1"
    case 3: "I2"
    case 4: "R2"
    case 5: "R1bis"
    case 6: "I2bis"
    case 64: "Update Request"
    case 65: "Update Acknowledgement"
    case 66: "Keepalive"
    case 67: "Probe"
    case 68: "Error"
    default: nil
    }
  }
}
