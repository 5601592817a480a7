@testable import Protobuf

/// Octets of messages, written by hand.
enum Wire {
  static func varint(_ value: UInt64) -> [UInt8] {
    var (rest, octets): (UInt64, [UInt8]) = (value, [])
    while rest > 0x7f {
      octets.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    return octets + [UInt8(rest)]
  }

  static func tag(_ number: Int, _ type: UInt64) -> [UInt8] { varint(UInt64(number) << 3 | type) }
  static func number(_ number: Int, _ value: UInt64) -> [UInt8] { tag(number, 0) + varint(value) }
  static func octets(_ number: Int, _ octets: [UInt8]) -> [UInt8] { tag(number, 2) + varint(UInt64(octets.count)) + octets }
  static func text(_ number: Int, _ text: String) -> [UInt8] { octets(number, Array(text.utf8)) }
  static func group(_ number: Int, _ inner: [UInt8]) -> [UInt8] { tag(number, 3) + inner + tag(number, 4) }
}
