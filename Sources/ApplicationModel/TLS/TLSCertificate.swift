public import PacketModel

/// A certificate as a peer sent it (RFC 5280 §4.1). What could not be read is nil; the fingerprint always is.
public struct TLSCertificate: Hashable, Sendable {
  /// Distinguished names in the manner of RFC 4514: `CN=example.com,O=Example`.
  public var subject: String?
  public var issuer: String?
  /// Lower-case hexadecimal, without leading zeros.
  public var serial: String?
  /// Seconds since 1970.
  public var notBefore: Int64?
  public var notAfter: Int64?
  /// subjectAltName: DNS names, addresses, mail addresses, URIs.
  public var names: [String] = []
  /// Names beyond those kept.
  public var omittedNames = 0
  /// `rsa`, `ec`, `ed25519` …; its size in bits, or the curve's name.
  public var keyType: String?
  public var keyBits: Int?
  public var curve: String?
  public var signatureAlgorithm: String?
  /// basicConstraints' cA.
  public var isAuthority = false
  public var isSelfIssued = false
  /// SHA-256 of the DER octets, 32 octets.
  public var fingerprint: [UInt8]
  /// Octets of DER.
  public var length: Int

  public init(fingerprint: [UInt8], length: Int) {
    self.fingerprint = fingerprint
    self.length = length
  }

  /// Names that are kept: those who host for many put up to a few hundred into one certificate.
  public static let maximumNames = 1024
}

/// A Certificate message of one side (RFC 8446 §4.4.2; RFC 5246 §7.4.2).
public struct TLSCertificateChain: Sendable {
  public var first: StreamPoint
  public var last: StreamPoint
  public var sender: Endpoint
  public var certificates: [TLSCertificate] = []
  /// Certificates beyond those read.
  public var omitted = 0
  /// The compression algorithm's number, where it was sent compressed (RFC 8879).
  public var compression: UInt16?
  /// A stapled OCSP response came with it.
  public var hasStatus = false
  /// What is wrong with the order or the links of the chain, judged by names alone.
  public var faults: Faults = []

  public struct Faults: OptionSet, Hashable, Sendable {
    public var rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A certificate's issuer is not the next one's subject, but it is one that stands elsewhere.
    public static let wrongOrder = Faults(rawValue: 1)
    /// No certificate sent has the name of an issuer, before the chain's end.
    public static let broken = Faults(rawValue: 2)
    /// The same certificate twice.
    public static let repeated = Faults(rawValue: 4)
    /// A certificate that certifies none before it.
    public static let unrelated = Faults(rawValue: 8)
    /// A root was sent, which peers must have already: octets for nothing.
    public static let containsRoot = Faults(rawValue: 16)
    /// A leaf without the intermediate that signed it: it is not self-issued, and came alone.
    public static let leafAlone = Faults(rawValue: 32)
    /// The message breaks the format.
    public static let malformed = Faults(rawValue: 64)
  }

  public init(first: StreamPoint, last: StreamPoint, sender: Endpoint) {
    self.first = first
    self.last = last
    self.sender = sender
  }

  /// Certificates of one message that are read: chains have two to five.
  public static let maximumCertificates = 32
}
