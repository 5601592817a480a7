/// Keeps secrets out of what Weir prints: credentials, cookies and tokens of HTTP heads and targets.
///
/// What helps and reveals nothing stays: the scheme of credentials, the names of cookies and parameters, a cookie's
/// attributes. In doubt a value goes: an opaque key hidden costs little, a token shown may cost a lot. Without a secret in it
/// a value comes back as it was, and nothing is allocated.
public struct Redaction: Hashable, Sendable {
  /// What the user asked for with `--reveal-secrets`: octets come back as they were sent.
  public var revealSecrets: Bool
  /// What the user asked for with `--reveal-fields`: what fields hold that have no names.
  public var revealFields: Bool

  public init(revealSecrets: Bool = false, revealFields: Bool = false) {
    self.revealSecrets = revealSecrets
    self.revealFields = revealFields
  }

  /// Whether what has no name may be shown.
  var revealsUnnamed: Bool { revealSecrets || revealFields }

  /// What stands in a secret's place.
  public static let mark = Array("[redacted]".utf8)

  /// A field's value as it may be shown.
  public func value(ofField name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    if revealSecrets { return value }
    switch FieldSecrecy(name.span, value.span) {
    case .plain: return value
    case .whole: return value.isEmpty ? value : Self.mark[...]
    case .credentials: return Self.credentials(value)
    case .cookies: return Self.cookies(value)
    case .setCookie: return Self.setCookie(value)
    case .uri: return Self.uri(value)
    case .subprotocols: return Self.subprotocols(value)
    }
  }

  /// Whether a field's value may be shown as it is: most may, and need not be looked at further.
  func isPlain(_ name: Span<UInt8>, _ value: Span<UInt8>) -> Bool { revealSecrets || FieldSecrecy(name, value) == .plain }

  /// A request's target as it may be shown, or a URL: without userinfo and without secrets in its parameters.
  public func target(_ target: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    revealSecrets ? target : Self.uri(target, isTarget: true)
  }

  /// WebSocket subprotocols, of which some carry a token where browsers let nothing else be sent.
  public func subprotocols(_ names: [[UInt8]]) -> [ArraySlice<UInt8>] {
    guard !revealSecrets else { return names.map { $0[...] } }
    var before: ArraySlice<UInt8> = []
    return names.map { name in
      defer { before = name[...] }
      return Self.subprotocol(name[...], after: before)
    }
  }
}
