import CCrypto

/// libcrypto's state of one cipher with one key, kept from record to record.
///
/// Not swift-crypto's, even where it has the cipher: see `RecordOpener`.
@safe
struct CipherContext: ~Copyable, Sendable {
  /// Only `mutating` functions of its one owner touch it.
  private nonisolated(unsafe) let context: OpaquePointer

  /// Nothing where libcrypto does not have the cipher, or the key is not as long as its keys are.
  init?(_ cipher: RecordCipher, key: Span<UInt8>) {
    guard key.count == cipher.keyLength, let kind = unsafe CipherLibrary.standard[cipher],
      let context = unsafe EVP_CIPHER_CTX_new()
    else { return nil }
    let made = unsafe Self(context: context)
    guard unsafe made.begin(cipher, kind, key) else { return nil }
    self = made
  }

  private init(context: OpaquePointer) { unsafe self.context = context }

  private func begin(_ cipher: RecordCipher, _ kind: OpaquePointer, _ key: Span<UInt8>) -> Bool {
    guard unsafe EVP_DecryptInit_ex(context, kind, nil, nil, nil) == 1 else { return false }
    if case .aead(let tagLength) = cipher.form, cipher != .draftChaCha20Poly1305 {
      guard unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, 12, nil) == 1 else { return false }
      // CCM mixes the tag's length into what it encrypts first.
      if cipher.isCCM {
        guard unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, CInt(tagLength), nil) == 1 else { return false }
      }
    }
    guard unsafe key.withUnsafeBufferPointer({ unsafe EVP_DecryptInit_ex(context, nil, nil, $0.baseAddress, nil) }) == 1 else {
      return false
    }
    return unsafe EVP_CIPHER_CTX_set_padding(context, 0) == 1
  }

  /// Overwrites the key.
  deinit { unsafe EVP_CIPHER_CTX_free(context) }

  // MARK: Decrypting

  /// Decrypts what one tag is for. What was written is worth nothing where the answer is no.
  mutating func open(
    nonce: Span<UInt8>, additional: Span<UInt8>, _ ciphertext: Span<UInt8>, tag: Span<UInt8>, isCCM: Bool,
    into output: inout OutputSpan<UInt8>
  ) -> Bool {
    guard nonce.count == 12, begin(vector: nonce) else { return false }
    // CCM wants the tag and the length beforehand.
    if isCCM { guard set(tag), unsafe update(nil, nil, count: ciphertext.count) else { return false } }
    let isCounted = unsafe additional.withUnsafeBufferPointer { unsafe update(nil, $0.baseAddress, count: $0.count) }
    guard isCounted, decrypt(ciphertext, into: &output) else { return false }
    if isCCM { return true }
    guard set(tag) else { return false }
    var written: CInt = 0
    var none: UInt8 = 0
    return unsafe EVP_DecryptFinal_ex(context, &none, &written) == 1
  }

  /// Sets the initialisation vector of what is decrypted next.
  mutating func begin(vector: Span<UInt8>) -> Bool {
    unsafe vector.withUnsafeBufferPointer { unsafe EVP_DecryptInit_ex(context, nil, nil, nil, $0.baseAddress) } == 1
  }

  /// Decrypts as many octets as there are, going on from those before. `output` must have room.
  mutating func decrypt(_ ciphertext: Span<UInt8>, into output: inout OutputSpan<UInt8>) -> Bool {
    guard ciphertext.count <= output.freeCapacity else { return false }
    return unsafe ciphertext.withUnsafeBufferPointer { input in
      unsafe output.withUnsafeMutableBufferPointer { output, count in
        // CCM checks the tag here even when there is nothing else, if only addresses are given.
        var none: UInt8 = 0
        let isDone =
          if let source = input.baseAddress, let target = output.baseAddress {
            unsafe update(target + count, source, count: input.count)
          } else {
            unsafe withUnsafeMutablePointer(to: &none) { unsafe update($0, $0, count: 0) }
          }
        if isDone { count += input.count }
        return isDone
      }
    }
  }

  private func set(_ tag: Span<UInt8>) -> Bool {
    unsafe tag.withUnsafeBufferPointer { tag in
      // libcrypto reads from it only.
      let octets = unsafe UnsafeMutableRawPointer(mutating: tag.baseAddress)
      return unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, CInt(tag.count), octets) == 1
    }
  }

  /// Every octet given must come back at once: nothing may wait in the library.
  private func update(_ output: UnsafeMutablePointer<UInt8>?, _ input: UnsafePointer<UInt8>?, count: Int) -> Bool {
    var written: CInt = 0
    return unsafe EVP_DecryptUpdate(context, output, &written, input, CInt(clamping: count)) == 1 && written == count
  }
}

extension RecordCipher {
  var isCCM: Bool {
    switch self {
    case .aes128CCM, .aes256CCM, .aes128CCM8, .aes256CCM8: true
    default: false
    }
  }
}
