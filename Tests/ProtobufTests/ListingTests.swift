import Testing

@testable import Protobuf

@Suite struct ListingTests {
  static func listing(_ octets: [UInt8]) -> ProtoListing { ProtoListing(octets[...]) }

  @Test("each field is read as what fits best")
  func readings() {
    let inner = Wire.number(1, 7) + Wire.text(2, "in")
    let octets =
      Wire.number(1, 150) + Wire.text(2, "tëxt\n") + Wire.octets(3, inner) + Wire.octets(4, [0xff, 0, 1]) + Wire.octets(5, [])
      + Wire.group(6, Wire.number(1, 1)) + [0x3d, 0, 0, 0x80, 0x3f] + [0x41] + [UInt8](repeating: 0, count: 8)
    let listing = Self.listing(octets)
    #expect(listing.error == nil)
    #expect(
      listing.fields == [
        .init(number: 1, reading: .varint(150)), .init(number: 2, reading: .text(Array("tëxt\n".utf8)[...])),
        .init(number: 3, reading: .message(Self.listing(inner), octets: inner.count)),
        .init(number: 4, reading: .bytes([0xff, 0, 1])), .init(number: 5, reading: .text([])),
        .init(number: 6, reading: .group(Self.listing(Wire.number(1, 1)), octets: 2)),
        .init(number: 7, reading: .fixed32(0x3f80_0000)), .init(number: 8, reading: .fixed64(0)),
      ])
  }

  @Test("a message that begins like a line is a message, and a text that does is a text")
  func lines() {
    // 0a 20, and 32 letters: field 1 with a length, or a line feed, a space and letters.
    let letters = String(repeating: "a", count: 32)
    let message = Wire.text(1, letters)
    #expect(message.prefix(2) == [0x0a, 0x20])
    #expect(
      Self.listing(Wire.octets(3, message)).fields == [
        .init(number: 3, reading: .message(Self.listing(message), octets: message.count))
      ])
    let text = Array("\n\nwords".utf8)
    #expect(Self.listing(Wire.octets(3, text)).fields == [.init(number: 3, reading: .text(text[...]))])
  }

  @Test("what was cut tells its last field's length")
  func torn() {
    let whole = Wire.number(1, 1) + Wire.text(2, String(repeating: "a", count: 500))
    let listing = Self.listing(Array(whole.prefix(20)))
    #expect(listing.error == ProtoError(.truncated, at: 2))
    #expect(listing.fields.last == .init(number: 2, reading: .torn(whole[5..<20], length: 500)))
  }

  @Test("depth and number are bounded")
  func bounds() {
    var nested = Wire.number(1, 1)
    for _ in 0..<200 { nested = Wire.octets(1, nested) }
    var depth = 0
    var listing: ProtoListing? = Self.listing(nested)
    while let inner = listing {
      depth += 1
      if case .message(let next, _) = inner.fields.first?.reading { listing = next } else { listing = nil }
    }
    #expect(depth == ProtoListing.maximumDepth + 1)
    let many = Self.listing((0..<5000).flatMap { _ in Wire.number(1, 1) })
    #expect(many.fields.count == ProtoListing.maximumFields)
    #expect(many.isTooLarge)
  }
}
