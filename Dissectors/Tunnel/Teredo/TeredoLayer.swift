public import Dissection
public import Octets
public import PacketModel

/// What Teredo puts before an IPv6 packet in a datagram (RFC 4380 §5.1.1): often nothing at all.
///
///     [ 0x0001 | id length | authentication length | client id | authentication | nonce (8) | confirmation ]
///     [ 0x0000 | obscured port | obscured address ]
public struct TeredoLayer: Layer {
  public static let id = ProtocolID.teredo

  /// Octets of the authentication header; 0 when it is not there.
  public var authenticationLength: Int
  public var origin: Origin?

  /// Where the datagram came from as its relay saw it.
  public struct Origin: Hashable, Sendable {
    public var port: UInt16
    public var address: IPAddress
  }

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    guard let lengths = Self.indications(octets), IPInIP.holds(octets.dropping(lengths.authentication + lengths.origin)),
      octets.uint8(at: lengths.authentication + lengths.origin) >> 4 == 6
    else { throw MalformedPacket(.notThisProtocol, at: start) }
    authenticationLength = lengths.authentication
    _ = try octets.take(lengths.authentication)
    if lengths.origin > 0 {
      let header = try octets.take(lengths.origin)
      // RFC 4380 §5.1.1: all bits reversed, lest a translator on the way rewrite them.
      origin = Origin(port: ~header.uint16(at: 2), address: IPAddress(low: UInt64(~header.uint32(at: 4))))
    }
  }

  /// Whether a datagram of no known port is Teredo: an IPv6 packet that fills it, one end of which has a Teredo address.
  @inlinable
  public static func recognizes(_ octets: ByteView) -> Bool {
    guard octets.count >= 40, octets.uint8(at: 0) >> 4 == 6 || octets.uint16(at: 0) <= 1 else { return false }
    return isTeredo(octets)
  }

  @usableFromInline
  static func isTeredo(_ octets: ByteView) -> Bool {
    guard let lengths = indications(octets) else { return false }
    let packet = octets.dropping(lengths.authentication + lengths.origin)
    guard packet.count >= 40, packet.uint8(at: 0) >> 4 == 6, Int(packet.uint16(at: 4)) + 40 == packet.wireCount else {
      return false
    }
    // RFC 4380 §2.6: 2001::/32.
    return packet.uint32(at: 8) == 0x2001_0000 || packet.uint32(at: 24) == 0x2001_0000
  }

  public var next: LayerKey { .etherType(.ipv6) }

  public func contribute(to facts: inout PacketFacts) {
    facts.entering = Encapsulation(.teredo, identifier: nil, isSymmetric: true, ends: facts.ends)
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    var index = 0
    if authenticationLength > 0 {
      let identifierLength = Int(header.uint8(at: 2))
      let valueLength = Int(header.uint8(at: 3))
      fields.group("authentication", 0..<authenticationLength) { group in
        var cursor = FieldCursor(at: 0, index: 2)
        cursor.number("client_identifier_length", 1, of: header, to: &group)
        cursor.number("authentication_length", 1, of: header, to: &group)
        cursor.octets("client_identifier", identifierLength, of: header, to: &group)
        cursor.octets("authentication_value", valueLength, of: header, to: &group)
        cursor.number("nonce", 8, of: header, to: &group)
        cursor.number("confirmation", 1, of: header, to: &group)
      }
      index = authenticationLength
    }
    if let origin {
      fields.group("origin", index..<index + 8) { group in
        group.number("port", origin.port, index + 2..<index + 4)
        group.address("address", origin.address, .four, index + 4..<index + 8)
      }
    }
  }

  /// Octets of the two indications, or nothing when they do not fit.
  private static func indications(_ octets: ByteView) -> (authentication: Int, origin: Int)? {
    guard octets.count >= 8 else { return nil }
    var authentication = 0
    if octets.uint16(at: 0) == 1 {
      authentication = 13 + Int(octets.uint8(at: 2)) + Int(octets.uint8(at: 3))
      guard octets.count >= authentication + 8 else { return nil }
    }
    return (authentication, octets.uint16(at: authentication) == 0 ? 8 : 0)
  }
}
