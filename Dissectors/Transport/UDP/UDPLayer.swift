public import Dissection
public import Octets
public import PacketModel

/// A UDP header (RFC 768).
///
///     source port | destination port | length | checksum
public struct UDPLayer: Layer {
  @inlinable public static var id: ProtocolID { .udp }
  @inlinable public static var headerLength: Int { 8 }

  public var sourcePort: UInt16
  public var destinationPort: UInt16
  /// Header and payload in octets, as sent; 0 in a jumbogram (RFC 2675) or a segmentation-offloaded super-datagram.
  public var length: UInt16
  public var checksum: UInt16
  public var fault: MalformedPacket?

  @inlinable
  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    let header = try octets.take(Self.headerLength)
    sourcePort = header.uint16(at: 0)
    destinationPort = header.uint16(at: 2)
    length = header.uint16(at: 4)
    checksum = header.uint16(at: 6)
    if length == 0 {
      // The payload is what the IP packet holds.
    } else if length < UInt16(Self.headerLength) || !octets.limit(to: Int(length) &- Self.headerLength) {
      fault = MalformedPacket(.badLength(field: "length", value: Int(length)), at: start &+ 4)
    }
  }

  @inlinable public var next: LayerKey { .none }

  @inlinable
  public func contribute(to facts: inout PacketFacts) {
    facts.sourcePort = sourcePort
    facts.destinationPort = destinationPort
    facts.discriminator = 0
  }
}
