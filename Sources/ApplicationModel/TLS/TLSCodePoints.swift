/// A version of TLS, SSL or DTLS as the wire has it (RFC 8446 §4.1.2, RFC 9147 §5.3; 0x0002 is SSL 2.0).
public struct TLSVersion: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let ssl2 = TLSVersion(rawValue: 0x0002)
  public static let ssl3 = TLSVersion(rawValue: 0x0300)
  public static let tls10 = TLSVersion(rawValue: 0x0301)
  public static let tls11 = TLSVersion(rawValue: 0x0302)
  public static let tls12 = TLSVersion(rawValue: 0x0303)
  public static let tls13 = TLSVersion(rawValue: 0x0304)
  public static let dtls10 = TLSVersion(rawValue: 0xfeff)
  public static let dtls12 = TLSVersion(rawValue: 0xfefd)
  public static let dtls13 = TLSVersion(rawValue: 0xfefc)
}

/// A cipher suite's number (IANA, TLS Cipher Suites).
public struct CipherSuite: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }
}

/// A kind of cipher of SSL 2.0 (draft-hickman-netscape-ssl-00 §C.4): 24 bits.
public struct SSL2CipherKind: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
}

/// A key exchange group (IANA, TLS Supported Groups).
public struct NamedGroup: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }
}

/// A signature algorithm (IANA, TLS SignatureScheme; for TLS 1.2 hash and signature, an octet each).
public struct SignatureScheme: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }
}

/// A hello extension's type (IANA, TLS ExtensionType Values).
public struct TLSExtensionType: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt16
  @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let serverName = TLSExtensionType(rawValue: 0)
  public static let statusRequest = TLSExtensionType(rawValue: 5)
  public static let supportedGroups = TLSExtensionType(rawValue: 10)
  public static let pointFormats = TLSExtensionType(rawValue: 11)
  public static let signatureAlgorithms = TLSExtensionType(rawValue: 13)
  public static let protocolNegotiation = TLSExtensionType(rawValue: 16)
  public static let encryptThenMAC = TLSExtensionType(rawValue: 22)
  public static let extendedMasterSecret = TLSExtensionType(rawValue: 23)
  public static let compressCertificate = TLSExtensionType(rawValue: 27)
  public static let recordSizeLimit = TLSExtensionType(rawValue: 28)
  public static let sessionTicket = TLSExtensionType(rawValue: 35)
  public static let preSharedKey = TLSExtensionType(rawValue: 41)
  public static let earlyData = TLSExtensionType(rawValue: 42)
  public static let supportedVersions = TLSExtensionType(rawValue: 43)
  public static let cookie = TLSExtensionType(rawValue: 44)
  public static let pskKeyExchangeModes = TLSExtensionType(rawValue: 45)
  public static let postHandshakeAuth = TLSExtensionType(rawValue: 49)
  public static let signatureAlgorithmsCert = TLSExtensionType(rawValue: 50)
  public static let keyShare = TLSExtensionType(rawValue: 51)
  public static let encryptedClientHello = TLSExtensionType(rawValue: 0xfe0d)
  public static let renegotiationInfo = TLSExtensionType(rawValue: 0xff01)
}

/// What an alert says (IANA, TLS Alerts).
public struct TLSAlertDescription: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }

  public static let closeNotify = TLSAlertDescription(rawValue: 0)
}

extension UInt16 {
  /// Whether the number is one of those that mean nothing and keep peers honest (GREASE, RFC 8701 §2).
  @inlinable public var isGrease: Bool { self & 0x0f0f == 0x0a0a && self >> 8 == self & 0xff }
}
