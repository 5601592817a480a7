public import Dissection
public import Octets
public import PacketModel

/// A Host Identity Protocol packet (RFC 7401 §5.1).
///
///     next header | header length, in 8 octets without the first | type | version | checksum (2) | controls (2)
///     sender's HIT (16) | receiver's HIT (16) | parameters …
public struct HIPLayer: Layer {
  public static let id = ProtocolID.hostIdentity
  public static let minimumHeaderLength = 40

  public var nextHeader: IPProtocol
  public var headerLength: UInt8

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    let header = try octets.take(octets.extensionHeaderLength())
    nextHeader = IPProtocol(rawValue: header.uint8(at: 0))
    headerLength = header.uint8(at: 1)
    guard header.count >= Self.minimumHeaderLength else {
      throw MalformedPacket(.badLength(field: "header_length", value: Int(headerLength)), at: start + 1)
    }
  }

  public var next: LayerKey { .extensionHeader(nextHeader) }

  public func contribute(to facts: inout PacketFacts) { facts.ipProtocol = nextHeader }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("next_header", nextHeader.rawValue, 0..<1, name: nextHeader.name)
    fields.number("header_length", headerLength, 1..<2)
    let type = header.uint8(at: 2) & 0x7f
    fields.number("type", type, 2..<3, name: Self.name(of: type))
    fields.number("version", header.uint8(at: 3) >> 4, 3..<4)
    fields.number("checksum", header.uint16(at: 4), 4..<6)
    fields.number("controls", header.uint16(at: 6), 6..<8)
    fields.octets("sender_hit", header.dropping(8).prefix(16), 8..<24)
    fields.octets("receiver_hit", header.dropping(24).prefix(16), 24..<40)
    parameters(header, to: &fields)
  }

  /// RFC 7401 §5.2.1: type, length of the contents, contents padded to eight octets.
  private func parameters(_ header: ByteView, to fields: inout FieldWriter) {
    var index = Self.minimumHeaderLength
    fields.list("parameters", index..<header.count) { parameter in
      guard index + 4 <= header.count else { return false }
      let length = Int(header.uint16(at: index + 2))
      parameter.number("type", header.uint16(at: index), index..<(index + 2))
      parameter.number("length", length, (index + 2)..<(index + 4))
      let end = min(index + 4 + length, header.count)
      parameter.octets("contents", header.dropping(index + 4).prefix(length), (index + 4)..<end)
      index += (4 + length + 7) / 8 * 8
      return true
    }
  }

  private static func name(of type: UInt8) -> String? {
    switch type {
    case 1: "I1"
    case 2: "R1"
    case 3: "I2"
    case 4: "R2"
    case 16: "UPDATE"
    case 17: "NOTIFY"
    case 18: "CLOSE"
    case 19: "CLOSE_ACK"
    case 32: "HDRR"
    case 33: "HIP_DATA"
    default: nil
    }
  }
}
