public import Dissection
public import Octets
public import PacketModel

/// A Geneve header (RFC 8926 §3.4).
///
///     version (2 bits), options length (6) | O, C, reserved | protocol type | VNI | reserved | options …
public struct GeneveLayer: Layer {
  public static let id = ProtocolID.geneve
  public static let minimumHeaderLength = 8

  /// Octets.
  public var optionsLength: Int
  public var flags: UInt8
  public var protocolType: EtherType
  public var vni: UInt32

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    guard octets.count >= Self.minimumHeaderLength else { throw MalformedPacket(.notThisProtocol, at: start) }
    let header = try octets.take(Self.minimumHeaderLength)
    optionsLength = Int(header.uint8(at: 0) & 0x3f) * 4
    flags = header.uint8(at: 1)
    protocolType = EtherType(rawValue: header.uint16(at: 2))
    vni = header.uint24(at: 4)
    // Version 0, the reserved bits zero, an EtherType.
    guard header.uint8(at: 0) >> 6 == 0, flags & 0x3f == 0, header.uint8(at: 7) == 0, protocolType.rawValue >= 0x0600,
      optionsLength <= octets.wireCount
    else { throw MalformedPacket(.notThisProtocol, at: start) }
    _ = try octets.take(optionsLength)
  }

  public var next: LayerKey { .etherType(protocolType) }

  public func contribute(to facts: inout PacketFacts) {
    facts.entering = Encapsulation(.geneve, identifier: vni, isSymmetric: true, ends: facts.ends)
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("version", header.uint8(at: 0) >> 6, 0..<1)
    fields.number("options_length", optionsLength, 0..<1)
    fields.group("flags", 1..<2) { group in
      group.flag("control_packet", flags & 0x80 != 0, 1..<2)
      group.flag("critical_options_present", flags & 0x40 != 0, 1..<2)
    }
    fields.number("protocol_type", protocolType.rawValue, 2..<4, name: protocolType.name)
    fields.number("vni", vni, 4..<7)
    fields.number("reserved", header.uint8(at: 7), 7..<8)
    if optionsLength > 0 { fields.list("options", options(header, base: fields.base), 8..<header.count) }
  }

  /// RFC 8926 §3.5: class, type, length in 32-bit words.
  private func options(_ header: ByteView, base: Int) -> [FieldValue] {
    var options: [FieldValue] = []
    var index = 8
    while index + 4 <= header.count {
      let length = Int(header.uint8(at: index + 3) & 31) * 4
      var option = FieldWriter(base: base)
      option.number("option_class", header.uint16(at: index), index..<index + 2)
      option.number("type", header.uint8(at: index + 2) & 0x7f, index + 2..<index + 3)
      option.flag("critical", header.uint8(at: index + 2) & 0x80 != 0, index + 2..<index + 3)
      option.number("length", length, index + 3..<index + 4)
      if index + 4 + length > header.count {
        option.text("malformed", "length beyond the header", index + 3..<index + 4)
      } else if length > 0 {
        option.octets("data", header.dropping(index + 4).prefix(length), index + 4..<index + 4 + length)
      }
      options.append(.fields(option.fields))
      index += 4 + length
    }
    return options
  }
}
