public import Dissection
public import Octets
public import PacketModel

extension TCPLayer {
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("source_port", sourcePort, 0..<2)
    fields.number("destination_port", destinationPort, 2..<4)
    fields.number("sequence_number", sequence.rawValue, 4..<8)
    fields.number("acknowledgment_number", acknowledgment.rawValue, 8..<12)
    // In 32-bit words, as sent.
    fields.number("data_offset", headerLength / 4, 12..<13)
    fields.number("reserved", flags.rawValue >> 9, 12..<13)
    fields.group("flags", 12..<14) { $0.tcpFlags(flags) }
    fields.number("window", window, 14..<16)
    fields.checksum(
      "checksum", checksum, TransportChecksum.verify(header, payload, .tcp, facts), 16..<18)
    fields.number("urgent_pointer", urgentPointer, 18..<20)
    if header.count > Self.minimumHeaderLength {
      fields.list(
        "options", TCPOptions.described(header.dropping(Self.minimumHeaderLength), base: fields.base),
        Self.minimumHeaderLength..<header.count)
    }
    fields.number("payload_length", payload.wireCount, header.count..<header.count + payload.count)
  }
}

extension FieldWriter {
  /// RFC 9293 §3.1; AE: RFC 9768.
  mutating func tcpFlags(_ flags: TCPFlags) {
    flag("ae", flags.contains(.ae), 12..<13)
    flag("cwr", flags.contains(.cwr), 13..<14)
    flag("ece", flags.contains(.ece), 13..<14)
    flag("urg", flags.contains(.urg), 13..<14)
    flag("ack", flags.contains(.ack), 13..<14)
    flag("psh", flags.contains(.psh), 13..<14)
    flag("rst", flags.contains(.rst), 13..<14)
    flag("syn", flags.contains(.syn), 13..<14)
    flag("fin", flags.contains(.fin), 13..<14)
  }
}

extension TransportChecksum {
  /// The verdict on the checksum of a header and its payload as `facts` tell of their packet.
  static func verify(
    _ header: ByteView, _ payload: ByteView, _ ipProtocol: IPProtocol, _ facts: PacketFacts, coverage: UInt16 = 0
  ) -> ChecksumStatus {
    verify(
      header, payload: payload, ipProtocol: ipProtocol, version: facts.version, source: facts.source,
      destination: facts.finalDestination ?? facts.destination, coverage: coverage)
  }
}
