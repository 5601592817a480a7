public import Dissection
public import Octets
public import PacketModel

/// An ICMP message's header (RFC 792; RFC 950, 1191, 1256, 1393, 4884, 8335).
///
///     type | code | checksum | by type: identifier and sequence number; unused, length, next-hop MTU; gateway; pointer …
public struct ICMPLayer: Layer {
  public static let id = ProtocolID.icmp
  public static let minimumHeaderLength = 4

  public var type: ICMPType
  public var code: UInt8
  public var checksum: UInt16
  /// Octets 4 to 7: what they mean depends on the type.
  public var rest: UInt32
  /// Whether an IP packet follows, quoted because it met an error.
  public var quotesPacket: Bool

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let fixed = try octets.take(Self.minimumHeaderLength)
    type = ICMPType(rawValue: fixed.uint8(at: 0))
    code = fixed.uint8(at: 1)
    checksum = fixed.uint16(at: 2)
    // Every type that has a name has four octets more; of one that has none, nothing is known.
    guard type.name != nil || octets.wireCount >= 4 else {
      rest = 0
      quotesPacket = false
      return
    }
    rest = try octets.take(4).uint32(at: 0)
    let body = Self.bodyLength(type, advertised: UInt8(truncatingIfNeeded: rest >> 24))
    if body > 0 { _ = try octets.take(Swift.min(body, octets.wireCount)) }
    quotesPacket = type.isError && !octets.isEmpty
  }

  /// The identifier that a question and its answer share.
  public var identifier: UInt16? { type.hasIdentifier ? UInt16(truncatingIfNeeded: rest >> 16) : nil }

  public var next: LayerKey { quotesPacket ? .etherType(.ipv4) : .none }

  public func contribute(to facts: inout PacketFacts) {
    facts.icmpType = type.rawValue
    facts.icmpCode = code
    // Community ID v1: question and answer are each other's ports; a message that stands alone has its type and code.
    facts.sourcePort = UInt16(type.rawValue)
    if let counterpart = type.counterpart {
      facts.destinationPort = UInt16(counterpart.rawValue)
      facts.discriminator = identifier ?? 0
    } else {
      facts.destinationPort = UInt16(code)
      // One way: the two directions are two flows, even where type and code are the same number.
      facts.discriminator = identifier ?? (facts.destination < facts.source ? 1 : 0)
    }
  }

  /// Octets behind the first eight that are still the message's own: not data, not a quoted packet.
  private static func bodyLength(_ type: ICMPType, advertised count: UInt8) -> Int {
    switch type {
    case .timestamp, .timestampReply, .traceroute: 12
    case .addressMaskRequest, .addressMaskReply: 4
    // RFC 1256 §3.1: an address and a preference for each router.
    case .routerAdvertisement: Int(count) * 8
    default: 0
    }
  }
}
