import CCrypto

/// libcrypto's algorithms, looked up once and only when something is to be decrypted: a run without keys pays nothing.
@safe
struct CipherLibrary: Sendable {
  /// Shared by all threads and never changed.
  private nonisolated(unsafe) let ciphers: [RecordCipher: OpaquePointer]
  nonisolated(unsafe) let hmac: OpaquePointer?
  nonisolated(unsafe) let poly1305: OpaquePointer?

  static let standard = CipherLibrary()

  private init() {
    // Ciphers of old are in a provider of their own, which may not be installed. Loaded for the whole library it would stand in
    // the place of the ordinary one, so it gets a library of its own.
    let old = unsafe OSSL_LIB_CTX_new()
    let hasOld = unsafe OSSL_PROVIDER_load(old, "legacy") != nil
    var ciphers: [RecordCipher: OpaquePointer] = unsafe [:]
    for cipher in RecordCipher.allCases {
      guard let name = cipher.name, !cipher.isOld || hasOld else { continue }
      guard let found = unsafe EVP_CIPHER_fetch(cipher.isOld ? old : nil, name, nil) else { continue }
      unsafe ciphers[cipher] = found
    }
    unsafe self.ciphers = ciphers
    unsafe hmac = EVP_MAC_fetch(nil, "HMAC", nil)
    unsafe poly1305 = EVP_MAC_fetch(nil, "POLY1305", nil)
  }

  subscript(cipher: RecordCipher) -> OpaquePointer? { unsafe ciphers[cipher] }
}

/// For programs that will not be able to read files later.
public enum RecordCiphers {
  /// Has libcrypto load what it keeps in files.
  public static func prepare() { _ = CipherLibrary.standard }
}

extension RecordCipher {
  /// What libcrypto calls it.
  fileprivate var name: String? {
    switch self {
    case .null: nil
    case .aes128GCM: "AES-128-GCM"
    case .aes256GCM: "AES-256-GCM"
    case .aria128GCM: "ARIA-128-GCM"
    case .aria256GCM: "ARIA-256-GCM"
    case .aes128CCM, .aes128CCM8: "AES-128-CCM"
    case .aes256CCM, .aes256CCM8: "AES-256-CCM"
    case .chaCha20Poly1305: "ChaCha20-Poly1305"
    case .draftChaCha20Poly1305: "ChaCha20"
    case .aes128CBC: "AES-128-CBC"
    case .aes256CBC: "AES-256-CBC"
    case .camellia128CBC: "CAMELLIA-128-CBC"
    case .camellia256CBC: "CAMELLIA-256-CBC"
    case .aria128CBC: "ARIA-128-CBC"
    case .aria256CBC: "ARIA-256-CBC"
    case .tripleDES: "DES-EDE3-CBC"
    case .des: "DES-CBC"
    case .seed: "SEED-CBC"
    case .idea: "IDEA-CBC"
    case .rc4: "RC4"
    }
  }

  /// Whether OpenSSL 3 has it in its legacy provider.
  fileprivate var isOld: Bool {
    switch self {
    case .des, .seed, .idea, .rc4: true
    default: false
    }
  }
}
