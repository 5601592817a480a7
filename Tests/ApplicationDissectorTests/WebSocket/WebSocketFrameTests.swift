import ApplicationModel
import Dissection
import Octets
import PacketModel
import Testing

/// A talk and the lines it must give, whole or cut.
struct WebSocketExample: Sendable, CustomTestStringConvertible {
  var name: String
  var talk: WebSocketTalk
  var lines: [String]

  init(_ name: String, _ steps: [WebSocketTalk.Step], upgrade: Handover.Upgrade? = WebSocketTalk.upgrade(), lines: [String]) {
    self.name = name
    talk = WebSocketTalk(steps, upgrade: upgrade)
    self.lines = lines
  }

  var testDescription: String { name }
}

@Suite struct WebSocketFrameTests {
  static let hello = Array("Hello".utf8)

  /// RFC 6455 §5.7.
  static let rfc: [WebSocketExample] = [
    WebSocketExample(
      "a single-frame unmasked text message", [.server(octets("81 05 48 65 6c 6c 6f"))],
      lines: ["server text 5 'Hello' frames=3-3"]),
    WebSocketExample(
      "a single-frame masked text message", [.client(octets("81 85 37 fa 21 3d 7f 9f 4d 51 58"))],
      lines: ["client text 5 'Hello' frames=3-3"]),
    WebSocketExample(
      "a fragmented unmasked text message", [.server(octets("01 03 48 65 6c")), .server(octets("80 02 6c 6f"))],
      lines: ["server text 5 'Hello' fragments=2 frames=3-4"]),
    WebSocketExample(
      "an unmasked Ping and its masked answer",
      [.server(octets("89 05 48 65 6c 6c 6f")), .client(octets("8a 85 37 fa 21 3d 7f 9f 4d 51 58"))],
      lines: ["server ping 5 3->4"]),
    WebSocketExample(
      "256 octets in a single unmasked frame", [.server(octets("82 7e 01 00") + Array(repeating: 7, count: 256))],
      lines: ["server binary 256 frames=3-3"]),
    WebSocketExample(
      "64 KiB in a single unmasked frame",
      [.server(octets("82 7f 00 00 00 00 00 01 00 00") + Array(repeating: 7, count: 0x10000))],
      lines: ["server binary 65536 frames=3-3"]),
  ]

  static let ordinary: [WebSocketExample] = [
    WebSocketExample(
      "control frames between fragments",
      [
        .client(frame(1, "Hel", final: false, key: clientKey) + frame(9, "?", key: clientKey) + frame(0, "lo", key: clientKey)),
        .server(frame(10, "?")),
      ], lines: ["client text 5 'Hello' fragments=2 frames=3-3", "client ping 1 3->4"]),
    WebSocketExample(
      "messages in the order of their ends",
      [.client(frame(1, "a", final: false, key: clientKey)), .server(frame(1, "b")), .client(frame(0, "c", key: clientKey))],
      lines: ["server text 1 'b' frames=4-4", "client text 2 'ac' fragments=2 frames=3-5"]),
    WebSocketExample(
      "empty messages", [.server(frame(1, "") + frame(2, "") + frame(1, "", final: false) + frame(0, ""))],
      lines: ["server text 0 '' frames=3-3", "server binary 0 '' frames=3-3", "server text 0 '' fragments=2 frames=3-3"]),
    WebSocketExample(
      "characters cut by fragments and frames between",
      [
        .server(frame(1, octets("e2 82"), final: false) + frame(9, "") + frame(0, octets("ac f0 9f"), final: false)),
        .server(frame(0, octets("98 80"))),
      ],
      lines: ["server text 7 '€😀' fragments=3 frames=3-4", "server ping 0 3->none"]),
    WebSocketExample(
      "a close, begun by the server, and the end",
      [.server(frame(8, closing(1001, "bye"))), .client(frame(8, closing(1001), key: clientKey)), .clientEnds, .serverEnds],
      lines: ["server close 1001 'bye' 3", "client close 1001 '' 4"]),
    WebSocketExample(
      "a close without a code", [.client(frame(8, "", key: clientKey)), .server(frame(8, ""))],
      lines: ["client close none '' 3", "server close none '' 4"]),
    WebSocketExample(
      "a message that does not end", [.client(frame(1, "Hel", final: false, key: clientKey)), .end(.low, .cut)],
      lines: ["client text 3 'Hel' incomplete frames=3-3"]),
    WebSocketExample(
      "a frame that does not end", [.client(Array(frame(1, "Hello", key: clientKey).dropLast(2)))],
      lines: ["client text 3 'Hel' incomplete frames=3-3"]),
  ]

