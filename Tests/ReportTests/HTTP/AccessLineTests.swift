import ApplicationModel
import Flows
import PacketModel
import Testing

@testable import Reports

@Suite("Access lines")
struct AccessLineTests {
  struct Example: Sendable {
    var name: String
    /// From the status on: status, wait, total, sent, received, method, flow, frames, URL, remarks.
    var line: String
    var make: @Sendable (inout HandmadeLog) -> Void

    init(_ name: String, _ line: String, _ make: @escaping @Sendable (inout HandmadeLog) -> Void) {
      self.name = name
      self.line = line
      self.make = make
    }
  }

  static let examples = [
    Example("a plain exchange", "200|10.0 ms|10.0 ms|-|-|GET|1|4-6|http://a/|") { $0.add($0.request(), $0.response()) },
    Example("bodies, decoded", "200|10.0 ms|10.0 ms|3 B|2.00 KiB|POST|1|4-6|http://a/up|gzip, 700 B on the wire") { made in
      let request = made.request("POST", "/up") { Exchanges.fillBody(&$0, "abc") }
      let response = made.response { message in
        message.framing = .chunked
        message.coding = .gzip
        message.bodyOctets = 2048
        message.encodedBodyOctets = 700
        message.wireBodyOctets = 710
      }
      made.add(request, response)
    },
    Example("secrets", "200|10.0 ms|10.0 ms|-|-|GET|1|4-6|http://a/?token=[redacted]&b=c|") {
      $0.add($0.request("GET", "/?token=SECRET&b=c"), $0.response())
    },
    Example("control characters in a URL", #"200|10.0 ms|10.0 ms|-|-|GET|1|4-6|http://a/\u{1b}[31m\xff|"#) { made in
      var request = made.request()
      request.target = made.place([0x2f, 0x1b, 0x5b, 0x33, 0x31, 0x6d, 0xff])
      made.add(request, made.response())
    },
    Example("an absolute target", "200|10.0 ms|10.0 ms|-|-|GET|1|4-6|http://b:81/x|") {
      $0.add($0.request("GET", "http://b:81/x"), $0.response())
    },
    Example("nobody named", "200|10.0 ms|10.0 ms|-|-|GET|1|4-6|http://10.0.0.2:443/|") {
      $0.add($0.request(fields: []), $0.response())
    },
    Example("about the server itself", "200|10.0 ms|10.0 ms|-|-|OPTIONS|1|4-6|http://a|") {
      $0.add($0.request("OPTIONS", "*"), $0.response())
    },
    Example("a tunnel", "200|10.0 ms|10.0 ms|-|-|CONNECT|1|4-6|b:443|tunnel, tls inside, 5 B out, 2.00 KiB in") { made in
      made.add(made.request("CONNECT", "b:443"), made.response()) { exchange in
        exchange.tunnel = .init(.connect)
        exchange.tunnel?.content = .tls
        exchange.tunnel?.clientOctets = 5
        exchange.tunnel?.serverOctets = 2048
      }
    },
    Example("no response", "-|>0 ns|>0 ns|-|-|GET|1|4|http://a/|no response") {
      $0.add($0.request(), nil) { $0.unpaired = .noResponse }
    },
    Example("a response lost", "-|-|-|-|-|GET|1|4|http://a/|response not captured") {
      $0.add($0.request(), nil) { $0.unpaired = .gap }
    },
    Example("a request lost", "404|-|-|-|-|-|1|6|-|request before the capture began") {
      $0.add(nil, $0.response(404, "Not Found")) { $0.unpaired = .captureStarted }
    },
    Example("cut short", "200|10.0 ms|-|-|5 B|GET|1|4-6|http://a/|response incomplete: 95 B not captured") { made in
      let response = made.response { message in
        Exchanges.fillBody(&message, "hello")
        message.missingOctets = 95
        message.isComplete = false
      }
      made.add(made.request(), response)
    },
    Example("a hole in a body", "200|10.0 ms|10.0 ms|-|100 B|GET|1|4-6|http://a/|95 B of the response not captured") { made in
      let response = made.response { message in
        Exchanges.fillBody(&message, "hello")
        message.bodyOctets = 100
        message.missingOctets = 95
      }
      made.add(made.request(), response)
    },
    Example("an early answer", "413|0 ns|10.0 ms|-|-|PUT|1|4-14|http://a/|answered before the request was whole") { made in
      made.add(made.request("PUT", frames: 4...14), made.response(413, frames: 6...6, at: 5)) { $0.isEarly = true }
    },
    Example("interim answers", "200|10.0 ms|10.0 ms|-|-|POST|1|4-6|http://a/|interim 100, 102 2 times") { made in
      made.add(made.request("POST"), made.response()) { exchange in
        exchange.interim = [100, 102, 102].map { HTTPInterim(first: HandmadeLog.point(5, 5), status: $0, fields: 0..<0) }
      }
    },
    Example("HTTP/0.9", "-|10.0 ms|10.0 ms|-|5 B|GET|1|4-6|http://10.0.0.2:443/|") { made in
      let response = made.response(0, "") { message in
        Exchanges.fillBody(&message, "hello")
        message.version = .zeroNine
      }
      made.add(made.request(fields: []) { $0.version = .zeroNine }, response)
    },
    Example("smuggling", "200|10.0 ms|10.0 ms|-|-|GET|1|4-6|http://a/|odd: conflicting lengths, bare line feed") { made in
      made.add(made.request { $0.oddities = [.conflictingLengths, .bareLineFeed] }, made.response())
    },
    Example(
      "damaged coding",
      "200|10.0 ms|10.0 ms|-|9 B|GET|1|4-6|http://a/|br, 7 B on the wire; response body is not what its coding says"
    ) {
      made in
      let response = made.response { message in
        message.framing = .length
        message.coding = .brotli
        message.bodyOctets = 9
        message.encodedBodyOctets = 7
        message.decodingProblem = .damaged
      }
      made.add(made.request(), response)
    },
    Example("events", "200|10.0 ms|10.0 ms|-|-|GET|1|4-6|http://a/|7 events") { made in
      made.add(made.request(), made.response()) { exchange in
        exchange.events = [
          ServerSentEvent(point: HandmadeLog.point(6, 10), type: nil, id: nil, retry: nil, octets: 1, preview: [0x61])
        ]
        exchange.omittedEvents = 6
      }
    },
  ]

