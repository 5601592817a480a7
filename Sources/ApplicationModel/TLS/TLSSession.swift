public import PacketModel

/// A TLS, SSL or DTLS session: one connection's handshake, and what was protected with it.
public struct TLSSession: Sendable {
  public var isDatagram = false
  /// What an upper protocol said to begin it, in the clear.
  public var startTLS: StartTLS?
  /// Streams around this one: 0 for a connection's own; a tunnel's (CONNECT, WebSocket) are deeper.
  public var nesting = 0
  /// The exchange that opened the tunnel around it, counted over all the connection's exchanges.
  public var tunnel: Int?
  /// Who sent the ClientHello; the stream's client where none was seen.
  public var client: Endpoint

  /// The first ClientHello, and the second one, which answers a HelloRetryRequest (or DTLS's HelloVerifyRequest).
  public var clientHello: TLSClientHello?
  public var secondClientHello: TLSClientHello?
  public var helloRetryRequest: TLSServerHello?
  /// DTLS's HelloVerifyRequest.
  public var helloVerifyRequest: StreamPoint?
  public var serverHello: TLSServerHello?
  /// ALPN's choice, in the clear or decrypted (EncryptedExtensions).
  public var selectedProtocol: [UInt8]?
  public var resumption = Resumption.unknown
  public var earlyData = EarlyData.none
  public var certificates: [TLSCertificateChain] = []
  /// A CertificateRequest of the server, where it could be read.
  public var certificateRequest: StreamPoint?
  /// Handshake messages in their order, as far as they could be read; later ones (KeyUpdate, NewSessionTicket) too.
  public var messages: [HandshakeMessage] = []
  public var omittedMessages = 0
  public var alerts: [Alert] = []
  public var omittedAlerts = 0
  public var times = Times()
  /// Whether both sides' Finished were seen, or what only follows them.
  public var isComplete = false
  /// Renegotiations begun after the first handshake (TLS 1.2 and before), each by its ClientHello or HelloRequest.
  public var renegotiations: [StreamPoint] = []
  public var keyUpdates: [HandshakeMessage] = []
  public var sessionTickets = 0
  public var clientSide = Side()
  public var serverSide = Side()
  public var decryption = Decryption()
  /// What the server said instead, in the clear, where it expects no TLS.
  public var plaintextAnswer: StreamPoint?
  /// A failure, as far as the wire tells it.
  public var failure: Failure?
  /// Where the handshake began: the connection's first SYN, when there was one, is told by the flow.
  public init(client: Endpoint) { self.client = client }

  /// The version negotiated; nil until the server has said.
  public var version: TLSVersion? { serverHello?.version }
  public var cipherSuite: CipherSuite? { serverHello?.cipherSuite }
  public var serverName: [UInt8]? { (secondClientHello ?? clientHello)?.serverName }

  public func side(_ sender: Endpoint) -> Side { sender == client ? clientSide : serverSide }

  public struct StartTLS: Hashable, Sendable {
    /// `smtp`, `imap`, `pop3`, `ftp`, `postgresql`, `ldap`, `xmpp`, …
    public var name: String
    /// The client's command and the server's consent.
    public var request: StreamPoint
    public var response: StreamPoint?

    public init(name: String, request: StreamPoint, response: StreamPoint? = nil) {
      self.name = name
      self.request = request
      self.response = response
    }
  }

  public enum Resumption: Hashable, Sendable {
    /// The server's answer was not seen.
    case unknown
    case full
    case sessionID, ticket, psk
    /// TLS 1.3 with a key agreed on beforehand and no certificate: `psk` that no ticket gave cannot be told from one that did.
  }

  public enum EarlyData: Hashable, Sendable {
    case none
    /// Offered, and what came of it cannot be told.
    case offered
    case accepted, rejected
  }

  public struct HandshakeMessage: Hashable, Sendable {
    /// HandshakeType.
    public var type: UInt8
    public var sender: Endpoint
    public var first: StreamPoint
    public var last: StreamPoint
    public var length: Int
    /// Read from protected records.
    public var isDecrypted: Bool
    /// Protected, and not read: that it is a Finished (TLS 1.2 and before) or the flight with it follows from its place.
    public var isInferred: Bool

    public init(
      type: UInt8, sender: Endpoint, first: StreamPoint, last: StreamPoint, length: Int, isDecrypted: Bool = false,
      isInferred: Bool = false
    ) {
      self.type = type
      self.sender = sender
      self.first = first
      self.last = last
      self.length = length
      self.isDecrypted = isDecrypted
      self.isInferred = isInferred
    }
  }

