public import Dissection
public import Octets
public import PacketModel

/// An Ethernet header (IEEE 802.3-2022 §3.1; DIX Ethernet II).
///
///     destination (6) | source (6) | type or length (2)
public struct EthernetLayer: Layer {
  public static let id = ProtocolID.ethernet
  public static let headerLength = 14

  public var destination: MACAddress
  public var source: MACAddress
  /// An EtherType from 1536 up; below, the length of an LLC payload (IEEE 802.3 §3.2.6).
  public var typeOrLength: UInt16

  @inlinable
  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.headerLength)
    destination = MACAddress(rawValue: UInt64(header.uint16(at: 0)) << 32 | UInt64(header.uint32(at: 2)))
    source = MACAddress(rawValue: UInt64(header.uint16(at: 6)) << 32 | UInt64(header.uint32(at: 8)))
    typeOrLength = header.uint16(at: 12)
    // A length shorter than the frame's minimum leaves padding behind the payload.
    if typeOrLength <= Self.maximumLength { _ = octets.limit(to: Int(typeOrLength)) }
  }

  @inlinable public var next: LayerKey {
    typeOrLength <= Self.maximumLength ? .direct(.llc) : .etherType(EtherType(rawValue: typeOrLength))
  }

  @inlinable
  public func contribute(to facts: inout PacketFacts) {
    facts.sourceMAC = source
    facts.destinationMAC = destination
  }

  /// IEEE 802.3 §3.2.6: up to 1500 is a length; 1501 to 1535 is undefined and left to the type registry.
  @usableFromInline static let maximumLength = 1500
}
