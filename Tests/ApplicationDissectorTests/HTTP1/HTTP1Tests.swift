import ApplicationModel
import Dissection
import PacketModel
import Testing

/// Whole dialogues, and what is told of them: however the network cuts them, it is the same.
@Suite struct HTTP1Tests {
  struct Example: Sendable, CustomTestStringConvertible {
    var name: String
    var lines: [Dialogue.Line]
    var told: [String]
    var isFromStart = true

    init(_ name: String, _ lines: [Dialogue.Line], _ told: [String], isFromStart: Bool = true) {
      self.name = name
      self.lines = lines
      self.told = told
      self.isFromStart = isFromStart
    }

    var testDescription: String { name }
  }

  static let get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
  static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"

  static let framing: [Example] = [
    Example("one exchange", [.client(get), .server(ok)], ["GET /a 1-1 -> 200 2-2 body 5"]),
    Example(
      "kept alive", [.client(get), .server(ok), .client("GET /b HTTP/1.1\r\n\r\n"), .server(ok)],
      ["GET /a 1-1 -> 200 2-2 body 5", "GET /b 3-3 -> 200 4-4 body 5"]),
    Example(
      "pipelined",
      [
        .client(get + "HEAD /b HTTP/1.1\r\n\r\n" + "GET /c HTTP/1.1\r\n\r\n"), .server(ok),
        .server("HTTP/1.1 200 OK\r\nContent-Length: 77\r\n\r\n" + ok),
      ],
      ["GET /a 1-1 -> 200 2-2 body 5", "HEAD /b 1-1 -> 200 3-3", "GET /c 1-1 -> 200 3-3 body 5"]),
    Example(
      "a request in pieces",
      [.client("POST /u HTT"), .client("P/1.1\r\nContent-Length: 6\r\n"), .client("\r\nab"), .client("cdef"), .server(ok)],
      ["POST /u 1-4 body 6 -> 200 5-5 body 5"]),
    Example(
      "chunked, with extension and trailers",
      [
        .client(get), .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        .server("4;a=b\r\nWiki\r\n5\r\npedia\r\n"),
        .server("0\r\nExpires: never\r\nX: y\r\n\r\n" + ok),
      ],
      ["GET /a 1-1 -> 200 2-4 body 9 wire 50 trailers 2", "-> 200 4-4 body 5 no_request"]),
    Example(
      "until the end", [.client(get), .server("HTTP/1.1 200 OK\r\n\r\nabc"), .server("def"), .end(.high, .closed)],
      ["GET /a 1-1 -> 200 2-3 body 6"]),
    Example(
      "until the end, which never came", [.client(get), .server("HTTP/1.1 200 OK\r\n\r\nabc")],
      ["GET /a 1-1 -> 200 2-2 body 3 incomplete"]),
    Example(
      "until a reset", [.client(get), .server("HTTP/1.1 200 OK\r\n\r\nabc"), .end(.high, .reset)],
      ["GET /a 1-1 -> 200 2-2 body 3 incomplete"]),
    Example(
      "without body: 204, 304",
      [.client(get + get), .server("HTTP/1.1 204 No\r\n\r\nHTTP/1.1 304 No\r\nContent-Length: 9\r\n\r\n")],
      ["GET /a 1-1 -> 204 2-2", "GET /a 1-1 -> 304 2-2"]),
    Example(
      "interim responses",
      [
        .client("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"),
        .server("HTTP/1.1 100 Continue\r\n\r\n"),
        .client("ok"), .server("HTTP/1.1 103 Early Hints\r\nLink: </s>\r\n\r\n"), .server(ok),
      ], ["POST / 1-3 body 2 (100 2) (103 4) -> 200 5-5 body 5"]),
    Example(
      "HTTP/1.0", [.client("GET / HTTP/1.0\r\n\r\n"), .server("HTTP/1.0 200 OK\r\n\r\nx"), .end(.high, .closed)],
      ["GET / 1-1 -> 200 2-2 body 1"]),
    Example(
      "HTTP/0.9", [.client("GET /old\r\n"), .server("<html>"), .server("</html>"), .end(.high, .closed)],
      ["GET /old 1-1 -> 0 2-3 body 13"]),
    Example("an unknown method", [.client("FROB * HTTP/1.1\r\n\r\n"), .server(ok)], ["FROB * 1-1 -> 200 2-2 body 5"]),
    Example(
      "bare LF", [.client("GET /a HTTP/1.1\nHost: x\n\n"), .server("HTTP/1.1 200 OK\nContent-Length: 1\n\nx")],
      ["GET /a 1-1 odd 2 -> 200 2-2 body 1 odd 2"]),
    Example(
      "obsolete folding", [.client("GET /a HTTP/1.1\r\nX: a\r\n  b\r\nY: z\r\n\r\n"), .server(ok)],
      ["GET /a 1-1 odd 1 -> 200 2-2 body 5"]),
    Example(
      "two lengths that differ",
      [.client("POST /a HTTP/1.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc"), .server(ok)],
      ["POST /a 1-1 body 3 odd 4 -> 200 2-2 body 5"]),
    Example(
      "a length beside chunks",
      [.client("POST /a HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), .server(ok)],
      ["POST /a 1-1 wire 5 odd 4 -> 200 2-2 body 5"]),
    Example(
      "empty lines before a request", [.client("\r\n\r\n" + get), .server(ok), .client("\r\n" + get), .server(ok)],
      ["GET /a 1-1 -> 200 2-2 body 5", "GET /a 3-3 -> 200 4-4 body 5"]),
    Example(
      "answered before it ended",
      [
        .client("PUT /big HTTP/1.1\r\nContent-Length: 100\r\n\r\n0123456789"),
        .server("HTTP/1.1 413 Large\r\nContent-Length: 0\r\n\r\n"),
      ],
      ["PUT /big 1-1 body 10 incomplete -> 413 2-2"]),
    Example(
      "answered before its head ended",
      [.client("GET /long HTTP/1.1\r\nX: "), .server("HTTP/1.1 408 Slow\r\nContent-Length: 0\r\n\r\n")],
      ["GET /long 1-1 incomplete -> 408 2-2"]),
    Example(
      "nobody answers", [.client(get), .end(.high, .closed)], ["GET /a 1-1 no_response"]),
    Example("the capture ends first", [.client(get)], ["GET /a 1-1 capture_ended"]),
    Example(
      "no HTTP behind it", [.client(get), .server(ok + "garbage that is none")], ["GET /a 1-1 -> 200 2-2 body 5"]),
  ]

  static let losses: [Example] = [
    Example(
      "a hole in a body of known length",
      [
        .client(get), .server("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n01234"), .lost(90, .high), .server("56789"),
        .client("GET /b HTTP/1.1\r\n\r\n"), .server(ok),
      ],
      ["GET /a 1-1 -> 200 2-4 body 100 missing 90", "GET /b 5-5 -> 200 6-6 body 5"]),
    Example(
      "a response lost whole, and the next exchange",
      [.client(get), .lost(44, .high), .client("GET /b HTTP/1.1\r\n\r\n"), .server(ok)],
      ["GET /a 1-1 gap", "GET /b 3-3 -> 200 4-4 body 5"]),
    Example(
      "a request lost", [.lost(30, .low), .server(ok), .client("GET /b HTTP/1.1\r\n\r\n"), .server(ok)],
      ["-> 200 2-2 body 5 gap", "GET /b 3-3 -> 200 4-4 body 5"]),
    Example(
      "a chunk's head lost",
      [
        .client(get), .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n"), .lost(50, .high),
        .server("rest\r\n0\r\n\r\n"), .client("GET /b HTTP/1.1\r\n\r\n"), .server(ok),
      ], ["GET /a 1-1 -> 200 2-2 body 4 wire 9 incomplete", "GET /b 5-5 -> 200 6-6 body 5"]),
    Example(
      "pipelined, and a response's end lost: nothing tells which is which",
      [
        .client(get + "GET /b HTTP/1.1\r\n\r\n" + "GET /c HTTP/1.1\r\n\r\n"), .server("HTTP/1.1 200 OK\r\n"), .lost(100, .high),
        .server(ok),
      ], ["GET /a 1-1 -> 200 2-2 incomplete", "GET /b 1-1 gap", "GET /c 1-1 gap", "-> 200 4-4 body 5 gap"]),
    Example(
      "the capture starts in a response",
      [.server("rest of a body"), .client("GET /b HTTP/1.1\r\n\r\n"), .server(ok)], ["GET /b 2-2 -> 200 3-3 body 5"],
      isFromStart: false),
    Example(
      "the capture starts with a response", [.server(ok), .client("GET /b HTTP/1.1\r\n\r\n"), .server(ok)],
      ["-> 200 1-1 body 5 capture_started", "GET /b 2-2 -> 200 3-3 body 5"], isFromStart: false),
    Example(
      "the capture starts with the answer to a HEAD",
      [.server("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n"), .client("GET /b HTTP/1.1\r\n\r\n"), .server(ok)],
      ["-> 200 1-1 capture_started", "GET /b 2-2 -> 200 3-3 body 5"], isFromStart: false),
  ]

  static let handovers: [Example] = [
    Example(
      "HTTP inside CONNECT",
      [
        .client("CONNECT o:80 HTTP/1.1\r\nHost: o:80\r\n\r\n"), .server("HTTP/1.1 200 Connection established\r\n\r\n"),
        .client(get),
        .server(ok),
      ], ["CONNECT o:80 1-1 -> 200 2-2 tunnel http 28 43", "GET /a 3-3 -> 200 4-4 body 5"]),
    Example(
      "a chain of two",
      [
        .client("CONNECT p:1 HTTP/1.1\r\n\r\n"), .server("HTTP/1.1 200 OK\r\n\r\n"), .client("CONNECT o:80 HTTP/1.1\r\n\r\n"),
        .server("HTTP/1.1 200 OK\r\n\r\n"), .client(get), .server(ok),
      ],
      [
        "CONNECT p:1 1-1 -> 200 2-2 tunnel http 53 62", "CONNECT o:80 3-3 -> 200 4-4 tunnel http 28 43",
        "GET /a 5-5 -> 200 6-6 body 5",
      ]),
    Example(
      "CONNECT, and what could not wait",
      [.client("CONNECT o:80 HTTP/1.1\r\n\r\n" + get), .server("HTTP/1.1 200 OK\r\n\r\n" + ok)],
      ["CONNECT o:80 1-1 -> 200 2-2 tunnel http 28 43", "GET /a 1-1 -> 200 2-2 body 5"]),
    Example(
      "CONNECT refused",
      [
        .client("CONNECT o:80 HTTP/1.1\r\n\r\n"), .server("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"), .client(get),
        .server(ok),
      ],
      ["CONNECT o:80 1-1 -> 403 2-2", "GET /a 3-3 -> 200 4-4 body 5"]),
    Example(
      "an upgrade to what nobody knows",
      [
        .client("GET /c HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: frob/2\r\n\r\n"),
        .server("HTTP/1.1 101 Switching\r\nUpgrade: frob/2\r\n\r\n"), .client("??"), .server("!!!"),
      ], ["GET /c 1-1 -> 101 2-2 upgrade frob/2 ? 2 3"]),
    Example(
      "an upgrade that the server ignores",
      [.client("GET /c HTTP/1.1\r\nUpgrade: h2c\r\n\r\n"), .server(ok), .client(get), .server(ok)],
      ["GET /c 1-1 -> 200 2-2 body 5", "GET /a 3-3 -> 200 4-4 body 5"]),
  ]

  @Test("messages", arguments: framing + handovers, [1, 2, 3, 64, .max])
  func told(_ example: Example, size: Int) {
    #expect(Dialogue(example.lines, isFromStart: example.isFromStart).facts(cutInto: size).exchangeLines == example.told)
  }

  /// A piece of what is lost begins no segment, so these are not cut.
  @Test("losses", arguments: losses)
  func lost(_ example: Example) {
    #expect(Dialogue(example.lines, isFromStart: example.isFromStart).facts().exchangeLines == example.told)
  }

  @Test("a server that knows nothing but HTTP/2 answers with its SETTINGS")
  func http2Expected() {
    let settings: [UInt8] = [0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 100]
    let facts = Dialogue([.client("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), .octets(settings, .high)]).facts()
    #expect(facts.findings.first?.id == "http1_on_http2_port")
    #expect(facts.findings.first?.frames == [1, 2])
    let other = Dialogue([.client("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), .octets(Array(settings.dropLast(5)), .high)]).facts()
    #expect(other.findings.allSatisfy { $0.id != "http1_on_http2_port" })
  }
}
