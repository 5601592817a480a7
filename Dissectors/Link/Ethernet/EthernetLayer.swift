public import Dissection
public import Octets
public import PacketModel

/// An Ethernet header (IEEE 802.3-2022 §3.1; DIX Ethernet II).
///
///     destination (6) | source (6) | type or length (2)
public struct EthernetLayer: Layer {
  @inlinable public static var id: ProtocolID { .ethernet }
  @inlinable public static var headerLength: Int { 14 }

  public var destination: MACAddress
  public var source: MACAddress
  public var typeOrLength: TypeOrLength

  @inlinable
  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.headerLength)
    destination = MACAddress(rawValue: UInt64(header.uint16(at: 0)) << 32 | UInt64(header.uint32(at: 2)))
    source = MACAddress(rawValue: UInt64(header.uint16(at: 6)) << 32 | UInt64(header.uint32(at: 8)))
    typeOrLength = TypeOrLength(header.uint16(at: 12), before: &octets)
  }

  @inlinable public var next: LayerKey { typeOrLength.next }

  @inlinable
  public func contribute(to facts: inout PacketFacts) {
    facts.sourceMAC = source
    facts.destinationMAC = destination
  }
}
