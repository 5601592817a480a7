import ApplicationModel
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("Records of HTTP/2")
struct HTTP2RecordTests {
  private func record(
    isClientHigh: Bool = false, _ facts: ApplicationFacts, _ fill: (inout ConnectionAnalysis) -> Void = { _ in }
  ) throws -> JSON {
    try JSON(Handmade.record(Handmade.flow(isClientHigh: isClientHigh, facts, fill)))
  }

  @Test("an exchange says whom it is for by its pseudo-header fields, and what its stream went through")
  func exchange() throws {
    let flow = try record(HTTP2Examples.everything, HTTP2Examples.repairs)
    let first = try #require(flow["http"]?[0])
    #expect(first["stream"]?.double == 1)
    #expect(first["request"]?["authority"]?.text == "a.example")
    #expect(first["request"]?["scheme"]?.text == "https")
    #expect(first["request"]?["protocol"]?.text == "websocket")
    #expect(first["reset"]?["code"]?.text == "CANCEL")
    #expect(first["reset"]?["sender"]?.text == "server")
    #expect(first["priority"]?["weight"]?.double == 16)
    #expect(first["timing"]?["flow_control"] == (try JSON(#"{"receive_s":0.004}"#)))
    #expect(first["timing"]?["head_of_line_s"] == nil)
    let second = try #require(flow["http"]?[1])
    #expect(second["timing"]?["head_of_line_s"]?.double == 0.01)
    let pushed = try #require(flow["http"]?[2])
    #expect(pushed["pushed_by"] == (try JSON(#"{"stream":3,"exchange":1}"#)))
    #expect(pushed["priority"] == (try JSON(#"{"urgency":1,"incremental":true}"#)))
    #expect(pushed["request"]?["unresolved_fields"]?.double == 2)
  }

  @Test("what header compression hides is absent, not empty")
  func hidden() throws {
    var made = HandmadeLog()
    var request = made.request("", "", fields: []) { message in
      message.version = .two
      message.unresolvedFields = 4
    }
    request.method = 0..<0
    request.target = 0..<0
    made.add(request, made.response(0, "") { $0.version = .two }) { $0.stream = 5 }
    let exchange = try #require(try record(HTTP2Examples.facts(made))["http"]?[0])
    for key in ["method", "target", "authority", "scheme"] { #expect(exchange["request"]?[key] == nil) }
    #expect(exchange["response"]?["status"] == nil)
  }

  @Test("of a setting that is sent twice the last value counts, and the first is told")
  func settings() throws {
    let session = try #require(try record(HTTP2Examples.everything)["http2"])
    let sent = try #require(session["settings"]?["client"]?[0])
    #expect(sent["values"] == (try JSON(#"{"MAX_CONCURRENT_STREAMS":100,"INITIAL_WINDOW_SIZE":65535,"0x1a1a":9}"#)))
    #expect(sent["overridden"] == (try JSON(#"[{"name":"MAX_CONCURRENT_STREAMS","value":1}]"#)))
    #expect(sent["acknowledged_frame"]?.double == 5)
    #expect(sent["ack_s"]?.double == 0.002)
    #expect(session["effective_settings"]?["client"]?["ENABLE_PUSH"]?.double == 1)
    #expect(
      session["effective_settings"]?["server"]
        == (try JSON(#"{"HEADER_TABLE_SIZE":4096,"INITIAL_WINDOW_SIZE":65535,"MAX_FRAME_SIZE":16384}"#)))
  }

  @Test("of a connection that began before the capture no default is known to hold")
  func joined() throws {
    var session = HTTP2Session(start: .frames)
    session.client.settings = [HTTP2Settings(point: HTTP2Examples.point(4, 0), values: [.init(id: 4, value: 1)])]
    let effective = { session.effectiveSettings(ofClient: $0).map(\.id) }
    #expect(effective(true) == [4])
    #expect(effective(false) == [])
  }

  @Test("sides are the flow's, whoever asks")
  func reversed() throws {
    var facts = HTTP2Examples.everything
    let told = try #require(try record(facts)["http2"])
    // The connection's opener is asked through it.
    facts.client = .low
    let turned = try #require(try record(isClientHigh: true, facts)["http2"])
    #expect(told["settings"]?["client"] == turned["settings"]?["server"])
    #expect(told["frames"]?["client"] == turned["frames"]?["server"])
    #expect(told["sides"]?["server"] == turned["sides"]?["client"])
    #expect(told["hpack"]?["client"] == turned["hpack"]?["server"])
    #expect(told["pings"]?[0]?["sender"]?.text == "client")
    #expect(turned["pings"]?[0]?["sender"]?.text == "server")
    let timing = try #require(try record(isClientHigh: true, facts)["http"]?[0]?["timing"])
    #expect(timing["flow_control"] == (try JSON(#"{"receive_s":0.004}"#)))
  }

  @Test(
    "a priority field, with the defaults of what it does not say rightly",
    arguments: [
      ("", 3, false), ("u=0", 0, false), ("u=7,i", 7, true), (" i , u=2 ", 2, true), ("u=8", 3, false), ("u=-1", 3, false),
      ("i=?1", 3, true), ("i=?0", 3, false), ("u=1, u=5", 5, false), ("u=1;x=2, i;y", 1, true), ("U=1", 3, false),
      ("a=1, i=?1, i=?0", 3, false), (",,,", 3, false), ("u=1.5", 3, false),
    ])
  func priorities(_ field: String, _ urgency: Int, _ isIncremental: Bool) {
    let priority = ExtensiblePriority(Array(field.utf8))
    #expect(priority.urgency == urgency)
    #expect(priority.isIncremental == isIncremental)
  }
}

extension JSON {
  fileprivate var double: Double? { if case .number(let number) = self { number } else { nil } }
}
