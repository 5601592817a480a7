public import PacketModel

/// A PROXY protocol header: what a proxy says of the connection it passes on (haproxy's proxy-protocol.txt, versions 1 and 2).
public struct ProxyHeader: Hashable, Sendable {
  public enum Transport: String, Hashable, Sendable {
    case tcp4, tcp6, udp4, udp6, unix, unknown
  }

  /// An additional value of version 2, §2.2.
  public struct Extension: Hashable, Sendable {
    public var type: UInt8
    public var value: [UInt8]

    public init(type: UInt8, value: [UInt8]) {
      self.type = type
      self.value = value
    }
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
  public var extensions: [Extension] = []
  /// Octets of the header.
  public var length: Int

  public init(version: Int, point: StreamPoint, transport: Transport, length: Int) {
    self.version = version
    self.point = point
    self.transport = transport
    self.length = length
  }
}
