public import Dissection
public import Octets
public import PacketModel

extension EthernetLayer {
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.mac("destination", destination, 0..<6)
    fields.mac("source", source, 6..<12)
    if typeOrLength <= Self.maximumLength {
      fields.number("length", typeOrLength, 12..<14)
    } else {
      fields.number("type", typeOrLength, 12..<14, name: EtherType(rawValue: typeOrLength).name)
    }
  }
}
