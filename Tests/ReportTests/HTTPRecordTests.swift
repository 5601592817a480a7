import ApplicationModel
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("Records of HTTP")
struct HTTPRecordTests {
  private func http(_ logs: HTTPLog..., fill: (inout ConnectionAnalysis) -> Void = { _ in }) -> String {
    var facts = ApplicationFacts()
    facts.http = logs
    return Handmade.record(Handmade.flow(facts, fill))
  }

  @Test("a plain exchange, to the octet")
  func plain() {
    var made = HandmadeLog()
    let request = made.request("GET", "/a?b=c", fields: [("Host", "example.org"), ("Accept", "*/*")]) { $0.headOctets = 52 }
    let response = made.response(200, "OK", fields: [("Content-Length", "5")], frames: 6...7) { message in
      message.framing = .length
      message.declaredLength = 5
      message.bodyOctets = 5
      message.wireBodyOctets = 5
      message.encodedBodyOctets = 5
    }
    made.add(request, response)
    let expected: [String] = [
      #"{"http":[{"version":"1.1","request":{"frame":4,"last_frame":4,"time":"2023-11-14T22:13:20.000000000Z","#,
      #""method":"GET","target":"/a?b=c","authority":"example.org","scheme":"http","#,
      #""headers":[["Host","example.org"],["Accept","*/*"]],"header_bytes":52,"body_bytes":0,"wire_body_bytes":0,"#,
      #""complete":true},"response":{"frame":6,"last_frame":7,"time":"2023-11-14T22:13:20.010000000Z","status":200,"#,
      #""reason":"OK","headers":[["Content-Length","5"]],"body_bytes":5,"wire_body_bytes":5,"framing":"length","#,
      #""content_length":5,"complete":true},"timing":{"send_s":0,"wait_s":0.01,"receive_s":0.001,"total_s":0.011}}]}"#,
    ]
    #expect(http(made.log) == expected.joined())
  }

