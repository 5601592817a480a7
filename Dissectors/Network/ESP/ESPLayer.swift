public import Dissection
public import Octets
public import PacketModel

/// The readable part of an Encapsulating Security Payload (RFC 4303 §2).
///
///     SPI (4) | sequence number (4) | encrypted payload …
public struct ESPLayer: Layer {
  public static let id = ProtocolID.esp
  public static let headerLength = 8

  public var securityParametersIndex: UInt32
  public var sequenceNumber: UInt32

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.headerLength)
    securityParametersIndex = header.uint32(at: 0)
    sequenceNumber = header.uint32(at: 4)
  }

  public var next: LayerKey { .none }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("spi", securityParametersIndex, 0..<4)
    fields.number("sequence_number", sequenceNumber, 4..<8)
  }
}
