import Analysis
import ApplicationModel
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("HTTP/2 in lists, transcripts and archives")
struct HTTP2ViewTests {
  private static func table(_ lines: [LogLine], _ columns: LogColumns, width: Int = 200, isCut: Bool = false) -> [String] {
    var table = LogTable(columns, TextStyle(width: width), isCut: isCut, time: .clock)
    for line in lines { table.measure(line) }
    var text: [UInt8] = []
    for line in lines { table.write(line, to: &text) }
    return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  private static func exchanges(
    _ facts: ApplicationFacts, _ fill: (inout ConnectionAnalysis) -> Void = { _ in }
  ) -> [ExchangeView] { HTTPConversation(Handmade.flow(facts, fill), Redaction())?.exchanges ?? [] }

  @Test("a connection is a line")
  func line() throws {
    let view = try #require(HTTP2Examples.view(HTTP2Examples.everything, HTTP2Examples.repairs))
    let line = Self.table([LogLine(view)], .connections)
    let ends = "22:13:20.000000  10.0.0.1:40000  10.0.0.2:443  prior        4        2       2  5.00 ms  10.0 ms  6.00 ms"
    let remarks =
      "GOAWAY ENHANCE_YOUR_CALM by the server calm; reset: 1 CANCEL by the server, 1 0x1234 by the client; 4 fields not known; "
      + "1 pushed; through /"
    #expect(line == ["\(ends)     1    4-31  a.example  [\(remarks)]"], "\(line)")
    for width in [60, 80, 120] {
      let cut = Self.table([LogLine(view)], .connections, width: width, isCut: true)
      #expect(cut[0].contains("10.0.0.2:443"))
    }
  }

  @Test("an exchange's line says its stream, and what became of it")
  func accessLines() {
    let lines = Self.table(Self.exchanges(HTTP2Examples.everything, HTTP2Examples.repairs).map { LogLine($0) }, .exchanges)
    #expect(lines.count == 3)
    #expect(lines[0].contains("https://a.example/  [stream 1; reset by the server: CANCEL; for websocket; "), "\(lines)")
    #expect(lines[2].contains("https://a.example/a  [stream 3; ") && lines[2].contains("5.3 % of it held by others' loss"))
    #expect(lines[1].contains("[no response until the capture ends; stream 2, pushed on 3; 2 fields not known"), "\(lines)")
  }

  @Test("streams can be asked for")
  func filter() {
    var filter = ExchangeFilter()
    filter.streams = [3, 2]
    let views = Self.exchanges(HTTP2Examples.everything).filter { filter.matches($0) }
    #expect(views.map(\.exchange.stream) == [2, 3] || views.map(\.exchange.stream) == [3, 2])
    filter.hosts = ["a.example"]
    #expect(Self.exchanges(HTTP2Examples.everything).filter { filter.matches($0) }.count == 1)
  }

  @Test("a transcript has the request's line, the pseudo-header fields it does not tell, waits, and the reset")
  func transcript() throws {
    let views = Self.exchanges(HTTP2Examples.everything, HTTP2Examples.repairs)
    let first = Transcript.text(try #require(views.first), style: TextStyle())
    for part in [
      "> GET / HTTP/2 ", "\n> :scheme: https\n> :authority: a.example\n> :protocol: websocket\n>", "\n< HTTP/2 200 ",
      "\n< [RST_STREAM: CANCEL]", "* HTTP/2: stream 1\n",
      "* Waited 4.00 ms for the client's windows to open (frames 20 to 21)\n",
    ] { #expect(first.contains(part), "\(first)") }
    let second = Transcript.text(try #require(views.first { $0.exchange.stream == 3 }), style: TextStyle())
    #expect(second.contains("* Held for 10.0 ms by the repair of other streams' octets (frames 40)\n"), "\(second)")
    let pushed = Transcript.text(try #require(views.first { $0.exchange.stream == 2 }), style: TextStyle())
    #expect(pushed.contains("* Pushed by the server: promised on stream 3\n"))
    #expect(pushed.contains("* 2 fields not known: header compression refers to what was not captured\n"))
  }

  @Test("what is not known is a question mark")
  func hidden() throws {
    var made = HandmadeLog()
    var request = made.request("", "", fields: []) { $0.version = .two }
    request.method = 0..<0
    request.target = 0..<0
    made.add(request, made.response(0, "", fields: []) { $0.version = .two }) { $0.stream = 5 }
    let view = try #require(Self.exchanges(HTTP2Examples.facts(made)).first)
    let text = Transcript.text(view, style: TextStyle())
    #expect(text.contains("> ? ? HTTP/2 ") && text.contains("< HTTP/2 ? "), "\(text)")
    #expect(view.url == nil && view.method == nil && view.status == nil)
    #expect(Self.table([LogLine(view)], .exchanges)[0].contains("  -       10.0 ms  10.0 ms  "))
  }

  @Test("a CONNECT's authority is where it leads; an extended one has a URL")
  func connect() throws {
    var made = HandmadeLog()
    for path in ["", "/chat"] {
      var request = made.request("CONNECT", path, fields: []) { $0.version = .two }
      if path.isEmpty { request.target = 0..<0 }
      request.authority = made.place("b.example:443")
      if !path.isEmpty { request.scheme = made.place("https") }
      made.add(request, made.response(200, "", fields: []) { $0.version = .two }) { $0.stream = 1 }
    }
    let views = Self.exchanges(HTTP2Examples.facts(made))
    #expect(views.map(\.shownURL) == ["b.example:443", "https://b.example:443/chat"])
    #expect(Transcript.text(views[0], style: TextStyle()).contains("> CONNECT b.example:443 HTTP/2 "))
    #expect(Transcript.text(views[1], style: TextStyle()).contains("> CONNECT /chat HTTP/2 "))
    #expect(HARURL(views[0], Redaction()).text == "http://b.example:443/")
    #expect(HARURL(views[1], Redaction()).text == "https://b.example:443/chat")
  }

  @Test("an archive's entry has the version's name, its stream beside the headers, pushes and resets")
  func archive() throws {
    var text: [UInt8] = []
    HARDocument.entries(Self.exchanges(HTTP2Examples.everything, HTTP2Examples.repairs), HAROptions(), to: &text)
    let entries = try JSON("[" + String(decoding: text.dropFirst(), as: UTF8.self) + "]").items
    func entry(_ stream: Double) throws -> JSON {
      try #require(entries.first { $0["_http2"]?["stream"] == .number(stream) })
    }
    let first = try entry(1)
    #expect(first["request"]?["httpVersion"]?.text == "HTTP/2")
    #expect(first["request"]?["url"]?.text == "https://a.example/")
    #expect(first["request"]?["headers"]?.items == [])
    #expect(
      first["_http2"]
        == (try JSON(
          #"{"stream":1,"scheme":"https","authority":"a.example","protocol":"websocket","reset":{"sender":"server","code":"CANCEL","frame":9},"flowControl":4}"#
        )))
    #expect(try entry(3)["_http2"]?["headOfLine"] == .number(10))
    let pushed = try entry(2)
    #expect(pushed["_was_pushed"] == .number(1))
    #expect(pushed["_http2"]?["pushedBy"] == .number(3))
    #expect(pushed["response"]?["_error"]?.text == "the capture ended before the response")
  }

  @Test("a summary tells resets, ends, PINGs and waits")
  func summary() {
    var digest = FlowDigest()
    digest.add([Handmade.flow(HTTP2Examples.everything, HTTP2Examples.repairs)])
    let lines = ReportText(RunResult(), digest, style: TextStyle()).http2
    #expect(
      lines == [
        "HTTP/2: 4 streams in 1 connection", "  1 with prior knowledge, at most 2 streams at once, 1 pushed",
        "  resets: 1 CANCEL by servers, 1 0x1234 by clients", "  GOAWAY: 1 NO_ERROR, 1 ENHANCE_YOUR_CALM",
        "  1 PING answered in 5.00 ms; 1 PING without an answer",
        "  4 header fields not known: header compression refers to what is missing", "  Connections ended by an error",
        "                                                               flow  frames",
        "    a.example (10.0.0.2:443)  ENHANCE_YOUR_CALM by the server     1      30",
        "  Streams held by losses that were not theirs, 10.0 ms in all",
        "                                                     time  flow  frames",
        "    a.example (10.0.0.2:443)  1 stream, 1 repair  10.0 ms     1      40",
        "  Streams that waited for windows to open, 6.00 ms in all",
        "                                                     time  flow    frames",
        "    a.example (10.0.0.2:443)  2 streams, 2 times  6.00 ms     1  20 -> 21",
      ], "\(lines.joined(separator: "\n"))")
    #expect(ReportText(RunResult(), FlowDigest(), style: TextStyle()).http2.isEmpty)
  }

  @Test("connections can be asked for by whom they are for")
  func hosts() throws {
    let view = try #require(HTTP2Examples.view(HTTP2Examples.everything))
    for (host, isThere) in [("a.example", true), (".example", true), ("b.example", false), ("example", false)] {
      var filter = HTTP2Filter()
      filter.hosts = [host]
      #expect(filter.matches(view) == isThere, "\(host)")
    }
  }
}
