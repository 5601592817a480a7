import ApplicationModel
import Dissection
import Testing

@Suite struct WebSocketHandshakeTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var upgrade: Handover.Upgrade
    var isAccepted = true
    var findings: [String] = []
  }

  static let examples = [
    Example(testDescription: "RFC 6455 §1.3", upgrade: WebSocketTalk.upgrade()),
    Example(
      testDescription: "a wrong answer",
      upgrade: changed(response: "sec-websocket-accept", to: "s3pPLMBiTxaQ9kYGzzhZRbK+xOp="), isAccepted: false,
      findings: ["websocket_bad_accept"]),
    Example(
      testDescription: "no answer", upgrade: changed(response: "sec-websocket-accept", to: nil), isAccepted: false,
      findings: ["websocket_bad_accept"]),
    Example(
      testDescription: "a key that is none", upgrade: changed(request: "sec-websocket-key", to: "short=="), isAccepted: false,
      findings: ["websocket_bad_key"]),
    Example(
      testDescription: "version 8", upgrade: changed(request: "sec-websocket-version", to: "8"),
      findings: ["websocket_version"]),
    Example(
      testDescription: "a request that the capture lacks",
      upgrade: {
        var upgrade = WebSocketTalk.upgrade(agrees: "permessage-deflate")
        upgrade.request = []
        return upgrade
      }(), isAccepted: false),
    Example(
      testDescription: "a subprotocol that was offered",
      upgrade: WebSocketTalk.upgrade(
        request: [("sec-websocket-protocol", Array("chat, superchat".utf8)), ("sec-websocket-protocol", Array("mqtt".utf8))],
        response: [("sec-websocket-protocol", Array("mqtt".utf8))])),
    Example(
      testDescription: "a subprotocol that was not offered",
      upgrade: WebSocketTalk.upgrade(
        request: [("sec-websocket-protocol", Array("chat".utf8))], response: [("sec-websocket-protocol", Array("Chat".utf8))]),
      findings: ["websocket_subprotocol_not_offered"]),
    Example(
      testDescription: "two subprotocols",
      upgrade: WebSocketTalk.upgrade(
        request: [("sec-websocket-protocol", Array("a, b".utf8))], response: [("sec-websocket-protocol", Array("a, b".utf8))]),
      findings: ["websocket_subprotocol_not_offered"]),
    Example(
      testDescription: "an extension that was not offered", upgrade: WebSocketTalk.upgrade(agrees: "permessage-deflate"),
      findings: ["websocket_extension_not_offered"]),
    agreeing("permessage-deflate", to: "permessage-deflate"),
    agreeing("permessage-deflate; client_max_window_bits", to: "permessage-deflate; client_max_window_bits=12"),
    agreeing("permessage-deflate; client_max_window_bits", to: "permessage-deflate ;client_max_window_bits=\"12\""),
    agreeing("permessage-deflate", to: "permessage-deflate; client_max_window_bits=12", isBad: true),
    agreeing("permessage-deflate; client_max_window_bits", to: "permessage-deflate; client_max_window_bits", isBad: true),
    agreeing("permessage-deflate; server_max_window_bits=10", to: "permessage-deflate; server_max_window_bits=9"),
    agreeing("permessage-deflate; server_max_window_bits=10", to: "permessage-deflate; server_max_window_bits=11", isBad: true),
    agreeing("permessage-deflate; server_max_window_bits=10", to: "permessage-deflate", isBad: true),
    agreeing(
      "permessage-deflate; server_max_window_bits=10, permessage-deflate", to: "permessage-deflate"),
    agreeing("permessage-deflate; server_no_context_takeover", to: "permessage-deflate", isBad: true),
    agreeing("permessage-deflate", to: "permessage-deflate; server_no_context_takeover; client_no_context_takeover"),
    agreeing("permessage-deflate", to: "permessage-deflate; server_no_context_takeover=1", isBad: true),
    agreeing("permessage-deflate", to: "permessage-deflate; server_max_window_bits=08", isBad: true),
    agreeing("permessage-deflate", to: "permessage-deflate; server_max_window_bits=16", isBad: true),
    agreeing("permessage-deflate", to: "permessage-deflate; private", isBad: true),
    agreeing(
      "permessage-deflate", to: "permessage-deflate; server_no_context_takeover; server_no_context_takeover", isBad: true),
    agreeing("permessage-deflate", to: "permessage-deflate, permessage-deflate", isBad: true),
    agreeing("x-a; b=\"1, 2; \\\"3\\\"\", permessage-deflate", to: "permessage-deflate"),
  ]

  private static func agreeing(_ offer: String, to answer: String, isBad: Bool = false) -> Example {
    Example(
      testDescription: "\(offer) -> \(answer)", upgrade: WebSocketTalk.upgrade(offers: offer, agrees: answer),
      findings: isBad ? ["websocket_bad_extension"] : [])
  }

  private static func changed(request: String? = nil, response: String? = nil, to value: String?) -> Handover.Upgrade {
    var upgrade = WebSocketTalk.upgrade()
    upgrade.request.removeAll { $0.name == request }
    upgrade.response.removeAll { $0.name == response }
    if let request, let value { upgrade.request.append((request, Array(value.utf8))) }
    if let response, let value { upgrade.response.append((response, Array(value.utf8))) }
    return upgrade
  }

  @Test("what a handshake is found to be", arguments: examples)
  func handshakes(_ example: Example) {
    let facts = WebSocketTalk([], upgrade: example.upgrade).read()
    #expect(facts.webSockets.first?.handshake?.isAccepted == example.isAccepted)
    #expect(facts.findings.map(\.id) == example.findings)
    #expect(facts.findings.allSatisfy { $0.frames == [1, 2] })
  }

  @Test("what was agreed on is told")
  func told() {
    let handshake = WebSocketTalk(
      [],
      upgrade: WebSocketTalk.upgrade(
        offers: "permessage-deflate; client_max_window_bits",
        agrees: "permessage-deflate;  server_no_context_takeover; client_max_window_bits=\"1\\0\"",
        request: [("sec-websocket-protocol", Array("a , b".utf8))], response: [("sec-websocket-protocol", Array("b".utf8))])
    ).read().webSockets.first?.handshake
    var compression = WebSocketSession.Compression()
    compression.server.hasContextTakeover = false
    compression.client.windowBits = 10
    #expect(handshake?.compression == compression)
    #expect(handshake?.subprotocol == Array("b".utf8))
    #expect(handshake?.offeredSubprotocols == [Array("a".utf8), Array("b".utf8)])
    #expect(
      handshake?.extensions
        == [Array("permessage-deflate;  server_no_context_takeover; client_max_window_bits=\"1\\0\"".utf8)])
  }

  @Test("which exchange began it is counted over all that were told")
  func exchange() {
    var dissector = WebSocketTalk([]).make()
    var facts = ApplicationFacts()
    facts.http = [HTTPLog(), HTTPLog()]
    // The second is the log of the exchange that handed the stream on.
    facts.http[0].id = 1
    facts.http[0].exchanges = [HTTPExchange(), HTTPExchange()]
    facts.http[1].exchanges = [HTTPExchange()]
    dissector.tell(&facts)
    #expect(facts.webSockets.first?.exchange == 2)
  }
}
