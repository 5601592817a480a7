import PacketModel

/// Octets from the network as text.
enum ForeignText {
  /// Valid UTF-8 is kept, every other octet becomes `\xNN`.
  static func text(_ octets: some Collection<UInt8>) -> String {
    if let text = String(validating: octets, as: UTF8.self) { return text }
    var kept: [UInt8] = []
    var rest = Array(octets)[...]
    while let first = rest.first {
      let length = sequenceLength(first)
      if length > 0, rest.count >= length, String(validating: rest.prefix(length), as: UTF8.self) != nil {
        kept += rest.prefix(length)
        rest = rest.dropFirst(length)
      } else {
        kept += [UInt8(ascii: "\\"), UInt8(ascii: "x"), hexDigit(first >> 4), hexDigit(first & 15)]
        rest = rest.dropFirst()
      }
    }
    return String(decoding: kept, as: UTF8.self)
  }

  /// The same, fit for a terminal.
  static func safe(_ octets: some Collection<UInt8>) -> String { SafeText.escape(text(octets)) }

  /// Octets that a first octet announces (RFC 3629 §3); 0 when it can be none.
  private static func sequenceLength(_ first: UInt8) -> Int {
    switch first {
    case ..<0x80: 1
    case 0xc2..<0xe0: 2
    case 0xe0..<0xf0: 3
    case 0xf0..<0xf5: 4
    default: 0
    }
  }
}
