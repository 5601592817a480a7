import ApplicationModel
import Octets
import PacketModel
import RecordProtection
import Secrets

/// What opens the protected records of a session of DTLS 1.2 or before: each with its own number, so in any order.
struct DTLSKeys: Sendable {
  private let secrets: SecretStore
  private var handshake = TLSHandshakeState()
  /// The epoch of which `handshake` makes the keys: 1, and one more with every renegotiation (RFC 6347 §4.1).
  private var epoch: UInt16 = 1
  /// The keys of the epoch before, for records that come late or before ChangeCipherSpec.
  private var earlier: TLSHandshakeState?

  init(_ secrets: SecretStore) { self.secrets = secrets }

  var memory: Int { handshake.transcript?.capacity ?? 0 }

  // MARK: - What keys are made of

  /// A message, and its body as far as it is there.
  mutating func note(_ message: DTLSNotes.Message, _ body: ByteView, isClient: Bool) {
    guard message.isWhole else { return handshake.transcript = nil }
    // Once there are keys, only what they protect makes others: whoever sends a hello in the clear then may be anybody.
    guard message.isDecrypted || handshake.openers == nil || message.type > TLSHandshakeType.serverHello else { return }
    if message.type == TLSHandshakeType.clientHello { begin(message, body) }
    addToTranscript(message, body)
    switch message.type {
    case TLSHandshakeType.serverHello where !isClient:
      let hello = TLSHelloReader.serverHello(
        body, first: message.first, last: message.last, recordVersion: message.recordVersion)
      if !hello.isHelloRetryRequest { handshake.take(hello) }
    case TLSHandshakeType.certificate where !isClient, TLSHandshakeType.serverKeyExchange where !isClient,
      TLSHandshakeType.serverHelloDone where !isClient:
      handshake.isFull = true
    case TLSHandshakeType.clientKeyExchange where isClient: handshake.takeClientKeyExchange(body)
    case TLSHandshakeType.newSessionTicket where !isClient:
      handshake.takeTicket(body)
      handshake.teachSession(secrets)
    default: break
    }
  }

  /// A hello begins the handshake anew: with a cookie, or, protected, for other keys.
  private mutating func begin(_ message: DTLSNotes.Message, _ body: ByteView) {
    if message.isDecrypted, handshake.openers != nil {
      earlier = handshake
      epoch &+= 1
    }
    handshake = TLSHandshakeState(
      TLSHelloReader.clientHello(
        body, first: message.first, last: message.last, recordVersion: message.recordVersion, isDatagram: true))
  }

  /// Messages count as if each had come in one piece; those that ask for a cookie or a handshake do not (RFC 6347 §4.2.6).
  private mutating func addToTranscript(_ message: DTLSNotes.Message, _ body: ByteView) {
    guard let kept = handshake.transcript, handshake.encryptedPremaster.isEmpty,
      message.type != TLSHandshakeType.helloRequest, message.type != TLSHandshakeType.helloVerifyRequest
    else { return }
    guard kept.count &+ body.count <= TLSHandshakeState.maximumTranscript, !handshake.isTLS13 else {
      return handshake.transcript = nil
    }
    let header = DTLSHandshakeHeader.octets(message.type, sequence: message.sequence, length: message.length)
    handshake.add(ByteView(header.span))
    handshake.add(body)
  }

  // MARK: - Opening

  /// Opens a record, and counts whether that could be done. Answers the octets of padding in it; nothing where it stays closed.
  mutating func open(
    _ record: DTLSRecord, _ fragment: ByteView, from sender: Endpoint, at point: StreamPoint, _ session: inout TLSSession,
    into content: inout [UInt8]
  ) -> Int? {
    // What the capture lacks octets of is nobody's failure.
    guard let type = record.type, let number = record.number, let version = record.version,
      record.fragment.count == record.length
    else { return nil }
    let client = session.client
    guard let opener = opener(for: record.epoch, isClient: sender == client, &session.decryption) else {
      session.decryption.with(sender, of: client) { $0.withoutKey &+= 1 }
      return nil
    }
    guard type != DTLSRecord.connectionID else {
      // Its tag covers the connection ID too, in an order of its own (RFC 9146 §5).
      session.decryption.problem = .unsupported
      session.decryption.with(sender, of: client) { $0.withoutKey &+= 1 }
      return nil
    }
    guard
      let opened = try? opener.open(
        type: type, version: version.rawValue, fragment.span, sequence: number, into: &content)
    else {
      session.decryption.with(sender, of: client) { side in
        side.failed &+= 1
        side.firstFailure = side.firstFailure ?? point
      }
      return nil
    }
    session.decryption.with(sender, of: client) { $0.records &+= 1 }
    session.decryption.note(label: (handshake.masterLabel ?? .masterSecret).rawValue)
    return opened.padding
  }

  private mutating func opener(
    for epoch: UInt16, isClient: Bool, _ decryption: inout TLSSession.Decryption
  ) -> RecordOpener? {
    let failed = decryption.client.failed &+ decryption.server.failed
    // No tag was ever right: the secret is not this session's, and more would only cost time.
    guard decryption.records > 0 || failed < TLSDissector.hopeless else { return nil }
    if epoch == self.epoch, handshake.openers == nil, decryption.problem != .unsupported {
      handshake.deriveKeys(secrets, &decryption)
    }
    let openers = epoch == self.epoch ? handshake.openers : epoch &+ 1 == self.epoch ? earlier?.openers : nil
    return isClient ? openers?.client : openers?.server
  }

  // MARK: - The end

  /// Says why records were not opened.
  func finish(_ session: inout TLSSession) {
    guard session.decryption.problem == nil else { return }
    let problem = session.decryptionProblem(secrets)
    session.decryption.problem = problem == .noSecret && hasTrafficSecrets ? .unsupported : problem
  }

  /// DTLS 1.3: there are secrets, but nothing here makes keys of them.
  private var hasTrafficSecrets: Bool {
    guard let random = handshake.clientRandom else { return false }
    return [.clientHandshake, .serverHandshake, .clientTraffic, .serverTraffic].contains {
      secrets.secret($0, for: random) != nil
    }
  }
}

extension DTLSHandshakeHeader {
  /// The header of a message in one piece.
  fileprivate static func octets(_ type: UInt8, sequence: UInt16, length: Int) -> [UInt8] {
    let size = [
      UInt8(truncatingIfNeeded: length >> 16), UInt8(truncatingIfNeeded: length >> 8), UInt8(truncatingIfNeeded: length),
    ]
    return [type] + size + [UInt8(truncatingIfNeeded: sequence >> 8), UInt8(truncatingIfNeeded: sequence), 0, 0, 0] + size
  }
}
