import ApplicationModel
import Testing

@testable import Reports

@Suite("Lines of weir http --json")
struct ExchangeRecordTests {
  private func line(_ view: ExchangeView) throws -> JSON {
    var text: [UInt8] = []
    ExchangeRecord.writeLine(view, to: &text)
    #expect(text.last == UInt8(ascii: "\n"))
    return try JSON(String(decoding: text, as: UTF8.self))
  }

  @Test("a line is the report's exchange, with its flow and its ends")
  func exchange() throws {
    let facts = HTTPExamples.everything
    let finished = Handmade.flow(isClientHigh: true, facts, HTTPExamples.stalls)
    let view = try #require(HTTPConversation(finished, Redaction())?.exchanges.first)
    var found = try line(view)
    #expect(found["flow"]?.text == "1")
    #expect(found["exchange"] == .number(0))
    let flow = try JSON.flow(finished)
    for key in ["client", "server"] {
      #expect(found[key]?["address"] == flow[key]?["address"])
      #expect(found[key]?["port"] == flow[key]?["port"])
    }
    #expect(try SchemaCheck(ReportSchema.exchanges).faults(found, "exchange_line") == [])
    for key in ["flow", "exchange", "client", "server"] { found[key] = nil }
    #expect(found == flow["http"]?[0])
  }

  @Test("a session alone, and one with its exchange and proxies")
  func session() throws {
    let check = try SchemaCheck(ReportSchema.exchanges)
    var alone = HTTPExamples.webSocket
    alone.exchange = nil
    let views = Exchanges.views(sessions: [HTTPExamples.webSocket, alone], proxies: HTTPExamples.proxies) {
      $0.add($0.request(), $0.response(101))
    }
    let lines = try views.map(line)
    #expect(lines.map { $0["exchange"] } == [.number(0), nil])
    for line in lines {
      #expect(check.faults(line, "exchange_line") == [])
      #expect(line["websocket"] != nil)
      #expect(line["proxy_protocol"]?.items.count == HTTPExamples.proxies.count)
    }
    var spoiled = lines[0]
    spoiled["version"] = nil
    #expect(check.faults(spoiled, "exchange_line") != [])
  }
}
