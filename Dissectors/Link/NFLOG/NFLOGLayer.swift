public import Dissection
public import Octets
public import PacketModel

/// A header of Linux's netfilter log (LINKTYPE_NFLOG).
///
///     address family | version | resource identifier (2, big-endian) | attributes, host's byte order:
///     length (2), header included | type (2) | value, padded to 4 octets
///
/// The packet is the value of the payload attribute.
public struct NFLOGLayer: Layer {
  public static let id = ProtocolID.nflog
  public static let fixedLength = 4

  public var family: UInt8
  public var version: UInt8
  public var resource: UInt16
  public var isLittleEndian: Bool
  public var hasPayload = false

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let fixed = try octets.take(Self.fixedLength)
    family = fixed.uint8(at: 0)
    version = fixed.uint8(at: 1)
    resource = fixed.uint16(at: 2)
    // The first attribute is a short one: the smaller reading of its length is the right one.
    isLittleEndian = octets.count < 2 || octets.littleUInt16(at: 0) <= octets.uint16(at: 0)
    while octets.wireCount > 0 {
      let start = octets.offset
      let attribute = try octets.take(4)
      let length = Int(number(attribute, 0))
      guard length >= 4 else { throw MalformedPacket(.badLength(field: "attribute_length", value: length), at: start) }
      if number(attribute, 2) == Self.payloadType {
        guard octets.limit(to: length - 4) else {
          throw MalformedPacket(.badLength(field: "attribute_length", value: length), at: start)
        }
        hasPayload = true
        return
      }
      _ = try octets.take(min((length + 3) / 4 * 4 - 4, max(octets.wireCount, length - 4)))
    }
  }

  private func number(_ octets: ByteView, _ index: Int) -> UInt16 {
    isLittleEndian ? octets.littleUInt16(at: index) : octets.uint16(at: index)
  }

  public var next: LayerKey {
    guard hasPayload else { return .none }
    switch family {
    case 2: return .etherType(.ipv4)
    case 10: return .etherType(.ipv6)
    case 3: return .etherType(.arp)
    default: return .addressFamily(UInt32(family))
    }
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("family", family, 0..<1, name: next.registeredName)
    fields.number("version", version, 1..<2)
    fields.number("resource_id", resource, 2..<4)
    var index = Self.fixedLength
    fields.list("attributes", index..<header.count) { attribute in
      guard index + 4 <= header.count else { return false }
      let length = Int(number(header.dropping(index), 0))
      let type = number(header.dropping(index), 2)
      attribute.number("length", length, index..<(index + 2))
      attribute.number("type", type, (index + 2)..<(index + 4), name: Self.name(of: type))
      let end = min(index + length, header.count)
      if type != Self.payloadType, end > index + 4 {
        let value = header.dropping(index + 4).prefix(end - index - 4)
        if type == Self.prefixType {
          attribute.text("value", value.text(0..<value.count), (index + 4)..<end)
        } else {
          attribute.octets("value", value, (index + 4)..<end)
        }
      }
      index += max((length + 3) / 4 * 4, 4)
      return true
    }
  }

  private static let payloadType: UInt16 = 9
  private static let prefixType: UInt16 = 10

  /// linux/netfilter/nfnetlink_log.h NFULA_*.
  private static func name(of type: UInt16) -> String? {
    let names = [
      "PACKET_HDR", "MARK", "TIMESTAMP", "IFINDEX_INDEV", "IFINDEX_OUTDEV", "IFINDEX_PHYSINDEV", "IFINDEX_PHYSOUTDEV",
      "HWADDR", "PAYLOAD", "PREFIX", "UID", "SEQ", "SEQ_GLOBAL", "GID", "HWTYPE", "HWHEADER", "HWLEN", "CT", "CT_INFO", "VLAN",
      "L2HDR",
    ]
    return type >= 1 && Int(type) <= names.count ? names[Int(type) - 1] : nil
  }
}
