import ApplicationModel
import PacketModel
import Testing

@testable import Analysis
@testable import Flows
@testable import Reports

@Suite("Findings")
struct FindingTests {
  private func findings(_ facts: ApplicationFacts, isClosed: Bool = true) -> [Finding] {
    var finished = Handmade.flow(facts)
    if isClosed { finished.connection?.low.facts.insert(.fin) }
    return FlowFindings.all(finished)
  }

  @Test("of a message's oddities, each with its frames", arguments: HTTPMessageRecord.words.map(\.1))
  func oddities(_ word: String) throws {
    let oddity = try #require(HTTPMessageRecord.words.first { $0.1 == word }?.0)
    var made = HandmadeLog()
    made.add(made.request(frames: 4...9) { $0.oddities = oddity }, nil)
    let found = findings(Handmade.facts(made.log))
    // What is no more than odd is told of the message alone.
    if word == "head_truncated" || word == "repeated_length" { return #expect(found.isEmpty) }
    #expect(found.map(\.id) == ["http_\(word)"])
    #expect(found[0].frames == (word == "bad_chunk" ? [4, 9] : [4]))
    #expect(found[0].values == [.init("count", .number(1))])
  }

  @Test("of bodies, answers and gaps")
  func others() {
    var made = HandmadeLog()
    made.add(made.request { $0.missingOctets = 5 }, made.response(503)) { $0.unpaired = .gap }
    made.add(made.request(frames: 8...9), nil) { $0.unpaired = .noResponse }
    made.add(nil, made.response(frames: 11...12)) { $0.unpaired = .malformed }
    made.add(made.request(frames: 13...13), made.response(frames: 14...15) { $0.decodingProblem = .damaged })
    made.add(made.request(frames: 16...16), made.response(frames: 17...18) { $0.decodingProblem = .tooLarge })
    made.add(
      made.request(frames: 19...19),
      made.response(frames: 20...21) { message in
        message.framing = .length
        message.isComplete = false
      })
    let found = findings(Handmade.facts(made.log))
    #expect(
      found.map(\.id) == [
        "http_oversized_body", "http_damaged_body", "http_cut_body", "http_server_error", "http_no_response", "http_malformed",
        "http_gap",
      ])
    #expect(found.map(\.frames) == [[17, 18], [14, 15], [20, 21], [6], [8, 9], [11], [4, 6]])
    // The capture may only have ended first.
    #expect(!findings(Handmade.facts(made.log), isClosed: false).map(\.id).contains("http_cut_body"))
  }

  @Test("there is one of a kind, however many messages it is of")
  func bounded() {
    var made = HandmadeLog()
    for number in 1...1000 { made.add(made.request(), made.response(500, frames: number...number)) }
    let found = findings(Handmade.facts(made.log))
    #expect(found.count == 1)
    #expect(found[0].text == "1000 answers of the server have a 5xx status.")
    #expect(found[0].frames == Array(1...16))
    #expect(found[0].values == [.init("count", .number(1000))])
  }

  @Test("what a reader found comes first, and is not told twice")
  func readers() {
    var made = HandmadeLog()
    made.add(made.request { $0.oddities = .badChunk }, made.response(500))
    var facts = Handmade.facts(made.log)
    facts.findings = [Finding("http_bad_chunk", .warning, "Told by the reader.", frames: [3])]
    #expect(findings(facts).map(\.text) == ["Told by the reader.", "A server answered with a 5xx status."])
  }

  // MARK: - Written

  private static let finding = Finding(
    "http_x", .warning, "A \"plain\" sentence.", frames: [3, 4], values: [.init("b", .number(-1)), .init("a", .text("\u{1}"))])

  @Test("of the stream: lines behind their flow's, in order")
  func lines() throws {
    var facts = ApplicationFacts()
    facts.findings = [Self.finding, Finding("http_y", .note, "Another.", frames: [])]
    var text = Array("before\n".utf8)
    ReportDocument.flowLines(Handmade.flow(facts), FlowTables(), Redaction(), to: &text)
    let lines = String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    #expect(lines.count == 4)
    #expect(lines[1].hasPrefix(#"{"record":"flow","id":"1","#))
    #expect(
      lines[2]
        == #"{"record":"finding","id":"http_x","severity":"warning","flow":"1","text":"A \"plain\" sentence.","frames":[3,4],"#
        + #""values":{"b":-1,"a":"\u0001"}}"#)
    #expect(lines[3] == #"{"record":"finding","id":"http_y","severity":"note","flow":"1","text":"Another.","frames":[]}"#)
    let check = try SchemaCheck(ReportSchema.records)
    for line in lines.dropFirst(2) { #expect(check.faults(try JSON(line), "finding_record") == []) }
    #expect(check.faults(try JSON(lines[1]), "flow_record") == [])
  }

  @Test("of the document: behind the flows, in their order")
  func document() throws {
    var facts = ApplicationFacts()
    facts.findings = [Self.finding]
    var json = JSONWriter()
    ReportDocument.begin(RunResult(), to: &json)
    ReportDocument.end(RunResult(), [Handmade.flow(facts), Handmade.flow { _ in }, Handmade.flow(facts)], to: &json)
    let document = try JSON(String(decoding: json.octets, as: UTF8.self))
    #expect(document["findings"]?.items.compactMap { $0["id"] } == [.string("http_x"), .string("http_x")])
    let check = try SchemaCheck(ReportSchema.report)
    for finding in document["findings"]?.items ?? [] { #expect(check.faults(finding, "finding") == []) }
  }
}
