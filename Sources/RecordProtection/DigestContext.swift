import CCrypto

/// libcrypto's state of one hash over secrets, which it overwrites at the end; swift-crypto's does not.
@safe
struct DigestContext: ~Copyable, Sendable {
  /// Only `mutating` functions of its one owner touch it.
  private nonisolated(unsafe) let context: OpaquePointer
  /// Octets of the hash.
  let length: Int

  init?(_ hash: RecordHash) {
    guard let context = unsafe EVP_MD_CTX_new() else { return nil }
    let made = unsafe Self(context, length: hash.length)
    guard unsafe EVP_DigestInit_ex(context, hash.kind, nil) == 1 else { return nil }
    self = made
  }

  private init(_ context: OpaquePointer, length: Int) {
    unsafe self.context = context
    self.length = length
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  /// Begins anew.
  mutating func begin() { unsafe EVP_DigestInit_ex(context, nil, nil) }

  mutating func add(_ octets: Span<UInt8>) {
    _ = unsafe octets.withUnsafeBufferPointer { unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) }
  }

  /// The hash, into `output` from `start` on, as far as it has room.
  mutating func end(into output: inout MutableSpan<UInt8>, at start: Int = 0) {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: length) { hash in
      unsafe hash.initialize(repeating: 0)
      unsafe EVP_DigestFinal_ex(context, hash.baseAddress, nil)
      for index in 0..<min(length, output.count &- start) { output[start &+ index] = unsafe hash[index] }
      unsafe OPENSSL_cleanse(hash.baseAddress, hash.count)
    }
  }
}

extension RecordHash {
  fileprivate var kind: OpaquePointer? {
    switch self {
    case .md5: unsafe EVP_md5()
    case .sha1: unsafe EVP_sha1()
    case .sha256: unsafe EVP_sha256()
    case .sha384: unsafe EVP_sha384()
    }
  }
}
