public import Dissection
public import Octets
public import PacketModel

/// A UDP-Lite header (RFC 3828 §3).
///
///     source port | destination port | checksum coverage | checksum
public struct UDPLiteLayer: Layer {
  public static let id = ProtocolID.udpLite
  public static let headerLength = 8

  public var sourcePort: UInt16
  public var destinationPort: UInt16
  /// Octets covered from the start of this header, as sent; 0 is all of them.
  public var checksumCoverage: UInt16
  public var checksum: UInt16
  public var fault: MalformedPacket?

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let start = octets.offset
    let header = try octets.take(Self.headerLength)
    sourcePort = header.uint16(at: 0)
    destinationPort = header.uint16(at: 2)
    checksumCoverage = header.uint16(at: 4)
    checksum = header.uint16(at: 6)
    let coverage = Int(checksumCoverage)
    // RFC 3828 §3.1: the header is always covered, and no more than the datagram can be.
    if coverage != 0, coverage < Self.headerLength || coverage > Self.headerLength + octets.wireCount {
      fault = MalformedPacket(.badLength(field: "checksum_coverage", value: coverage), at: start + 4)
    }
  }

  public var next: LayerKey { .none }

  public func contribute(to facts: inout PacketFacts) {
    facts.sourcePort = sourcePort
    facts.destinationPort = destinationPort
    facts.checksumCoverage = checksumCoverage
    facts.discriminator = 0
  }
}
