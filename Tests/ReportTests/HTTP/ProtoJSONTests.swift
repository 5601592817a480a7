import Fixtures
import Foundation
import Protobuf
import Testing

@testable import Reports

/// Against what Google's library for Python writes (Fixtures/protobuf/vectors.py).
@Suite struct ProtoJSONTests {
  struct Vector: Decodable {
    var name: String
    var type: String
    var octets: String
    var json: JSON

    var binary: [UInt8] {
      stride(from: 0, to: octets.utf8.count, by: 2).compactMap { place in
        UInt8(String(Array(octets)[place...place + 1]), radix: 16)
      }
    }
  }

  static func schema() throws -> ProtoSchema { try ProtoSchema(sets: [Fixture("protobuf/kinds.desc").octets]) }

  static func json(
    _ octets: [UInt8], as type: String, _ redaction: Redaction = Redaction(revealSecrets: true)
  ) throws -> String {
    let schema = try schema()
    let message = try #require(schema.message(named: type))
    let decoding = ProtoDecoder.decode(octets[...], as: message, in: schema)
    #expect(decoding.outcome == .whole)
    #expect(decoding.unknownFields == 0)
    var json = JSONWriter()
    ProtoJSON(schema: schema, redaction: redaction).element(decoding.message, to: &json)
    return String(decoding: json.octets, as: UTF8.self)
  }

  @Test("every kind of field is written as protobuf's own library writes it")
  func vectors() throws {
    let vectors = try JSONDecoder().decode([Vector].self, from: Data(try Fixture("protobuf/vectors.json").octets))
    #expect(vectors.count > 15)
    for vector in vectors {
      let told = try JSON(try Self.json(vector.binary, as: vector.type))
      #expect(told == vector.json, "\(vector.name)")
    }
  }

  @Test("digits are exact, and no key stands twice")
  func digits() throws {
    // an_int64, a_fixed64, and a map with one key twice.
    let entry = { (value: UInt8) in [0xb2, 1, 5, 10, 1, 0x6b, 16, value] as [UInt8] }
    let octets: [UInt8] = [32] + [UInt8](repeating: 0xff, count: 9) + [1] + entry(1) + entry(2)
    #expect(try Self.json(octets, as: "weir.test.Kinds") == #"{"anInt64":"-1","counts":{"k":"2"}}"#)
  }

  @Test("secrets are hidden by the names they stand under")
  func secrets() throws {
    func text(_ number: UInt8, _ text: String) -> [UInt8] { [number << 3 | 2, UInt8(text.utf8.count)] + Array(text.utf8) }
    func inside(_ number: UInt8, _ octets: [UInt8]) -> [UInt8] { [number << 3 | 2, UInt8(octets.count)] + octets }
    let octets =
      text(1, "ann") + text(2, "hunter2") + inside(3, text(1, "t0ken") + [16, 5])
      + inside(4, text(1, "authorization") + text(2, "Basic abc")) + inside(4, text(1, "accept") + text(2, "x"))
      + text(5, "Bearer abcdef")
    let hidden = try Self.json(octets, as: "weir.test.Login", Redaction())
    #expect(
      hidden == #"{"user":"ann","password":"[redacted]","accessToken":{"value":"[redacted]","issued":"[redacted]"},"#
        + #""headers":{"authorization":"[redacted]","accept":"x"},"note":"Bearer [redacted]"}"#)
    #expect(try Self.json(octets, as: "weir.test.Login").contains("hunter2"))
  }

  @Test("times out of their range are written as any message")
  func outOfRange() throws {
    let late: [UInt8] = [10, 7] + [8, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40]
    #expect(try Self.json(late, as: "weir.test.WellKnown") == #"{"time":{"seconds":"2199023255552"}}"#)
  }
}
