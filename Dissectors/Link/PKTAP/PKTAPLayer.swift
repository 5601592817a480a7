public import Dissection
public import Octets
public import PacketModel

/// Darwin's packet metadata header (LINKTYPE_PKTAP); its numbers are little-endian.
///
///     length (4) | record type (4) | link type (4) | interface name (24) | flags (4) | family (4)
///     link header length (4) | link trailer length (4) | process (4) | command (20) | service class (4)
///     interface type (2) | interface unit (2) | effective process (4) | effective command (20)
public struct PKTAPLayer: Layer {
  public static let id = ProtocolID.pktap
  public static let fixedLength = 108

  public var length: UInt32
  public var recordType: UInt32
  public var linkType: UInt32

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    let fixed = try octets.take(Self.fixedLength)
    length = fixed.littleUInt32(at: 0)
    recordType = fixed.littleUInt32(at: 4)
    linkType = fixed.littleUInt32(at: 8)
    guard length >= Self.fixedLength else {
      throw MalformedPacket(.badLength(field: "length", value: Int(length)), at: start)
    }
    _ = try octets.take(Int(length) - Self.fixedLength)
  }

  public var next: LayerKey {
    guard recordType == 1, let type = UInt16(exactly: linkType) else { return .none }
    return .linkType(LinkType(rawValue: type))
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("length", length, 0..<4)
    fields.number("record_type", recordType, 4..<8)
    fields.number("link_type", linkType, 8..<12, name: LinkType(rawValue: UInt16(truncatingIfNeeded: linkType)).name)
    fields.text("interface_name", header.text(12..<36), 12..<36)
    let flags = header.littleUInt32(at: 36)
    fields.number("flags", flags, 36..<40)
    if flags & 3 != 0 { fields.text("direction", flags & 2 != 0 ? "out" : "in", 36..<40) }
    fields.number("protocol_family", header.littleUInt32(at: 40), 40..<44)
    fields.number("link_header_length", header.littleUInt32(at: 44), 44..<48)
    fields.number("link_trailer_length", header.littleUInt32(at: 48), 48..<52)
    fields.add("process_id", .signed(Int64(Int32(bitPattern: header.littleUInt32(at: 52)))), 52..<56)
    fields.text("command", header.text(56..<76), 56..<76)
    fields.number("service_class", header.littleUInt32(at: 76), 76..<80)
    fields.number("interface_type", header.littleUInt16(at: 80), 80..<82)
    fields.number("interface_unit", header.littleUInt16(at: 82), 82..<84)
    fields.add("effective_process_id", .signed(Int64(Int32(bitPattern: header.littleUInt32(at: 84)))), 84..<88)
    fields.text("effective_command", header.text(88..<108), 88..<108)
  }
}

extension ByteView {
  /// The octets of `range` up to the first NUL, as text; what is no UTF-8 is replaced.
  func text(_ range: Range<Int>) -> String {
    let octets = dropping(range.lowerBound).prefix(range.count).copied()
    return String(decoding: octets.prefix { $0 != 0 }, as: UTF8.self)
  }
}
