/// Octets as lower-case hexadecimal digits.
enum HexText {
  static func lowercase(_ octets: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(octets.underestimatedCount &* 2)
    for octet in octets { append(octet, to: &text) }
    return String(decoding: text, as: UTF8.self)
  }

  @inline(__always)
  static func append(_ octet: UInt8, to text: inout [UInt8]) {
    text.append(digit(octet >> 4))
    text.append(digit(octet))
  }

  /// The digit of the lower four bits.
  @inline(__always)
  static func digit(_ octet: UInt8) -> UInt8 {
    let value = octet & 0xf
    return value < 10 ? UInt8(ascii: "0") &+ value : UInt8(ascii: "a") &+ value &- 10
  }
}
