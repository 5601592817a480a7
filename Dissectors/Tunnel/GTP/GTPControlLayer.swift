public import Dissection
public import Octets
public import PacketModel

/// A GTP-C header, version 1 (3GPP TS 29.060 §6) or 2 (3GPP TS 29.274 §5.1). Its information elements stay payload.
///
///     1: version (3 bits), PT, –, E, S, PN | message type | length | TEID | [ sequence number | N-PDU number | next type ]
///     2: version (3 bits), P, T, MP | message type | length | [ TEID ] | sequence number (3) | priority
public struct GTPControlLayer: Layer {
  public static let id = ProtocolID.gtpControl

  public var flags: UInt8
  public var messageType: UInt8
  /// Octets behind the first eight (version 1) or four (version 2), as sent.
  public var length: UInt16

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    guard octets.count >= 8 else { throw MalformedPacket(.notThisProtocol, at: start) }
    let whole = octets
    let first = try octets.take(4)
    flags = first.uint8(at: 0)
    messageType = first.uint8(at: 1)
    length = first.uint16(at: 2)
    switch flags >> 5 {
    case 1 where flags & 0x18 == 0x10:
      let teid = try octets.take(4)
      guard teid.count == 4, octets.limit(to: Int(length)) else { throw MalformedPacket(.notThisProtocol, at: start) }
      if flags & 7 != 0 { _ = try octets.take(4) }
    case 2 where flags & 3 == 0:
      // A piggybacked message follows the first one, so the length may be less than what is left.
      guard Int(length) + 4 <= whole.wireCount, length >= (flags & 8 != 0 ? 8 : 4) else {
        throw MalformedPacket(.notThisProtocol, at: start)
      }
      _ = try octets.take(flags & 8 != 0 ? 8 : 4)
    default: throw MalformedPacket(.notThisProtocol, at: start)
    }
  }

  public var version: UInt8 { flags >> 5 }
  public var next: LayerKey { .none }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("version", version, 0..<1)
    var cursor = FieldCursor(at: 0, index: 4)
    if version == 1 {
      fields.number("protocol_type", flags >> 4 & 1, 0..<1)
      fields.number("message_type", messageType, 1..<2, name: GTPMessageType(rawValue: messageType).name)
      fields.number("length", length, 2..<4)
      cursor.number("teid", 4, of: header, to: &fields)
      if header.count >= 12 {
        if flags & 2 != 0 { fields.number("sequence_number", header.uint16(at: 8), 8..<10) }
        if flags & 1 != 0 { fields.number("n_pdu_number", header.uint8(at: 10), 10..<11) }
        if flags & 4 != 0 { fields.number("next_extension_header_type", header.uint8(at: 11), 11..<12) }
      }
    } else {
      fields.flag("piggybacked", flags & 0x10 != 0, 0..<1)
      fields.flag("teid_present", flags & 8 != 0, 0..<1)
      fields.flag("message_priority_present", flags & 4 != 0, 0..<1)
      fields.number("message_type", messageType, 1..<2, name: GTP2MessageType(rawValue: messageType).name)
      fields.number("length", length, 2..<4)
      if flags & 8 != 0 { cursor.number("teid", 4, of: header, to: &fields) }
      cursor.number("sequence_number", 3, of: header, to: &fields)
      if flags & 4 != 0, let octet = header.octet(at: cursor.index), let range = cursor.take(1, of: header) {
        fields.number("message_priority", octet >> 4, range)
      }
    }
    fields.number("payload_length", payload.wireCount, header.count..<header.count + payload.count)
  }
}
