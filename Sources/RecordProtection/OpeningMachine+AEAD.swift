extension OpeningMachine {
  /// TLS 1.3: the type is inside, behind the content and before zeros (RFC 8446 §5.2).
  mutating func openInner(
    _ type: UInt8, _ version: UInt16, _ fragment: Span<UInt8>, _ sequence: UInt64, tagLength: Int,
    into plaintext: inout [UInt8]
  ) throws(RecordFailure) -> (type: UInt8, padding: Int) {
    guard fragment.count > tagLength else { throw .badLength }
    let header = RecordHeader(sequence: 0, type: type, version: version, length: fragment.count)
    let additional = header.octets.span.extracting(droppingFirst: RecordHeader.sequenceLength)
    try decrypt(mixedNonce(sequence), additional, fragment, tagLength: tagLength, into: &plaintext)
    guard let last = plaintext.lastIndex(where: { $0 != 0 }) else { throw .badPadding }
    let inner = plaintext[last]
    let padding = plaintext.count &- last &- 1
    plaintext.removeLast(padding &+ 1)
    return (inner, padding)
  }

  /// TLS 1.2 (RFC 5246 §6.2.3.3).
  mutating func openWhole(
    _ type: UInt8, _ version: UInt16, _ fragment: Span<UInt8>, _ sequence: UInt64, tagLength: Int,
    into plaintext: inout [UInt8]
  ) throws(RecordFailure) {
    let explicit = cipher.explicitLength
    guard fragment.count >= explicit &+ tagLength else { throw .badLength }
    let length = fragment.count &- explicit &- tagLength
    let header = RecordHeader(sequence: sequence, type: type, version: version, length: length)
    let sealed = fragment.extracting(droppingFirst: explicit)
    if cipher == .draftChaCha20Poly1305 {
      try decryptDraft(sequence, header, sealed, into: &plaintext)
    } else {
      let nonce = explicit == 0 ? mixedNonce(sequence) : explicitNonce(fragment.extracting(first: explicit))
      try decrypt(nonce, header.octets.span, sealed, tagLength: tagLength, into: &plaintext)
    }
  }

  private mutating func decrypt(
    _ nonce: InlineArray<12, UInt8>, _ additional: Span<UInt8>, _ sealed: Span<UInt8>, tagLength: Int,
    into plaintext: inout [UInt8]
  ) throws(RecordFailure) {
    let ciphertext = sealed.extracting(droppingLast: tagLength)
    let tag = sealed.extracting(last: tagLength)
    let isCCM = cipher.isCCM
    var isRight = false
    plaintext.append(addingCapacity: ciphertext.count) { output in
      isRight =
        context?.open(nonce: nonce.span, additional: additional, ciphertext, tag: tag, isCCM: isCCM, into: &output) ?? false
    }
    guard isRight else { throw .badTag }
  }

  /// The record's number mixed into the fixed part (RFC 8446 §5.3, RFC 7905 §2).
  private func mixedNonce(_ sequence: UInt64) -> InlineArray<12, UInt8> {
    InlineArray { index in
      index < 4 ? fixed[index] : fixed[index] ^ UInt8(truncatingIfNeeded: sequence >> (8 &* UInt64(11 &- index)))
    }
  }

  /// The fixed part and what the record begins with (RFC 5288 §3).
  private func explicitNonce(_ explicit: Span<UInt8>) -> InlineArray<12, UInt8> {
    InlineArray { $0 < 4 ? fixed[$0] : explicit[$0 &- 4] }
  }

  /// The draft's construction: the number is the nonce, and Poly1305, with a key that is the first block of the key stream,
  /// covers header and ciphertext, each followed by its length (draft-agl-tls-chacha20poly1305-04 §5).
  private mutating func decryptDraft(
    _ sequence: UInt64, _ header: RecordHeader, _ sealed: Span<UInt8>, into plaintext: inout [UInt8]
  ) throws(RecordFailure) {
    let ciphertext = sealed.extracting(droppingLast: 16)
    // The block's number, from the right, then the nonce.
    let vector = InlineArray<16, UInt8> {
      $0 < 8 ? 0 : UInt8(truncatingIfNeeded: sequence >> (8 &* UInt64(15 &- $0)))
    }
    guard context?.begin(vector: vector.span) == true else { throw .badTag }
    let zeros = InlineArray<64, UInt8>(repeating: 0)
    plaintext.append(addingCapacity: 64) { _ = context?.decrypt(zeros.span, into: &$0) }
    guard plaintext.count == 64, var mac = MACContext(poly1305: plaintext.span.extracting(first: 32)) else { throw .badTag }
    plaintext.removeAll(keepingCapacity: true)
    mac.add(header.octets.span)
    mac.add(length: header.octets.count)
    mac.add(ciphertext)
    mac.add(length: ciphertext.count)
    guard mac.ends(with: sealed.extracting(last: 16)) else { throw .badTag }
    plaintext.append(addingCapacity: ciphertext.count) { _ = context?.decrypt(ciphertext, into: &$0) }
  }
}

extension MACContext {
  /// Eight octets, the least first.
  fileprivate mutating func add(length: Int) {
    let octets = InlineArray<8, UInt8> { UInt8(truncatingIfNeeded: length >> (8 &* $0)) }
    add(octets.span)
  }
}