  public struct Alert: Hashable, Sendable {
    public var point: StreamPoint
    public var sender: Endpoint
    /// 1 warning, 2 fatal; nil where it is protected and no key opens it.
    public var level: UInt8?
    public var description: TLSAlertDescription?
    public var isDecrypted: Bool
    /// TLS 1.3: that a protected record is an alert follows from its length and place, and is likely, not sure.
    public var isInferred: Bool

    public init(
      point: StreamPoint, sender: Endpoint, level: UInt8?, description: TLSAlertDescription?, isDecrypted: Bool = false,
      isInferred: Bool = false
    ) {
      self.point = point
      self.sender = sender
      self.level = level
      self.description = description
      self.isDecrypted = isDecrypted
      self.isInferred = isInferred
    }
  }

  /// When each flight passed: last octets, but for `clientHelloFirst` and `serverHelloFirst`.
  public struct Times: Hashable, Sendable {
    public var clientHelloFirst: StreamPoint?
    public var clientHelloLast: StreamPoint?
    public var serverHelloFirst: StreamPoint?
    /// The last octet of the server's flight that begins with its hello.
    public var serverFlightLast: StreamPoint?
    /// Finished, or the record that must hold it.
    public var clientFinished: StreamPoint?
    public var serverFinished: StreamPoint?
    /// The first application data of each side, early data left aside.
    public var clientData: StreamPoint?
    public var serverData: StreamPoint?

    public init() {}
  }

  /// What one side sent.
  public struct Side: Hashable, Sendable {
    public var records = 0
    /// Octets of records with application data, as protected; and of what they held, when decrypted.
    public var dataRecords = 0
    public var protectedOctets = 0
    public var plaintextOctets = 0
    public var padding = 0
    public var missingOctets = 0
    /// Octets behind a hole of which no record could be made.
    public var unreadOctets = 0
    public var malformed: StreamPoint?
    /// How its stream ended.
    public var closeNotify: StreamPoint?
    public var ending: Ending?
    public var end: StreamPoint?

    /// With a FIN, with a RST, or with the capture.
    public enum Ending: Hashable, Sendable { case closed, reset, cut }

    public init() {}
  }

  /// What was decrypted, and with what.
  public struct Decryption: Hashable, Sendable {
    public var client = Side()
    public var server = Side()
    /// Which secrets opened records: labels of the key log, in their order, each once.
    public var labels: [String] = []
    /// The key log's or the capture's.
    public var source: Source?
    /// Keys by way of another connection's session.
    public var fromSession = false
    public var problem: Problem?

    public struct Side: Hashable, Sendable {
      public var records = 0
      public var failed = 0
      /// Records that no key was there for.
      public var withoutKey = 0
      public var firstFailure: StreamPoint?

      public init() {}
    }

    public enum Source: Hashable, Sendable { case keyLog, capture }

    public enum Problem: Hashable, Sendable {
      /// No secret for this connection.
      case noSecret
      /// Some secrets, but not that of a phase.
      case secretMissing
      /// The cipher suite is none Weir can undo.
      case unsupported
      /// The capture lacks what keys are derived from.
      case handshakeMissing
      /// No tag was right: not this connection's key, or damaged octets.
      case wrongSecret
    }

    public init() {}
    public var records: Int { client.records &+ server.records }
  }

  /// Where a handshake failed, and why.
  public struct Failure: Hashable, Sendable {
    public enum Stage: String, Hashable, Sendable {
      case clientHello = "client_hello"
      case serverHello = "server_hello"
      case certificate
      case keyExchange = "key_exchange"
      case finished
    }

    public enum Reason: String, Hashable, Sendable {
      case noCommonVersion = "no_common_version"
      case noCommonCipher = "no_common_cipher"
      case noCommonProtocol = "no_common_protocol"
      case unrecognizedName = "unrecognized_name"
      case certificateExpired = "certificate_expired"
      case certificateUnknownAuthority = "certificate_unknown_authority"
      case certificateRejected = "certificate_rejected"
      case certificateRequired = "certificate_required"
      case certificateRevoked = "certificate_revoked"
      case decryptFailed = "decrypt_failed"
      case plaintext
      case alert
      case encryptedAlert = "encrypted_alert"
      case reset, closed
      case silence
    }

    public var stage: Stage
    public var reason: Reason
    /// Who ended it.
    public var sender: Endpoint?
    public var frames: [Int]

    public init(stage: Stage, reason: Reason, sender: Endpoint?, frames: [Int]) {
      self.stage = stage
      self.reason = reason
      self.sender = sender
      self.frames = frames
    }
  }

  /// Handshake messages and alerts of one session that are kept.
  public static let maximumMessages = 256
  public static let maximumAlerts = 64
}
