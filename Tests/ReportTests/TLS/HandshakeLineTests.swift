import ApplicationModel
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("Lines of handshakes")
struct HandshakeLineTests {
  static func views(_ sessions: TLSSession...) -> [HandshakeView] {
    var facts = TLSExamples.facts()
    facts.tls = sessions
    return TLSConversation(Handmade.flow(facts))?.handshakes ?? []
  }

  struct Example: Sendable {
    /// Outcome, time, version, cipher, ALPN, resumed, flow, frames, name, remarks.
    var line: String
    var session: TLSSession

    init(_ line: String, _ session: TLSSession) {
      self.line = line
      self.session = session
    }
  }

  static let examples = [
    Example("done|20.0 ms|TLS 1.3|AES_128_GCM_SHA256|h2|no|1|4-8|a.example|", TLSExamples.modern()),
    Example(
      "done|20.0 ms|TLS 1.3|AES_128_GCM_SHA256|-|psk|1|4-8|-|early data; decrypted",
      TLSExamples.modern { session in
        session.clientHello?.serverName = nil
        session.selectedProtocol = nil
        session.resumption = .psk
        session.earlyData = .accepted
        session.serverSide.plaintextOctets = 5
      }),
    Example(
      "failed|>5.00 ms|-|-|-|-|1|4-6|a.example|server: no version in common (protocol_version)",
      TLSExamples.failed(.noCommonVersion, alert: 70)),
    Example("joined|-|-|-|-|-|1|1|-|", TLSSession(client: .low)),
    Example(
      #"done|20.0 ms|TLS 1.3|AES_128_GCM_SHA256|h2|no|1|4-8|\u{1b}[2J\xff|"#,
      TLSExamples.modern { $0.clientHello?.serverName = [0x1b, 0x5b, 0x32, 0x4a, 0xff] }),
    Example(
      "done|20.0 ms|TLS 1.3|AES_128_GCM_SHA256|h2|no|1|4-8|a.example|"
        + "certificate expired 2023-11-13; certificate for another name; STARTTLS in smtp",
      TLSExamples.modern { session in
        session.startTLS = .init(name: "smtp", request: TLSExamples.point(2, -5))
        session.certificates = [TLSExamples.chain(TLSExamples.certificate("CN=b", by: "CN=Lab", days: -20 ..< -1))]
      }),
  ]

  @Test("a line tells what there is to tell", arguments: examples.indices)
  func line(_ index: Int) throws {
    let example = Self.examples[index]
    let cells = LogLine(try #require(Self.views(example.session).first)).cells
    #expect(cells.prefix(2) == ["10.0.0.1:40000", "10.0.0.2:443"])
    #expect(cells.dropFirst(2).joined(separator: "|") == example.line)
  }

  // MARK: - A table

  private func table(_ style: TextStyle, isCut: Bool) -> [String] {
    var table = LogTable(.handshakes, style, isCut: isCut, time: .clock)
    let lines = Self.views(TLSExamples.modern(), TLSExamples.failed(.reset, alert: 40)).map { LogLine($0) }
    for line in lines { table.measure(line) }
    var text: [UInt8] = []
    for line in lines { table.write(line, to: &text) }
    return (table.head + String(decoding: text, as: UTF8.self)).split(separator: "\n").map(String.init)
  }

  @Test("a wide place shows all columns, a narrow terminal those that matter most")
  func columns() {
    let all = table(TextStyle(width: 60), isCut: false)
    #expect(
      all.first
        == "time             client          server        outcome  handshake  version  cipher              alpn  resumed  flow"
        + "  frames  server name")
    let narrow = table(TextStyle(width: 100), isCut: true)
    #expect(narrow.first == "time             server        outcome  handshake  version  alpn  resumed  flow  server name")
    #expect(narrow[1] == "22:13:20.000000  10.0.0.2:443  done       20.0 ms  TLS 1.3  h2    no          1  a.example")
  }

  @Test("colours tell the outcome")
  func colour() {
    let lines = table(TextStyle(colour: true), isCut: false)
    #expect(lines[1].contains("\u{1b}[32mdone   \u{1b}[0m"))
    #expect(lines[2].contains("\u{1b}[31mfailed \u{1b}[0m"))
  }

  // MARK: - Filters

  @Test(
    "filters leave what they name",
    arguments: [
      ("", [0, 1]), ("a.example", [0, 1]), (".example", [0, 1]), ("b.example", []), ("failed", [1]), ("slow", [0]),
    ] as [(String, [Int])])
  func filters(_ what: String, _ expected: [Int]) {
    var filter = HandshakeFilter()
    switch what {
    case "": break
    case "failed": filter.isFailed = true
    case "slow": filter.slowerThan = 10_000_000
    default: filter.names = [what]
    }
    let views = Self.views(TLSExamples.modern(), TLSExamples.failed(.reset, alert: 40))
    #expect(views.indices.filter { filter.matches(views[$0]) } == expected)
  }

  @Test("JSON of a line is described")
  func json() throws {
    let check = try SchemaCheck(ReportSchema.handshakes)
    for view in Self.views(TLSExamples.everything, TLSExamples.modern(), TLSSession(client: .low)) {
      var text: [UInt8] = []
      HandshakeRecord.writeLine(view, to: &text)
      let line = try JSON(String(decoding: text, as: UTF8.self))
      #expect(check.faults(line, "handshake_line") == [])
      #expect(line["session"] == .number(Double(view.number)))
      #expect(line["client"]?["port"] == .number(40_000))
    }
  }
}
