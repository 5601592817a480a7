/// Undoes base64 (RFC 4648 §4) as it passes, however it is cut. Padding may stand inside: gRPC-Web encodes pieces one by one.
struct Base64Reader: Hashable, Sendable {
  private var bits: UInt32 = 0
  private var count = 0

  /// What is no digit of it is passed over.
  mutating func decode(_ text: Span<UInt8>) -> [UInt8] {
    var octets: [UInt8] = []
    octets.reserveCapacity(text.count / 4 &* 3 &+ 3)
    for index in text.indices {
      if text[index] == UInt8(ascii: "=") {
        // The digits before it made one octet or two.
        count = 0
        continue
      }
      guard let digit = Self.digit(text[index]) else { continue }
      bits = bits << 6 | digit
      count &+= 1
      if count > 1 {
        // 12, 18 and 24 bits have come: the top eight that were not handed out yet.
        octets.append(UInt8(truncatingIfNeeded: bits >> UInt32(truncatingIfNeeded: 8 &- 2 &* count)))
      }
      if count == 4 { count = 0 }
    }
    return octets
  }

  private static func digit(_ letter: UInt8) -> UInt32? {
    switch letter {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(letter &- 65)
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(letter &- 71)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(letter &+ 4)
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
