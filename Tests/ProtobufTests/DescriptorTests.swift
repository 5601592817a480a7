import Fixtures
import Testing

@testable import Protobuf

@Suite struct DescriptorTests {
  static func schema(_ name: String = "kinds.desc") throws -> ProtoSchema {
    try ProtoSchema(sets: [Fixture("protobuf/\(name)").octets])
  }

  @Test("messages, fields, enumerations and methods are found by name")
  func names() throws {
    let schema = try Self.schema()
    #expect(schema.missingTypes == [])
    let kinds = try #require(schema.message(named: "weir.test.Kinds"))
    #expect(kinds.field(30)?.jsonName == "other-name")
    #expect(kinds.field(1)?.jsonName == "aDouble")
    #expect(kinds.field(18)?.isRepeated == true)
    #expect(kinds.field(26)?.oneof == kinds.field(28)?.oneof)
    guard case .message(let place) = kinds.field(22)?.kind else { throw Missing() }
    #expect(schema.message(place)?.isMapEntry == true)
    guard case .enumeration(let colour) = kinds.field(16)?.kind else { throw Missing() }
    #expect(schema.enumeration(colour)?.values == [0: "NONE", 1: "RED", -2: "BLUE"])
    #expect(schema.message(named: "weir.test.Login.Token")?.fields.map(\.name) == ["value", "issued"])
    let down = try #require(schema.method("Down", of: "weir.test.Greeter"))
    #expect(!down.streamsRequests && down.streamsResponses)
    #expect(schema.message(down.input)?.name == "weir.test.Login")
    #expect(schema.method("Sideways", of: "weir.test.Greeter") == nil)
  }

  struct Missing: Error {}

  @Test("extensions are fields of what they extend")
  func extensions() throws {
    let old = try #require(try Self.schema().message(named: "weir.test.Old"))
    #expect(old.field(100)?.jsonName == "[weir.test.extra]")
    #expect(old.fields.map(\.number) == [1, 2, 3, 4, 5, 100, 101])
  }

  @Test("types that the set lacks are named")
  func withoutImports() throws {
    let schema = try Self.schema("bare.desc")
    #expect(schema.missingTypes.contains("google.protobuf.Timestamp"))
    #expect(schema.missingTypes.contains("google.protobuf.NullValue"))
    #expect(schema.method("Unary", of: "weir.test.Greeter") != nil)
  }

  @Test("of two sets with one type the first counts")
  func twice() throws {
    let octets = try Fixture("protobuf/kinds.desc").octets
    let (once, twice) = (try ProtoSchema(sets: [octets]), try ProtoSchema(sets: [octets, octets]))
    #expect(once.messages.count == twice.messages.count)
    #expect(once.enumerations.count == twice.enumerations.count)
  }

  @Test("cut anywhere, a set is read or refused, and never more is found")
  func cut() throws {
    let octets = try Fixture("protobuf/kinds.desc").octets
    let whole = try Self.schema()
    for length in stride(from: 0, to: octets.count, by: 7) {
      let schema = try? ProtoSchema(sets: [Array(octets.prefix(length))])
      #expect((schema?.messages.count ?? 0) <= whole.messages.count)
    }
    #expect(throws: ProtoError.self) { try ProtoSchema(sets: [Array(octets.dropLast())]) }
    #expect(throws: ProtoError.self) { try ProtoSchema(sets: [Array("syntax = \"proto3\";".utf8)]) }
  }
}
