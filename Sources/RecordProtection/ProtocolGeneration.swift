import ApplicationModel

/// Versions before TLS 1.3, as far as they derive keys and protect records in ways of their own.
enum ProtocolGeneration: Int, Comparable, Sendable {
  case ssl3, tls10, tls11, tls12

  /// DTLS 1.0 is TLS 1.1 over datagrams, and DTLS 1.2 is TLS 1.2 (RFC 6347 §1).
  init?(_ version: TLSVersion) {
    switch version {
    case .ssl3: self = .ssl3
    case .tls10: self = .tls10
    case .tls11, .dtls10: self = .tls11
    case .tls12, .dtls12: self = .tls12
    default: return nil
    }
  }

  /// Whether a record of blocks begins with its initialisation vector (RFC 4346 §6.2.3.2). Before, the vector is the last block
  /// of the record before.
  var hasExplicitVector: Bool { self >= .tls11 }

  static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}
