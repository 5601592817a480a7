public import Dissection
public import Octets
public import PacketModel

extension IPv6Layer {
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("version", 6, 0..<1)
    fields.number("traffic_class", trafficClass, 0..<2)
    fields.number("dscp", trafficClass >> 2, 0..<2, name: DifferentiatedServices.name(trafficClass >> 2))
    fields.number("ecn", trafficClass & 3, 1..<2, name: DifferentiatedServices.congestion(trafficClass & 3))
    fields.number("flow_label", flowLabel, 1..<4)
    fields.number("payload_length", payloadLength, 4..<6)
    fields.number("next_header", nextHeader.rawValue, 6..<7, name: nextHeader.name)
    fields.number("hop_limit", hopLimit, 7..<8)
    fields.address("source", source, .six, 8..<24)
    fields.address("destination", destination, .six, 24..<40)
  }
}
