public import Dissection
public import Octets
public import PacketModel

extension UDPLayer {
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("source_port", sourcePort, 0..<2)
    fields.number("destination_port", destinationPort, 2..<4)
    fields.number("length", length, 4..<6)
    fields.checksum("checksum", checksum, TransportChecksum.verify(header, payload, .udp, facts), 6..<8)
    fields.number("payload_length", payload.wireCount, 8..<8 + payload.count)
  }
}
