public import ApplicationModel

extension Redaction {
  /// A field's value as it may be shown, in one line.
  public func value(of field: HTTPField, in log: HTTPLog) -> ArraySlice<UInt8> {
    value(ofField: log.octets(at: field.name), Self.unfolded(log.octets(at: field.value)))
  }

  /// A value that went on in the next lines, in one: a fold and the white space around it become a space (RFC 9112 §5.2).
  public static func unfolded(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard value.contains(UInt8(ascii: "\n")) else { return value }
    var line: [UInt8] = []
    var rest = value
    while let octet = rest.popFirst() {
      guard octet == UInt8(ascii: "\n"), let next = rest.first, isSpace(next) else {
        line.append(octet)
        continue
      }
      if line.last == UInt8(ascii: "\r") { line.removeLast() }
      while let last = line.last, isSpace(last) { line.removeLast() }
      rest = rest.drop(while: isSpace)
      line.append(UInt8(ascii: " "))
    }
    return line[...]
  }

  private static func isSpace(_ octet: UInt8) -> Bool { octet == UInt8(ascii: " ") || octet == UInt8(ascii: "\t") }
}
