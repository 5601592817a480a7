public import Dissection
public import Octets
public import PacketModel

/// An Automatic Multicast Tunneling message (RFC 7450 §5.1).
///
///     version (4 bits), type (4) | reserved … | by type: nonce; response MAC; an IP packet
public struct AMTLayer: Layer {
  public static let id = ProtocolID.amt

  public var type: UInt8
  public var next: LayerKey

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    let type = octets.octet(at: 0) ?? 0xff
    guard type >> 4 == 0, let length = Self.lengths[type], octets.count >= length else {
      throw MalformedPacket(.notThisProtocol, at: start)
    }
    let header = try octets.take(length)
    self.type = type
    next = .none
    let carriesPacket = type == 4 || type == 5 || type == 6
    guard !carriesPacket || IPInIP.holds(octets), header.uint8(at: 1) & (type == 4 ? 0xfc : 0xff) == 0 || !carriesPacket else {
      throw MalformedPacket(.notThisProtocol, at: start)
    }
    if carriesPacket { next = IPInIP.key(octets) ?? .none }
  }

  public func contribute(to facts: inout PacketFacts) {
    guard next != .none else { return }
    facts.entering = Encapsulation(.amt, identifier: nil, isSymmetric: true, ends: facts.ends)
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("version", header.uint8(at: 0) >> 4, 0..<1)
    fields.number("type", type, 0..<1, name: Self.names[type])
    var cursor = FieldCursor(at: 0, index: type < 4 ? 4 : 2)
    switch type {
    case 1, 2, 3: cursor.number("nonce", 4, of: header, to: &fields)
    case 4, 5, 7:
      cursor.octets("response_mac", 6, of: header, to: &fields)
      cursor.number("nonce", 4, of: header, to: &fields)
    default: break
    }
    cursor.rest("value", of: header, to: &fields)
  }

  private static let names: [UInt8: String] = [
    1: "Relay Discovery", 2: "Relay Advertisement", 3: "Request", 4: "Membership Query", 5: "Membership Update",
    6: "Multicast Data", 7: "Teardown",
  ]
  /// Octets before the packet, or of the whole message where it has none; a relay's address may follow an advertisement.
  private static let lengths: [UInt8: Int] = [1: 8, 2: 8, 3: 8, 4: 12, 5: 12, 6: 2, 7: 12]
}
