import ApplicationModel
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("Findings of HTTP/2")
struct HTTP2FindingTests {
  struct Example: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// "id severity frames: a part of the text".
    var findings: [String]
    var fill: @Sendable (inout HTTP2Session) -> Void

    init(_ name: String, _ findings: String..., fill: @escaping @Sendable (inout HTTP2Session) -> Void) {
      testDescription = name
      self.findings = findings
      self.fill = fill
    }
  }

  private static func reset(_ code: UInt32, _ sender: Endpoint, _ frame: Int, stream: Int = 1) -> HTTP2Reset {
    HTTP2Reset(
      point: HTTP2Examples.point(frame, 5), sender: sender, stream: stream, code: HTTP2ErrorCode(rawValue: code))
  }

  static let examples = [
    Example("nothing") { _ in },
    Example("an end without an error") { session in
      session.goAways = [
        HTTP2GoAway(
          point: HTTP2Examples.point(9, 1), sender: .high, lastStream: 3, code: .noError, debug: [], debugOctets: 0)
      ]
    },
    Example(
      "an end with one", "http2_goaway_error error [9]: The server ended the HTTP/2 connection with ENHANCE_YOUR_CALM: calm."
    ) { session in
      session.goAways = [
        HTTP2GoAway(
          point: HTTP2Examples.point(9, 1), sender: .high, lastStream: 3, code: HTTP2ErrorCode(rawValue: 11),
          debug: Array("calm".utf8), debugOctets: 4)
      ]
    },
    Example("a client that has enough", "http2_reset note [9]: A stream was reset: 1 CANCEL by the client.") { session in
      session.resets = [reset(8, .low, 9)]
    },
    Example(
      "both sides, one stream",
      "http2_reset note [9, 10]: A stream was reset: 1 NO_ERROR by the server, 1 CANCEL by the client."
    ) { session in
      session.resets = [reset(8, .low, 10), reset(0, .high, 9)]
    },
    Example(
      "a server that fails", "http2_reset warning [9, 11]: 2 streams were reset: 2 INTERNAL_ERROR by the server."
    ) { session in
      session.resets = [reset(2, .high, 9), reset(2, .high, 11, stream: 3)]
    },
    Example(
      "a server that has no room", "http2_refused_streams warning [9, 11]: The server refused 2 streams: their requests were"
    ) { session in
      session.resets = [reset(7, .high, 9), reset(7, .high, 11, stream: 3)]
    },
    Example("a client that wants no push", "http2_reset note [9]: 1 REFUSED_STREAM by the client.") { session in
      session.resets = [reset(7, .low, 9, stream: 2)]
    },
    Example(
      "streams that others' losses held",
      "http2_head_of_line warning [40, 44]: 2 streams waited 150 ms in all for 2 repairs of lost segments that had none of their "
    ) { session in
      session.headOfLine.events = [
        HTTP2Examples.event(40, at: 110, lost: [1], held: [(3, 10)]),
        HTTP2Examples.event(44, at: 200, lost: [1], held: [(5, 150)]),
      ]
    },
    Example(
      "one stream, not for long",
      "http2_head_of_line note [40]: Stream 3 waited 10.0 ms for the repair of a lost segment that had none of its octets: HTTP/3"
    ) { session in
      session.headOfLine.events = [HTTP2Examples.event(40, at: 20, lost: [1], held: [(3, 10)])]
    },
    Example(
      "streams that windows blocked",
      "http2_flow_control warning [8, 9, 12, 13]: 2 streams stood still for 120 ms in all until the client's flow control gave"
    ) { session in
      session.flowControl.waits = [
        HTTP2Examples.wait(1, .high, .stream, since: 0, until: 100, frames: (8, 9)),
        HTTP2Examples.wait(3, .high, .connection, since: 0, until: 20, frames: (12, 13)),
      ]
    },
    Example(
      "settings nobody acknowledged", "http2_settings_unacknowledged warning [5]: The client never acknowledged the server's"
    ) { session in
      session.server.settings = [HTTP2Settings(point: HTTP2Examples.point(5, -2000), values: [])]
    },
    Example("settings that may yet be acknowledged") { session in
      session.server.settings = [HTTP2Settings(point: HTTP2Examples.point(5, 0), values: [])]
    },
    Example("settings of which octets are missing") { session in
      session.server.settings = [HTTP2Settings(point: HTTP2Examples.point(5, -2000), values: [])]
      session.missingOctets = 1
    },
    Example("a PING nobody answered", "http2_ping_unanswered warning [5]: A PING of the client was never") { session in
      session.pings = [HTTP2Ping(point: HTTP2Examples.point(5, -2000), sender: .low, opaque: 1)]
    },
    Example("as many streams as are allowed", "http2_concurrency_limit note [5, 6]: 2 streams were open at once") { session in
      var settings = HTTP2Settings(point: HTTP2Examples.point(5, 0), values: [.init(id: 3, value: 2)])
      settings.acknowledged = HTTP2Examples.point(6, 0)
      session.server.settings = [settings]
    },
    Example(
      "fields that are not known",
      "http2_unresolved_fields note [4]: 3 header fields cannot be told: they refer to what was sent"
    ) { session in
      session.start = .frames
      session.client.hpack.unresolvedFields = 3
    },
  ]

  @Test("each with its severity and frames", arguments: examples)
  func findings(_ example: Example) {
    var made = HTTP2Examples.log([("/", 0, 20)])
    made.log.exchanges[0].request?.message.unresolvedFields = 3
    let found = FlowFindings.all(Handmade.flow(HTTP2Examples.facts(made, example.fill)))
    #expect(found.count == example.findings.count, "\(found)")
    for (finding, expected) in zip(found, example.findings) {
      let told = "\(finding.id) \(finding.severity.rawValue) \(finding.frames): "
      #expect(expected.hasPrefix(told), "\(told)")
      #expect(finding.text.contains(expected.dropFirst(told.count)), "\(finding.text)")
    }
  }

  @Test("what a reset cut off is told of as a reset alone")
  func cut() {
    var made = HTTP2Examples.log([("/", 0, 20)])
    made.log.exchanges[0].response?.message.isComplete = false
    var facts = HTTP2Examples.facts(made)
    var finished = Handmade.flow(facts)
    finished.connection?.low.facts.insert(.fin)
    #expect(FlowFindings.all(finished).map(\.id) == ["http_cut_body"])
    facts.http[0].streams[0] = HTTP2Stream()
    facts.http[0].streams[0]?.reset = Self.reset(8, .low, 9)
    facts.http2[0].resets = [Self.reset(8, .low, 9)]
    finished.application = facts
    #expect(FlowFindings.all(finished).map(\.id) == ["http2_reset"])
  }

  @Test("a thousand resets are one finding of few frames")
  func bounded() {
    let facts = HTTP2Examples.facts(HTTP2Examples.log([("/", 0, 20)])) { session in
      session.resets = (1...1000).map { Self.reset(UInt32($0), .high, $0, stream: $0) }
    }
    let found = FlowFindings.all(Handmade.flow(facts))
    #expect(found.map(\.frames.count).max() ?? 0 <= 16)
    #expect(found.allSatisfy { $0.text.utf8.count < 1000 && $0.values.count < 40 }, "\(found)")
  }
}
