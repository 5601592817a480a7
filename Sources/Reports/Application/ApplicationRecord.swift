import ApplicationModel
import Flows
import PacketModel

/// Writes what a flow's streams carried into its record: everything above the transport.
enum ApplicationRecord {
  /// How application facts are written: what all the parts of one flow need.
  struct Context {
    var redaction: Redaction
    /// The flow's client.
    var client: Endpoint
    /// Whether the one who asks is the flow's server: a connection opened to be asked through.
    var isReversed: Bool
    var repair: RepairTimes
    var connection: ConnectionReport?
    /// HTTP/2 connections by the places of their logs.
    var http2: [Int: HTTP2Account] = [:]

    func name(_ side: Endpoint) -> String { ConnectionRecord.name(side, client) }
  }

  static func write(
    _ facts: ApplicationFacts, _ analysis: ConnectionAnalysis?, client: Endpoint, connection: ConnectionReport? = nil,
    _ redaction: Redaction, to json: inout JSONWriter
  ) {
    let context = Context(
      redaction: redaction, client: client, isReversed: (facts.client ?? client) != client, repair: RepairTimes(analysis),
      connection: connection, http2: HTTP2Account.all(facts, analysis))
    if !facts.proxies.isEmpty {
      json.array("proxy_protocol") { json in
        for header in facts.proxies { json.object { ProxyHeaderRecord.write(header, to: &$0) } }
      }
    }
    tls(facts.tls, context, to: &json)
    if facts.http.contains(where: { !$0.exchanges.isEmpty }) {
      json.array("http") { json in
        for (place, log) in facts.http.enumerated() { HTTPRecord.write(log, at: place, context, to: &json) }
      }
    }
    json.member("http_told", unlessZero: facts.http.reduce(0) { $0 + $1.released })
    HTTP2Record.write(context.http2, context, to: &json)
    if !facts.webSockets.isEmpty {
      json.array("websocket") { json in
        for session in facts.webSockets {
          let wasAsked = session.exchange.map { facts.exchange($0)?.exchange.hasWebSocketKey ?? false } ?? false
          json.object { WebSocketRecord.write(session, wasAsked: wasAsked, context, to: &$0) }
        }
      }
    }
  }

  /// The connection's own session, and those inside it.
  private static func tls(_ sessions: [TLSSession], _ context: Context, to json: inout JSONWriter) {
    guard let outermost = sessions.first else { return }
    json.object("tls") { TLSRecord.write(outermost, context, to: &$0) }
    guard sessions.count > 1 else { return }
    json.array("tls_inner") { json in
      for session in sessions.dropFirst() { json.object { TLSRecord.write(session, context, to: &$0) } }
    }
  }
}

extension JSONWriter {
  /// Texts from the network, when there are any.
  mutating func member(_ key: String, texts: some Collection<ArraySlice<UInt8>>) {
    guard !texts.isEmpty else { return }
    array(key) { json in
      for text in texts { json.element(octets: text) }
    }
  }

  /// Octets by who sent them, as the flow's roles have it.
  mutating func sides(_ key: String, _ client: Int, _ server: Int, isReversed: Bool) {
    member(key, client: isReversed ? server : client, server: isReversed ? client : server)
  }
}
