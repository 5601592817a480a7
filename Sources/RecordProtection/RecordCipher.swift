/// A cipher that protects records.
enum RecordCipher: Hashable, Sendable, CaseIterable {
  case null
  case aes128GCM, aes256GCM, aria128GCM, aria256GCM
  case aes128CCM, aes256CCM, aes128CCM8, aes256CCM8
  case chaCha20Poly1305
  /// As browsers had it before RFC 7905 (draft-agl-tls-chacha20poly1305-04).
  case draftChaCha20Poly1305
  case aes128CBC, aes256CBC, camellia128CBC, camellia256CBC, aria128CBC, aria256CBC, tripleDES, des, seed, idea
  case rc4

  /// How a record is protected with it.
  enum Form: Hashable, Sendable {
    /// Encrypted and authenticated in one, with a tag of that many octets (RFC 5246 §6.2.3.3).
    case aead(tagLength: Int)
    /// In blocks of that many octets, each mixed with the one before (RFC 5246 §6.2.3.2).
    case block(size: Int)
    /// By an endless stream of key octets, or not at all (RFC 5246 §6.2.3.1).
    case stream
  }

  var form: Form {
    switch self {
    case .aes128GCM, .aes256GCM, .aria128GCM, .aria256GCM, .aes128CCM, .aes256CCM, .chaCha20Poly1305,
      .draftChaCha20Poly1305:
      .aead(tagLength: 16)
    case .aes128CCM8, .aes256CCM8: .aead(tagLength: 8)
    case .aes128CBC, .aes256CBC, .camellia128CBC, .camellia256CBC, .aria128CBC, .aria256CBC, .seed: .block(size: 16)
    case .tripleDES, .des, .idea: .block(size: 8)
    case .null, .rc4: .stream
    }
  }

  /// Octets.
  var keyLength: Int {
    switch self {
    case .null: 0
    case .des: 8
    case .aes128GCM, .aria128GCM, .aes128CCM, .aes128CCM8, .aes128CBC, .camellia128CBC, .aria128CBC, .seed, .idea, .rc4: 16
    case .tripleDES: 24
    case .aes256GCM, .aria256GCM, .aes256CCM, .aes256CCM8, .aes256CBC, .camellia256CBC, .aria256CBC, .chaCha20Poly1305,
      .draftChaCha20Poly1305:
      32
    }
  }

  /// Octets of a nonce or vector that TLS 1.2 and before derive beside the key.
  var fixedLength: Int {
    switch self {
    // The rest of the nonce stands in the record (RFC 5288 §3, RFC 6655 §3, RFC 6209 §2.2).
    case .aes128GCM, .aes256GCM, .aria128GCM, .aria256GCM, .aes128CCM, .aes256CCM, .aes128CCM8, .aes256CCM8: 4
    case .chaCha20Poly1305: 12
    default: if case .block(let size) = form { size } else { 0 }
    }
  }

  /// Octets of the nonce that stand in a record of TLS 1.2.
  var explicitLength: Int { fixedLength == 4 ? 8 : 0 }
}

/// A hash function that suites name.
enum RecordHash: Hashable, Sendable {
  case md5, sha1, sha256, sha384

  /// Octets.
  var length: Int {
    switch self {
    case .md5: 16
    case .sha1: 20
    case .sha256: 32
    case .sha384: 48
    }
  }
}
