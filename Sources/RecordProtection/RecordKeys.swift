import Secrets

/// What one side protects its records with.
struct RecordKeys: Sendable {
  /// Of the MAC; empty where the cipher authenticates.
  var mac: Secret
  var key: Secret
  /// The fixed part of nonces, or the first record's initialisation vector.
  var fixed: Secret

  /// Both sides' keys from a master secret (RFC 5246 §6.3, RFC 6101 §6.2.2).
  static func pair(
    _ function: PseudoRandomFunction, _ protection: SuiteProtection, master: Secret, clientRandom: [UInt8],
    serverRandom: [UInt8]
  ) -> (client: RecordKeys, server: RecordKeys)? {
    let lengths = [protection.macLength, protection.cipher.keyLength, protection.cipher.fixedLength]
    let count = 2 * lengths.reduce(0, &+)
    guard let block = function.derive(master, "key expansion", [serverRandom, clientRandom], count: count) else { return nil }
    // The client's and the server's MAC key, then both keys, then both vectors.
    var start = 0
    func next(_ length: Int) -> Secret {
      defer { start &+= length }
      return block.part(start..<start &+ length)
    }
    let parts = lengths.map { (client: next($0), server: next($0)) }
    return (
      RecordKeys(mac: parts[0].client, key: parts[1].client, fixed: parts[2].client),
      RecordKeys(mac: parts[0].server, key: parts[1].server, fixed: parts[2].server)
    )
  }

  /// From a traffic secret (RFC 8446 §7.3).
  init?(_ protection: SuiteProtection, trafficSecret: Secret) {
    let hash = protection.derivationHash
    guard let key = KeyExpansion.expand(trafficSecret, "key", hash, count: protection.cipher.keyLength),
      let fixed = KeyExpansion.expand(trafficSecret, "iv", hash, count: 12)
    else { return nil }
    self.init(mac: Secret(count: 0) { _ in }, key: key, fixed: fixed)
  }

  private init(mac: Secret, key: Secret, fixed: Secret) {
    self.mac = mac
    self.key = key
    self.fixed = fixed
  }
}
