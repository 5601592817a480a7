/// An extension of a hello, in the order in which it stood there.
public struct TLSExtension: Hashable, Sendable {
  public var type: TLSExtensionType
  /// Octets of its content.
  public var length: Int

  public init(type: TLSExtensionType, length: Int) {
    self.type = type
    self.length = length
  }
}

/// A ClientHello (RFC 8446 §4.1.2; RFC 5246 §7.4.1.2; RFC 9147 §5.3; SSLv2-compatible: RFC 5246 appendix E.2).
///
/// Lists stand as they were sent, GREASE (RFC 8701) included; an extension that was not there leaves its field nil or empty.
public struct TLSClientHello: Sendable {
  /// Its first and its last octet.
  public var first: StreamPoint
  public var last: StreamPoint
  /// Octets of the handshake message, its header included.
  public var length = 0
  /// Of the record around it, and of the message (`legacy_version`).
  public var recordVersion: TLSVersion
  public var legacyVersion: TLSVersion
  /// 32 octets; of an SSLv2-compatible hello its challenge, with zeros before it.
  public var random: [UInt8] = []
  public var sessionID: [UInt8] = []
  /// DTLS's cookie.
  public var cookie: [UInt8]?
  public var cipherSuites: [CipherSuite] = []
  /// Of an SSLv2-compatible hello: kinds of cipher that are no TLS suites. SSL 2.0 itself knows only these.
  public var ssl2CipherKinds: [SSL2CipherKind] = []
  public var compressionMethods: [UInt8] = []
  public var extensions: [TLSExtension] = []
  /// server_name (RFC 6066 §3): the first host_name.
  public var serverName: [UInt8]?
  /// application_layer_protocol_negotiation (RFC 7301).
  public var protocols: [[UInt8]] = []
  public var supportedVersions: [TLSVersion] = []
  public var groups: [NamedGroup] = []
  public var pointFormats: [UInt8] = []
  public var signatureSchemes: [SignatureScheme] = []
  public var certificateSignatureSchemes: [SignatureScheme] = []
  public var keyShares: [KeyShare] = []
  public var pskModes: [UInt8] = []
  public var pskIdentities: [PSKIdentity] = []
  /// session_ticket (RFC 5077): empty where one is asked for, else the ticket offered.
  public var sessionTicket: [UInt8]?
  public var hasEarlyData = false
  public var hasExtendedMasterSecret = false
  public var hasEncryptThenMAC = false
  public var hasPostHandshakeAuth = false
  /// status_request: a stapled OCSP response is asked for.
  public var hasStatusRequest = false
  /// renegotiation_info (RFC 5746): empty in a first handshake.
  public var renegotiationInfo: [UInt8]?
  /// compress_certificate (RFC 8879): algorithms.
  public var certificateCompressions: [UInt16] = []
  public var recordSizeLimit: Int?
  /// encrypted_client_hello, outer (RFC 9849); GREASE ECH looks the same.
  public var encryptedClientHello: EncryptedClientHello?
  /// encrypted_client_hello, inner: this is what an outer hello had encrypted.
  public var isInnerHello = false
  public var isSSL2Compatible = false
  /// What of it could not be read: the first extension or list that breaks the format. What stands before it is kept.
  public var isMalformed = false
  /// Entries of its lists beyond those kept. The fingerprints are of all.
  public var omitted = 0
  /// MD5 of version, ciphers, extensions, groups and formats without GREASE, in lower-case hexadecimal, and what it is of.
  public var ja3 = ""
  public var ja3Text = ""
  /// FoxIO's JA4 of TLS over TCP (`t…`) or DTLS (`d…`).
  public var ja4 = ""

  public struct KeyShare: Hashable, Sendable {
    public var group: NamedGroup
    public var length: Int

    public init(group: NamedGroup, length: Int) {
      self.group = group
      self.length = length
    }
  }

  public struct PSKIdentity: Hashable, Sendable {
    public var identity: [UInt8]
    public var obfuscatedTicketAge: UInt32

    public init(identity: [UInt8], obfuscatedTicketAge: UInt32) {
      self.identity = identity
      self.obfuscatedTicketAge = obfuscatedTicketAge
    }
  }

  public struct EncryptedClientHello: Hashable, Sendable {
    public var kdf: UInt16
    public var aead: UInt16
    public var configID: UInt8
    public var encapsulatedKeyLength: Int
    public var payloadLength: Int

    public init(kdf: UInt16, aead: UInt16, configID: UInt8, encapsulatedKeyLength: Int, payloadLength: Int) {
      self.kdf = kdf
      self.aead = aead
      self.configID = configID
      self.encapsulatedKeyLength = encapsulatedKeyLength
      self.payloadLength = payloadLength
    }
  }

  public init(first: StreamPoint, recordVersion: TLSVersion, legacyVersion: TLSVersion) {
    self.first = first
    last = first
    self.recordVersion = recordVersion
    self.legacyVersion = legacyVersion
  }

  /// Entries of one list of numbers that are kept: the longest lists, of scanners, name every suite there is, some 400.
  public static let maximumEntries = 1024
  /// Protocols, and identities of keys, that are kept: clients send one to three.
  public static let maximumNames = 64
}

/// A ServerHello or HelloRetryRequest (RFC 8446 §4.1.3, §4.1.4; RFC 5246 §7.4.1.3).
public struct TLSServerHello: Sendable {
  public var first: StreamPoint
  public var last: StreamPoint
  public var length = 0
  public var recordVersion: TLSVersion
  public var legacyVersion: TLSVersion
  public var random: [UInt8] = []
  public var sessionID: [UInt8] = []
  public var cipherSuite = CipherSuite(rawValue: 0)
  public var compressionMethod: UInt8 = 0
  public var extensions: [TLSExtension] = []
  /// supported_versions' one: what was chosen from TLS 1.3 on.
  public var selectedVersion: TLSVersion?
  /// ALPN where it stands in the clear (TLS 1.2 and before).
  public var selectedProtocol: [UInt8]?
  /// key_share's group: of the share, or the one a HelloRetryRequest asks for.
  public var group: NamedGroup?
  /// pre_shared_key: which of the client's identities was taken.
  public var selectedIdentity: UInt16?
  public var hasSessionTicket = false
  public var hasExtendedMasterSecret = false
  public var hasEncryptThenMAC = false
  public var hasCookie = false
  public var renegotiationInfo: [UInt8]?
  public var isMalformed = false
  public var ja3s = ""
  public var ja3sText = ""

  /// What was negotiated.
  public var version: TLSVersion { selectedVersion ?? legacyVersion }

  public init(first: StreamPoint, recordVersion: TLSVersion, legacyVersion: TLSVersion) {
    self.first = first
    last = first
    self.recordVersion = recordVersion
    self.legacyVersion = legacyVersion
  }
}
