import ApplicationModel

/// What of a field's value is secret, by the field's name.
///
/// Names are told by how they end, for prefixes are whatever their makers like: `X-Vault-Token`, `PRIVATE-TOKEN`,
/// `X-Amz-Security-Token`. A challenge (`WWW-Authenticate`) is no secret, nor is `Sec-WebSocket-Key`.
enum FieldSecrecy: Hashable, Sendable {
  case plain
  /// All of it.
  case whole
  /// All but the scheme (RFC 9110 §11.4).
  case credentials
  case cookies
  case setCookie
  /// A URI, or several, that may have secrets in them.
  case uri
  /// Names of WebSocket subprotocols.
  case subprotocols

  init(_ name: Span<UInt8>, _ value: Span<UInt8>) {
    self = Self.told(by: name)
    guard self == .plain, !name.isWord(endingIn: "authenticate") else { return }
    // Tokens that say so themselves, under whatever name.
    if value.isWord(beginningWith: "bearer ") { self = .credentials }
    if Redaction.isWebToken(value) { self = .whole }
  }

  /// One look at the last octet sends nearly every name on its way.
  private static func told(by name: Span<UInt8>) -> FieldSecrecy {
    guard !name.isEmpty else { return .plain }
    switch asciiLowercased(name[name.count &- 1]) {
    case UInt8(ascii: "n"):
      if name.isWord(endingIn: "authorization") { return .credentials }
      if name.isWord(endingIn: "location") || name.isWord("destination") { return .uri }
      return name.isWord(endingIn: ["token", "authentication", "assertion"]) ? .whole : .plain
    case UInt8(ascii: "e"):
      if name.isWord(endingIn: "set-cookie") { return .setCookie }
      if name.isWord(endingIn: "cookie") { return .cookies }
      return name.isWord(endingIn: "passphrase") ? .whole : .plain
    case UInt8(ascii: "2"):
      if name.isWord("set-cookie2") { return .setCookie }
      return name.isWord("cookie2") ? .cookies : .plain
    case UInt8(ascii: "l"):
      if name.isWord("sec-websocket-protocol") { return .subprotocols }
      if name.isWord(endingIn: "-credential") { return .whole }
      return name.isWord(endingIn: "-url") ? .uri : .plain
    case UInt8(ascii: "y"): return name.isWord(endingIn: secretKeys) ? .whole : .plain
    case UInt8(ascii: "t"): return name.isWord(endingIn: ["secret", "jwt"]) ? .whole : .plain
    case UInt8(ascii: "d"):
      return name.isWord(endingIn: ["password", "passwd", "session-id", "session_id", "sessionid"]) ? .whole : .plain
    case UInt8(ascii: "o"): return name.isWord(endingIn: "authentication-info") ? .whole : .plain
    case UInt8(ascii: "r"): return name.isWord(endingIn: ["referer", "referrer"]) ? .uri : .plain
    case UInt8(ascii: "k"):
      if name.isWord("link") { return .uri }
      return name.isWord("x-firebase-appcheck") ? .whole : .plain
    case UInt8(ascii: "i"): return name.isWord(endingIn: "-uri") ? .uri : .plain
    case UInt8(ascii: "h"):
      if name.isWord("refresh") { return .uri }
      return name.isWord("x-auth") ? .whole : .plain
    case UInt8(ascii: "a"): return name.isWord("x-amzn-oidc-data") ? .whole : .plain
    case UInt8(ascii: "p"): return name.isWord("dpop") ? .whole : .plain
    default: return .plain
    }
  }

  /// Keys that open something. Those of caches, of idempotent requests and of WebSocket's handshake do not.
  private static let secretKeys = [
    "api-key", "apikey", "api_key", "access-key", "auth-key", "secret-key", "subscription-key", "functions-key", "private-key",
    "encryption-key", "customer-key", "session-key", "master-key", "license-key",
  ]
}

// MARK: - Words

/// Octets compared with words of ours, which are in lower case, without regard to theirs.
extension Span<UInt8> {
  func isWord(_ word: String) -> Bool { count == word.utf8.count && isWord(endingIn: word) }

  func isWord(endingIn word: String) -> Bool { isWord(word, at: count &- word.utf8.count) }

  func isWord(beginningWith word: String) -> Bool { isWord(word, at: 0) }

  func isWord(endingIn words: [String]) -> Bool {
    for word in words where isWord(endingIn: word) { return true }
    return false
  }

  private func isWord(_ word: String, at start: Int) -> Bool {
    let wanted = word.utf8.span
    guard start >= 0, count &- start >= wanted.count else { return false }
    for index in wanted.indices where asciiLowercased(self[start &+ index]) != wanted[index] { return false }
    return true
  }
}

extension ArraySlice<UInt8> {
  func isWord(_ word: String) -> Bool { span.isWord(word) }
  func isWord(endingIn word: String) -> Bool { span.isWord(endingIn: word) }
}
