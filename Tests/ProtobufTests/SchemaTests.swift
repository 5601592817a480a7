import Protobuf
import Testing

@Suite struct SchemaTests {
  @Test func nothingIsDescribed() { _ = ProtoSchema() }
}
