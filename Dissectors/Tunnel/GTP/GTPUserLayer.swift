public import Dissection
public import Octets
public import PacketModel

/// A GTP-U header, version 1 (3GPP TS 29.281 §5.1).
///
///     version (3 bits), PT, –, E, S, PN | message type | length | TEID
///     [ sequence number | N-PDU number | next extension header type | extension headers … ]
public struct GTPUserLayer: Layer {
  public static let id = ProtocolID.gtp
  public static let minimumHeaderLength = 8

  public var flags: UInt8
  public var messageType: GTPMessageType
  /// Octets behind the first eight, as sent.
  public var length: UInt16
  /// Tunnel endpoint identifier, chosen by the receiver.
  public var teid: UInt32
  public var next: LayerKey

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    guard octets.count >= Self.minimumHeaderLength else { throw MalformedPacket(.notThisProtocol, at: start) }
    let header = try octets.take(Self.minimumHeaderLength)
    flags = header.uint8(at: 0)
    messageType = GTPMessageType(rawValue: header.uint8(at: 1))
    length = header.uint16(at: 2)
    teid = header.uint32(at: 4)
    next = .none
    // Version 1, GTP and not GTP' (PT), the spare bit zero, a length that the datagram holds, a type of the user plane.
    guard flags & 0xf8 == 0x30, messageType.isUserPlane, octets.limit(to: Int(length)) else {
      throw MalformedPacket(.notThisProtocol, at: start)
    }
    if flags & 7 != 0 {
      var type = try octets.take(4).uint8(at: 3)
      // The octets behind a flag that is not set are there all the same, without meaning.
      if flags & 4 == 0 { type = 0 }
      while type != 0 { type = try Self.takeExtension(&octets) }
    }
    if messageType == .gPDU { next = IPInIP.key(octets) ?? .none }
  }

  public func contribute(to facts: inout PacketFacts) {
    facts.entering = Encapsulation(.gtp, identifier: teid, isSymmetric: false, ends: facts.ends)
  }

  /// 3GPP TS 29.281 §5.2.1: a length in units of four octets, content, the next one's type.
  private static func takeExtension(_ octets: inout ByteView) throws(MalformedPacket) -> UInt8 {
    let start = octets.offset
    let units = Int(octets.octet(at: 0) ?? 1)
    guard units > 0 else { throw MalformedPacket(.badLength(field: "extension_header_length", value: 0), at: start) }
    let header = try octets.take(units * 4)
    return header.uint8(at: units * 4 - 1)
  }
}

extension GTPUserLayer {
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("version", flags >> 5, 0..<1)
    fields.number("protocol_type", flags >> 4 & 1, 0..<1)
    fields.group("flags", 0..<1) { group in
      group.flag("extension_header", flags & 4 != 0, 0..<1)
      group.flag("sequence_number", flags & 2 != 0, 0..<1)
      group.flag("n_pdu_number", flags & 1 != 0, 0..<1)
    }
    fields.number("message_type", messageType.rawValue, 1..<2, name: messageType.name)
    fields.number("length", length, 2..<4)
    fields.number("teid", teid, 4..<8)
    guard header.count >= 12 else { return }
    if flags & 2 != 0 { fields.number("sequence_number", header.uint16(at: 8), 8..<10) }
    if flags & 1 != 0 { fields.number("n_pdu_number", header.uint8(at: 10), 10..<11) }
    guard flags & 4 != 0 else { return }
    var type = header.uint8(at: 11)
    fields.number("next_extension_header_type", type, 11..<12, name: Self.extensions[type])
    var items: [FieldValue] = []
    var index = 12
    while type != 0, index < header.count {
      let length = Int(header.uint8(at: index)) * 4
      guard length > 0, index + length <= header.count else { break }
      var item = FieldWriter(base: fields.base)
      item.number("type", type, index..<index + length, name: Self.extensions[type])
      item.number("length", length, index..<index + 1)
      item.octets("content", header.dropping(index + 1).prefix(length - 2), index + 1..<index + length - 1)
      if type == 0x85 {
        // PDU Session Container (3GPP TS 38.415 §5.5.2).
        item.number("pdu_type", header.uint8(at: index + 1) >> 4, index + 1..<index + 2)
        item.number("qos_flow_identifier", header.uint8(at: index + 2) & 0x3f, index + 2..<index + 3)
      }
      items.append(.fields(item.fields))
      type = header.uint8(at: index + length - 1)
      index += length
    }
    if !items.isEmpty { fields.list("extension_headers", items, 12..<index) }
  }

  /// 3GPP TS 29.281 figure 5.2.1-3.
  private static let extensions: [UInt8: String] = [
    0x00: "No more extension headers", 0x01: "MBMS support indication", 0x02: "MS Info Change Reporting support indication",
    0x03: "Long PDCP PDU Number", 0x20: "Service Class Indicator", 0x40: "UDP Port", 0x81: "RAN Container",
    0x82: "Long PDCP PDU Number", 0x83: "Xw RAN Container", 0x84: "NR RAN Container", 0x85: "PDU Session Container",
    0xc0: "PDCP PDU Number", 0xc1: "Suspend Request", 0xc2: "Suspend Response",
  ]
}
