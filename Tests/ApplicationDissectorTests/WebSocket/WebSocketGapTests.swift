import ApplicationDissectors
import ApplicationModel
import Dissection
import Octets
import PacketModel
import Testing

/// Holes, and captures that begin in the middle.
@Suite struct WebSocketGapTests {
  /// Rows whose segments may be cut: what is needed does not depend on a segment being whole.
  static let inside: [WebSocketExample] = [
    WebSocketExample(
      "a hole within a payload: the frame's end is known all the same",
      [
        .client(Array(frame(1, "0123456789", key: clientKey).prefix(9))), .clientGap(4),
        .client(Array(frame(1, "0123456789", key: clientKey).suffix(3)) + frame(1, "next", key: clientKey)),
      ], lines: ["client text 10 '012' missing=4 gap frames=3-5", "client text 4 'next' frames=5-5", "missing 4"]),
    WebSocketExample(
      "a hole to a payload's end", [.server([0x81, 5, 0x48]), .serverGap(4), .server(frame(1, "next"))],
      lines: ["server text 5 'H' missing=4 gap frames=3-4", "server text 4 'next' frames=5-5", "missing 4"]),
    WebSocketExample(
      "a whole payload missing", [.server([0x01, 5]), .serverGap(5), .server(frame(0, "next"))],
      lines: ["server text 9 '' fragments=2 missing=5 gap frames=3-5", "missing 5"]),
    WebSocketExample(
      "a hole in a character", [.server([0x81, 4, 0xe2]), .serverGap(1), .server([0xff, 0xff])],
      lines: ["server text 4 '\u{fffd}' missing=1 gap frames=3-5", "missing 1"]),
    WebSocketExample(
      "a hole in a Ping: nothing answers it",
      [.client([0x89, 0x82, 0, 0, 0, 0, 0x61]), .clientGap(1), .server(frame(10, "ab"))],
      lines: ["client ping 2 4->none", "server unsolicited 1", "missing 1"]),
    WebSocketExample(
      "a hole in a Pong: what it answers is unknown",
      [.client(frame(9, "ab", key: clientKey)), .server([0x8a, 2]), .serverGap(2), .server(frame(10, "ab"))],
      lines: ["client ping 2 3->6", "missing 2"]),
    WebSocketExample(
      "a hole in a Close", [.server([0x88, 5]), .serverGap(5), .end(.high, .closed)],
      lines: ["server close none '' 4", "missing 5"]),
    WebSocketExample(
      "an end after a hole says nothing", [.server(frame(1, "a")), .serverGap(10), .end(.high, .closed)],
      lines: ["server text 1 'a' frames=3-3", "missing 10"]),
  ]

  /// Rows that need whole segments to find frames again.
  static let between: [WebSocketExample] = [
    WebSocketExample(
      "a hole over a header, frames again at a segment's start",
      [.server(frame(1, "a", final: false)), .serverGap(7), .server(frame(1, "next") + frame(9, "x"))],
      lines: [
        "server text 1 'a' incomplete frames=3-3", "server text 4 'next' frames=5-5", "server ping 1 5->none", "missing 7",
      ]),
    WebSocketExample(
      "segments that do not begin with a frame are not read",
      [.server([0x81]), .serverGap(7), .server(Array("0123".utf8) + frame(1, "next")), .server(frame(1, "next"))],
      lines: ["server text 4 'next' frames=6-6", "missing 7", "unread 10"]),
    WebSocketExample(
      "a segment that ends within a frame of nothing known is not believed",
      [
        .server([0x81]), .serverGap(7), .server(Array(frame(2, Array(repeating: 9, count: 100)).prefix(50))),
        .server(frame(1, "next")),
      ],
      lines: ["server text 4 'next' frames=6-6", "missing 7", "unread 50"]),
    WebSocketExample(
      "but one that ends within much text is",
      [
        .server([0x81]), .serverGap(7), .server(Array(frame(1, String(repeating: "text", count: 25)).prefix(80))),
        .server(Array(frame(1, String(repeating: "text", count: 25)).suffix(22)) + frame(1, "next")),
      ], lines: ["server text 100 frames=5-6", "server text 4 'next' frames=6-6", "missing 7"]),
    WebSocketExample(
      "frames masked as the other side's are not believed",
      [.server([0x81]), .serverGap(7), .server(frame(1, "next", key: clientKey)), .server(frame(1, "next"))],
      lines: ["server text 4 'next' frames=6-6", "missing 7", "unread 10"]),
    WebSocketExample(
      "reserved bits that nobody agreed on are not believed",
      [.server([0x81]), .serverGap(7), .server(frame(1, "next", reserved: 4)), .server(frame(1, "next"))],
      lines: ["server text 4 'next' frames=6-6", "missing 7", "unread 6"]),
    WebSocketExample(
      "behind a hole, a message goes on of which nobody saw the start",
      [.client([0x81]), .clientGap(7), .client(frame(0, "rest", key: clientKey)), .client(frame(0, "!", key: clientKey))],
      lines: [
        "client continuation 4 '' incomplete gap frames=5-5", "client continuation 1 '!' incomplete frames=6-6", "missing 7",
        "! websocket_continuation_without_start sender=client count=1 frames=6",
      ]),
    WebSocketExample(
      "the other side's frames are known all the time",
      [.client([0x81]), .clientGap(7), .server(frame(1, "known")), .client(frame(1, "again", key: clientKey))],
      lines: ["server text 5 'known' frames=5-5", "client text 5 'again' frames=6-6", "missing 7"]),
    WebSocketExample(
      "no handshake is known: compressed messages are tried",
      [.server(octets("c1 05 f2 00 11 00 00")), .server(octets("c1 07 f2 48 cd c9 c9 07 00"))], upgrade: nil,
      lines: ["server text 1 'H' compressed=5 gap frames=3-3", "server text 5 'Hello' compressed=7 frames=4-4"]),
  ]

