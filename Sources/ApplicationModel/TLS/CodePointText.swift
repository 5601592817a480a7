extension UInt16 {
  /// How a code point without a name stands in reports: `0x1a2b`, or that it means nothing on purpose.
  public var codePointText: String { isGrease ? "GREASE" : "0x" + hexDigits(self, 4) }
}

extension UInt8 {
  /// How a code point without a name stands in reports: `0x2b`.
  public var codePointText: String { "0x" + hexDigits(self, 2) }
}

/// With zeros before it.
func hexDigits(_ number: some BinaryInteger, _ count: Int) -> String {
  let digits = String(number, radix: 16)
  return String(repeating: "0", count: max(0, count - digits.count)) + digits
}
