import ApplicationModel

/// The parameters behind a field value's first word: `form-data; name="a"` (RFC 9110 §5.6.6).
///
/// Parameters are found as leniently as browsers and servers find them: white space around "=" and values of any octets.
struct FieldParameters: Sendable {
  /// Values are without quotes and escapes.
  private var parameters: [(name: ArraySlice<UInt8>, value: [UInt8])] = []

  init(_ value: ArraySlice<UInt8>) {
    var rest = value
    _ = Self.take(&rest, upTo: UInt8(ascii: ";"))
    while let _ = rest.popFirst(), parameters.count < Self.maximum {
      rest = rest.drop { $0.isBlank }
      let end = rest.firstIndex { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ";") } ?? rest.endIndex
      let name = Self.trimmed(rest[..<end])
      rest = rest[end...]
      guard rest.first == UInt8(ascii: "=") else { continue }
      rest = rest.dropFirst().drop { $0.isBlank }
      let value: [UInt8]
      if rest.first == UInt8(ascii: "\"") {
        value = Self.takeQuoted(&rest)
        _ = Self.take(&rest, upTo: UInt8(ascii: ";"))
      } else {
        value = Array(Self.trimmed(Self.take(&rest, upTo: UInt8(ascii: ";"))))
      }
      if !name.isEmpty { parameters.append((name, value)) }
    }
  }

  /// The first parameter of a name, given in lower case.
  subscript(name: String) -> [UInt8]? { parameters.first { $0.name.isToken(name) }?.value }

  /// A parameter with its character set and language before it, as UTF-8 (RFC 8187 §3.2): `UTF-8''na%C3%AFve`.
  ///
  /// Nothing where there is none, or its character set is another than the two that were ever used.
  func extended(_ name: String) -> [UInt8]? {
    guard let value = self[name] else { return nil }
    let parts = value.split(separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    let octets = PercentEncoding.decoded(parts[2])
    if parts[0].isToken("utf-8") { return octets }
    guard parts[0].isToken("iso-8859-1") else { return nil }
    return octets.flatMap { $0 < 0x80 ? [$0] : [0xc0 | $0 >> 6, 0x80 | $0 & 0x3f] }
  }

  // MARK: - Cutting

  private static func take(_ rest: inout ArraySlice<UInt8>, upTo end: UInt8) -> ArraySlice<UInt8> {
    let place = rest.firstIndex(of: end) ?? rest.endIndex
    defer { rest = rest[place...] }
    return rest[..<place]
  }

  /// A quoted string, from its quotation mark on. Where the closing one is missing, all that there is.
  ///
  /// Only quotation marks and backslashes are taken for escaped: some browsers send a file's whole path, unescaped.
  private static func takeQuoted(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
    var value: [UInt8] = []
    rest = rest.dropFirst()
    while let octet = rest.popFirst() {
      switch octet {
      case UInt8(ascii: "\""): return value
      case UInt8(ascii: "\\"):
        if let next = rest.first, next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\") {
          value.append(next)
          rest = rest.dropFirst()
        } else {
          value.append(octet)
        }
      default: value.append(octet)
      }
    }
    return value
  }

  static func trimmed(_ octets: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var (start, end) = (octets.startIndex, octets.endIndex)
    while start < end, octets[start].isBlank { start &+= 1 }
    while start < end, octets[end &- 1].isBlank { end &-= 1 }
    return octets[start..<end]
  }

  /// Parameters of one field that are kept.
  static let maximum = 32
}

extension ArraySlice<UInt8> {
  /// Whether this is a word, given in lower case, in any case.
  func isToken(_ word: String) -> Bool { count == word.utf8.count && hasPrefix(word) }

  /// Whether this is a media type, whatever its parameters.
  func isEssence(_ type: String) -> Bool {
    guard hasPrefix(type) else { return false }
    let rest = FieldParameters.trimmed(dropFirst(type.utf8.count))
    return rest.isEmpty || rest.first == UInt8(ascii: ";")
  }

  func hasPrefix(_ word: String) -> Bool {
    let wanted = word.utf8.span
    guard count >= wanted.count else { return false }
    let own = span
    for index in wanted.indices where asciiLowercased(own[index]) != wanted[index] { return false }
    return true
  }
}
