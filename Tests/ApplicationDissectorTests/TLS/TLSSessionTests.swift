import ApplicationModel
import Dissection
import PacketModel
import Testing

/// What is told of handshakes in the clear, however their octets are cut.
@Suite struct TLSSessionTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var lines: [Dialogue.Line]
    var expected: String

    init(_ name: String, _ lines: [Dialogue.Line], _ expected: String) {
      testDescription = name
      self.lines = lines
      self.expected = expected
    }
  }

  private static func client(_ octets: [UInt8]...) -> Dialogue.Line { .octets(octets.flatMap { $0 }, .low) }
  private static func server(_ octets: [UInt8]...) -> Dialogue.Line { .octets(octets.flatMap { $0 }, .high) }
  private static func hello(_ message: [UInt8]) -> [UInt8] { TLSTalk.record(22, message, version: 0x0301) }
  private static func message(_ type: UInt8, _ count: Int = 8) -> [UInt8] {
    TLSTalk.record(22, TLSTalk.handshake(type, Array(repeating: 0, count: count)))
  }

  private static let clientHello = client(hello(TLSTalk.clientHello()))
  private static let serverHello12 = TLSTalk.record(22, TLSTalk.serverHello(suite: 0xc02f))
  private static let serverHello13 = TLSTalk.record(22, TLSTalk.serverHello(suite: 0x1301, version: 0x0304))
  private static let finished = TLSTalk.changeCipherSpec + TLSTalk.sealed(40, type: 22)

  static let examples = [
    Example(
      "TLS 1.3, nothing readable behind the hellos",
      [
        clientHello, server(serverHello13, TLSTalk.changeCipherSpec, TLSTalk.sealed(1000), TLSTalk.sealed(53)),
        client(TLSTalk.changeCipherSpec, TLSTalk.sealed(53)), client(TLSTalk.sealed(100)), server(TLSTalk.sealed(500)),
      ], "0x304, full, complete"),
    Example(
      "TLS 1.3 with a key from before",
      [
        clientHello,
        server(
          TLSTalk.record(22, TLSTalk.serverHello(suite: 0x1301, version: 0x0304, selectedIdentity: 0)), TLSTalk.sealed(90)),
        client(TLSTalk.sealed(53)),
      ], "0x304, psk, complete"),
    Example(
      "TLS 1.3, the client does not like the certificate",
      [
        clientHello, server(serverHello13, TLSTalk.sealed(1000)), client(TLSTalk.changeCipherSpec, TLSTalk.sealed(19)),
        .end(.low, .closed), .end(.high, .closed),
      ], "0x304, full, incomplete, failed server_hello encrypted_alert in [2, 3]"),
    Example(
      "asked to say hello again",
      [
        clientHello, server(TLSTalk.record(22, TLSTalk.serverHello(random: TLSTalk.retry, suite: 0x1301, version: 0x0304))),
        client(TLSTalk.changeCipherSpec, hello(TLSTalk.clientHello())), server(serverHello13, TLSTalk.sealed(90)),
        client(TLSTalk.sealed(53)),
      ], "0x304, full, retried, complete"),
    Example(
      "TLS 1.2 in full",
      [
        clientHello, server(serverHello12, message(12), message(14, 0)), client(message(16), finished), server(finished),
        client(TLSTalk.sealed(50)), server(TLSTalk.sealed(50)),
      ], "0x303, full, complete"),
    Example(
      "TLS 1.2 resumed by the session's id",
      [
        client(hello(TLSTalk.clientHello(session: [9, 9, 9]))),
        server(TLSTalk.record(22, TLSTalk.serverHello(session: [9, 9, 9], suite: 0xc02f)), finished), client(finished),
      ], "0x303, sessionID, complete"),
    Example(
      "TLS 1.2 resumed by a ticket",
      [
        client(hello(TLSTalk.clientHello(session: [9], ticket: [7, 7]))),
        server(TLSTalk.record(22, TLSTalk.serverHello(session: [9], suite: 0xc02f)), finished), client(finished),
      ], "0x303, ticket, complete"),
    Example(
      "TLS 1.2 renegotiates",
      [
        clientHello, server(serverHello12, message(14, 0)), client(message(16), finished), server(finished),
        server(TLSTalk.sealed(30, type: 22)), client(TLSTalk.sealed(300, type: 22)),
        server(TLSTalk.sealed(900, type: 22)),
        client(TLSTalk.sealed(100, type: 22), TLSTalk.sealed(30, type: 20), TLSTalk.sealed(40, type: 22)),
        server(TLSTalk.sealed(30, type: 20), TLSTalk.sealed(40, type: 22)),
      ], "0x303, full, complete, renegotiated in [5]"),
    Example(
      "no common version", [clientHello, server(TLSTalk.alert(2, 70)), .end(.high, .closed)],
      "unknown, incomplete, failed client_hello no_common_version in [1, 2]"),
    Example(
      "no common cipher", [clientHello, server(TLSTalk.alert(2, 40))],
      "unknown, incomplete, failed client_hello no_common_cipher in [1, 2]"),
    Example(
      "no common protocol", [clientHello, server(TLSTalk.alert(2, 120))],
      "unknown, incomplete, failed client_hello no_common_protocol in [1, 2]"),
    Example(
      "the server's certificate has expired, says the client",
      [clientHello, server(serverHello12, message(11), message(14, 0)), client(TLSTalk.alert(2, 45)), .end(.low, .closed)],
      "0x303, full, incomplete, failed certificate certificate_expired in [2, 3]"),
    Example(
      "closed after the hello", [clientHello, .end(.high, .closed), .end(.low, .closed)],
      "unknown, incomplete, failed client_hello closed in [1, 2]"),
    Example(
      "reset after the hello", [clientHello, .end(.high, .reset), .end(.low, .reset)],
      "unknown, incomplete, failed client_hello reset in [1]"),
    Example("the capture ends after the hello", [clientHello], "unknown, incomplete"),
    Example(
      "the server speaks in the clear",
      [clientHello, .server("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"), .end(.high, .closed)],
      "unknown, incomplete, failed client_hello plaintext in [1, 2]"),
    Example(
      "close_notify that can be read",
      [clientHello, server(serverHello12, TLSTalk.alert(1, 0)), .end(.high, .closed)],
      "0x303, unknown, incomplete, failed server_hello closed in [2, 3], server's close_notify in 2"),
    Example(
      "early data",
      [
        client(hello(TLSTalk.clientHello(earlyData: true)), TLSTalk.changeCipherSpec, TLSTalk.sealed(100)),
        server(serverHello13, TLSTalk.sealed(90)), client(TLSTalk.sealed(53)),
      ], "0x304, full, early data rejected, complete"),
  ]

  @Test("however the network cuts the stream, the same is told", arguments: examples, [1, 2, 3, 64, Int.max])
  func told(_ example: Example, size: Int) throws {
    let facts = Dialogue(example.lines).facts(cutInto: size)
    let session = try #require(facts.tls.first)
    #expect(session.line == example.expected)
    #expect(facts.protocols.first == .tls)
  }

  @Test("a hole in the server's flight says nothing of a failure", arguments: [1, 64, Int.max])
  func holeInFlight(size: Int) {
    let lines: [Dialogue.Line] = [
      Self.clientHello, .lost(1400, .high), Self.client(Self.message(16), Self.finished), Self.server(Self.finished),
      .end(.high, .closed), .end(.low, .closed),
    ]
    let session = Dialogue(lines).facts(cutInto: size).tls.first
    #expect(session?.version == nil && session?.failure == nil)
  }

  @Test("what a server says in the clear goes to whoever knows it")
  func plaintextAnswer() {
    let facts = Dialogue([Self.clientHello, .server("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")]).facts()
    #expect(facts.http.first?.exchanges.first?.response?.status == 400)
  }

  @Test(
    "a plain request where TLS is expected",
    arguments: [
      TLSTalk.alert(2, 70),
      Array(
        "HTTP/1.1 400 Bad Request\r\n\r\n<center>The plain HTTP request was sent to HTTPS port</center>".utf8),
    ])
  func plainRequest(answer: [UInt8]) {
    let facts = Dialogue([.client("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), .octets(answer, .high)]).facts()
    #expect(facts.findings.first?.id == "http_on_tls_port")
    #expect(facts.findings.first?.frames == [1, 2])
  }

  @Test("a server that is silent for long is told of, a capture that ends is not", arguments: [1000, 5000])
  func silence(lines: Int) {
    // Every line is a millisecond; empty ones pass the time.
    let wait = Array(repeating: Dialogue.Line.octets([], .low), count: lines)
    let session = Dialogue([Self.clientHello] + wait).facts().tls.first
    #expect(session?.failure?.reason == (lines > 3000 ? .silence : nil))
  }

  @Test("records behind a hole are counted again")
  func hole() {
    let records = Array(repeating: TLSTalk.sealed(500), count: 8).flatMap { $0 }
    let session = Dialogue([
      Self.clientHello, Self.server(Self.serverHello13, TLSTalk.sealed(90)), Self.client(TLSTalk.sealed(53)),
      Self.server(records), .lost(1234, .high), Self.server(records),
    ]).facts().tls.first
    #expect(session?.serverSide.records == 18)
    #expect(session?.serverSide.missingOctets == 1234)
  }

  @Test("a capture that begins in the middle")
  func middle() {
    let records = Array(repeating: TLSTalk.sealed(500), count: 3).flatMap { $0 }
    let facts = Dialogue([Self.server(records), Self.client(records)], isFromStart: false).facts()
    #expect(facts.protocols == [.tls])
    #expect(facts.tls.first?.serverSide.dataRecords ?? 0 + (facts.tls.first?.clientSide.dataRecords ?? 0) == 3)
  }

  @Test("damaged dialogues neither trap nor grow", arguments: examples)
  func damaged(_ example: Example) {
    var random = HostileStreamTests.Seeded(state: 5)
    for _ in 0..<200 {
      let lines = example.lines.map { line -> Dialogue.Line in
        guard case .octets(var octets, var sender) = line, !octets.isEmpty else { return line }
        for _ in 0..<Int.random(in: 0..<4, using: &random) where !octets.isEmpty {
          let place = Int.random(in: 0..<octets.count, using: &random)
          switch Int.random(in: 0..<4, using: &random) {
          case 0: octets[place] = UInt8.random(in: .min ... .max, using: &random)
          case 1: octets.remove(at: place)
          case 2: octets.removeSubrange(place...)
          default: octets.insert([0, 1, 3, 20, 22, 23, 255].randomElement(using: &random) ?? 0, at: place)
          }
        }
        if Int.random(in: 0..<20, using: &random) == 0 { sender = sender.other }
        return .octets(octets, sender)
      }
      let facts = Dialogue(lines, isFromStart: Bool.random(using: &random)).facts(
        cutInto: [1, 5, 64, .max].randomElement(using: &random) ?? 1)
      for session in facts.tls {
        #expect(session.messages.count <= TLSSession.maximumMessages && session.alerts.count <= TLSSession.maximumAlerts)
      }
    }
  }
}
