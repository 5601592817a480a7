public import Dissection
public import Octets
public import PacketModel

/// An SCTP common header (RFC 9260 §3.1). The chunks behind it are its payload.
///
///     source port | destination port | verification tag | checksum
public struct SCTPLayer: Layer {
  public static let id = ProtocolID.sctp
  public static let headerLength = 12

  public var sourcePort: UInt16
  public var destinationPort: UInt16
  public var verificationTag: UInt32
  /// CRC32c, as the four octets stand in the packet.
  public var checksum: UInt32

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.headerLength)
    sourcePort = header.uint16(at: 0)
    destinationPort = header.uint16(at: 2)
    verificationTag = header.uint32(at: 4)
    checksum = header.uint32(at: 8)
  }

  public var next: LayerKey { .none }

  public func contribute(to facts: inout PacketFacts) {
    facts.sourcePort = sourcePort
    facts.destinationPort = destinationPort
    facts.discriminator = 0
  }
}