  @Test("a line tells what there is to tell", arguments: examples.indices)
  func line(_ index: Int) throws {
    let example = Self.examples[index]
    let view = try #require(Exchanges.view { example.make(&$0) })
    let cells = LogLine(view).cells
    #expect(cells.first == "10.0.0.1:40000")
    #expect(cells.dropFirst().joined(separator: "|") == example.line, "\(example.name)")
  }

  @Test("whom a PROXY header names is the client")
  func proxied() throws {
    var header = ProxyHeader(version: 1, point: HandmadeLog.point(4, 0), transport: .tcp6, length: 40)
    header.source = .init(address: IPAddress(low: 1), version: .six, port: 1234)
    let views = Exchanges.views(proxies: [header]) { $0.add($0.request(), $0.response()) }
    let cells = LogLine(try #require(views.first)).cells
    #expect(cells.first == "[::1]:1234")
    #expect(cells.last == "PROXY by 10.0.0.1:40000")
  }

  @Test("a WebSocket is told with its exchange, or alone")
  func webSocket() throws {
    let session = HTTPExamples.webSocket
    let with = Exchanges.views(sessions: [session]) { made in
      made.add(made.request(), made.response(101)) { $0.tunnel = .init(.upgrade("websocket")) }
    }
    #expect(with.count == 1)
    #expect(LogLine(try #require(with.first)).cells.last == "websocket: 1 message out, 0 in, closed with 1000")
    var alone = session
    alone.exchange = nil
    let views = Exchanges.views(sessions: [alone]) { $0.add($0.request(), $0.response()) }
    #expect(views.map { LogLine($0).cells[1] } == ["200", "ws"])
    #expect(views.map(\.firstFrame) == [4, 10])
  }

  @Test("loss that made it slow is told")
  func repair() throws {
    let views = Exchanges.views(analysis: HTTPExamples.stalls) { $0.add($0.request(), $0.response(at: 40)) }
    #expect(LogLine(try #require(views.first)).cells.last == "100 % of it repairing loss")
  }

  // MARK: - A table

  private func table(_ style: TextStyle, isCut: Bool) throws -> String {
    var table = LogTable(.exchanges, style, isCut: isCut, time: .clock)
    let views = Exchanges.views { made in
      made.add(made.request("GET", "/" + String(repeating: "long/", count: 20)), made.response())
      made.add(made.request("DELETE", "/x", frames: 14...14, at: 100), made.response(500, frames: 20...20, at: 2000))
    }
    let lines = views.map { LogLine($0) }
    for line in lines { table.measure(line) }
    var text: [UInt8] = []
    for line in lines { table.write(line, to: &text) }
    return table.head + String(decoding: text, as: UTF8.self)
  }

  @Test("columns stand under each other")
  func columns() throws {
    let long = String(repeating: "long/", count: 20)
    let expected = """
      time             client          status     wait    total  sent  received  method  flow  frames  url
      22:13:20.000000  10.0.0.1:40000  200     10.0 ms  10.0 ms     -         -  GET        1     4-6  http://a/\(long)
      22:13:20.100000  10.0.0.1:40000  500      1.90 s   1.90 s     -         -  DELETE     1   14-20  http://a/x

      """
    #expect(try table(TextStyle(), isCut: false) == expected)
  }

  @Test("on a terminal a URL is cut in its middle, so that a line is a line")
  func cut() throws {
    let lines = try table(TextStyle(width: 130), isCut: true).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= 130 })
    #expect(lines[1].hasSuffix("http://a/long/l...long/long/long/"))
  }

  @Test("colours tell the class of the status")
  func colour() throws {
    let lines = try table(TextStyle(colour: true), isCut: false).split(separator: "\n")
    #expect(lines[1].contains("\u{1b}[32m200   \u{1b}[0m"))
    #expect(lines[2].contains("\u{1b}[31m500   \u{1b}[0m"))
  }
}
