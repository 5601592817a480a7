import ApplicationModel

/// One element of a Sec-WebSocket-Extensions field (RFC 6455 §9.1): a name and parameters, with their values unquoted.
struct WebSocketExtension: Hashable, Sendable {
  /// Elements of one field that are read: no endpoint has as many extensions.
  static let maximum = 64

  struct Parameter: Hashable, Sendable {
    var name: [UInt8]
    var value: [UInt8]?
  }

  /// In lower case.
  var name: [UInt8]
  var parameters: [Parameter] = []
  /// As written.
  var text: [UInt8]

  init(_ text: ArraySlice<UInt8>) {
    self.text = Array(text)
    let parts = split(text, at: UInt8(ascii: ";"))
    name = parts.first.map { $0.map(asciiLowercased) } ?? []
    for part in parts.dropFirst().prefix(Self.maximum) {
      let equals = part.firstIndex(of: UInt8(ascii: "="))
      let value = equals.map { unquoted(trimmed(part[($0 + 1)...])) }
      parameters.append(
        Parameter(name: trimmed(part[..<(equals ?? part.endIndex)]).map(asciiLowercased), value: value))
    }
  }

  /// The elements of a field's value.
  static func list(_ value: [UInt8]) -> [WebSocketExtension] {
    split(value[...], at: UInt8(ascii: ",")).filter { !$0.isEmpty }.prefix(maximum).map(WebSocketExtension.init)
  }

  func isNamed(_ other: StaticString) -> Bool { name.elementsEqual(other.description.utf8) }
}

// MARK: - Lists (RFC 9110 §5.6)

/// Splits at a separator outside quotes, and takes away the white space around the parts.
func split(_ text: ArraySlice<UInt8>, at separator: UInt8) -> [ArraySlice<UInt8>] {
  var parts: [ArraySlice<UInt8>] = []
  var start = text.startIndex
  var isQuoted = false
  var isEscaped = false
  for index in text.indices {
    let octet = text[index]
    if isEscaped {
      isEscaped = false
    } else if isQuoted, octet == UInt8(ascii: "\\") {
      isEscaped = true
    } else if octet == UInt8(ascii: "\"") {
      isQuoted.toggle()
    } else if octet == separator, !isQuoted {
      parts.append(trimmed(text[start..<index]))
      start = index + 1
    }
  }
  parts.append(trimmed(text[start...]))
  return parts
}

private func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  func isSpace(_ octet: UInt8) -> Bool { octet == 0x20 || octet == 0x09 }
  guard let first = text.firstIndex(where: { !isSpace($0) }), let last = text.lastIndex(where: { !isSpace($0) }) else {
    return []
  }
  return text[first...last]
}

private func unquoted(_ text: ArraySlice<UInt8>) -> [UInt8] {
  guard text.count >= 2, text.first == UInt8(ascii: "\""), text.last == UInt8(ascii: "\"") else { return Array(text) }
  var value: [UInt8] = []
  var isEscaped = false
  for octet in text.dropFirst().dropLast() {
    if !isEscaped, octet == UInt8(ascii: "\\") {
      isEscaped = true
    } else {
      value.append(octet)
      isEscaped = false
    }
  }
  return value
}
