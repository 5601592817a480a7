public import Dissection
public import Octets
public import PacketModel

/// The first octets of a transport header quoted by an ICMP error: RFC 792 promises eight.
///
///     source port | destination port | sequence number (TCP), length and checksum (UDP), verification tag (SCTP)
public struct QuotedTransportLayer: Layer {
  public static let id = ProtocolID.quotedTransport
  public static let headerLength = 8

  public var sourcePort: UInt16
  public var destinationPort: UInt16
  public var second: UInt32

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.headerLength)
    sourcePort = header.uint16(at: 0)
    destinationPort = header.uint16(at: 2)
    second = header.uint32(at: 4)
  }

  public var next: LayerKey { .none }

  public func contribute(to facts: inout PacketFacts) {
    facts.sourcePort = sourcePort
    facts.destinationPort = destinationPort
    facts.sequence = SequenceNumber(rawValue: second)
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("source_port", sourcePort, 0..<2)
    fields.number("destination_port", destinationPort, 2..<4)
    if facts.ipProtocol == .tcp { fields.number("sequence_number", second, 4..<8) }
  }
}
