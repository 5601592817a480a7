import ApplicationModel
import Octets
import RecordProtection
import Secrets

/// A handshake under way: what its keys are made of. A renegotiation has one of its own.
struct TLSHandshakeState: Sendable {
  var clientRandom: [UInt8]?
  var serverRandom: [UInt8]?
  var version: TLSVersion?
  var suite: CipherSuite?
  /// The suites the client offered, for early data, which no server has chosen one for yet.
  var offeredSuites: [CipherSuite] = []
  var offersEarlyData = false
  var offersExtended = false
  var isExtended = false
  var offersEncryptThenMAC = false
  var isEncryptThenMAC = false
  var hasCompression = false
  /// What names the session: the server's id, the ticket the client offered, and the one the server gave.
  var offeredSessionID: [UInt8] = []
  var serverSessionID: [UInt8] = []
  var echoesSessionID = false
  var offeredTicket: [UInt8] = []
  var newTicket: [UInt8] = []
  var expectsTicket = false
  /// The first octets of the encrypted premaster secret, by which key logs name it (`RSA`).
  var encryptedPremaster: [UInt8] = []
  /// Handshake messages until ClientKeyExchange, for an extended master secret from a premaster one (RFC 7627 §3). Nothing
  /// where no one may need them, or they are too many.
  var transcript: [UInt8]? = []
  /// Whether the server sent what only full handshakes have.
  var isFull = false
  var openers: (client: RecordOpener, server: RecordOpener)?
  /// The master secret they were made of, where it came from, and what kind of secret the key log has of it.
  var master: (secret: Secret, source: SecretSource)?
  var masterLabel: SecretLabel?

  init() {}

  init(_ hello: TLSClientHello) {
    clientRandom = hello.random
    offeredSuites = hello.cipherSuites
    offeredTicket = hello.sessionTicket ?? []
    offeredSessionID = hello.sessionID
    offersExtended = hello.hasExtendedMasterSecret
    offersEncryptThenMAC = hello.hasEncryptThenMAC
  }

  mutating func take(_ hello: TLSServerHello) {
    serverRandom = hello.random
    version = hello.version
    suite = hello.cipherSuite
    isExtended = hello.hasExtendedMasterSecret
    isEncryptThenMAC = hello.hasEncryptThenMAC
    serverSessionID = hello.sessionID
    echoesSessionID = !hello.sessionID.isEmpty && hello.sessionID == offeredSessionID
    hasCompression = hello.compressionMethod != 0
    expectsTicket = hello.hasSessionTicket
  }

  /// EncryptedPreMasterSecret, of TLS behind its length (RFC 5246 §7.4.7.1).
  mutating func takeClientKeyExchange(_ body: ByteView) {
    isFull = true
    encryptedPremaster = body.dropping(version == .ssl3 ? 0 : 2).prefix(8).copied()
  }

  /// NewSessionTicket: ticket_lifetime_hint (32), length (16), ticket (RFC 5077 §3.3).
  mutating func takeTicket(_ body: ByteView) {
    guard !isTLS13, body.count >= 6 else { return }
    newTicket = body.dropping(6).prefix(min(Int(body.uint16(at: 4)), Self.maximumTicket)).copied()
  }

  /// Octets of a ticket that is remembered: they hold a session's state, and certificates at most.
  private static let maximumTicket = 1 << 13

  mutating func add(_ octets: ByteView) {
    guard var kept = transcript else { return }
    transcript = nil
    octets.append(to: &kept)
    transcript = kept
  }

  /// Octets of handshake messages kept for that: certificates are most of them.
  static let maximumTranscript = 1 << 16

  var isTLS13: Bool { version.map { $0.isTLS13 } ?? false }

  /// Under which names other connections of the session may know its master secret.
  var sessionNames: [SessionName] {
    var names: [SessionName] = []
    if !serverSessionID.isEmpty { names.append(.id(serverSessionID)) }
    if !offeredTicket.isEmpty, !isFull, echoesSessionID || serverSessionID.isEmpty { names.append(.ticket(offeredTicket)) }
    if !newTicket.isEmpty { names.append(.ticket(newTicket)) }
    return names
  }
}

extension TLSVersion {
  /// 1.3 and its drafts (0x7f00 and above).
  var isTLS13: Bool { self == .tls13 || rawValue >> 8 == 0x7f || self == .dtls13 }
}

/// Handshake types (IANA, TLS HandshakeType).
enum TLSHandshakeType {
  static let helloRequest: UInt8 = 0
  static let clientHello: UInt8 = 1
  static let serverHello: UInt8 = 2
  static let newSessionTicket: UInt8 = 4
  static let endOfEarlyData: UInt8 = 5
  static let encryptedExtensions: UInt8 = 8
  static let certificate: UInt8 = 11
  static let serverKeyExchange: UInt8 = 12
  static let certificateRequest: UInt8 = 13
  static let serverHelloDone: UInt8 = 14
  static let certificateVerify: UInt8 = 15
  static let clientKeyExchange: UInt8 = 16
  static let finished: UInt8 = 20
  static let certificateStatus: UInt8 = 22
  static let keyUpdate: UInt8 = 24
  static let compressedCertificate: UInt8 = 25
}
