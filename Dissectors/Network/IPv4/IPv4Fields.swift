public import Dissection
public import Octets
public import PacketModel

extension IPv4Layer {
  public func describe(_ header: ByteView, payload: ByteView, facts: PacketFacts, to fields: inout FieldWriter) {
    fields.number("version", 4, 0..<1)
    fields.number("header_length", headerLength, 0..<1)
  }
}
