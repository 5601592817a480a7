import ApplicationModel
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("Schemas of applications")
struct HTTPSchemaTests {
  let check: SchemaCheck

  init() throws { check = try SchemaCheck(ReportSchema.records) }

  /// Every key that can be written, somewhere.
  private static var everything: [JSON] {
    get throws {
      var made = HandmadeLog()
      made.add(made.request("CONNECT", "a:1"), made.response()) { $0.tunnel = .init(.connect) }
      made.add(made.request(), nil)
      made.add(nil, made.response(0, ""))
      made.add(nil, nil) { $0.interim = [HTTPInterim(first: HandmadeLog.point(1, 0), status: 100, fields: 0..<0)] }
      made.log.calls[1] = GRPCExamples.everything(&made)
      var facts = HTTPExamples.everything
      facts.http += [made.log, HTTP2Examples.everythingLog.log]
      facts.http2 = HTTP2Examples.everything.http2
      facts.webSockets = [HTTPExamples.webSocket, WebSocketSession()]
      facts.proxies = HTTPExamples.proxies
      return [
        try JSON.flow(Handmade.flow(facts, HTTPExamples.stalls)), try JSON.flow(Handmade.flow(ApplicationFacts())),
      ]
    }
  }

  @Test("everything that is written is described")
  func described() throws {
    for flow in try Self.everything { #expect(check.faults(flow, "flow_members") == []) }
  }

  @Test("every key and every word that the schema has is written some time")
  func written() throws {
    let definitions = try #require(try JSON(ReportSchema.records)["$defs"])
    let flow = try #require(try Self.everything.first)
    let exchanges = flow["http"]?.items ?? []
    let session = try #require(flow["websocket"]?[0])
    let header = try #require(flow["proxy_protocol"]?[0])
    let messages = exchanges.flatMap { [$0["request"], $0["response"]].compactMap { $0 } }
    let common = definitions["http_message_members"]?["properties"]?.keys ?? []
    let interim: [JSON] = exchanges.flatMap { $0["interim"]?.items ?? [] }
    let parts: [JSON] = messages.flatMap { $0["parts"]?.items ?? [] }
    let events: [JSON] = messages.flatMap { $0["events"]?.items ?? [] }
    let rows: [(String, [JSON])] = [
      ("http_exchange_members", exchanges), ("http_interim", interim), ("http_timing", exchanges.compactMap { $0["timing"] }),
      ("body_part", parts), ("server_sent_event", events), ("websocket_session", [session]),
      ("websocket_message", session["messages"]?.items ?? []), ("websocket_ping", session["pings"]?.items ?? []),
      ("websocket_close", [session["close"]].compactMap { $0 }), ("proxy_header", [header]),
      ("websocket_compression", [session["compression"]?["client"]].compactMap { $0 }),
      ("proxied_tls", [header["tls"]].compactMap { $0 }), ("proxied_end", [header["source"]].compactMap { $0 }),
      ("websocket_side", [session["client"], session["server"]].compactMap { $0 }),
    ]
    for (definition, values) in rows {
      let keys = values.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
      #expect(keys == definitions[definition]?["properties"]?.keys, "\(definition)")
    }
    let own = ["http_request", "http_response"].reduce(into: common) {
      $0.formUnion(definitions[$1]?["properties"]?.keys ?? [])
    }
    #expect(messages.reduce(into: Set<String>()) { $0.formUnion($1.keys) } == own)
    let words = definitions["http_message_members"]?["properties"]?["oddities"]?["items"]?["enum"]?.items
    #expect(words?.compactMap(\.text) == HTTPMessageRecord.words.map(\.1))
  }

  @Test(
    "what must not be written is refused",
    arguments: [
      ("http_exchange", "request", #"{"frame":1}"#), ("http_exchange", "unpaired", #""lost""#),
      ("http_exchange", "early", "false"),
      ("http_exchange", "other", "1"), ("http_exchange", "version", #""HTTP/1.1""#), ("http_exchange", "timing", "{}"),
      ("http_exchange", "interim", "[]"), ("http_exchange", "tunnel", nil), ("http_request", "cookies", "[]"),
      ("http_request", "headers", #"[["a"]]"#),
      ("http_request", "headers", #"[["a","b","c"]]"#),
      ("http_request", "body_bytes", "-1"), ("http_request", "framing", #""none""#), ("http_request", "oddities", #"["odd"]"#),
      ("http_request", "authority", #""""#), ("http_request", "status", "200"), ("http_response", "method", #""GET""#),
      ("http_response", "decoding_problem", #""none""#), ("http_response", "missing_bytes", "0"),
      ("http_response", "status", #""200""#),
    ] as [(String, String, String?)])
  func refused(_ definition: String, _ key: String, _ value: String?) throws {
    let exchange = try #require(try Self.everything.first?["http"]?[0])
    let values = ["http_exchange": exchange, "http_request": exchange["request"], "http_response": exchange["response"]]
    var changed = try #require(values[definition] ?? nil)
    #expect(check.faults(changed, definition) == [])
    changed[key] = try value.map { try JSON($0) }
    #expect(check.faults(changed, definition) != [])
  }
}