  static let pings: [WebSocketExample] = [
    WebSocketExample(
      "answers by payload, though not in order",
      [
        .client(frame(9, "a", key: clientKey) + frame(9, "b", key: clientKey)), .server(frame(10, "b")),
        .server(frame(10, "a")),
      ],
      lines: ["client ping 1 3->5", "client ping 1 3->4"]),
    WebSocketExample(
      "equal payloads, one after the other",
      [
        .client(frame(9, "", key: clientKey)), .client(frame(9, "", key: clientKey)), .server(frame(10, "")),
        .server(frame(10, "")),
      ],
      lines: ["client ping 0 3->5", "client ping 0 4->6"]),
    WebSocketExample(
      "a heartbeat, and an answer to another Ping",
      [
        .client(frame(10, "", key: clientKey)), .client(frame(9, "a", key: clientKey)), .server(frame(10, "b")),
        .server(frame(10, "a")),
        .server(frame(10, "a")),
      ],
      lines: ["client ping 1 4->6", "client unsolicited 1", "server unsolicited 2"]),
    WebSocketExample(
      "both sides with the same payload",
      [
        .client(frame(9, "x", key: clientKey)), .server(frame(9, "x")), .server(frame(10, "x")),
        .client(frame(10, "x", key: clientKey)),
      ],
      lines: ["client ping 1 3->5", "server ping 1 4->6"]),
  ]

  static let violations: [WebSocketExample] = [
    WebSocketExample(
      "frames without masks", [.client(frame(1, "a") + frame(1, "b")), .client(frame(1, "c"))],
      lines: [
        "client text 1 'a' frames=3-3", "client text 1 'b' frames=3-3", "client text 1 'c' frames=4-4",
        "! websocket_unmasked_client_frame sender=client count=3 frames=3,4",
      ]),
    WebSocketExample(
      "a masked server", [.server(frame(1, "a", key: clientKey))],
      lines: ["server text 1 'a' frames=3-3", "! websocket_masked_server_frame sender=server count=1 frames=3"]),
    WebSocketExample(
      "reserved bits", [.server(frame(1, "a", reserved: 4) + frame(2, "b", reserved: 3))],
      lines: [
        "server text 1 'a' frames=3-3", "server binary 1 'b' frames=3-3",
        "! websocket_reserved_bits sender=server count=2 frames=3",
      ]),
    WebSocketExample(
      "unknown opcodes", [.server(frame(3, "a") + frame(11, "b") + frame(1, "c"))],
      lines: ["server text 1 'c' frames=3-3", "! websocket_unknown_opcode sender=server count=2 frames=3"]),
    WebSocketExample(
      "a fragmented Ping", [.server(frame(9, "a", final: false))],
      lines: ["server ping 1 3->none", "! websocket_fragmented_control_frame sender=server count=1 frames=3"]),
    WebSocketExample(
      "a long Ping", [.server(frame(9, Array(repeating: 1, count: 126)))],
      lines: ["server ping 126 3->none", "! websocket_long_control_frame sender=server count=1 frames=3"]),
    WebSocketExample(
      "a continuation of nothing", [.server(frame(0, "a"))],
      lines: [
        "server continuation 1 'a' incomplete frames=3-3",
        "! websocket_continuation_without_start sender=server count=1 frames=3",
      ]),
    WebSocketExample(
      "a message within another", [.server(frame(1, "a", final: false)), .server(frame(2, "b"))],
      lines: [
        "server text 1 'a' incomplete frames=3-3", "server binary 1 'b' frames=4-4",
        "! websocket_interrupted_message sender=server count=1 frames=4",
      ]),
    WebSocketExample(
      "lengths longer than needed", [.server(octets("82 7e 00 01 61 82 7f 00 00 00 00 00 00 00 01 62"))],
      lines: [
        "server binary 1 'a' frames=3-3", "server binary 1 'b' frames=3-3",
        "! websocket_non_minimal_length sender=server count=2 frames=3",
      ]),
    WebSocketExample(
      "a length that cannot be", [.server(octets("82 ff 80 00 00 00 00 00 00 01 01 02 03 04 61 62")), .server([1, 2])],
      lines: ["unread 4", "! websocket_impossible_length sender=server count=1 frames=3"]),
    WebSocketExample(
      "text that is none, and text cut within a character",
      [.server(frame(1, octets("61 ff 62"))), .server(frame(1, octets("61 c3"))), .server(frame(1, octets("ed a0 80")))],
      lines: [
        "server text 3 'a\u{fffd}b' frames=3-3", "server text 2 'a\u{fffd}' frames=4-4",
        "server text 3 '\u{fffd}\u{fffd}\u{fffd}' frames=5-5", "! websocket_bad_text sender=server count=3 frames=3,4,5",
      ]),
    WebSocketExample(
      "a Close of one octet", [.server(frame(8, [3]))],
      lines: ["server close none '' 3", "! websocket_bad_close_payload sender=server count=1 frames=3"]),
    WebSocketExample(
      "a close code that is for applications' ears", [.server(frame(8, closing(1006)))],
      lines: ["server close 1006 '' 3", "! websocket_bad_close_code sender=server count=1 frames=3"]),
    WebSocketExample(
      "a reason that is no text", [.server(frame(8, closing(1000) + [0xff]))],
      lines: ["server close 1000 '\u{fffd}' 3", "! websocket_bad_close_reason sender=server count=1 frames=3"]),
    WebSocketExample(
      "data and a Close after the Close; a Pong may come",
      [.server(frame(8, closing(1000))), .server(frame(10, "") + frame(1, "a")), .server(frame(8, closing(1001)))],
      lines: [
        "server text 1 'a' frames=4-4", "server unsolicited 1", "server close 1000 '' 3",
        "! websocket_frame_after_close sender=server count=2 frames=4,5",
      ]),
    WebSocketExample(
      "an end without a Close", [.client(frame(1, "a", key: clientKey)), .clientEnds, .serverEnds],
      lines: ["client text 1 'a' frames=3-3", "! websocket_closed_abnormally frames=4,5"]),
    WebSocketExample(
      "a Close without an answer", [.client(frame(8, closing(1000), key: clientKey)), .serverEnds, .clientEnds],
      lines: ["client close 1000 '' 3", "! websocket_close_unanswered frames=3,4"]),
    WebSocketExample(
      "a reset", [.end(.low, .reset), .end(.high, .reset)], lines: ["! websocket_closed_abnormally frames=3,4"]),
    WebSocketExample("a capture that ends", [.end(.low, .cut), .end(.high, .cut)], lines: []),
  ]

