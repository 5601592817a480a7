import ApplicationModel
import PacketModel

/// Octets from the network as text: valid UTF-8 as it is, every other octet as `\xNN`.
///
/// Nothing is lost, for a backslash that would read as such an escape is written as one itself.
enum NetworkText {
  /// The same as a string.
  static func string(_ octets: ArraySlice<UInt8>) -> String {
    if let text = String(validating: octets, as: UTF8.self), !octets.contains(UInt8(ascii: "\\")) { return text }
    let span = octets.span
    var text: [UInt8] = []
    var index = 0
    while index < span.count {
      let length = piece(span, at: index)
      if length > 0 {
        for place in index..<index &+ length { text.append(span[place]) }
      } else {
        text.append(contentsOf: "\\x".utf8)
        text.append(hexDigit(span[index] >> 4))
        text.append(hexDigit(span[index] & 15))
      }
      index &+= max(1, length)
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Octets of the character at a place; 0 when it is none, or needs the escape.
  static func piece(_ text: Span<UInt8>, at index: Int) -> Int {
    switch text[index] {
    case UInt8(ascii: "\\"): isEscape(text, at: index) ? 0 : 1
    case 0..<0x80: 1
    case 0xc2...0xdf: continues(text, at: index, count: 2) ? 2 : 0
    case 0xe0...0xef: continues(text, at: index, count: 3) && isThree(text[index], text[index &+ 1]) ? 3 : 0
    case 0xf0...0xf4: continues(text, at: index, count: 4) && isFour(text[index], text[index &+ 1]) ? 4 : 0
    default: 0
    }
  }

  /// The first octets of a longer text, without a character that was cut through.
  static func preview(_ octets: [UInt8], of count: Int) -> ArraySlice<UInt8> {
    guard octets.count < count else { return octets[...] }
    for cut in 1...3 where cut <= octets.count {
      let first = octets[octets.count - cut]
      if first >= 0xc0 {
        let length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
        return length > cut ? octets.dropLast(cut) : octets[...]
      }
      if first < 0x80 { break }
    }
    return octets[...]
  }

  // MARK: - UTF-8 (RFC 3629 §4)

  private static func continues(_ text: Span<UInt8>, at index: Int, count: Int) -> Bool {
    guard text.count &- index >= count else { return false }
    for place in index &+ 1..<index &+ count where text[place] & 0xc0 != 0x80 { return false }
    return true
  }

  /// Neither too long a way to write it, nor a surrogate.
  private static func isThree(_ first: UInt8, _ second: UInt8) -> Bool {
    switch first {
    case 0xe0: second >= 0xa0
    case 0xed: second < 0xa0
    default: true
    }
  }

  /// Neither too long a way to write it, nor beyond U+10FFFF.
  private static func isFour(_ first: UInt8, _ second: UInt8) -> Bool {
    switch first {
    case 0xf0: second >= 0x90
    case 0xf4: second < 0x90
    default: true
    }
  }

  /// `\xNN` in the text itself.
  private static func isEscape(_ text: Span<UInt8>, at index: Int) -> Bool {
    guard text.count &- index >= 4, text[index &+ 1] == UInt8(ascii: "x") else { return false }
    return isHex(text[index &+ 2]) && isHex(text[index &+ 3])
  }

  private static func isHex(_ octet: UInt8) -> Bool {
    let letter = asciiLowercased(octet)
    return octet &- 48 < 10 || letter &- 97 < 6
  }
}
