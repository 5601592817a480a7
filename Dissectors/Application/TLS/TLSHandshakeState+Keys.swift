import ApplicationModel
import RecordProtection
import Secrets

/// From secrets to what opens the records of TLS 1.2 and before, and of DTLS 1.2 and before.
extension TLSHandshakeState {
  /// Makes the keys of both sides once both randoms and the master secret are known.
  mutating func deriveKeys(_ secrets: SecretStore, _ decryption: inout TLSSession.Decryption) {
    guard openers == nil, let version, let suite, let clientRandom, let serverRandom,
      let (secret, source) = masterSecret(secrets, &decryption)
    else { return }
    guard !hasCompression,
      let openers = RecordOpener.pair(
        version, suite, masterSecret: secret, clientRandom: clientRandom, serverRandom: serverRandom,
        encryptThenMAC: isEncryptThenMAC)
    else { return decryption.problem = .unsupported }
    self.openers = openers
    master = (secret, source)
    transcript = nil
    decryption.note(source)
    teachSession(secrets)
  }

  /// Tells other connections of the session its master secret, under every name known so far.
  func teachSession(_ secrets: SecretStore) {
    guard let (secret, source) = master else { return }
    for name in sessionNames { secrets.learn(secret, from: source, of: name) }
  }

  private mutating func masterSecret(
    _ secrets: SecretStore, _ decryption: inout TLSSession.Decryption
  ) -> (secret: Secret, source: SecretSource)? {
    guard let random = clientRandom else { return nil }
    if let found = secrets.secret(.masterSecret, for: random) {
      masterLabel = .masterSecret
      return found
    }
    if let found = secrets.secret(.premasterByRandom, for: random) {
      masterLabel = .premasterByRandom
      return master(from: found)
    }
    if !encryptedPremaster.isEmpty, let found = secrets.secret(.premasterByKey, for: encryptedPremaster) {
      masterLabel = .premasterByKey
      return master(from: found)
    }
    for name in sessionNames {
      guard let found = secrets.masterSecret(of: name) else { continue }
      masterLabel = .masterSecret
      decryption.fromSession = true
      return found
    }
    return nil
  }

  private func master(
    from premaster: (secret: Secret, source: SecretSource)
  ) -> (secret: Secret, source: SecretSource)? {
    guard let version, let suite, let clientRandom, let serverRandom else { return nil }
    var hash: [UInt8]?
    if isExtended {
      guard let transcript else { return nil }
      hash = MasterSecret.sessionHash(version, suite, of: transcript)
    }
    let master = MasterSecret.derive(
      version, suite, premaster: premaster.secret, clientRandom: clientRandom, serverRandom: serverRandom, sessionHash: hash)
    return master.map { ($0, premaster.source) }
  }
}

extension TLSSession.Decryption {
  /// The first secret that was of use tells where secrets came from.
  mutating func note(_ source: SecretSource) {
    guard self.source == nil else { return }
    self.source = source == .keyLog ? .keyLog : .capture
  }

  mutating func note(label: String) {
    if labels.last != label, !labels.contains(label) { labels.append(label) }
  }
}

extension TLSSession {
  /// Why protected records were not opened, where secrets were given.
  func decryptionProblem(_ secrets: SecretStore?) -> Decryption.Problem? {
    let withoutKey = decryption.client.withoutKey &+ decryption.server.withoutKey
    let failed = decryption.client.failed &+ decryption.server.failed
    guard withoutKey &+ failed > 0, let secrets, !secrets.isEmpty else { return nil }
    if decryption.records > 0 { return withoutKey > 0 ? .secretMissing : nil }
    guard failed == 0 else { return .wrongSecret }
    guard clientHello != nil, serverHello != nil else { return .handshakeMissing }
    return .noSecret
  }
}
