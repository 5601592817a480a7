public import Dissection
public import Octets
public import PacketModel

extension UDPLiteLayer {
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("source_port", sourcePort, 0..<2)
    fields.number("destination_port", destinationPort, 2..<4)
    fields.number("checksum_coverage", checksumCoverage, 4..<6)
    fields.checksum(
      "checksum", checksum, TransportChecksum.verify(header, payload, .udpLite, facts, coverage: checksumCoverage), 6..<8)
    fields.number("payload_length", payload.wireCount, 8..<8 + payload.count)
  }
}
