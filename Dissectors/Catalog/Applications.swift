import ApplicationDissectors
public import ApplicationModel
public import Dissection
public import Octets
public import PacketModel

extension ApplicationRegistry {
  /// Every application protocol this build knows. A new one is one folder and one line here.
  public static let standard: ApplicationRegistry = {
    var registry = ApplicationRegistry()
    registry.register(ProxyProtocolDissector.self)
    registry.register(TLSDissector.self)
    registry.register(HTTP2Dissector.self)
    registry.register(HTTP2Dissector.self, forUpgrade: "h2c")
    registry.register(HTTP2Dissector.self, forALPN: "h2")
    registry.register(HTTP1Dissector.self)
    registry.register(HTTP1Dissector.self, forALPN: "http/1.1", "http/1.0")
    registry.register(StartTLSDissector<PostgreSQLPrelude>.self)
    registry.register(StartTLSDissector<MySQLPrelude>.self)
    registry.register(StartTLSDissector<LDAPPrelude>.self)
    registry.register(StartTLSDissector<XMPPPrelude>.self)
    registry.register(StartTLSDissector<SMTPPrelude>.self)
    registry.register(StartTLSDissector<FTPPrelude>.self)
    registry.register(StartTLSDissector<IMAPPrelude>.self)
    registry.register(StartTLSDissector<POP3Prelude>.self)
    registry.register(StartTLSDissector<NNTPPrelude>.self)
    registry.register(StartTLSDissector<SievePrelude>.self)
    registry.register(StartTLSDissector<IRCPrelude>.self)
    // By content last: its frames begin as nearly anything may.
    registry.register(WebSocketDissector.self)
    registry.register(WebSocketDissector.self, forUpgrade: "websocket")
    registry.register(datagrams: DTLSDissector.self)
    return registry
  }()
}

/// Reads the streams of every connection with the protocols that this build knows.
public struct ApplicationStreams: StreamDissectorSource {
  private let options: ApplicationOptions

  public init(_ options: ApplicationOptions = ApplicationOptions()) { self.options = options }

  public func dissector(for connection: StreamConnection) -> (any StreamDissector)? {
    RecognisedStream(StreamContext(connection: connection, registry: .standard, options: options))
  }

  public func dissector(
    recognising datagram: ByteView, from sender: Endpoint, in flow: () -> StreamConnection
  ) -> (any DatagramDissector)? {
    ApplicationRegistry.standard.reader(recognising: datagram, from: sender) {
      StreamContext(connection: flow(), registry: .standard, options: options)
    }
  }
}
