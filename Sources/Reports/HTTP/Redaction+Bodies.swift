/// Secrets in bodies that are shown: in forms and in JSON, which name what they hold.
extension Redaction {
  /// A body's text as it may be shown; `type` is its Content-Type.
  func body(_ text: ArraySlice<UInt8>, type: String?) -> ArraySlice<UInt8> {
    if revealSecrets { return text }
    if BodyText.isForm(type) { return form(text) }
    let first = text.first { $0 != 0x20 && $0 != 9 && $0 != 10 && $0 != 13 }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[") ? json(text) : text
  }

  /// The fields of a form (`application/x-www-form-urlencoded`), which are written as a query's parameters are.
  func form(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    revealSecrets ? text : target(("?".utf8 + text)[...]).dropFirst()
  }

  /// Whether what bears this name would be hidden in a query. A key of JSON is no API key for being named `key`.
  func isSecret(_ name: ArraySlice<UInt8>) -> Bool {
    if revealSecrets || name.isWord("key") { return false }
    let parameter = "?".utf8 + name + "=x".utf8
    return !target(parameter[...]).elementsEqual(parameter)
  }

  /// Strings and numbers behind secret names. Tokens are looked at, not grammar: what is cut or wrong is read all the same.
  private func json(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var shown: [UInt8] = []
    shown.reserveCapacity(text.count)
    var isHidden = false
    var index = text.startIndex
    while index < text.endIndex {
      let end = Self.tokenEnd(in: text, at: index)
      let token = text[index..<end]
      index = end
      switch text[token.startIndex] {
      case UInt8(ascii: "\""):
        if text[end...].first(where: { !Self.isSpace($0) }) == UInt8(ascii: ":") {
          shown += token
          isHidden = isSecret(token.dropFirst().dropLast())
        } else {
          shown += isHidden && !token.elementsEqual("\"\"".utf8) ? "\"".utf8 + Self.mark + "\"".utf8 : Array(token)
        }
      case UInt8(ascii: "}"):
        // Not behind a comma: an array of secrets goes on there, and in an object a name follows.
        isHidden = false
        shown += token
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        shown += isHidden ? "\"".utf8 + Self.mark + "\"".utf8 : Array(token)
      default: shown += token
      }
    }
    return shown[...]
  }

  /// A string with its quotes, a number or word, or one octet.
  private static func tokenEnd(in text: ArraySlice<UInt8>, at start: Int) -> Int {
    if text[start] == UInt8(ascii: "\"") {
      var index = start + 1
      while index < text.endIndex, text[index] != UInt8(ascii: "\"") { index += text[index] == UInt8(ascii: "\\") ? 2 : 1 }
      return min(index + 1, text.endIndex)
    }
    let isWord = { (octet: UInt8) in (48...57).contains(octet) || (97...122).contains(octet | 32) || "+-.".utf8.contains(octet)
    }
    return isWord(text[start]) ? text[start...].firstIndex { !isWord($0) } ?? text.endIndex : start + 1
  }

  private static func isSpace(_ octet: UInt8) -> Bool { octet == 0x20 || octet == 9 || octet == 10 || octet == 13 }
}
