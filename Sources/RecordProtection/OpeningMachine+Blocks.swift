extension OpeningMachine {
  /// Answers the octets of padding, their count included (RFC 5246 §6.2.3.2).
  mutating func openBlocks(
    _ type: UInt8, _ version: UInt16, _ fragment: Span<UInt8>, _ sequence: UInt64, size: Int, into plaintext: inout [UInt8]
  ) throws(RecordFailure) -> Int {
    let isExplicit = generation.map(\.hasExplicitVector) ?? true
    let outside = encryptThenMAC ? macLength : 0
    // A block at least, for there always is padding.
    let count = fragment.count &- outside &- (isExplicit ? size : 0)
    guard count >= size, count.isMultiple(of: size) else {
      if !isExplicit { chain.lose() }
      throw .badLength
    }
    let body = fragment.extracting(droppingLast: outside)
    let vector = isExplicit ? nil : chain.take(body.extracting(last: size))
    if encryptThenMAC {
      // Over the vector too (RFC 7366 §3).
      let header = RecordHeader(sequence: sequence, type: type, version: version, length: body.count)
      guard mac?.matches(fragment.extracting(last: outside), header, body) == true else { throw .badTag }
    }
    let hasBegun =
      if isExplicit {
        context?.begin(vector: body.extracting(first: size))
      } else if let vector {
        context?.begin(vector: vector.span.extracting(first: size))
      } else {
        throw .stateLost
      }
    var isDone = false
    let ciphertext = body.extracting(last: count)
    plaintext.append(addingCapacity: count) { isDone = context?.decrypt(ciphertext, into: &$0) ?? false }
    guard hasBegun == true, isDone else { throw .badLength }

    let padding = try paddingLength(plaintext.span, size: size, macLength: encryptThenMAC ? 0 : macLength)
    plaintext.removeLast(padding)
    if !encryptThenMAC { try checkMAC(type, version, sequence, &plaintext) }
    chain.settle()
    return padding
  }

  /// Every octet of it says how many there are besides the last; SSL 3.0's may be anything but for the last one (RFC 6101
  /// §5.2.3.2).
  private func paddingLength(_ plaintext: Span<UInt8>, size: Int, macLength: Int) throws(RecordFailure) -> Int {
    let value = plaintext[plaintext.count &- 1]
    let padding = Int(value) &+ 1
    guard padding &+ macLength <= plaintext.count else { throw .badPadding }
    if generation == .ssl3 {
      guard padding <= size else { throw .badPadding }
    } else {
      let octets = plaintext.extracting(last: padding)
      guard octets.indices.allSatisfy({ octets[$0] == value }) else { throw .badPadding }
    }
    return padding
  }

  /// Checks and removes the MAC that a plaintext ends with.
  mutating func checkMAC(
    _ type: UInt8, _ version: UInt16, _ sequence: UInt64, _ plaintext: inout [UInt8]
  ) throws(RecordFailure) {
    let length = plaintext.count &- macLength
    guard length >= 0 else { throw .badLength }
    let header = RecordHeader(sequence: sequence, type: type, version: version, length: length)
    guard hasMAC(plaintext.span, header, length) else { throw .badTag }
    plaintext.removeLast(macLength)
  }

  private mutating func hasMAC(_ plaintext: Span<UInt8>, _ header: RecordHeader, _ length: Int) -> Bool {
    mac?.matches(plaintext.extracting(droppingFirst: length), header, plaintext.extracting(first: length)) ?? false
  }
}
