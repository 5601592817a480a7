import Fixtures
import Testing

@testable import Protobuf

@Suite struct DecoderTests {
  static func decode(
    _ octets: [UInt8], as type: String = "weir.test.Kinds", isWhole: Bool = true
  ) throws -> ProtoDecoding {
    let schema = try DescriptorTests.schema()
    let type = try #require(schema.message(named: type))
    return ProtoDecoder.decode(octets[...], as: type, in: schema, isWhole: isWhole)
  }

  @Test("a message sent in pieces is merged, of numbers the last counts")
  func merging() throws {
    let octets =
      Wire.octets(17, Wire.number(3, 1) + Wire.number(18, 4)) + Wire.number(3, 8) + Wire.octets(17, Wire.number(3, 2))
      + Wire.octets(17, Wire.number(18, 5)) + Wire.number(3, 9)
    let message = try Self.decode(octets).message
    guard case .message(let inner) = message[17], case .int32(let own) = message[3] else { throw Missing() }
    guard case .int32(let number) = inner[3], case .list(let packed) = inner[18] else { throw Missing() }
    #expect(own == 9)
    #expect(number == 2)
    #expect(packed.count == 2)
  }

  struct Missing: Error {}

  @Test("of a oneof the last member counts")
  func oneof() throws {
    let message = try Self.decode(Wire.text(26, "first") + Wire.number(27, 5)).message
    #expect(message.fields.map(\.field.number) == [27])
  }

  @Test("repeated numbers are read packed and not, whatever is declared")
  func packed() throws {
    let octets = Wire.number(18, 1) + Wire.octets(18, [2, 3]) + Wire.octets(19, [4, 6]) + Wire.number(19, 8)
    let message = try Self.decode(octets).message
    guard case .list(let packed) = message[18], case .list(let unpacked) = message[19] else { throw Missing() }
    #expect(packed.count == 3)
    #expect(unpacked.count == 3)
  }

  @Test("what the description does not know, or knows otherwise, is counted")
  func unknown() throws {
    let octets = Wire.number(99, 1) + Wire.text(3, "no number") + Wire.number(14, 1) + Wire.number(13, 1)
    let decoding = try Self.decode(octets)
    #expect(decoding.unknownFields == 3)
    #expect(decoding.outcome == .whole)
    #expect(decoding.message.fields.map(\.field.number) == [13])
  }

  @Test("fields before the trouble are kept, and what the trouble is is told")
  func trouble() throws {
    let good = Wire.number(3, 1) + Wire.text(14, "text")
    #expect(try Self.decode(good + [0x0f]).outcome == .malformed)
    #expect(try Self.decode(good + Wire.text(14, "abc").dropLast()).outcome == .malformed)
    let cut = try Self.decode(good + Wire.text(14, "abc").dropLast(), isWhole: false)
    #expect(cut.outcome == .cut)
    #expect(cut.message.fields.count == 2)
    #expect(try Self.decode(Wire.octets(17, [0x0f])).outcome == .malformed)
    #expect(try Self.decode(Wire.octets(18, [0x80])).outcome == .malformed)
  }

  @Test("depth and number are bounded")
  func bounds() throws {
    var nested = Wire.number(3, 1)
    for _ in 0..<1000 { nested = Wire.octets(17, nested) }
    #expect(try Self.decode(nested).outcome == .tooLarge)
    let many = Wire.octets(18, [UInt8](repeating: 1, count: 100_000))
    #expect(try Self.decode(many).outcome == .tooLarge)
    let empty = (0..<100_000).flatMap { _ in Wire.octets(21, []) }
    #expect(try Self.decode(empty).outcome == .tooLarge)
  }

  @Test("damaged messages are read without harm", arguments: 1...20)
  func damaged(seed: UInt64) throws {
    var state = seed
    var octets = try Fixture("protobuf/vectors.json").octets
    octets = (0..<40).flatMap { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Wire.octets(Int(state >> 40) % 34 + 1, Array(octets.prefix(Int(state >> 50) % 60)))
    }
    for index in stride(from: Int(seed), to: octets.count, by: 23) { octets[index] ^= UInt8(truncatingIfNeeded: state >> 20) }
    for type in ["weir.test.Kinds", "weir.test.WellKnown", "weir.test.Old"] {
      _ = try Self.decode(octets, as: type)
    }
    _ = ProtoListing(octets[...])
  }
}
