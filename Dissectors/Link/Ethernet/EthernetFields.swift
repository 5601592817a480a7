public import Dissection
public import Octets
public import PacketModel

extension EthernetLayer {
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.mac("destination", destination, 0..<6)
    fields.mac("source", source, 6..<12)
    fields.typeOrLength(typeOrLength, 12..<14)
  }
}

extension FieldWriter {
  /// `length` or `type`, whichever it is.
  mutating func typeOrLength(_ field: TypeOrLength, _ range: Range<Int>) {
    if field.isLength {
      number("length", field.rawValue, range)
    } else {
      number("type", field.rawValue, range, name: EtherType(rawValue: field.rawValue).name)
    }
  }
}
