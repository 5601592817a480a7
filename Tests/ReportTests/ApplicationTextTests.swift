import Analysis
import ApplicationModel
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("The summary of applications")
struct ApplicationTextTests {
  private func text(_ flows: FinishedFlow..., style: TextStyle = TextStyle(), redaction: Redaction = Redaction()) -> ReportText
  {
    var digest = FlowDigest(redaction)
    digest.add(flows)
    return ReportText(RunResult(), digest, style: style)
  }

  @Test("exchanges: how they ended, the slowest, the failed, each with its frames")
  func exchanges() {
    var made = HandmadeLog()
    made.add(made.request("GET", "/a?token=SECRET", frames: 4...4), made.response(frames: 6...6, at: 20))
    made.add(made.request("POST", "/b", frames: 7...8), made.response(503, "No", frames: 9...9, at: 1500))
    made.add(made.request("GET", "http://x/\u{1b}[2J", frames: 10...10), nil) { $0.unpaired = .noResponse }
    made.add(nil, made.response(404, "No", frames: 11...11)) { $0.unpaired = .gap }
    let report = text(Handmade.flow(Handmade.facts(made.log)))
    #expect(
      report.http == [
        "HTTP: 4 exchanges in 1 connection", "  1 2xx, 1 4xx, 1 5xx, 1 without response, 1 cut by gaps in the capture",
        "  Longest waits for an answer",
        "                                     status     wait  flow  frames",
        "    POST http://a/b                     503   1.50 s     1  8 -> 9",
        "    GET http://a/a?token=[redacted]     200  20.0 ms     1  4 -> 6", "  Server errors",
        "                     status    wait  flow  frames", "    POST http://a/b     503  1.50 s     1  8 -> 9",
        "  Requests without an answer", "                            status  wait  flow  frames",
        "    GET http://x/\\u{1b}[2J       -     -     1      10",
      ])
    #expect(report.webSockets.isEmpty)
  }

  @Test("secrets are shown to who asks for them, and long requests are cut")
  func requests() {
    var made = HandmadeLog()
    made.add(made.request("GET", "/?key=SECRET"), made.response())
    made.add(made.request("GET", "/" + String(repeating: "x", count: 10_000)), made.response(at: 5))
    let finished = Handmade.flow(Handmade.facts(made.log))
    #expect(text(finished, redaction: Redaction(revealSecrets: true)).text.contains("?key=SECRET"))
    let shown = text(finished)
    #expect(!shown.text.contains("SECRET"))
    let cut = shown.http.first { $0.contains("xxx") }?.split(separator: " ").dropFirst().first
    #expect(cut?.count == HTTPDigest.longestRequest - "GET ".count)
    #expect(cut?.hasSuffix("xxx...") == true)
  }

  @Test("of many exchanges a few lines, and what is kept of their flows is small")
  func bounded() {
    var made = HandmadeLog()
    for number in 1...1000 { made.add(made.request(), made.response(500, at: Int64(number % 100) + 1)) }
    var digest = FlowDigest()
    for _ in 1...20 { digest.add([Handmade.flow(Handmade.facts(made.log))]) }
    let report = ReportText(RunResult(), digest, style: TextStyle())
    #expect(report.http.first == "HTTP: 20,000 exchanges in 20 connections")
    #expect(report.http.count < 20)
    #expect(report.http.last == "    and 19,995 more")
    #expect(report.findings.first == "Findings: 20")
    #expect(report.findings.count < 5)
    for (_, flow) in digest.biggest.elements {
      #expect(flow.application?.http.isEmpty == true)
      #expect(flow.application?.protocols == [.http])
    }
    for list in digest.verdicts {
      for (_, flow) in list.elements { #expect(flow.application?.http.isEmpty == true) }
    }
  }

  @Test("findings: the gravest first, with where the first is")
  func findings() {
    func facts(_ findings: Finding...) -> ApplicationFacts {
      var facts = ApplicationFacts()
      facts.findings = findings
      return facts
    }
    let report = text(
      Handmade.flow(facts(Finding("b_note", .note, "A note.", frames: []))),
      Handmade.flow(
        facts(
          Finding("a_error", .error, "Wrong \u{1b}.", frames: [1, 2, 3, 4, 5]),
          Finding("a_error", .error, "Wrong.", frames: [9])
        )),
      Handmade.flow(facts(Finding("a_error", .error, "Wrong.", frames: [9]), Finding("c_note", .note, "Two.", frames: [7]))),
      Handmade.flow(facts(Finding("c_note", .note, "Two.", frames: [7]))), style: TextStyle(width: 200))
    #expect(
      report.findings == [
        "Findings: 6",
        "  ! Wrong \\u{1b}. [a_error, the first of 3 in 2 flows: flow 1, frames 1, 2, 3, 4 ...]",
        "  - Two. [c_note, the first of 2 in 2 flows: flow 1, frame 7]", "  - A note. [b_note: flow 1]",
      ])
  }

  @Test("WebSockets in a line")
  func webSockets() {
    var facts = ApplicationFacts()
    facts.webSockets = [HTTPExamples.webSocket, WebSocketSession()]
    facts.webSockets[0].server.messages = 2
    facts.webSockets[0].server.octets = 1018
    #expect(
      text(Handmade.flow(facts)).webSockets == [
        "WebSocket: 2 sessions", "  3 messages, 1.00 KiB of payload, 1 without a close",
      ])
  }

  @Test("flows say what they carried")
  func flows() {
    var facts = ApplicationFacts()
    facts.protocols = [.http, .webSocket]
    var finished = Handmade.flow(facts)
    finished.connection?.high.facts.insert(.fin)
    let lines = text(finished).biggest
    #expect(lines.last?.contains(" websocket ") == true, "\(lines)")
  }

  @Test("nothing is said of what was not there")
  func none() {
    let report = text(Handmade.flow { _ in })
    #expect(report.http.isEmpty && report.webSockets.isEmpty && report.findings.isEmpty)
  }
}