  static let all = rfc + ordinary + pings + violations

  @Test("what a session tells", arguments: all)
  func whole(_ example: WebSocketExample) {
    #expect(example.talk.read().webSocketLines == example.lines)
  }

  @Test("however the network cuts the streams, they tell the same", arguments: all, [1, 2, 3, 64])
  func cut(_ example: WebSocketExample, chunk: Int) {
    #expect(example.talk.read(chunk: chunk).webSocketLines == example.lines)
  }

  @Test("figures by side")
  func figures() {
    let facts = WebSocketTalk([
      .client(frame(1, "Hel", final: false, key: clientKey) + frame(0, "lo", key: clientKey) + frame(9, "", key: clientKey)),
      .server(frame(10, "") + frame(2, [1, 2])),
    ]).read()
    var client = WebSocketSession.SideCounts()
    (client.frames, client.messages, client.octets, client.wireOctets, client.pings) = (3, 1, 5, 5, 1)
    var server = WebSocketSession.SideCounts()
    (server.frames, server.messages, server.octets, server.wireOctets, server.pongs) = (2, 1, 2, 2, 1)
    #expect(facts.webSockets.map(\.client) == [client])
    #expect(facts.webSockets.map(\.server) == [server])
  }

  /// Both directions' octets one by one, in turns: neither side's state may touch the other's.
  @Test("directions that interleave")
  func interleaved() {
    let client = frame(1, "from the client", final: false, key: clientKey) + frame(0, " on and on", key: clientKey)
    let server = frame(1, "from the") + frame(2, "server") + frame(9, "?")
    var steps: [WebSocketTalk.Step] = []
    for index in 0..<max(client.count, server.count) {
      if index < client.count { steps.append(.client([client[index]])) }
      if index < server.count { steps.append(.server([server[index]])) }
    }
    let session = WebSocketTalk(steps).read().webSockets.first
    #expect(
      session?.messages.map { String(decoding: $0.preview, as: UTF8.self) } == [
        "from the", "server", "from the client on and on",
      ])
    #expect(session?.pings.count == 1)
  }

  @Test("a Pong cannot answer a Ping that its sender had not")
  func acknowledged() {
    var dissector = WebSocketTalk([]).make()
    func feed(_ octets: [UInt8], _ sender: Endpoint, at position: Int, _ place: StreamPlace) {
      dissector.receive(ByteView(octets.span, offset: position), from: sender, at: place)
    }
    feed(frame(9, "", key: clientKey), .low, at: 100, WebSocketTalk.place(3))
    feed(frame(10, ""), .high, at: 50, WebSocketTalk.place(4, acknowledged: 105))
    feed(frame(10, ""), .high, at: 52, WebSocketTalk.place(5, acknowledged: 106))
    #expect(WebSocketTalk.facts(&dissector).webSocketLines == ["client ping 0 3->5", "server unsolicited 1"])
  }

  @Test("previews are no longer than asked for")
  func preview() {
    var talk = WebSocketTalk([.client(frame(1, "Hel", final: false, key: clientKey) + frame(0, "lo, world", key: clientKey))])
    talk.options.previewOctets = 4
    for chunk in [nil, 1, 3] {
      #expect(talk.read(chunk: chunk).webSockets.first?.messages.first?.preview == Array("Hell".utf8))
    }
  }
}
