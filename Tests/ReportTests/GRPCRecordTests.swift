import ApplicationModel
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("gRPC calls")
struct GRPCRecordTests {
  private static func facts(_ make: (inout HandmadeLog) throws -> GRPCCall) rethrows -> ApplicationFacts {
    var made = HandmadeLog()
    made.add(made.request("POST", "/weir.test.Greeter/Down"), made.response())
    made.log.calls[0] = try make(&made)
    return Handmade.facts(made.log)
  }

  private static func call(
    _ make: (inout HandmadeLog) throws -> GRPCCall, _ redaction: Redaction = Redaction()
  ) throws -> JSON {
    let record = Handmade.record(Handmade.flow(try facts(make)), redaction)
    return try #require(try JSON(record)["http"]?[0]?["grpc"])
  }

  @Test("what is written is described, and every key of the schema is written some time")
  func schema() throws {
    let check = try SchemaCheck(ReportSchema.records)
    let definitions = try #require(try JSON(ReportSchema.records)["$defs"])
    let revealed = Redaction(revealFields: true)
    let calls = [
      try Self.call(GRPCExamples.everything), try Self.call(GRPCExamples.everything, revealed),
      try Self.call(GRPCExamples.described),
      try Self.call({ made in
        var call = GRPCExamples.everything(&made)
        call.format = .json
        return call
      }),
    ]
    for call in calls { #expect(check.faults(call, "grpc_call") == []) }
    let messages = calls.flatMap { $0["messages"]?.items ?? [] }
    let rows: [(String, [JSON])] = [
      ("grpc_call", calls), ("grpc_side", calls.compactMap { $0["request"] }), ("grpc_message", messages),
    ]
    for (definition, values) in rows {
      let keys = values.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
      #expect(keys == definitions[definition]?["properties"]?.keys, "\(definition)")
    }
    let fields = messages.flatMap { $0["fields"]?.items ?? [] }
    let keys = fields.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
    #expect(keys.union(["fields_omitted"]) == definitions["grpc_fields"]?["items"]?["properties"]?.keys)
  }

  @Test("what fields hold is told only where that was asked for")
  func fields() throws {
    let hidden = Handmade.record(Handmade.flow(Self.facts(GRPCExamples.everything)))
    #expect(!hidden.contains("hunter2") && !hidden.contains("no message"))
    let shape =
      #""fields":[{"number":1,"type":"text","bytes":3},{"number":2,"type":"text","bytes":7},{"number":3,"type":"message","#
    #expect(
      hidden.contains(shape + #""bytes":4,"fields":[{"number":1,"type":"text","bytes":0},{"number":2,"type":"varint"}]}"#))
    let shown = Handmade.record(Handmade.flow(Self.facts(GRPCExamples.everything)), Redaction(revealFields: true))
    #expect(shown.contains(#"{"number":2,"type":"text","bytes":7,"text":"hunter2"}"#))
    #expect(shown.contains(#"{"number":7,"type":"fixed32","value":1065353216,"float":1.0}"#))
    #expect(shown.contains(#"{"number":8,"type":"fixed64","value":4607182418800017408,"float":1.0}"#))
    #expect(shown.contains(#""content":"foreign","text":"no message""#))
    #expect(shown.contains(#""content":"foreign","hex":"ff""#))
  }

  @Test("described messages are JSON, without secrets; what does not fit is counted")
  func described() throws {
    let call = try Self.call(GRPCExamples.described)
    #expect(call["kind_declared"]?.text == "server_streaming")
    let messages = call["messages"]?.items ?? []
    #expect(messages.map { $0["type"]?.text } == ["weir.test.Login", "weir.test.Kinds", "weir.test.Kinds"])
    #expect(messages[0]["json"] == (try JSON(#"{"user":"ann","password":"[redacted]"}"#)))
    #expect(messages[0]["unknown_fields"] == .number(1))
    #expect(messages[2]["json"] == (try JSON(#"{"anInt32":1}"#)))
    #expect(messages[2]["content"]?.text == "cut")
  }

  struct Example: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var timeout: Int64? = 100
    var status: Int? = 0
    /// Milliseconds of the response's end, and of a reset.
    var end: Int64? = 50
    var reset: Int64?
    var isServersReset = false
    var outcome: GRPCDeadline.Outcome?
  }

  @Test(
    "whether a deadline was met",
    arguments: [
      Example(testDescription: "in time", outcome: .met),
      Example(testDescription: "at the last moment", end: 100, outcome: .met),
      Example(testDescription: "late", end: 101, outcome: .late), Example(testDescription: "none", timeout: nil),
      Example(testDescription: "exceeded", status: 4, end: 100, outcome: .exceeded),
      Example(testDescription: "exceeded, by a server of its own mind", status: 4, end: 5, outcome: .exceeded),
      Example(testDescription: "failed in time", status: 13, outcome: .met),
      Example(testDescription: "given up", status: nil, end: nil, reset: 99, outcome: .cancelled),
      Example(testDescription: "cancelled early", status: nil, end: nil, reset: 30),
      Example(testDescription: "reset by the server", status: nil, end: nil, reset: 100, isServersReset: true),
      Example(testDescription: "the capture ended", status: nil, end: nil),
    ])
  func deadline(_ example: Example) throws {
    var made = HandmadeLog()
    let response = example.end.map { end in
      made.response { message in message.last = HandmadeLog.point(9, end) }
    }
    made.add(made.request(at: 0), response)
    var call = GRPCCall(.grpc, .proto)
    call.timeout = example.timeout.map { $0 * 1_000_000 }
    call.status = example.status
    var stream = HTTP2Stream()
    stream.reset = example.reset.map { time in
      HTTP2Reset(
        point: HandmadeLog.point(8, time), sender: example.isServersReset ? .high : .low, stream: 1, code: .cancel)
    }
    let deadline = GRPCDeadline(call, made.log.exchanges[0], stream, server: .high)
    #expect(deadline?.outcome == example.outcome)
    #expect((deadline != nil) == (example.timeout != nil))
  }

  @Test("findings count calls by status, and name their frames")
  func findings() {
    var made = HandmadeLog()
    for (index, status) in [5, 13, 5, 0, 4].enumerated() {
      made.add(
        made.request(frames: index * 2 + 1...index * 2 + 1),
        made.response(frames: index * 2 + 2...index * 2 + 2))
      var call = GRPCCall(.grpc, .proto)
      call.status = status
      call.timeout = status == 4 ? 1 : nil
      if status == 0 {
        call.fault = .init(.truncated, at: HandmadeLog.point(8, 0), isRequest: false)
        call.faults = 1
      }
      made.log.calls[index] = call
    }
    let found = GRPCFindings.all(Handmade.facts(made.log), client: .low)
    #expect(found.map(\.id) == ["grpc_error", "grpc_deadline_exceeded", "grpc_malformed"])
    #expect(found[0].text == "4 gRPC calls failed: NOT_FOUND (2), DEADLINE_EXCEEDED (1), INTERNAL (1).")
    #expect(found[0].frames == [1, 2, 3, 4, 5, 6, 9, 10])
    #expect(found[0].severity == .error)
    #expect(
      found[0].values == [
        .init("count", .number(4)), .init("not_found", .number(2)), .init("deadline_exceeded", .number(1)),
        .init("internal", .number(1)),
      ])
    #expect(found[1].text == "A gRPC call was not done within its deadline.")
    #expect(found[2].text == "A gRPC call breaks the rules for messages: the server's stream ends inside a message.")
    #expect(found[2].frames == [8])
  }
}