  @Test("an exchange with everything, to the octet")
  func everything() {
    #expect(
      Handmade.record(Handmade.flow(HTTPExamples.everything, HTTPExamples.stalls)) == HTTPExamples.everythingWritten)
  }

  // MARK: - Whom it is for

  @Test(
    "authority and scheme",
    arguments: [
      ("GET", "/", "h:80", #""authority":"h:80","scheme":"http""#),
      ("GET", "http://u:p@x:1/y", "h", #""authority":"x:1","scheme":"http""#),
      ("GET", "HTTPS://x?y", "h", #""authority":"x","scheme":"HTTPS""#),
      ("CONNECT", "x:443", "h", #""authority":"x:443","headers""#),
      ("CONNECT", "u:p@x:443", "h", #""authority":"x:443","headers""#),
      ("OPTIONS", "*", "h", #""authority":"h","scheme":"http""#),
      ("GET", "/", "u@h", #""authority":"h","scheme":"http""#), ("GET", "/", "", #""target":"/","scheme":"http""#),
      ("GET", "odd", "h", #""authority":"h","scheme":"http""#), ("GET", "a:b", "h", #""authority":"h","scheme":"http""#),
      ("GET", "http://", "h", #""authority":"h","scheme":"http""#), ("", "", "h", #""authority":"h","scheme":"http""#),
    ])
  func authority(_ method: String, _ target: String, _ host: String, _ expected: String) {
    var made = HandmadeLog()
    made.add(made.request(method, target, fields: [("hOST", host)]), nil)
    #expect(http(made.log).contains(expected))
  }

  // MARK: - Octets

  @Test(
    "octets of the network come through without loss",
    arguments: [
      ([0x41, 0xff, 0x42], #"A\\xffB"#), ([0xc3, 0xa4], "ä"), ([0xc3], #"\\xc3"#), ([0xc0, 0x80], #"\\xc0\\x80"#),
      ([0xed, 0xa0, 0x80], #"\\xed\\xa0\\x80"#), ([0xf0, 0x9f, 0xa6, 0x86], "🦆"), ([0xf0, 0x9f, 0xa6], #"\\xf0\\x9f\\xa6"#),
      ([0xf4, 0x90, 0x80, 0x80], #"\\xf4\\x90\\x80\\x80"#), ([0xe0, 0x80, 0x80], #"\\xe0\\x80\\x80"#), ([0x80], #"\\x80"#),
      ([0, 9, 0x1f, 0x7f], #"\u0000\t\u001f\u007f"#), (Array(#"a"b\c"#.utf8), #"a\"b\\c"#),
      // An escape in the text itself must not read as one of ours.
      (Array(#"\xff"#.utf8), #"\\x5cxff"#), (Array(#"\x5cxff"#.utf8), #"\\x5cx5cxff"#), (Array(#"\xfg\x"#.utf8), #"\\xfg\\x"#),
      ([0xe2, 0x82, 0xac, 0xe2, 0x82], #"€\\xe2\\x82"#), ([], ""),
    ] as [([UInt8], String)])
  func octets(_ octets: [UInt8], _ expected: String) {
    var json = JSONWriter()
    json.element(octets: octets[...])
    #expect(String(decoding: json.octets, as: UTF8.self) == "\"\(expected)\"")
    // The same slice of more, and as a string.
    var other = JSONWriter()
    other.element(octets: ([1] + octets + [2]).dropFirst().dropLast())
    #expect(other.octets == json.octets)
    var third = JSONWriter()
    third.element(NetworkText.string(octets[...]))
    #expect(third.octets == json.octets)
  }

  @Test("any octets make valid JSON that says them again")
  func lossless() throws {
    var random = SplitMix(state: 11)
    let alphabet: [UInt8] = Array("\\\\xx5cf\"a\u{0}".utf8) + [0xc3, 0xa4, 0xf0, 0x9f, 0xa6, 0x86, 0xff, 0xe2, 0x82, 0xac]
    for _ in 0..<3000 {
      let octets = (0..<Int.random(in: 0..<12, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      var json = JSONWriter()
      json.array { $0.element(octets: octets[...]) }
      let text = try #require(try JSON(String(decoding: json.octets, as: UTF8.self))[0]?.text)
      #expect(Self.unescaped(text) == octets)
    }
  }

  private static func unescaped(_ text: String) -> [UInt8] {
    var octets: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let first = rest.popFirst() {
      let code = rest.prefix(3)
      if first == 0x5c, code.first == 0x78, code.count == 3,
        let octet = UInt8(String(decoding: code.dropFirst(), as: UTF8.self), radix: 16)
      {
        octets.append(octet)
        rest = rest.dropFirst(3)
      } else {
        octets.append(first)
      }
    }
    return octets
  }

  @Test(
    "a preview ends between characters",
    arguments: [
      ("aä", 9, "aä"), ("a\u{c3}", 9, "a"), ("a€", 4, "a€"), ("", 9, ""), ("🦆", 4, "🦆"),
    ])
  func preview(_ text: String, _ count: Int, _ expected: String) {
    // What looks like a lone lead octet is one.
    let octets = text.unicodeScalars.flatMap { $0 == "\u{c3}" ? [0xc3] : Array(String($0).utf8) }
    #expect(Array(NetworkText.preview(octets, of: count)) == Array(expected.utf8))
    for cut in 1...3 { #expect(NetworkText.preview(Array("x🦆".utf8.dropLast(cut)), of: 99).elementsEqual("x".utf8)) }
    #expect(NetworkText.preview([0x80, 0x80, 0x80, 0x80], of: 99).count == 4)
  }

  @Test(
    "folded lines become one",
    arguments: [
      ("a\r\n b", "a b"), ("a \t\r\n\t b", "a b"), ("a\n b\r\n c", "a b c"), ("a\r\nb", "a\r\nb"), ("a\r\n", "a\r\n"),
      ("a\r\n \r\n b", "a b"), ("a", "a"), ("\r\n x", " x"),
    ])
  func unfolded(_ value: String, _ expected: String) {
    let line = Redaction.unfolded(Array("..\(value)..".utf8).dropFirst(2).dropLast(2))
    #expect(String(decoding: line, as: UTF8.self) == expected)
  }

  @Test("a folded secret is as secret as another, and kept with --reveal-secrets")
  func foldedSecret() {
    var made = HandmadeLog()
    let fields = [("Authorization", "Bearer\r\n SECRET"), ("Cookie", "a=SECRET;\r\n b=SECRET")]
    made.add(made.request(fields: fields) { $0.oddities = .obsoleteFolding }, nil)
    let finished = Handmade.flow(Handmade.facts(made.log))
    let shown = Handmade.record(finished)
    #expect(!shown.contains("SECRET"))
    #expect(shown.contains(#"[["Authorization","Bearer [redacted]"],["Cookie","a=[redacted]; b=[redacted]"]]"#))
    #expect(Handmade.record(finished, Redaction(revealSecrets: true)).contains(#"["Authorization","Bearer SECRET"]"#))
  }

  // MARK: - Time

  /// Stalls as their ends and lengths, in milliseconds; parts of an exchange that sends from 0 to 10, and gets from 30 to 50.
  @Test(
    "what TCP repaired is told of the part it delayed, each moment once",
    arguments: [
      ([], nil), ([(0, 5)], nil), ([(5, 2)], #"{"send_s":0.002}"#), ([(5, 100)], #"{"send_s":0.005}"#),
      ([(15, 10)], #"{"send_s":0.005,"wait_s":0.005}"#), ([(20, 5), (21, 5)], #"{"wait_s":0.006}"#),
      ([(20, 5), (22, 1)], #"{"wait_s":0.006}"#), ([(25, 20), (21, 2)], #"{"send_s":0.005,"wait_s":0.015}"#),
      ([(100, 99)], #"{"send_s":0.009,"wait_s":0.02,"receive_s":0.02}"#), ([(60, 10)], nil),
      ([(51, 2)], #"{"receive_s":0.001}"#),
      ([(30, 30), (30, 30)], #"{"send_s":0.01,"wait_s":0.02}"#), ([(3, 1), (6, 1), (9, 1)], #"{"send_s":0.003}"#),
    ] as [([(Int64, Int64)], String?)])
  func repair(_ stalls: [(Int64, Int64)], _ expected: String?) throws {
    var made = HandmadeLog()
    made.add(
      made.request(frames: 4...14), made.response(frames: 20...40, at: 30))
    let record = http(made.log) { analysis in
      analysis.events = stalls.map { end, length in
        Handmade.event(.retransmission, end % 2 == 0 ? .low : .high) { event in
          event.time = Timestamp(nanoseconds: Handmade.start + end * 1_000_000)
          event.stall = length * 1_000_000
        }
      }
    }
    let timing = #""timing":{"send_s":0.01,"wait_s":0.02,"receive_s":0.02,"total_s":0.05"#
    #expect(record.contains(timing + (expected.map { #","repair":\#($0)}"# } ?? "}")))
  }

  @Test("a stall longer than time is not counted beyond it")
  func endlessStall() {
    var made = HandmadeLog()
    made.add(made.request(), made.response(at: 10))
    let record = http(made.log) { analysis in
      analysis.events = [Handmade.event(.retransmission) { $0.stall = .max }]
    }
    #expect(record.contains(#""repair":{"wait_s":0.01}"#))
  }

  @Test("what is not known of the time is absent")
  func timing() {
    var made = HandmadeLog()
    made.add(made.request { $0.isComplete = false }, nil) { $0.unpaired = .captureEnded }
    made.add(nil, made.response()) { $0.unpaired = .captureStarted }
    made.add(made.request(), nil) { $0.unpaired = .noResponse }
    made.add(made.request(at: 10), made.response(at: 5)) { $0.isEarly = true }
    let record = http(made.log)
    #expect(record.contains(#""complete":false},"unpaired":"capture_ended"}"#))
    #expect(record.contains(#""timing":{"receive_s":0},"unpaired":"capture_started"}"#))
    #expect(record.contains(#""timing":{"send_s":0},"unpaired":"no_response"}"#))
    #expect(record.contains(#""timing":{"send_s":0,"wait_s":0,"receive_s":0,"total_s":0},"early":true}"#))
  }

  // MARK: - Tunnels

  @Test("what a connection became, by the flow's roles", arguments: [false, true])
  func tunnels(isReversed: Bool) {
    var made = HandmadeLog()
    made.add(made.request("CONNECT", "inner:443"), made.response()) { exchange in
      exchange.tunnel = .init(.connect)
      exchange.tunnel?.content = .http
      exchange.tunnel?.clientOctets = 7
      exchange.tunnel?.serverOctets = 9
    }
    made.add(made.request(), made.response(101)) { exchange in
      exchange.tunnel = .init(.upgrade("WebSocket"))
      exchange.tunnel?.content = .webSocket
    }
    var inner = HandmadeLog()
    inner.log.scheme = "https"
    inner.log.tunnel = 0
    inner.add(inner.request(), inner.response(204, ""))
    var facts = Handmade.facts(made.log, inner.log)
    facts.client = isReversed ? .high : .low
    var flow = Handmade.flow(facts)
    // A SYN says more than a request.
    flow.connection?.low.facts.insert(.opened)
    let record = Handmade.record(flow)
    let bytes = isReversed ? #"{"client":9,"server":7}"# : #"{"client":7,"server":9}"#
    #expect(record.contains(#""tunnel":{"authority":"inner:443","protocol":"http","bytes":\#(bytes)}}"#))
    #expect(record.contains(#""upgrade":"WebSocket","tunnel":{"protocol":"websocket","bytes":{"client":0,"server":0}}}"#))
    #expect(record.contains(#""scheme":"https""#))
    #expect(record.contains(#""status":204,"headers":[]"#))
    #expect(record.hasSuffix(#""via_exchange":0}]}"#))
  }

  @Test("a flow's record names what was recognised")
  func names() throws {
    var facts = Handmade.facts()
    facts.protocols = [.proxyProtocol, .http, .webSocket]
    let flow = try JSON.flow(Handmade.flow(facts))
    #expect(flow["application"] == .string("websocket"))
    #expect(flow["layers"]?.items == [.string("proxy_protocol"), .string("http"), .string("websocket")])
    #expect(flow["http"] == nil)
    let plain = try JSON.flow(Handmade.flow { _ in })
    #expect(plain["application"] == nil)
  }
}
