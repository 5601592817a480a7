extension NetworkText {
  static func string(_ octets: [UInt8]) -> String { string(octets[...]) }

  /// The same, fit for a terminal.
  static func safe(_ octets: ArraySlice<UInt8>) -> String { SafeText.escape(string(octets)) }
  static func safe(_ octets: [UInt8]) -> String { safe(octets[...]) }
}
