import ApplicationModel

/// Fields that say more than their secret.
extension Redaction {
  // MARK: - Credentials

  /// "Bearer [redacted]": the scheme stays when it is one. What is no known scheme may be the secret's first word.
  static func credentials(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let scheme = value.prefix { $0 != UInt8(ascii: " ") }
    guard scheme.count < value.count else { return value.isEmpty || isScheme(scheme) ? value : mark[...] }
    return isScheme(scheme) ? (scheme + [UInt8(ascii: " ")] + mark)[...] : mark[...]
  }

  private static func isScheme(_ word: ArraySlice<UInt8>) -> Bool { schemes.contains { word.isWord($0) } }

  /// IANA's registry of authentication schemes, and others in use.
  private static let schemes = [
    "basic", "bearer", "digest", "negotiate", "ntlm", "kerberos", "dpop", "hoba", "mutual", "oauth", "scram-sha-1",
    "scram-sha-256", "vapid", "gnap", "privatetoken", "concealed", "token", "apikey", "api-key", "key", "jwt", "hawk", "aws",
    "aws4-hmac-sha256", "aws4-ecdsa-p256-sha256", "goog4-hmac-sha256", "goog4-rsa-sha256", "sharedkey", "sharedkeylite",
    "signature", "splunk",
  ]

  /// A JSON Web Token or the like (RFC 7519 §3.1): base64url of an object, and more behind a dot.
  static func isWebToken(_ value: Span<UInt8>) -> Bool {
    guard value.count >= 32, value[0] == UInt8(ascii: "e"), value[1] == UInt8(ascii: "y"), value[2] == UInt8(ascii: "J") else {
      return false
    }
    for index in value.indices where value[index] == UInt8(ascii: ".") { return true }
    return false
  }

  // MARK: - Cookies

  /// "sid=[redacted]; theme=[redacted]" (RFC 6265 §4.2.1).
  static func cookies(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var shown: [UInt8] = []
    shown.reserveCapacity(value.count)
    var rest = value
    while let end = rest.firstIndex(of: UInt8(ascii: ";")) {
      append(rest[..<end], to: &shown)
      shown.append(UInt8(ascii: ";"))
      rest = rest[(end + 1)...]
    }
    append(rest, to: &shown)
    return shown[...]
  }

  /// The attributes stay (RFC 6265 §4.1.1): where and how long a cookie goes is what people look for.
  static func setCookie(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var shown: [UInt8] = []
    for (index, part) in value.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).enumerated() {
      if index > 0 { shown.append(UInt8(ascii: ";")) }
      if index > 0, isAttribute(part) { shown += part } else { append(part, to: &shown) }
    }
    return shown[...]
  }

  /// A pair without its value; a value alone not at all.
  private static func append(_ pair: ArraySlice<UInt8>, to shown: inout [UInt8]) {
    let space = pair.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    shown += space
    guard space.count < pair.count else { return }
    if let equals = pair.firstIndex(of: UInt8(ascii: "=")) { shown += pair[space.endIndex...equals] }
    shown += mark
  }

  /// What a browser knows, and nothing that could be another cookie behind a comma.
  private static func isAttribute(_ part: ArraySlice<UInt8>) -> Bool {
    let part = part.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    let name = part.prefix { $0 != UInt8(ascii: "=") }
    return attributes.contains { name.isWord($0) } && !part.dropFirst(name.count + 1).contains(UInt8(ascii: "="))
  }

  private static let attributes = [
    "expires", "max-age", "domain", "path", "secure", "httponly", "samesite", "partitioned", "priority", "version", "discard",
    "port",
  ]

  // MARK: - Subprotocols

  static func subprotocols(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var shown: [UInt8] = []
    var before: ArraySlice<UInt8> = []
    for (index, part) in value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).enumerated() {
      if index > 0 { shown.append(UInt8(ascii: ",")) }
      let space = part.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      let name = part[space.endIndex...]
      shown += space
      shown += subprotocol(name, after: before)
      before = name
    }
    return shown == Array(value) ? value : shown[...]
  }

  /// A token as Kubernetes sends it, behind `base64url.bearer.authorization.k8s.io.`, or behind another marker; as the next
  /// element after a marker; or what is too long to be a name.
  static func subprotocol(_ name: ArraySlice<UInt8>, after before: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    if name.isEmpty { return name }
    if isMarker(before) || isWebToken(name.span) { return mark[...] }
    for marker in markers {
      guard let end = name.end(ofWord: marker) else { continue }
      return end == name.endIndex ? name : (name[..<end] + mark)[...]
    }
    return name.count > longestSubprotocol ? mark[...] : name
  }

  private static func isMarker(_ name: ArraySlice<UInt8>) -> Bool {
    var name = name
    while let last = name.last, last == UInt8(ascii: " ") || last == UInt8(ascii: "\t") { name.removeLast() }
    return ["bearer", "authorization", "token", "access_token", "auth", "jwt", "api-key", "apikey"].contains { name.isWord($0) }
  }

  /// The longest first where one contains another.
  private static let markers = [
    "bearer.authorization.k8s.io.", "authorization.", "authorization-", "authorization_", "authorization:", "authorization=",
    "bearer.", "bearer-", "bearer_", "bearer:", "bearer=", "token.", "token-", "token_", "token:", "token=", "api-key.",
    "apikey.", "apikey-", "jwt.", "jwt-", "jwt_", "auth.", "auth-", "auth_", "password.", "secret.",
  ]

  /// Registered names are no longer (IANA, WebSocket Subprotocol Name Registry).
  private static let longestSubprotocol = 48
}

extension ArraySlice<UInt8> {
  /// Where a word that stands somewhere in these octets ends.
  fileprivate func end(ofWord word: String) -> Index? {
    let length = word.utf8.count
    guard count >= length else { return nil }
    return (startIndex...endIndex - length).lazy.map { $0 + length }.first { self[..<$0].isWord(endingIn: word) }
  }
}