  @Test("holes", arguments: inside + between)
  func whole(_ example: WebSocketExample) { #expect(example.talk.read().webSocketLines == example.lines) }

  @Test("holes, however the network cuts what is there", arguments: inside, [1, 2, 3, 64])
  func cut(_ example: WebSocketExample, chunk: Int) {
    #expect(example.talk.read(chunk: chunk).webSocketLines == example.lines)
  }

  // MARK: - Captures that begin in the middle

  static let texts: [(name: String, octets: [UInt8], expected: Recognition)] = [
    ("text from a server", frame(1, #"{"price": 101, "symbol": "WEIR"}"#), .server),
    ("text from a client", frame(1, #"{"subscribe": "WEIR"}"#, key: clientKey), .client),
    ("several frames", frame(1, "0123456") + frame(9, "x") + frame(1, "0123456789"), .server),
    ("the end of a message and another", frame(0, "the rest of it") + frame(1, "and another"), .no),
    ("a Pong and text", frame(10, "x", key: clientKey) + frame(1, "hello from a client", key: clientKey), .client),
    ("little text", frame(1, "0123456789"), .no),
    ("binary", frame(2, Array(repeating: 0x41, count: 100)), .no),
    ("text with control characters", frame(1, "0123456789\u{0}\u{1}456789"), .no),
    ("text that is none", frame(1, Array("0123456789ABCDEF".utf8) + [0xff]), .no),
    ("an octet too many", frame(1, "0123456789ABCDEF") + [0x81], .no),
    ("an octet too few", Array(frame(1, "0123456789ABCDEF").dropLast()), .no),
    ("both ways of masking", frame(1, "0123456789ABCDEF") + frame(1, "0123456789ABCDEF", key: clientKey), .no),
    ("HTTP", Array("GET / HTTP/1.1\r\nHost: example\r\n\r\n".utf8), .no),
    ("a TLS record", [0x16, 3, 1, 0, 20] + Array(repeating: 0x41, count: 20), .no),
    ("zeros", Array(repeating: 0, count: 64), .no),
  ]

  @Test("frames are recognised where nothing announces them, and nothing else is", arguments: texts)
  func recognition(_ row: (name: String, octets: [UInt8], expected: Recognition)) {
    #expect(WebSocketDissector.recognise(ByteView(row.octets.span)) == row.expected, "\(row.name)")
  }

  @Test("what came before frames that are recognised is not taken for frames")
  func before() {
    let facts = Dialogue([
      .client("PROXY UNKNOWN\r\n"), .server("220 ready\r\n"), .octets(frame(1, "hello from a client", key: clientKey), .low),
      .octets(frame(1, "and hello"), .high),
    ]).facts()
    #expect(facts.protocols == [.proxyProtocol, .webSocket])
    #expect(
      facts.webSocketLines == [
        "client text 19 'hello from a client' frames=3-3", "server text 9 'and hello' frames=4-4",
      ])
  }

  @Test("a capture that begins in the middle, with the server's side first")
  func middle() {
    let facts = Dialogue(
      [
        .octets(Array("within a longer message".utf8), .high), .octets(frame(1, #"{"price": 101, "symbol": "WEIR"}"#), .high),
        .octets(frame(1, "ok", key: clientKey), .low),
      ], isFromStart: false
    ).facts()
    #expect(facts.protocols == [.webSocket])
    #expect(facts.client == .low)
    let previews = facts.webSockets.first?.messages.map { String(decoding: $0.preview, as: UTF8.self) }
    #expect(previews == [#"{"price": 101, "symbol": "WEIR"}"#, "ok"])
  }
}
