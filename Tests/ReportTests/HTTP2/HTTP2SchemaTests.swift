import ApplicationModel
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("Schema of HTTP/2")
struct HTTP2SchemaTests {
  let check: SchemaCheck

  init() throws { check = try SchemaCheck(ReportSchema.records) }

  private static var everything: JSON {
    get throws {
      var facts = HTTP2Examples.everything
      facts.http2 += [HTTP2Session(start: .frames), HTTP2Session(start: .upgrade)]
      facts.http2[1].log = 99
      facts.http2[2].log = 100
      return try JSON.flow(Handmade.flow(facts, HTTP2Examples.repairs))
    }
  }

  @Test("everything that is written is described")
  func described() throws {
    let flow = try Self.everything
    #expect(check.faults(flow, "flow_members") == [])
    #expect(flow["http2_inner"]?.items.count == 2)
  }

  @Test("every key that the schema has is written some time")
  func written() throws {
    let definitions = try #require(try JSON(ReportSchema.records)["$defs"])
    let flow = try Self.everything
    let session = try #require(flow["http2"])
    func each(_ key: String) -> [JSON] { session[key]?.items ?? [] }
    func both(_ key: String) -> [JSON] { ["client", "server"].compactMap { session[key]?[$0] } }
    let exchanges = flow["http"]?.items ?? []
    let rows: [(String, [JSON])] = [
      ("http2_session_members", [session]), ("http2_settings", both("settings").flatMap(\.items)),
      ("http2_frames", both("frames")), ("http2_side", both("sides")),
      ("http2_compression", ["client", "server"].compactMap { session["hpack"]?[$0] }), ("http2_ping", each("pings")),
      ("http2_reset", each("resets")), ("http2_goaway", each("goaway")), ("http2_push", each("pushes")),
      ("http2_service", each("services")), ("http2_unknown_frame", each("unknown_frames")),
      ("http2_flow_control", [session["flow_control"]].compactMap { $0 }),
      ("http2_wait", session["flow_control"]?["waits"]?.items ?? []), ("http2_head_of_line", each("head_of_line")),
      ("http2_head_of_line_total", [session["head_of_line_total"]].compactMap { $0 }),
      ("http2_priority_members", exchanges.compactMap { $0["priority"] }),
    ]
    for (definition, values) in rows {
      let keys = values.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
      #expect(keys == definitions[definition]?["properties"]?.keys, "\(definition)")
    }
  }

  @Test(
    "what must not be written is refused",
    arguments: [
      ("other", "1"), ("start", #""tls""#), ("start", nil), ("max_concurrent", "-1"), ("frames", nil),
      ("frames", #"{"client":{}}"#),
      ("settings", #"{"client":[{"frame":1}],"server":[]}"#), ("effective_settings", #"{"client":{"other":1},"server":{}}"#),
      ("pings", "[]"), ("resets", #"[{"frame":1}]"#), ("head_of_line", "[]"), ("head_of_line_total", nil), ("omitted", "{}"),
      ("hpack", "{}"), ("streams", #"{"opened":1}"#),
    ] as [(String, String?)])
  func refused(_ key: String, _ value: String?) throws {
    var changed = try #require(try Self.everything["http2"])
    #expect(check.faults(changed, "http2_session") == [])
    changed[key] = try value.map { try JSON($0) }
    #expect(check.faults(changed, "http2_session") != [])
  }

  @Test("without a stream a request has method and target, and nothing of HTTP/2")
  func exchanges() throws {
    var exchange = try #require(try Self.everything["http"]?[2])
    var request = try #require(exchange["request"])
    request["method"] = nil
    request["target"] = nil
    exchange["request"] = request
    #expect(check.faults(exchange, "http_exchange") == [])
    exchange["pushed_by"] = nil
    exchange["priority"] = nil
    exchange["stream"] = nil
    #expect(check.faults(exchange, "http_exchange") != [])
  }

  @Test("a line is described, and has what the report has")
  func line() throws {
    let lines = try SchemaCheck(ReportSchema.connections)
    let flow = Handmade.flow(HTTP2Examples.everything, HTTP2Examples.repairs)
    let view = try #require(HTTP2Conversation(flow, Redaction())?.connections.first)
    var text: [UInt8] = []
    HTTP2LineRecord.writeLine(view, to: &text)
    var line = try JSON(String(decoding: text, as: UTF8.self))
    #expect(lines.faults(line, "http2_line") == [])
    for key in ["flow", "session", "client", "server"] { line[key] = nil }
    #expect(line == (try JSON.flow(flow))["http2"])
  }
}
