import Secrets

/// What TLS 1.2 and before derive secrets with (RFC 5246 §5, RFC 2246 §5, RFC 6101 §6.1 and §6.2.2).
struct PseudoRandomFunction: Sendable {
  var generation: ProtocolGeneration
  /// Of the suite; TLS 1.2 alone asks.
  var hash: RecordHash

  /// That many octets from a secret. What is given besides is public. SSL 3.0 has no labels.
  func derive(_ secret: Secret, _ label: String, _ seeds: [[UInt8]], count: Int) -> Secret? {
    let seed = Array(label.utf8) + seeds.flatMap { $0 }
    switch generation {
    case .ssl3: return Self.mixed(secret, seeds.flatMap { $0 }, count: count)
    case .tls12: return Self.expanded(secret, hash, seed, count: count)
    case .tls10, .tls11:
      // Two halves, which share the octet in the middle where the number is odd.
      let half = (secret.count &+ 1) / 2
      let first = secret.part(0..<half)
      let second = secret.part(secret.count &- half..<secret.count)
      guard let md5 = Self.expanded(first, .md5, seed, count: count),
        let sha1 = Self.expanded(second, .sha1, seed, count: count)
      else { return nil }
      return Secret(count: count) { output in
        md5.withOctets { for index in $0.indices { output[index] = $0[index] } }
        sha1.withOctets { for index in $0.indices { output[index] ^= $0[index] } }
      }
    }
  }

  /// P_hash: HMAC of HMAC of … (RFC 5246 §5).
  private static func expanded(_ secret: Secret, _ hash: RecordHash, _ seed: [UInt8], count: Int) -> Secret? {
    guard var mac = secret.withOctets({ MACContext(hash, key: $0) }) else { return nil }
    mac.add(seed.span)
    var chain = Secret(count: hash.length) { mac.end(into: &$0) }
    return Secret(count: count) { output in
      for start in stride(from: 0, to: count, by: hash.length) {
        mac.begin()
        chain.withOctets { mac.add($0) }
        mac.add(seed.span)
        mac.end(into: &output, at: start)
        mac.begin()
        chain.withOctets { mac.add($0) }
        chain = Secret(count: hash.length) { mac.end(into: &$0) }
      }
    }
  }

  /// SSL 3.0: MD5 of the secret and of SHA-1 of "A", "BB", "CCC" …, the secret and the seed (RFC 6101 §6.1).
  private static func mixed(_ secret: Secret, _ seed: [UInt8], count: Int) -> Secret? {
    guard var inner = DigestContext(.sha1), var outer = DigestContext(.md5) else { return nil }
    // 26 letters, and no suite needs nearly as much.
    guard 0...26 &* outer.length ~= count else { return nil }
    return Secret(count: count) { output in
      for start in stride(from: 0, to: count, by: outer.length) {
        let round = start / outer.length
        let salt = [UInt8](repeating: 0x41 &+ UInt8(truncatingIfNeeded: round), count: round &+ 1)
        inner.begin()
        inner.add(salt.span)
        secret.withOctets { inner.add($0) }
        inner.add(seed.span)
        let hash = Secret(count: inner.length) { inner.end(into: &$0) }
        outer.begin()
        secret.withOctets { outer.add($0) }
        hash.withOctets { outer.add($0) }
        outer.end(into: &output, at: start)
      }
    }
  }
}
