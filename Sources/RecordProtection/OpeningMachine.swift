import Secrets

/// Opens one side's records, one after the other.
struct OpeningMachine: ~Copyable, Sendable {
  /// Nothing for TLS 1.3.
  let generation: ProtocolGeneration?
  let cipher: RecordCipher
  let form: RecordCipher.Form
  let encryptThenMAC: Bool
  /// None for the null cipher.
  var context: CipherContext?
  /// None where the cipher authenticates.
  var mac: RecordMAC?
  let macLength: Int
  var chain: BlockChain
  /// Of nonces, the part that is the same for all records, from the left.
  let fixed: InlineArray<12, UInt8>
  /// A stream cipher that missed octets never finds its place again.
  var isLost = false

  /// Nothing where libcrypto does not have the cipher.
  init?(_ protection: SuiteProtection, _ generation: ProtocolGeneration?, _ keys: RecordKeys, encryptThenMAC: Bool) {
    self.generation = generation
    cipher = protection.cipher
    form = cipher.form
    fixed = keys.fixed.withOctets { octets in InlineArray { $0 < octets.count ? octets[$0] : 0 } }
    macLength = protection.macLength
    chain = keys.fixed.withOctets { BlockChain($0) }
    if case .block = form { self.encryptThenMAC = encryptThenMAC } else { self.encryptThenMAC = false }
    let cipher = cipher
    context = cipher == .null ? nil : keys.key.withOctets { CipherContext(cipher, key: $0) }
    if cipher != .null, context == nil { return nil }
    if let generation, protection.macLength > 0 {
      mac = RecordMAC(generation, protection.hash, key: keys.mac)
      if mac == nil { return nil }
    } else {
      mac = nil
    }
  }

  /// `plaintext` is empty, and after a failure worth nothing.
  mutating func open(
    type: UInt8, version: UInt16, _ fragment: Span<UInt8>, sequence: UInt64, into plaintext: inout [UInt8]
  ) throws(RecordFailure) -> (type: UInt8, padding: Int) {
    switch form {
    case .aead(let tagLength):
      if generation == nil {
        return try openInner(type, version, fragment, sequence, tagLength: tagLength, into: &plaintext)
      }
      try openWhole(type, version, fragment, sequence, tagLength: tagLength, into: &plaintext)
      return (type, 0)
    case .block(let size):
      return (type, try openBlocks(type, version, fragment, sequence, size: size, into: &plaintext))
    case .stream:
      try openStream(type, version, fragment, sequence, into: &plaintext)
      return (type, 0)
    }
  }

  mutating func loseState() {
    switch form {
    case .aead: break
    case .block: chain.lose()
    case .stream: if cipher != .null { isLost = true }
    }
  }

  /// Octets added to every record, where that is the same for all.
  var overhead: Int? {
    switch form {
    case .aead(let tagLength): generation == nil ? tagLength &+ 1 : tagLength &+ cipher.explicitLength
    case .stream: macLength
    case .block: nil
    }
  }
}
