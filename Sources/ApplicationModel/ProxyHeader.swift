public import PacketModel

/// A PROXY protocol header: what a proxy says of the connection it passes on (haproxy's proxy-protocol.txt, versions 1 and 2).
public struct ProxyHeader: Hashable, Sendable {
  public enum Transport: String, Hashable, Sendable {
    case tcp4, tcp6, udp4, udp6, unix
    case unixDatagram = "unix_datagram"
    case unknown
  }

  /// One end of the connection that the proxy accepted.
  public struct End: Hashable, Sendable {
    public var address: IPAddress
    public var version: IPVersion
    public var port: UInt16

    public init(address: IPAddress, version: IPVersion, port: UInt16) {
      self.address = address
      self.version = version
      self.port = port
    }
  }

  public var version: Int
  public var point: StreamPoint
  /// Version 2's LOCAL: the proxy speaks for itself, a health check.
  public var isLocal = false
  public var transport: Transport
  public var source: End?
  public var destination: End?
  /// Of Unix sockets, without the zeros behind them; an abstract one begins with a zero.
  public var sourcePath: [UInt8]?
  public var destinationPath: [UInt8]?
  /// All of them, as sent.
  public var extensions: [Extension] = []
  /// The client's TLS, where the proxy ended it.
  public var tls: TLS?
  /// Whether the header's CRC-32C is right, when it has one.
  public var isChecksumRight: Bool?
  /// Octets of the header.
  public var length: Int

  public init(version: Int, point: StreamPoint, transport: Transport, length: Int) {
    self.version = version
    self.point = point
    self.transport = transport
    self.length = length
  }
}

// MARK: - Additional values of version 2, §2.2

extension ProxyHeader {
  public struct Extension: Hashable, Sendable {
    public var type: ExtensionType
    public var value: [UInt8]

    public init(type: ExtensionType, value: [UInt8]) {
      self.type = type
      self.value = value
    }
  }

  public struct ExtensionType: RawRepresentable, Hashable, Sendable {
    public var rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let alpn = ExtensionType(rawValue: 0x01)
    public static let authority = ExtensionType(rawValue: 0x02)
    public static let crc32c = ExtensionType(rawValue: 0x03)
    public static let noop = ExtensionType(rawValue: 0x04)
    public static let uniqueID = ExtensionType(rawValue: 0x05)
    public static let tls = ExtensionType(rawValue: 0x20)
    public static let tlsVersion = ExtensionType(rawValue: 0x21)
    public static let tlsCommonName = ExtensionType(rawValue: 0x22)
    public static let tlsCipher = ExtensionType(rawValue: 0x23)
    public static let tlsSignature = ExtensionType(rawValue: 0x24)
    public static let tlsKey = ExtensionType(rawValue: 0x25)
    public static let namespace = ExtensionType(rawValue: 0x30)

    /// A name for reports, where it has one.
    public var name: String? {
      switch self {
      case .alpn: "alpn"
      case .authority: "authority"
      case .crc32c: "crc32c"
      case .noop: "noop"
      case .uniqueID: "unique_id"
      case .tls: "ssl"
      case .namespace: "netns"
      default: nil
      }
    }
  }

  /// PP2_TYPE_SSL, §2.2.6; the texts as sent.
  public struct TLS: Hashable, Sendable {
    /// The client connected over TLS; and gave a certificate, on this connection or earlier in its session.
    public var isUsed: Bool
    public var hasCertificate: Bool
    public var hadCertificate: Bool
    /// Whether the certificate was verified.
    public var isVerified: Bool
    public var version: [UInt8]?
    public var commonName: [UInt8]?
    public var cipher: [UInt8]?
    public var signature: [UInt8]?
    public var key: [UInt8]?

    /// `flags` and `verification` as sent.
    public init(flags: UInt8, verification: UInt32) {
      isUsed = flags & 1 != 0
      hasCertificate = flags & 2 != 0
      hadCertificate = flags & 4 != 0
      isVerified = verification == 0 && flags & 6 != 0
    }
  }

  /// The first value of a type.
  public func value(_ type: ExtensionType) -> [UInt8]? { extensions.first { $0.type == type }?.value }
}
