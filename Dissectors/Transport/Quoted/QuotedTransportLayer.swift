public import Dissection
public import Octets
public import PacketModel

/// The first octets of a transport header quoted by an ICMP error: RFC 792 promises eight, RFC 1812 and RFC 4443 allow more.
///
///     source port | destination port | sequence number (TCP), length and checksum (UDP), verification tag (SCTP) | …
public struct QuotedTransportLayer: Layer {
  public static let id = ProtocolID.quotedTransport
  public static let minimumHeaderLength = 8

  public var sourcePort: UInt16
  public var destinationPort: UInt16
  public var second: UInt32
  /// The TCP header's further fixed fields, where they are quoted.
  public var tcp: TCP?

  public struct TCP: Hashable, Sendable {
    public var acknowledgment: SequenceNumber
    public var flags: TCPFlags
    public var window: UInt16
  }

  public init(parsing octets: inout ByteView) throws(MalformedPacket) {
    let header = try octets.take(Self.minimumHeaderLength)
    sourcePort = header.uint16(at: 0)
    destinationPort = header.uint16(at: 2)
    second = header.uint32(at: 4)
    // Whether these are a TCP header's is not said here; `contribute` and `describe` know, and nobody else looks.
    if octets.count >= 12 {
      tcp = TCP(
        acknowledgment: SequenceNumber(rawValue: octets.uint32(at: 0)),
        flags: TCPFlags(rawValue: octets.uint16(at: 4) & 0x0fff),
        window: octets.uint16(at: 6))
    }
  }

  public var next: LayerKey { .none }

  public func contribute(to facts: inout PacketFacts) {
    facts.sourcePort = sourcePort
    facts.destinationPort = destinationPort
    facts.sequence = SequenceNumber(rawValue: second)
    guard facts.ipProtocol == .tcp, let tcp else { return }
    facts.acknowledgment = tcp.acknowledgment
    facts.tcpFlags = tcp.flags
    facts.window = tcp.window
  }

  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("source_port", sourcePort, 0..<2)
    fields.number("destination_port", destinationPort, 2..<4)
    switch facts.ipProtocol {
    case .tcp:
      fields.number("sequence_number", second, 4..<8)
      guard let tcp, payload.count >= 12 else { return }
      fields.number("acknowledgment_number", tcp.acknowledgment.rawValue, 8..<12)
      fields.number("data_offset", payload.uint8(at: 4) >> 4, 12..<13)
      fields.group("flags", 12..<14) { $0.tcpFlags(tcp.flags) }
      fields.number("window", tcp.window, 14..<16)
      fields.number("checksum", payload.uint16(at: 8), 16..<18)
      fields.number("urgent_pointer", payload.uint16(at: 10), 18..<20)
    case .udp, .udpLite:
      fields.number(facts.ipProtocol == .udp ? "length" : "checksum_coverage", second >> 16, 4..<6)
      fields.number("checksum", second & 0xffff, 6..<8)
    case .sctp:
      fields.number("verification_tag", second, 4..<8)
    default: break
    }
  }
}
