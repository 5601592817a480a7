import Testing

@testable import Protobuf

@Suite struct WireReaderTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var name: String
    var octets: [UInt8]
    var records: [ProtoRecord] = []
    var error: ProtoError?

    var testDescription: String { name }
  }

  static let examples = [
    Example(name: "nothing", octets: []),
    Example(name: "150", octets: [8, 0x96, 1], records: [ProtoRecord(number: 1, payload: .varint(150))]),
    Example(
      name: "all 64 bits", octets: [8] + [UInt8](repeating: 0xff, count: 9) + [1],
      records: [ProtoRecord(number: 1, payload: .varint(.max))]),
    Example(
      name: "eleven octets", octets: [8] + [UInt8](repeating: 0x80, count: 10) + [1], error: ProtoError(.malformed, at: 0)),
    Example(
      name: "fixed", octets: [0x0d, 1, 0, 0, 0, 0x11, 2, 0, 0, 0, 0, 0, 0, 0x80],
      records: [
        ProtoRecord(number: 1, payload: .fixed32(1)), ProtoRecord(number: 2, payload: .fixed64(0x8000_0000_0000_0002)),
      ]),
    Example(
      name: "text", octets: Wire.text(2, "testing"),
      records: [ProtoRecord(number: 2, payload: .length(Array("testing".utf8)[...]))]),
    Example(
      name: "the largest field number", octets: Wire.number(536_870_911, 0),
      records: [ProtoRecord(number: 536_870_911, payload: .varint(0))]),
    Example(name: "a larger one", octets: Wire.number(536_870_912, 0), error: ProtoError(.malformed, at: 0)),
    Example(name: "field 0", octets: [0, 1], error: ProtoError(.malformed, at: 0)),
    Example(name: "wire type 6", octets: [0x0e], error: ProtoError(.malformed, at: 0)),
    Example(name: "an end without a beginning", octets: [0x0c], error: ProtoError(.malformed, at: 0)),
    Example(
      name: "a group with one inside", octets: Wire.group(1, Wire.group(2, [8, 1]) + Wire.text(3, "x")),
      records: [ProtoRecord(number: 1, payload: .group((Wire.group(2, [8, 1]) + Wire.text(3, "x"))[...]))]),
    Example(name: "a group closed by another's tag", octets: [0x0b, 0x14], error: ProtoError(.malformed, at: 0)),
    Example(
      name: "groups beyond number", octets: [UInt8](repeating: 0x0b, count: 1000), error: ProtoError(.malformed, at: 0)),
    Example(
      name: "a length beyond the end, behind a field", octets: [8, 1, 0x12, 5, 0x41],
      records: [ProtoRecord(number: 1, payload: .varint(1))], error: ProtoError(.truncated, at: 2)),
    Example(
      name: "a length that is none", octets: [0x12] + Wire.varint(1 << 40), error: ProtoError(.malformed, at: 0)),
    Example(name: "a tag alone", octets: [8], error: ProtoError(.truncated, at: 0)),
  ]

  @Test("fields are read one by one, up to what is none", arguments: examples)
  func read(_ example: Example) {
    // Behind other octets, as messages stand in a call's content.
    let octets = [0xff, 0xff] + example.octets
    var reader = ProtoWireReader(octets[2...])
    var (records, error): ([ProtoRecord], ProtoError?) = ([], nil)
    do throws(ProtoError) {
      while let record = try reader.next() { records.append(record) }
    } catch let found {
      error = found
    }
    #expect(records == example.records)
    #expect(error == example.error)
  }
}
