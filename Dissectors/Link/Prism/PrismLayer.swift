public import Dissection
public import Octets
public import PacketModel

/// The monitoring header of Prism cards, in the host's byte order (LINKTYPE_IEEE802_11_PRISM).
///
///     message code (4) | message length (4), header included | device name (16) | items of 12 …
public struct PrismLayer: Layer {
  public static let id = ProtocolID.prism
  public static let fixedLength = 24

  public var messageCode: UInt32
  public var messageLength: UInt32
  public var isLittleEndian: Bool

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    let fixed = try octets.take(Self.fixedLength)
    // Codes and lengths are small: the order that makes the code the smaller number is the right one.
    isLittleEndian = fixed.littleUInt32(at: 0) <= fixed.uint32(at: 0)
    messageCode = isLittleEndian ? fixed.littleUInt32(at: 0) : fixed.uint32(at: 0)
    messageLength = isLittleEndian ? fixed.littleUInt32(at: 4) : fixed.uint32(at: 4)
    guard messageLength >= Self.fixedLength else {
      throw MalformedPacket(.badLength(field: "message_length", value: Int(messageLength)), at: start + 4)
    }
    _ = try octets.take(Int(messageLength) - Self.fixedLength)
  }

  public var next: LayerKey { .linkType(.ieee80211) }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("message_code", messageCode, 0..<4)
    fields.number("message_length", messageLength, 4..<8)
    fields.text("device", header.text(8..<24), 8..<24)
    if header.count > Self.fixedLength {
      fields.octets("items", header.dropping(Self.fixedLength), Self.fixedLength..<header.count)
    }
  }
}
