public import PacketModel

/// What the readers of one connection's streams found: everything above the transport that a report tells.
public struct ApplicationFacts: Sendable {
  /// Protocols recognised, from the outside in: `http`, then `websocket`.
  public var protocols: [ProtocolID] = []
  /// Who sent the first request, where the content says so.
  public var client: Endpoint?
  /// HTTP exchanges: one log a reader, that of a tunnel before those of what it carries. A report tells them in one list.
  public var http: [HTTPLog] = []
  /// HTTP/2 connections, that of a tunnel before those of what it carries.
  public var http2: [HTTP2Session] = []
  public var webSockets: [WebSocketSession] = []
  /// TLS sessions, that of a tunnel before those of what it carries.
  public var tls: [TLSSession] = []
  /// What proxies said of the connection they pass on, in the order of their headers.
  public var proxies: [ProxyHeader] = []
  public var findings: [Finding] = []
  /// Whether they are asked for while the connection goes on: what is told then is told again.
  public var isProvisional = false

  public init() {}

  public var isEmpty: Bool {
    protocols.isEmpty && http.isEmpty && http2.isEmpty && webSockets.isEmpty && tls.isEmpty && proxies.isEmpty
      && findings.isEmpty
  }
}
