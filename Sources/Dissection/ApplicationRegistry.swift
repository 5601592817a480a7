/// Who reads which application protocol: found by content, or by the name under which another protocol hands a stream on.
public struct ApplicationRegistry: Sendable {
  /// In the order in which they are asked.
  private(set) var recognised: [any ApplicationDissector.Type] = []
  /// Readers of datagrams, in the order in which they are asked.
  private(set) var datagrams: [any DatagramDissector.Type] = []
  private var upgrades: [String: any ApplicationDissector.Type] = [:]
  private var negotiated: [[UInt8]: any ApplicationDissector.Type] = [:]

  public init() {}

  /// Registers a reader that recognises its protocol by content.
  public mutating func register(_ dissector: any ApplicationDissector.Type) { recognised.append(dissector) }

  /// Registers a reader that recognises its protocol by a datagram.
  public mutating func register(datagrams dissector: any DatagramDissector.Type) { datagrams.append(dissector) }

  /// Registers a reader for what follows an HTTP upgrade to `token`, in lower case (RFC 9110 §16.7).
  public mutating func register(_ dissector: any ApplicationDissector.Type, forUpgrade token: String) {
    upgrades[token] = dissector
  }

  /// Registers a reader for what TLS's ALPN names so (IANA, TLS ALPN Protocol IDs).
  public mutating func register(_ dissector: any ApplicationDissector.Type, forALPN protocols: String...) {
    for name in protocols { negotiated[Array(name.utf8)] = dissector }
  }

  /// The reader of what ALPN names.
  public subscript(alpn name: [UInt8]) -> (any ApplicationDissector.Type)? { negotiated[name] }

  /// The reader of what follows an upgrade to `token`.
  public subscript(upgrade token: String) -> (any ApplicationDissector.Type)? { upgrades[token.lowercased()] }
}
