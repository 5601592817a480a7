public import Dissection
public import Octets
public import PacketModel

/// An ICMPv6 message's header (RFC 4443 §2.1; Neighbor Discovery: RFC 4861; listeners: RFC 2710, RFC 9777).
///
///     type | code | checksum | by type: MTU; pointer; identifier and sequence number; flags, target address, options …
public struct ICMPv6Layer: Layer {
  public static let id = ProtocolID.icmpv6
  public static let minimumHeaderLength = 4

  public var type: ICMPv6Type
  public var code: UInt8
  public var checksum: UInt16
  /// Octets 4 to 7: what they mean depends on the type.
  public var rest: UInt32
  /// Whether an IPv6 packet follows, quoted because it met an error.
  public var quotesPacket: Bool

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let fixed = try octets.take(Self.minimumHeaderLength)
    type = ICMPv6Type(rawValue: fixed.uint8(at: 0))
    code = fixed.uint8(at: 1)
    checksum = fixed.uint16(at: 2)
    quotesPacket = false
    // Every type that has a name has four octets more, a control message of RPL aside (RFC 6550 §6).
    guard octets.wireCount >= 4 || (type.name != nil && type != .rpl) else {
      rest = 0
      return
    }
    rest = try octets.take(4).uint32(at: 0)
    // Listener messages and Neighbor Discovery's end with options and the like; nothing is behind them.
    if type.isAllHeader { _ = try octets.take(octets.count) }
    quotesPacket = type.isError && !octets.isEmpty
  }

  /// The identifier that a question and its answer share.
  public var identifier: UInt16? { type.hasIdentifier ? UInt16(truncatingIfNeeded: rest >> 16) : nil }

  public var next: LayerKey { quotesPacket ? .etherType(.ipv6) : .none }

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
}
