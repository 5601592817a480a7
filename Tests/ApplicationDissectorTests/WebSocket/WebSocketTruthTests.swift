import Analysis
import ApplicationModel
import DissectorCatalog
import Fixtures
import Flows
import Foundation
import PacketModel
import Testing

/// Sessions of real programs, compared with what they logged themselves.
@Suite struct WebSocketTruthTests {
  static let captures =
    [
      "big", "big-plain", "closes", "deflate", "drops", "fragments", "many", "no-context-takeover", "plain", "push", "refused",
      "violations", "window-bits",
    ].map { "websocket/" + $0 } + ["http/proxy-websocket"]

  /// What the lab's programs do on purpose, by the finding that tells it. A Close's code is the first thing wrong with it.
  static let violations = [
    "unmasked": "websocket_unmasked_client_frame", "reserved-opcode": "websocket_unknown_opcode",
    "reserved-bit": "websocket_reserved_bits", "continuation": "websocket_continuation_without_start",
    "fragmented-ping": "websocket_fragmented_control_frame", "long-ping": "websocket_long_control_frame",
    "not-utf8": "websocket_bad_text", "close-code": "websocket_bad_close_code",
  ]

  struct Truth: Decodable {
    var flows: [Connection]

    struct Connection: Decodable {
      var client: End
      var exchanges: [Exchange]
    }
    struct End: Decodable { var port: UInt16 }
    struct Exchange: Decodable { var websocket: Session? }
    struct Session: Decodable {
      var messages: [Message]
      var controls: [Control]
      var close: Close?
      var close_code: Int
      var subprotocol: String?
      var violation: String?
    }
    struct Message: Decodable {
      var sender: String
      var opcode: String
      var fragments: Int
      var bytes: Int
      var wire_bytes: Int
      var compressed: Bool
      var text: String?
    }
    struct Control: Decodable {
      var sender: String
      var opcode: String
    }
    struct Close: Decodable {
      var sender: String
      var code: Int?
      var reason: String?
    }
  }

  @Test("sessions as the programs logged them", arguments: captures)
  func sessions(_ name: String) throws {
    let truth = try JSONDecoder().decode(
      Truth.self, from: Data(contentsOf: Fixture("\(name).truth.json").url))
    let flows = try Self.flows(Fixture("\(name).pcap").url.path)
    var compared = 0
    for connection in truth.flows {
      let flow = flows.first { [$0.flow.key.lowPort, $0.flow.key.highPort].contains(connection.client.port) }
      let found = flow?.application?.webSockets ?? []
      let expected = connection.exchanges.compactMap(\.websocket)
      #expect(found.count == expected.count, "port \(connection.client.port)")
      for (session, truth) in zip(found, expected) {
        compared += 1
        Self.compare(session, truth, flow?.application, client: flow?.roles.client ?? .low)
      }
    }
    #expect(compared > 0)
  }

  private static func compare(
    _ session: WebSocketSession, _ truth: Truth.Session, _ facts: ApplicationFacts?, client: Endpoint
  ) {
    func name(_ sender: Endpoint) -> String { sender == client ? "client" : "server" }
    // Programs log messages as they see them; the order between the sides is the capture's own.
    for side in ["client", "server"] {
      let found = session.messages.filter { name($0.sender) == side && $0.isComplete }.map { message in
        "\(message.opcode) \(message.fragments) \(message.octets) \(message.wireOctets) \(message.isCompressed)"
      }
      let logged = truth.messages.filter { $0.sender == side }
      // What breaks the rules its receiver logs as no message.
      #expect(
        Array(found.prefix(truth.violation == nil ? found.count : logged.count))
          == logged.map { "\($0.opcode) \($0.fragments) \($0.bytes) \($0.wire_bytes) \($0.compressed)" })
      let texts = session.messages.filter { name($0.sender) == side }.map { String(decoding: $0.preview, as: UTF8.self) }
      for (found, logged) in zip(texts, logged) {
        if let text = logged.text { #expect(found.hasPrefix(text)) }
      }
      let figures = side == "client" ? session.client : session.server
      func controls(_ opcode: String) -> Int { truth.controls.filter { $0.sender == side && $0.opcode == opcode }.count }
      if truth.violation == nil {
        #expect(figures.pings == controls("ping"))
        #expect(figures.pongs == controls("pong"))
      }
    }
    #expect(session.messages.allSatisfy { $0.decodingProblem == .none })
    #expect(session.handshake?.isAccepted == true)
    #expect(session.pings.allSatisfy { $0.pong != nil } || truth.violation != nil)
    #expect(session.client.unsolicitedPongs == 0 && session.server.unsolicitedPongs == 0)
    let violation = truth.violation.flatMap { violations[$0] }
    let found = facts?.findings.map(\.id).filter { $0.hasPrefix("websocket_") } ?? []
    if let violation { #expect(found.contains(violation)) }
    // The library logs a Close that it wanted to send, too, on a connection that had gone: 1006.
    let close = truth.close_code == 1006 && truth.violation == nil ? nil : truth.close
    // One that breaks the rules is logged as the library took it.
    if truth.violation != "close-code" {
      #expect(session.close.map { name($0.sender) } == close?.sender)
      // Libraries log a code where the frame had none.
      #expect((session.close?.code ?? 1005) == (close?.code ?? 1005))
      #expect(session.close.map { String(decoding: $0.reason, as: UTF8.self) } ?? "" == close?.reason ?? "")
    }
    if truth.violation == nil {
      #expect(found.filter { $0 != "websocket_closed_abnormally" && $0 != "websocket_close_unanswered" } == [])
      #expect(found.contains("websocket_closed_abnormally") == (close == nil))
    }
  }

  /// What is found in a capture, a flow at a time.
  static func flows(_ path: String) throws -> [FinishedFlow] {
    var options = RunOptions()
    options.dissectors = ApplicationStreams()
    var flows: [FinishedFlow] = []
    var run = FlowRun(options: options) { ended in
      if case .flows(let ended) = ended { flows += ended }
    }
    try run.read(path)
    _ = try run.finish()
    return flows
  }

  /// Prints all sessions of the shared corpus, to be looked at.
  @Test("the corpus, printed", .enabled(if: ProcessInfo.processInfo.environment["WEIR_PRINT_WEBSOCKETS"] != nil))
  func corpus() throws {
    let root = try #require(Fixture.shared).appending(path: "corpus")
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    while let url = files?.nextObject() as? URL {
      guard url.pathExtension.contains("cap"), let flows = try? Self.flows(url.path) else { continue }
      for flow in flows {
        guard let facts = flow.application, !facts.webSockets.isEmpty || !facts.proxies.isEmpty else { continue }
        print("==", url.lastPathComponent, flow.flow.key.lowPort, flow.flow.key.highPort, facts.protocols.map(\.name))
        for proxy in facts.proxies { print("   ", proxy) }
        for session in facts.webSockets {
          if session.handshake == nil { print("    BY CONTENT") }
          for line in session.lines.prefix(12) { print("   ", line) }
          print("    …", session.messages.count, session.client, session.server)
        }
        for finding in facts.findings { print("   !", finding.id, finding.text) }
      }
    }
  }
}
