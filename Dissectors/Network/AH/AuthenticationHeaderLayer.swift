public import Dissection
public import Octets
public import PacketModel

/// An IP Authentication Header (RFC 4302 §2).
///
///     next header | payload length, in 4 octets less 2 | reserved (2) | SPI (4) | sequence number (4) | ICV …
public struct AuthenticationHeaderLayer: Layer {
  public static let id = ProtocolID.authenticationHeader
  public static let minimumHeaderLength = 12

  public var nextHeader: IPProtocol
  public var payloadLength: UInt8
  public var reserved: UInt16
  public var securityParametersIndex: UInt32
  public var sequenceNumber: UInt32

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    let fixed = try octets.take(Self.minimumHeaderLength)
    nextHeader = IPProtocol(rawValue: fixed.uint8(at: 0))
    payloadLength = fixed.uint8(at: 1)
    reserved = fixed.uint16(at: 2)
    securityParametersIndex = fixed.uint32(at: 4)
    sequenceNumber = fixed.uint32(at: 8)
    let length = (Int(payloadLength) + 2) * 4
    guard length >= Self.minimumHeaderLength else {
      throw MalformedPacket(.badLength(field: "payload_length", value: Int(payloadLength)), at: start + 1)
    }
    _ = try octets.take(length - Self.minimumHeaderLength)
  }

  public var next: LayerKey { .extensionHeader(nextHeader) }

  public func contribute(to facts: inout PacketFacts) { facts.ipProtocol = nextHeader }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("next_header", nextHeader.rawValue, 0..<1, name: nextHeader.name)
    fields.number("payload_length", payloadLength, 1..<2)
    fields.number("reserved", reserved, 2..<4)
    fields.number("spi", securityParametersIndex, 4..<8)
    fields.number("sequence_number", sequenceNumber, 8..<12)
    if header.count > Self.minimumHeaderLength {
      fields.octets("integrity_check_value", header.dropping(12), 12..<header.count)
    }
  }
}
