import ApplicationModel

/// Secrets in URIs (RFC 3986): userinfo, and parameters of queries, fragments and path segments.
extension Redaction {
  /// The URI, or a text with some in it. A request's target may be an authority alone.
  static func uri(_ text: ArraySlice<UInt8>, isTarget: Bool = false) -> ArraySlice<UInt8> {
    let secrets = places(in: text, isTarget: isTarget)
    guard !secrets.isEmpty else { return text }
    var shown: [UInt8] = []
    shown.reserveCapacity(text.count + mark.count)
    var end = text.startIndex
    for place in secrets.sorted(by: { $0.lowerBound < $1.lowerBound }) where place.lowerBound >= end {
      shown += text[end..<place.lowerBound] + mark
      end = place.upperBound
    }
    return (shown + text[end...])[...]
  }

  /// Where its secrets stand; two may overlap.
  private static func places(in text: ArraySlice<UInt8>, isTarget: Bool, nesting: Int = 0) -> [Range<Int>] {
    var hasParameter = false
    var hasUser = false
    for octet in text {
      hasParameter = hasParameter || octet == UInt8(ascii: "=")
      hasUser = hasUser || octet == UInt8(ascii: "@")
    }
    var places: [Range<Int>] = []
    if hasUser { users(in: text, isTarget: isTarget, &places) }
    if hasParameter { parameters(in: text, nesting: nesting, &places) }
    return places
  }

  // MARK: - Userinfo

  /// All of it goes: a token may stand in the user's place (`https://TOKEN@host/`).
  private static func users(in text: ArraySlice<UInt8>, isTarget: Bool, _ places: inout [Range<Int>]) {
    if isTarget, text.first != UInt8(ascii: "/") { user(at: text.startIndex, in: text, &places) }
    for index in text.indices.dropFirst() where text[index] == UInt8(ascii: "/") && text[index - 1] == UInt8(ascii: "/") {
      if index - 1 == text.startIndex || text[index - 2] == UInt8(ascii: ":") { user(at: index + 1, in: text, &places) }
    }
  }

  private static func user(at start: Int, in text: ArraySlice<UInt8>, _ places: inout [Range<Int>]) {
    let authority = text[start...].prefix { !"/?# \t<>\"\\".utf8.contains($0) }
    if let end = authority.lastIndex(of: UInt8(ascii: "@")), end > start { places.append(start..<end) }
  }

  // MARK: - Parameters

  private static func parameters(in text: ArraySlice<UInt8>, nesting: Int, _ places: inout [Range<Int>]) {
    var isQuery = false
    var name: Int?
    var code: Range<Int>?
    var hasState = false
    var word: [UInt8] = []
    var index = text.startIndex
    while index < text.endIndex {
      switch text[index] {
      case UInt8(ascii: "?"), UInt8(ascii: "#"):
        isQuery = true
        name = index + 1
      case UInt8(ascii: "&"), UInt8(ascii: ";"): name = index + 1
      case UInt8(ascii: "="):
        guard let start = name else { break }
        name = nil
        let value = value(behind: index, in: text, isQuery: isQuery)
        normalise(text[start..<index], into: &word)
        if isSecret(word) || hasSecret(inside: text[value], nesting: nesting) {
          if !value.isEmpty { places.append(value) }
          index = value.upperBound - 1
        } else if word.elementsEqual("code".utf8) {
          code = value
        } else if word.elementsEqual("state".utf8) || word.elementsEqual("sessionstate".utf8) {
          hasState = true
        }
      default: break
      }
      index += 1
    }
    // An authorization code comes with the state it answers (RFC 6749 §4.1.2); other codes are of countries and errors.
    if let code, hasState, !code.isEmpty { places.append(code) }
  }

  /// As far as any reader would take it: in a query `;` may be part of a value.
  private static func value(behind equals: Int, in text: ArraySlice<UInt8>, isQuery: Bool) -> Range<Int> {
    let value = text[(equals + 1)...].prefix { octet in
      switch octet {
      case UInt8(ascii: "&"), UInt8(ascii: "#"), UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\""), UInt8(ascii: "<"),
        UInt8(ascii: ">"):
        false
      case UInt8(ascii: ";"), UInt8(ascii: "/"), UInt8(ascii: "?"): isQuery
      default: true
      }
    }
    return value.startIndex..<value.endIndex
  }

  /// A URI inside a parameter, with its delimiters encoded.
  private static func hasSecret(inside value: ArraySlice<UInt8>, nesting: Int) -> Bool {
    guard nesting < deepest, value.contains(UInt8(ascii: "%")) else { return false }
    let decoded = decode(value)[...]
    return !places(in: decoded, isTarget: false, nesting: nesting + 1).isEmpty
      || hasSecret(inside: decoded, nesting: nesting + 1)
  }

  /// URIs inside URIs: a login that leads to a login.
  private static let deepest = 3

  // MARK: - Names

  /// In lower case, percent-encoding undone, without what only separates words: `X-Amz-Signature`, `access_token`.
  private static func normalise(_ name: ArraySlice<UInt8>, into word: inout [UInt8]) {
    word.removeAll(keepingCapacity: true)
    for octet in name.contains(UInt8(ascii: "%")) ? decode(name)[...] : name where !"-_.[]$".utf8.contains(octet) {
      word.append(asciiLowercased(octet))
    }
  }

  private static func decode(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(text.count)
    var rest = text
    while let octet = rest.popFirst() {
      if octet == UInt8(ascii: "%"), rest.count >= 2, let high = hexValue(rest[rest.startIndex]),
        let low = hexValue(rest[rest.startIndex + 1])
      {
        decoded.append(high << 4 | low)
        rest = rest.dropFirst(2)
      } else {
        decoded.append(octet)
      }
    }
    return decoded
  }

  private static func hexValue(_ octet: UInt8) -> UInt8? {
    switch octet {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): octet - 48
    case UInt8(ascii: "a")...UInt8(ascii: "f"): octet - 87
    case UInt8(ascii: "A")...UInt8(ascii: "F"): octet - 55
    default: nil
    }
  }

  private static func isSecret(_ word: [UInt8]) -> Bool {
    guard let last = word.last else { return false }
    // Most names end otherwise.
    guard "ndtyelghwsraip".utf8.contains(last) else { return false }
    let word = word[...]
    return secretEndings.contains { word.isWord(endingIn: $0) } || secretNames.contains { word.isWord($0) }
  }

  private static let secretEndings = [
    "token", "secret", "password", "passwd", "apikey", "signature", "credential", "sessionid", "accesskey", "privatekey", "jwt",
    "assertion",
  ]

  /// `key` is an API key often enough (Google's APIs).
  private static let secretNames = [
    "key", "pwd", "pass", "passphrase", "sig", "auth", "authorization", "bearer", "session", "sid", "phpsessid",
    "samlresponse", "samlart", "ticket", "otp", "totp", "pin", "codeverifier", "awsaccesskeyid", "hdnts", "hdnea", "hdntl",
  ]
}
