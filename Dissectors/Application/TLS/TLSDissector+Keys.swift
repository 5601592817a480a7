import ApplicationModel
import Dissection
import Octets
import PacketModel
import RecordProtection
import Secrets

/// From secrets to what opens records.
extension TLSDissector {
  // MARK: - TLS 1.3

  /// What opens a side's records of one phase (RFC 8446 §7.3).
  mutating func trafficOpener(_ phase: TLSSide.Protection, _ sender: Endpoint) -> RecordOpener? {
    guard let suite = handshake.suite, let secret = trafficSecret(phase, sender) else { return nil }
    guard let opener = RecordOpener.tls13(suite, trafficSecret: secret.secret) else {
      session.decryption.problem = .unsupported
      return nil
    }
    session.decryption.note(secret.source)
    return opener
  }

  private func trafficSecret(
    _ phase: TLSSide.Protection, _ sender: Endpoint
  ) -> (secret: Secret, source: SecretSource)? {
    guard let secrets = context.options.secrets, let random = handshake.clientRandom,
      let label = Self.label(phase, isClient: sender == client)
    else { return nil }
    return secrets.secret(label, for: random)
  }

  private static func label(_ phase: TLSSide.Protection, isClient: Bool) -> SecretLabel? {
    switch phase {
    case .early: isClient ? .clientEarly : nil
    case .handshake: isClient ? .clientHandshake : .serverHandshake
    case .application: isClient ? .clientTraffic : .serverTraffic
    case .none, .negotiated: nil
    }
  }

  /// The label of the secret that a side's records are opened with now.
  func keyLabel(_ sender: Endpoint) -> String? {
    switch self[sender].protection {
    case .none: nil
    case .negotiated: handshake.masterLabel?.rawValue ?? SecretLabel.masterSecret.rawValue
    case let phase: Self.label(phase, isClient: sender == client)?.rawValue
    }
  }

  /// Early data has the suite of the session before, which this connection does not name: one of those offered opens the first
  /// record.
  mutating func findEarlyOpener(_ record: TLSRecord, _ body: ByteView) {
    guard let secret = trafficSecret(.early, client) else { return }
    var content: [UInt8] = []
    for suite in handshake.offeredSuites.prefix(Self.maximumEarlySuites) {
      guard let opener = RecordOpener.tls13(suite, trafficSecret: secret.secret),
        Self.open(record, body, opener, 0, &content) != nil
      else { continue }
      session.decryption.note(secret.source)
      self[client].protect(.early, opener)
      return
    }
  }

  /// TLS 1.3 has five suites; GREASE and others stand between them.
  private static let maximumEarlySuites = 64

  // MARK: - TLS 1.2 and before

  /// Makes the keys of both sides, where that can be done by now.
  mutating func deriveKeys() {
    if let secrets = context.options.secrets { handshake.deriveKeys(secrets, &session.decryption) }
  }

  /// Tells other connections of the session its master secret, under every name known so far.
  func teachSession() {
    if let secrets = context.options.secrets { handshake.teachSession(secrets) }
  }

  // MARK: - Waiting for keys

  /// Whether keys that are not there yet may come: from a key log that grows, or from another connection of the session.
  var mayGetKeys: Bool {
    guard let secrets = context.options.secrets, handshake.clientRandom != nil else { return false }
    if secrets.mayGrow { return true }
    let hasName = handshake.expectsTicket || !handshake.sessionNames.isEmpty
    return !secrets.isEmpty && !handshake.isTLS13 && handshake.openers == nil && hasName
  }

  /// Whether a record must be held back: it is protected with keys that may still come.
  func mustWait(for record: TLSRecord, _ sender: Endpoint) -> Bool {
    guard mayWait, sender == .low ? low.isOpaque : high.isOpaque else { return false }
    switch sender == .low ? low.protection : high.protection {
    case .none, .early: return false
    case .handshake, .application: return record.header.type == .applicationData && mayGetKeys
    case .negotiated: return mayGetKeys
    }
  }

  mutating func hold(_ item: TLSWaiting.Item) {
    waiting?.add(item)
    if waiting?.isFull == true { giveUpWaiting() }
  }

  public mutating func reconsider() {
    inner?.reconsider()
    guard waiting != nil, findKeys() else { return }
    releaseWaiting()
    updateGathering()
  }

  /// Looks again for the keys of sides that have none. Answers whether any were found.
  private mutating func findKeys() -> Bool {
    var isFound = false
    if low.protection == .negotiated || high.protection == .negotiated { deriveKeys() }
    for sender in [Endpoint.low, .high] where self[sender].opener == nil {
      switch self[sender].protection {
      case .none, .early: continue
      case .negotiated: self[sender].opener = sender == client ? handshake.openers?.client : handshake.openers?.server
      case let phase: self[sender].opener = trafficOpener(phase, sender)
      }
      if self[sender].opener != nil { isFound = true }
    }
    return isFound
  }

  /// No keys have come: what was held back is told of as protected.
  mutating func giveUpWaiting() {
    guard waiting != nil else { return }
    mayWait = false
    releaseWaiting()
  }

  /// Goes through what was held back, in its order. Keys of a later phase may still be missing: then the rest waits on.
  private mutating func releaseWaiting() {
    let items = waiting?.items ?? []
    waiting = nil
    for item in items {
      switch item {
      case .record(let record, let content, let body, let sender):
        process(record, content, ByteView(body.span), sender)
      case .found(let behind, let sender, let place): find(behind, sender, place)
      case .lostPosition(let sender): losePosition(sender)
      case .finish(let sender, let ending, let place):
        if waiting != nil { hold(item) } else { end(sender, ending, place) }
      }
    }
  }
}
