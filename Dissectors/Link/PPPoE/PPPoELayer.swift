public import Dissection
public import Octets
public import PacketModel

/// A PPP over Ethernet header (RFC 2516 §4).
///
///     version (4 bits), type (4) | code | session (2) | length (2) | tags, in the discovery stage
public struct PPPoELayer: Layer {
  public static let id = ProtocolID.pppoe
  public static let headerLength = 6

  public var versionAndType: UInt8
  /// 0 in the session stage.
  public var code: UInt8
  public var session: UInt16
  public var length: UInt16
  public var fault: MalformedPacket?

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    let header = try octets.take(Self.headerLength)
    versionAndType = header.uint8(at: 0)
    code = header.uint8(at: 1)
    session = header.uint16(at: 2)
    length = header.uint16(at: 4)
    if !octets.limit(to: Int(length)) {
      fault = MalformedPacket(.badLength(field: "length", value: Int(length)), at: start + 4)
    } else if code != 0 {
      _ = try octets.take(octets.count)
    }
  }

  public var next: LayerKey { code == 0 ? .direct(.ppp) : .none }

  public func contribute(to facts: inout PacketFacts) {
    guard code == 0 else { return }
    facts.entering = Encapsulation(.pppoe, identifier: UInt32(session), isSymmetric: true)
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("version", versionAndType >> 4, 0..<1)
    fields.number("type", versionAndType & 15, 0..<1)
    fields.number("code", code, 1..<2, name: Self.name(of: code))
    fields.number("session_id", session, 2..<4)
    fields.number("length", length, 4..<6)
    if header.count > Self.headerLength { tags(header, to: &fields) }
  }

  private func tags(_ header: ByteView, to fields: inout FieldWriter) {
    var index = Self.headerLength
    fields.list("tags", index..<header.count) { tag in
      guard index + 4 <= header.count else { return false }
      let type = header.uint16(at: index)
      let length = Int(header.uint16(at: index + 2))
      let end = min(index + 4 + length, header.count)
      tag.number("type", type, index..<(index + 2), name: Self.tagName(type))
      tag.number("length", length, (index + 2)..<(index + 4))
      if length > 0 { tag.octets("value", header.dropping(index + 4).prefix(length), (index + 4)..<end) }
      index += 4 + length
      return true
    }
  }

  private static func name(of code: UInt8) -> String? {
    switch code {
    case 0x00: "Session Data"
    case 0x07: "PADO"
    case 0x09: "PADI"
    case 0x0a: "PADG"
    case 0x0b: "PADC"
    case 0x0c: "PADQ"
    case 0x19: "PADR"
    case 0x65: "PADS"
    case 0xa7: "PADT"
    case 0xd3: "PADM"
    case 0xd4: "PADN"
    default: nil
    }
  }

  /// IANA "PPPoE TAG Values".
  private static func tagName(_ type: UInt16) -> String? {
    switch type {
    case 0x0000: "End-Of-List"
    case 0x0101: "Service-Name"
    case 0x0102: "AC-Name"
    case 0x0103: "Host-Uniq"
    case 0x0104: "AC-Cookie"
    case 0x0105: "Vendor-Specific"
    case 0x0106: "Credits"
    case 0x0107: "Metrics"
    case 0x0108: "Sequence Number"
    case 0x0109: "Credit Scale Factor"
    case 0x0110: "Relay-Session-Id"
    case 0x0111: "HURL"
    case 0x0112: "MOTM"
    case 0x0120: "PPP-Max-Payload"
    case 0x0121: "IP_Route_Add"
    case 0x0201: "Service-Name-Error"
    case 0x0202: "AC-System-Error"
    case 0x0203: "Generic-Error"
    default: nil
    }
  }
}
