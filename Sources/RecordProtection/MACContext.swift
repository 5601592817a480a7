import CCrypto

/// libcrypto's state of one message authentication code with one key: HMAC (RFC 2104), or Poly1305 (RFC 8439 §2.5).
///
/// Not swift-crypto's, which leaves the padded key in arrays that nobody overwrites.
@safe
struct MACContext: ~Copyable, Sendable {
  /// Only `mutating` functions of its one owner touch it.
  private nonisolated(unsafe) let context: OpaquePointer
  /// Octets of the code.
  let length: Int

  init?(_ hash: RecordHash, key: Span<UInt8>) {
    guard let kind = unsafe CipherLibrary.standard.hmac, let context = unsafe EVP_MAC_CTX_new(kind) else { return nil }
    let made = unsafe Self(context, length: hash.length)
    guard made.set(hash), made.begin(key) else { return nil }
    self = made
  }

  init?(poly1305 key: Span<UInt8>) {
    guard let kind = unsafe CipherLibrary.standard.poly1305, let context = unsafe EVP_MAC_CTX_new(kind) else { return nil }
    let made = unsafe Self(context, length: 16)
    guard made.begin(key) else { return nil }
    self = made
  }

  private init(_ context: OpaquePointer, length: Int) {
    unsafe self.context = context
    self.length = length
  }

  /// Overwrites the key.
  deinit { unsafe EVP_MAC_CTX_free(context) }

  private func set(_ hash: RecordHash) -> Bool {
    var name = Array(hash.name.utf8CString)
    return unsafe name.withUnsafeMutableBufferPointer { name in
      var parameters = unsafe [
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.baseAddress, 0), OSSL_PARAM_construct_end(),
      ]
      return unsafe EVP_MAC_CTX_set_params(context, &parameters) == 1
    }
  }

  private func begin(_ key: Span<UInt8>) -> Bool {
    // Without an address it would be no key, rather than an empty one.
    var none: UInt8 = 0
    return unsafe key.withUnsafeBufferPointer { key in
      if let octets = key.baseAddress { return unsafe EVP_MAC_init(context, octets, key.count, nil) == 1 }
      return unsafe EVP_MAC_init(context, &none, 0, nil) == 1
    }
  }

  // MARK: Feeding

  /// Begins anew with the same key (HMAC only).
  mutating func begin() { unsafe EVP_MAC_init(context, nil, 0, nil) }

  mutating func add(_ octets: Span<UInt8>) {
    _ = unsafe octets.withUnsafeBufferPointer { unsafe EVP_MAC_update(context, $0.baseAddress, $0.count) }
  }

  /// The code, into `output` from `start` on, as far as it has room.
  mutating func end(into output: inout MutableSpan<UInt8>, at start: Int = 0) {
    withCode { code in
      for index in 0..<min(code.count, output.count &- start) { output[start &+ index] = code[index] }
    }
  }

  /// Whether that is the code.
  mutating func ends(with expected: Span<UInt8>) -> Bool {
    withCode { code in
      guard code.count == expected.count else { return false }
      return code.indices.reduce(0) { $0 | (code[$1] ^ expected[$1]) } == 0
    }
  }

  private mutating func withCode<Answer>(_ body: (Span<UInt8>) -> Answer) -> Answer {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: length) { code in
      unsafe code.initialize(repeating: 0)
      var written = 0
      unsafe EVP_MAC_final(context, code.baseAddress, &written, code.count)
      let answer = unsafe body(Span(_unsafeElements: UnsafeBufferPointer(code)))
      unsafe OPENSSL_cleanse(code.baseAddress, code.count)
      return answer
    }
  }
}

extension RecordHash {
  /// What libcrypto calls it.
  var name: String {
    switch self {
    case .md5: "MD5"
    case .sha1: "SHA1"
    case .sha256: "SHA256"
    case .sha384: "SHA384"
    }
  }
}
