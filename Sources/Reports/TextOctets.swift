import PacketModel

/// Text built as UTF-8 octets: no strings in between, for lines printed by the million.
extension [UInt8] {
  @inline(__always)
  mutating func append(_ text: StaticString) {
    append(contentsOf: text.description.utf8)
  }

  mutating func append(text: String) { append(contentsOf: text.utf8) }

  /// Text from the network: what could move a terminal's cursor or change its colours is written as an escape.
  mutating func append(foreign text: String) {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7f }) { return append(contentsOf: text.utf8) }
    for scalar in text.unicodeScalars {
      if scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format {
        append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".utf8)
      } else {
        append(contentsOf: String(scalar).utf8)
      }
    }
  }

  mutating func append(decimal value: Int) {
    if value < 0 { append(UInt8(ascii: "-")) }
    appendDecimal(UInt64(value.magnitude), to: &self)
  }

  /// An unsigned number in decimal, with zeros before it up to `digits`.
  mutating func append(padded value: UInt64, _ digits: Int) {
    let start = count
    for _ in 0..<digits { append(UInt8(ascii: "0")) }
    var rest = value
    var index = count - 1
    while rest > 0, index >= start {
      self[index] = UInt8(truncatingIfNeeded: rest % 10) &+ 48
      rest /= 10
      index -= 1
    }
  }

  /// A number in hexadecimal, with `0x` and zeros up to `digits`.
  mutating func append(hexadecimal value: UInt64, digits: Int) {
    append(contentsOf: "0x".utf8)
    var shift = Swift.max(digits, (64 - value.leadingZeroBitCount + 3) / 4, 1) * 4
    while shift > 0 {
      shift -= 4
      append(hexDigit(UInt8(truncatingIfNeeded: value >> UInt64(shift) & 15)))
    }
  }
}
