import ApplicationModel
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("Records of WebSockets and proxies")
struct WebSocketRecordTests {
  private func record(_ facts: ApplicationFacts) -> String { Handmade.record(Handmade.flow(facts)) }

  @Test("a session with everything, to the octet")
  func everything() {
    var facts = ApplicationFacts()
    facts.webSockets = [HTTPExamples.webSocket]
    #expect(record(facts) == HTTPExamples.webSocketWritten)
    let revealed = Handmade.record(Handmade.flow(facts), Redaction(revealSecrets: true))
    #expect(revealed.contains("bearer.SECRET"))
  }

  @Test("a session of which only the middle was captured")
  func middle() {
    var facts = ApplicationFacts()
    facts.webSockets = [WebSocketSession()]
    let side = #"{"frames":0,"messages":0,"bytes":0,"wire_bytes":0}"#
    #expect(record(facts) == #"{"websocket":[{"client":\#(side),"server":\#(side),"messages":[]}]}"#)
  }

  @Test("whether the handshake was answered rightly is told only where both halves were captured")
  func accepted() {
    var made = HandmadeLog()
    made.add(made.request(), made.response())
    var other = HandmadeLog()
    other.add(nil, other.response(101))
    other.add(other.request(), other.response(101))
    var facts = Handmade.facts(made.log, other.log)
    var session = HTTPExamples.webSocket
    for (exchange, expected) in [(0, true), (1, false), (2, true), (3, false), (-1, false), (.max, false)] {
      session.exchange = exchange
      facts.webSockets = [session]
      #expect(record(facts).contains(#""accept_valid":true"#) == expected, "\(exchange)")
    }
  }

  @Test("sides are the flow's, whoever asked")
  func sides() {
    var facts = ApplicationFacts()
    facts.client = .low
    facts.webSockets = [HTTPExamples.webSocket]
    var flow = Handmade.flow(isClientHigh: true, facts)
    // A SYN says more than a request.
    flow.connection?.high.facts.insert(.opened)
    let json = Handmade.record(flow)
    #expect(json.contains(#""server":{"frames":3,"messages":1,"bytes":6,"wire_bytes":4,"pings":1}"#))
    #expect(json.contains(#""sender":"server","opcode":"text""#))
  }

  @Test("what proxies say, to the octet")
  func proxies() {
    var facts = ApplicationFacts()
    facts.proxies = HTTPExamples.proxies
    #expect(record(facts) == HTTPExamples.proxiesWritten)
  }
}
