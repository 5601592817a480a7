public import ApplicationModel
import Crypto
public import Secrets

/// What master secrets are made of.
public enum MasterSecret {
  /// From a premaster secret (RFC 5246 §8.1, RFC 6101 §6.1); with `sessionHash`, extended (RFC 7627 §4).
  public static func derive(
    _ version: TLSVersion, _ suite: CipherSuite, premaster: Secret, clientRandom: [UInt8], serverRandom: [UInt8],
    sessionHash: [UInt8]?
  ) -> Secret? {
    guard let function = PseudoRandomFunction(version, suite) else { return nil }
    if let sessionHash { return function.derive(premaster, "extended master secret", [sessionHash], count: length) }
    return function.derive(premaster, "master secret", [clientRandom, serverRandom], count: length)
  }

  /// The hash of handshake messages that an extended master secret is made of, over `messages` end to end (RFC 7627 §3).
  public static func sessionHash(_ version: TLSVersion, _ suite: CipherSuite, of messages: [UInt8]) -> [UInt8] {
    guard let function = PseudoRandomFunction(version, suite), function.generation == .tls12 else {
      return Array(Insecure.MD5.hash(data: messages)) + Array(Insecure.SHA1.hash(data: messages))
    }
    return function.hash == .sha384 ? Array(SHA384.hash(data: messages)) : Array(SHA256.hash(data: messages))
  }

  /// Octets.
  static let length = 48
}

extension PseudoRandomFunction {
  /// Of a suite that is not known, TLS 1.2 is taken to derive with SHA-256.
  init?(_ version: TLSVersion, _ suite: CipherSuite) {
    guard let generation = ProtocolGeneration(version) else { return nil }
    self.init(generation: generation, hash: SuiteProtection(suite)?.derivationHash ?? .sha256)
  }
}
