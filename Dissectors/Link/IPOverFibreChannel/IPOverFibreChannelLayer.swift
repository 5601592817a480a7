public import Dissection
public import Octets
public import PacketModel

/// A Fibre Channel network header, in front of LLC and SNAP (RFC 4338 §3; LINKTYPE_IP_OVER_FC).
///
///     destination (8): address type (4 bits), unused (12), MAC (48) | source (8)
public struct IPOverFibreChannelLayer: Layer {
  public static let id = ProtocolID.ipOverFibreChannel
  public static let headerLength = 16

  public var destination: MACAddress
  public var source: MACAddress

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.headerLength)
    destination = MACAddress(header, at: 2)
    source = MACAddress(header, at: 10)
  }

  public var next: LayerKey { .direct(.llc) }

  public func contribute(to facts: inout PacketFacts) {
    facts.sourceMAC = source
    facts.destinationMAC = destination
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("destination_address_type", header.uint16(at: 0) >> 12, 0..<1)
    fields.mac("destination", destination, 2..<8)
    fields.number("source_address_type", header.uint16(at: 8) >> 12, 8..<9)
    fields.mac("source", source, 10..<16)
  }
}
