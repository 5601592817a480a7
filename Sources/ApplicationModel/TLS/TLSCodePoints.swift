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
