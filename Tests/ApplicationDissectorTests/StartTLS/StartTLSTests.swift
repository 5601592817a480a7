import ApplicationModel
import PacketModel
import Testing

/// Protocols in which TLS may begin: how they are known, and where TLS begins.
@Suite struct StartTLSTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var lines: [Dialogue.Line]
    /// The protocols, and where TLS was asked for and granted.
    var told: String

    init(_ name: String, _ lines: [Dialogue.Line], _ told: String) {
      testDescription = name
      self.lines = lines
      self.told = told
    }
  }

  /// What both sides say once TLS has begun.
  static let hellos: [Dialogue.Line] = [
    .octets(TLSTalk.record(22, TLSTalk.clientHello()), .low),
    .octets(TLSTalk.record(22, TLSTalk.serverHello(suite: 0x1301, version: 0x0304)) + TLSTalk.sealed(60), .high),
    .octets(TLSTalk.sealed(70), .low), .octets(TLSTalk.sealed(90), .high),
  ]

  /// Octets of text, in which `~` is a zero.
  static func binary(_ text: String) -> [UInt8] { text.utf8.map { $0 == UInt8(ascii: "~") ? 0 : $0 } }

  // MARK: - Lines

  static let lines: [Example] = [
    Example(
      "SMTP",
      [
        .server("220 mx.example ESMTP\r\n"), .client("EHLO client.example\r\n"),
        .server("250-mx.example\r\n250-STARTTLS\r\n250 SIZE 1000\r\n"), .client("STARTTLS\r\n"), .server("220 go on\r\n"),
      ] + hellos, "smtp/tls 4 5"),
    Example(
      "SMTP, refused, then granted",
      [
        .server("220-mx\r\n220 mx\r\n"), .client("ehlo c\r\n"), .server("250 mx\r\n"), .client("starttls\r\n"),
        .server("454 4.7.0 not now\r\n"), .client("STARTTLS\r\n"), .server("220-wait\r\n220 go\r\n"),
      ] + hellos, "smtp/tls 6 7"),
    Example("SMTP, by its greeting alone", [.server("220 mx.example ESMTP Postfix\r\n"), .client("QUIT\r\n")], "smtp"),
    Example(
      "SMTP, by what is asked", [.server("220 ready\r\n"), .client("MAIL FROM:<a@example>\r\n"), .server("250 ok\r\n")], "smtp"),
    Example(
      "LMTP",
      [.server("220 ready\r\n"), .client("LHLO c\r\n"), .server("250 mx\r\n"), .client("STARTTLS\r\n"), .server("220 go\r\n")]
        + hellos, "smtp/tls 4 5"),
    Example(
      "FTP",
      [.server("220 ready\r\n"), .client("AUTH TLS\r\n"), .server("234 go\r\n")] + hellos, "ftp/tls 2 3"),
    Example(
      "FTP without TLS", [.server("220 ready\r\n"), .client("USER anonymous\r\n"), .server("331 password\r\n")], "ftp"),
    Example(
      "FTP, refused", [.server("220 ready\r\n"), .client("AUTH SSL\r\n"), .server("502 what?\r\n"), .client("USER a\r\n")],
      "ftp"),
    Example(
      "IMAP",
      [
        .server("* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n"), .client("a1 CAPABILITY\r\n"),
        .server("* CAPABILITY IMAP4rev1 STARTTLS\r\na1 OK done\r\n"), .client("a2 STARTTLS\r\n"),
        .server("* OK still here\r\na2 OK begin\r\n"),
      ] + hellos, "imap/tls 4 5"),
    Example(
      "IMAP, refused",
      [.server("* OK ready\r\n"), .client("1 starttls\r\n"), .server("1 BAD what?\r\n"), .client("2 NOOP\r\n")],
      "imap"),
    Example(
      "POP3",
      [
        .server("+OK ready\r\n"), .client("CAPA\r\n"), .server("+OK\r\nSTLS\r\n.\r\n"), .client("STLS\r\n"),
        .server("+OK begin\r\n"),
      ] + hellos, "pop3/tls 4 5"),
    Example("POP3, refused", [.server("+OK\r\n"), .client("STLS\r\n"), .server("-ERR no\r\n"), .client("USER a\r\n")], "pop3"),
    Example(
      "NNTP",
      [
        .server("200 news.example ready\r\n"), .client("CAPABILITIES\r\n"), .server("101 list\r\nSTARTTLS\r\n.\r\n"),
        .client("STARTTLS\r\n"), .server("382 go on\r\n"),
      ] + hellos, "nntp/tls 4 5"),
    Example(
      "ManageSieve",
      [
        .server("\"IMPLEMENTATION\" \"a\"\r\n\"STARTTLS\"\r\nOK\r\n"), .client("STARTTLS\r\n"), .server("OK \"begin\"\r\n"),
      ] + hellos, "sieve/tls 2 3"),
    Example(
      "IRC",
      [.client("CAP LS 302\r\n"), .client("STARTTLS\r\n"), .server(":irc.example 670 * :go on\r\n")] + hellos, "irc/tls 2 3"),
    Example(
      "a server's words without the client's",
      [.server("220 mx ESMTP\r\n"), .server("250 mx\r\n"), .server("220 go\r\n"), hellos[1], hellos[3]], "smtp/tls"),
    Example(
      "a client's words without the server's", [.client("EHLO c\r\n"), .client("STARTTLS\r\n"), hellos[0], hellos[2]],
      "smtp/tls 2"),
    Example(
      "consent that the capture lacks",
      [
        .server("220 mx ESMTP\r\n"), .client("EHLO c\r\n"), .server("250 mx\r\n"), .client("STARTTLS\r\n"), .lost(8, .high),
      ] + hellos, "smtp/tls 4"),
    Example(
      "a request that the capture lacks",
      [.server("220 mx ESMTP\r\n"), .client("EHLO c\r\n"), .server("250 mx\r\n"), .lost(10, .low), .server("220 go\r\n")]
        + hellos, "smtp/tls"),
  ]

  // MARK: - Messages

  static let messages: [Example] = [
    Example(
      "PostgreSQL",
      [.octets([0, 0, 0, 8, 4, 210, 22, 47], .low), .server("S")] + hellos, "postgresql/tls 1 2"),
    Example(
      "PostgreSQL, GSSAPI refused before",
      [.octets([0, 0, 0, 8, 4, 210, 22, 48], .low), .server("N"), .octets([0, 0, 0, 8, 4, 210, 22, 47], .low), .server("S")]
        + hellos, "postgresql/tls 3 4"),
    Example(
      "PostgreSQL, refused",
      [
        .octets([0, 0, 0, 8, 4, 210, 22, 47], .low), .server("N"),
        .octets([0, 0, 0, 17, 0, 3, 0, 0] + binary("user~a~~~"), .low),
      ], "postgresql"),
    Example("PostgreSQL without TLS", [.octets([0, 0, 0, 16, 0, 3, 0, 0] + binary("user~a~~"), .low)], "postgresql"),
    Example(
      "MySQL",
      [
        .octets(mysqlGreeting, .high),
        .octets([32, 0, 0, 1, 0, 0x0a, 0, 0] + Array(repeating: 0, count: 28), .low),
      ] + hellos, "mysql/tls 2"),
    Example(
      "MySQL without TLS",
      [.octets(mysqlGreeting, .high), .octets([40, 0, 0, 1, 0, 2, 0, 0] + Array(repeating: 0, count: 36), .low)], "mysql"),
    Example(
      "LDAP", [.octets(ldapRequest, .low), .octets([0x30, 12, 2, 1, 1, 0x78, 7, 10, 1, 0, 4, 0, 4, 0], .high)] + hellos,
      "ldap/tls 1 2"),
    Example(
      "LDAP with lengths of four octets",
      [
        .octets(ldapRequest, .low),
        .octets([0x30, 0x84, 0, 0, 0, 16, 2, 1, 1, 0x78, 0x84, 0, 0, 0, 7, 10, 1, 0, 4, 0, 4, 0], .high),
      ] + hellos, "ldap/tls 1 2"),
    Example(
      "LDAP, refused",
      [
        .octets(ldapRequest, .low), .octets([0x30, 12, 2, 1, 1, 0x78, 7, 10, 1, 52, 4, 0, 4, 0], .high),
        .octets(ldapBind, .low),
      ],
      "ldap"),
    Example(
      "XMPP",
      [
        .client("<?xml version='1.0'?><stream:stream to='a' xmlns:stream='http://etherx.jabber.org/streams'>"),
        .server("<stream:stream from='a' xmlns:stream='http://etherx.jabber.org/streams'><stream:features><starttls "),
        .server("xmlns='urn:ietf:params:xml:ns:xmpp-tls'/></stream:features>"),
        .client("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"),
        .server("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'></proceed>"),
      ] + hellos, "xmpp/tls 4 5"),
  ]

  static let mysqlGreeting =
    [29, 0, 0, 0, 10] + binary("8.0.1~") + Array(repeating: 7, count: 12) + [0] + Array(repeating: 1, count: 9)
  static let ldapRequest = [0x30, 29, 2, 1, 1, 0x77, 24, 0x80, 22] + Array("1.3.6.1.4.1.1466.20037".utf8)
  static let ldapBind: [UInt8] = [0x30, 12, 2, 1, 2, 0x60, 7, 2, 1, 3, 4, 0, 0x80, 0]

  @Test("protocols and where TLS begins in them", arguments: lines + messages, [Int.max, 1, 2, 3, 64])
  func told(_ example: Example, size: Int) {
    let facts = Dialogue(example.lines).facts(cutInto: size)
    #expect(Self.told(facts) == example.told)
    #expect(facts.client == .low)
    if example.told.contains("tls") { #expect(facts.tls.count == 1) }
  }

  /// Protocols, and the frames of request and consent.
  private static func told(_ facts: ApplicationFacts) -> String {
    let frames = facts.tls.compactMap(\.startTLS).flatMap { [$0.request.frame, $0.response?.frame] }.compactMap { $0 }
    return ([facts.protocols.map(\.name).joined(separator: "/")] + frames.map(String.init)).joined(separator: " ")
  }

  @Test("sessions say how they began")
  func session() throws {
    let facts = Dialogue(Self.lines[0].lines).facts()
    let session = try #require(facts.tls.first)
    #expect(session.startTLS?.name == "smtp")
    #expect(session.clientHello?.first.frame == 6 && session.serverHello?.first.frame == 7)
    #expect([session.clientSide, session.serverSide].allSatisfy { $0.malformed == nil && $0.unreadOctets == 0 })
  }

  @Test(
    "what looks a little like them, and is something else",
    arguments: [
      ("a code that nobody follows up", [.server("220 hello\r\n"), .client("what\r\n"), .server("500 no\r\n")]),
      ("Redis", [.client("*1\r\n$4\r\nPING\r\n"), .server("+OK\r\n"), .client("*1\r\n$4\r\nINFO\r\n")]),
      ("a name without a greeting", [.client("USER a\r\n"), .server("what?\r\n")]),
      ("half a greeting", [.server("220 ES"), .client("EHL")]),
      ("other XML", [.client("<?xml version='1.0'?><a><b c='d'/></a>")]),
      ("an element that is no LDAP", [.octets([0x30, 5, 2, 1, 1, 0x42, 0], .low)]),
      ("four zeros", [.octets([0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 0], .low)]),
      ("text", [.server("the quick brown fox\r\n"), .client("a1 jumps\r\n")]),
    ] as [(String, [Dialogue.Line])])
  func unknown(_ name: String, lines: [Dialogue.Line]) {
    for size in [Int.max, 1, 5] { #expect(Dialogue(lines).facts(cutInto: size).protocols.isEmpty, "\(name)") }
  }

  @Test("what comes behind something unknown is still found")
  func behind() {
    let socks: [Dialogue.Line] = [.octets([5, 1, 0], .low), .octets([5, 0], .high)]
    #expect(Dialogue(socks + Self.hellos).facts().protocols == [.tls])
    #expect(Dialogue(socks + Self.lines[0].lines).facts().protocols == [.smtp, .tls])
    let request: [Dialogue.Line] = [.client("GET / HTTP/1.1\r\nHost: a\r\n\r\n"), .server("HTTP/1.1 204 No Content\r\n\r\n")]
    #expect(Dialogue(socks + request).facts().protocols == [.http])
    #expect(Dialogue([.server("220 hello\r\n")] + request).facts().protocols == [.http])
  }

  @Test("nobody follows for ever")
  func bounded() {
    let more = (0..<3000).flatMap { _ in [Dialogue.Line.client("NOOP\r\n"), .server("250 ok\r\n")] }
    let late = Array(Self.lines[0].lines.prefix(3)) + more + Array(Self.lines[0].lines.suffix(6))
    let facts = Dialogue(late).facts()
    #expect(facts.protocols == [.smtp])
    // A line without an end.
    let endless = Dialogue.Line.octets(Array(repeating: 65, count: 9000), .low)
    #expect(Dialogue(Array(Self.lines[0].lines.prefix(3)) + [endless]).facts().protocols == [.smtp])
  }

  @Test("octets changed, left out, doubled; sides swapped", arguments: lines + messages)
  func damaged(_ example: Example) {
    var random = HostileStreamTests.Seeded(state: 6)
    for _ in 0..<200 {
      let lines = example.lines.map { damage($0, &random) }
      _ = Dialogue(lines, isFromStart: Bool.random(using: &random)).facts(
        cutInto: [1, 7, 64, .max].randomElement(using: &random) ?? 1)
    }
  }

  private func damage(_ line: Dialogue.Line, _ random: inout HostileStreamTests.Seeded) -> Dialogue.Line {
    var (octets, sender): ([UInt8], Endpoint)
    switch line {
    case .client(let text): (octets, sender) = (Array(text.utf8), .low)
    case .server(let text): (octets, sender) = (Array(text.utf8), .high)
    case .octets(let given, let by): (octets, sender) = (given, by)
    case .lost, .end: return line
    }
    let place = Int.random(in: 0..<octets.count, using: &random)
    switch Int.random(in: 0..<8, using: &random) {
    case 0: octets[place] = UInt8.random(in: 0...255, using: &random)
    case 1: octets.remove(at: place)
    case 2: octets += octets
    case 3: return .lost(octets.count, sender)
    case 4: sender = sender.other
    default: break
    }
    return octets.isEmpty ? .lost(1, sender) : .octets(octets, sender)
  }
}
