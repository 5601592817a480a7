import ApplicationModel
import Dissection
import PacketModel
import Testing

@Suite struct WebSocketDeflateTests {
  /// Three prices, compressed by zlib as one stream and each for itself.
  static let shared = [
    "aa562a28ca4c4e55b252303430d451502aaecc4dcacf017295c25d3d83946a0100", "aa469237c2220f00", "429637c6220f00",
  ].map(octets)
  static let alone = [
    "aa562a28ca4c4e55b252303430d451502aaecc4dcacf017295c25d3d83946a0100",
    "aa562a28ca4c4e55b252303430d251502aaecc4dcacf017295c25d3d83946a0100",
    "aa562a28ca4c4e55b252303430d651502aaecc4dcacf017295c25d3d83946a0100",
  ].map(octets)

  private static func price(_ number: Int, _ size: Int, _ frame: Int, sender: String = "server") -> String {
    "\(sender) text 32 '{\"price\": \(number), \"symbol\": \"WEIR\"}' compressed=\(size) frames=\(frame)-\(frame)"
  }

  private static func compressed(_ payload: [UInt8], key: UInt32? = nil) -> [UInt8] { frame(1, payload, reserved: 4, key: key) }

  static let examples: [WebSocketExample] = [
    WebSocketExample(
      "one compressed message (RFC 7692 §7.2.3.1)", [.server(octets("c1 07 f2 48 cd c9 c9 07 00"))],
      upgrade: WebSocketTalk.deflate(), lines: ["server text 5 'Hello' compressed=7 frames=3-3"]),
    WebSocketExample(
      "in two fragments (§7.2.3.1)", [.server(octets("41 03 f2 48 cd 80 04 c9 c9 07 00"))], upgrade: WebSocketTalk.deflate(),
      lines: ["server text 5 'Hello' fragments=2 compressed=7 frames=3-3"]),
    WebSocketExample(
      "a shared window (§7.2.3.2)", [.server(octets("c1 07 f2 48 cd c9 c9 07 00 c1 05 f2 00 11 00 00"))],
      upgrade: WebSocketTalk.deflate(),
      lines: ["server text 5 'Hello' compressed=7 frames=3-3", "server text 5 'Hello' compressed=5 frames=3-3"]),
    WebSocketExample(
      "a block without compression (§7.2.3.3)", [.server(octets("c1 0b 00 05 00 fa ff 48 65 6c 6c 6f 00"))],
      upgrade: WebSocketTalk.deflate(), lines: ["server text 5 'Hello' compressed=11 frames=3-3"]),
    WebSocketExample(
      "a final block (§7.2.3.4)", [.server(octets("c1 08 f3 48 cd c9 c9 07 00 00 c1 07 f2 48 cd c9 c9 07 00"))],
      upgrade: WebSocketTalk.deflate(),
      lines: ["server text 5 'Hello' compressed=8 frames=3-3", "server text 5 'Hello' compressed=7 frames=3-3"]),
    WebSocketExample(
      "two blocks (§7.2.3.5)", [.server(octets("c1 0d f2 48 05 00 00 00 ff ff ca c9 c9 07 00"))],
      upgrade: WebSocketTalk.deflate(), lines: ["server text 5 'Hello' compressed=13 frames=3-3"]),
    WebSocketExample(
      "an empty message (§7.2.3.6)", [.server(octets("c1 01 00"))], upgrade: WebSocketTalk.deflate(),
      lines: ["server text 0 '' compressed=1 frames=3-3"]),
    WebSocketExample(
      "a Ping between compressed fragments, and a message as it is",
      [.server(octets("41 03 f2 48 cd 89 00 80 04 c9 c9 07 00") + frame(1, "Hi"))], upgrade: WebSocketTalk.deflate(),
      lines: [
        "server text 5 'Hello' fragments=2 compressed=7 frames=3-3", "server text 2 'Hi' frames=3-3",
        "server ping 0 3->none",
      ]),
    WebSocketExample(
      "context takeover, masked",
      shared.map { .client(compressed($0, key: clientKey)) }, upgrade: WebSocketTalk.deflate(),
      lines: [
        price(101, 33, 3, sender: "client"), price(102, 8, 4, sender: "client"), price(103, 7, 5, sender: "client"),
      ]),
    WebSocketExample(
      "context takeover in a window of 512 octets", shared.map { .server(compressed($0)) },
      upgrade: WebSocketTalk.deflate("permessage-deflate; server_max_window_bits=\"9\""),
      lines: [price(101, 33, 3), price(102, 8, 4), price(103, 7, 5)]),
    WebSocketExample(
      "no context takeover", alone.map { .server(compressed($0)) },
      upgrade: WebSocketTalk.deflate("permessage-deflate; server_no_context_takeover"),
      lines: [price(101, 33, 3), price(102, 33, 4), price(103, 33, 5)]),
    WebSocketExample(
      "takeover by a server that said it would not", shared.prefix(2).map { .server(compressed($0)) },
      upgrade: WebSocketTalk.deflate("permessage-deflate; server_no_context_takeover"),
      lines: [
        price(101, 33, 3), "server text 1 '{' compressed=8 damaged frames=4-4",
        "! websocket_damaged_compression sender=server count=1 frames=4",
      ]),
    WebSocketExample(
      "damage, and what does not need what was damaged",
      [.server(compressed([0xff, 0xff])), .server(compressed(shared[0])), .server(compressed(shared[1]))],
      upgrade: WebSocketTalk.deflate(),
      lines: [
        "server text 0 '' compressed=2 damaged frames=3-3", price(101, 33, 4), price(102, 8, 5),
        "! websocket_damaged_compression sender=server count=1 frames=3",
      ]),
    WebSocketExample(
      "compressed text that is none", [.server(compressed(octets("00 02 00 fd ff 61 ff 00")))],
      upgrade: WebSocketTalk.deflate(),
      lines: [
        "server text 2 'a\u{fffd}' compressed=8 frames=3-3", "! websocket_bad_text sender=server count=1 frames=3",
      ]),
    WebSocketExample(
      "the bit on a continuation and on a Ping",
      [.server(frame(1, "a", final: false) + frame(0, "b", reserved: 4)), .server(frame(9, "", reserved: 4))],
      upgrade: WebSocketTalk.deflate(),
      lines: [
        "server text 2 'ab' fragments=2 frames=3-3", "server ping 0 4->none",
        "! websocket_reserved_bits sender=server count=2 frames=3,4",
      ]),
    WebSocketExample(
      "an extension that nobody knows may use any bit, and any octets",
      [.server(frame(1, [0xff], reserved: 7) + frame(3, "x"))],
      upgrade: WebSocketTalk.upgrade(offers: "x-private", agrees: "x-private"),
      lines: ["server text 1 '\u{fffd}' frames=3-3"]),
    // Holes.
    WebSocketExample(
      "a hole in a compressed message loses the window for those that refer to it",
      [
        .server(Array(compressed(shared[0]).prefix(12))), .serverGap(23), .server(compressed(shared[1])),
        .server(compressed(alone[1])), .server(compressed(shared[2])),
      ], upgrade: WebSocketTalk.deflate(),
      lines: [
        "server text 9 '{\"price\":' compressed=33 missing=23 gap frames=3-4", "server text 1 '{' compressed=8 gap frames=5-5",
        price(102, 33, 6), price(103, 7, 7), "missing 23",
      ]),
    WebSocketExample(
      "a hole in a message that no other refers to",
      [.server(Array(compressed(alone[0]).prefix(12))), .serverGap(23), .server(compressed(alone[1]))],
      upgrade: WebSocketTalk.deflate("permessage-deflate; server_no_context_takeover"),
      lines: [
        "server text 9 '{\"price\":' compressed=33 missing=23 gap frames=3-4", price(102, 33, 5), "missing 23",
      ]),
  ]

  @Test("what compressed messages become", arguments: examples)
  func whole(_ example: WebSocketExample) { #expect(example.talk.read().webSocketLines == example.lines) }

  @Test("however they are cut", arguments: examples, [1, 2, 3, 64])
  func cut(_ example: WebSocketExample, chunk: Int) { #expect(example.talk.read(chunk: chunk).webSocketLines == example.lines) }

  /// Zeros in fixed codes: 258 of them from 13 bits.
  static let bomb: [UInt8] = {
    var bits: [UInt8] = [0, 1, 0] + [0, 0, 1, 1, 0, 0, 0, 0]
    let run: [UInt8] = [1, 1, 0, 0, 0, 1, 0, 1] + [0, 0, 0, 0, 0]
    // The first runs until they fill octets; then eight at a time do.
    while bits.count % 8 != 0 { bits += run }
    func octets(_ bits: [UInt8]) -> [UInt8] {
      stride(from: 0, to: bits.count, by: 8).map { start in (0..<8).reduce(0) { $0 | bits[start + $1] << UInt8($1) } }
    }
    let eight = octets(Array(repeatElement(run, count: 8).joined()))
    return octets(bits) + Array(repeatElement(eight, count: 40_000).joined())
  }()

  @Test("a bomb is cut off", arguments: [nil, 1000])
  func bomb(chunk: Int?) {
    let facts = WebSocketTalk(
      [
        .server(frame(2, Self.bomb, reserved: 4)), .server(Self.compressed(Self.shared[0])),
        .server(Self.compressed(Self.shared[1])),
      ],
      upgrade: WebSocketTalk.deflate()
    ).read(chunk: chunk)
    #expect(
      facts.webSocketLines == [
        "server binary 67108864 compressed=\(Self.bomb.count) tooLarge frames=3-3", Self.price(101, 33, 4),
        Self.price(102, 8, 5),
        "! websocket_decompression_too_large sender=server count=1 frames=3",
      ])
  }

  @Test("no decompressor is made before a compressed message comes")
  func memory() {
    var dissector = WebSocketTalk([], upgrade: WebSocketTalk.deflate()).make()
    let before = dissector.memory
    WebSocketTalk.receive(frame(1, "as it is"), .high, WebSocketTalk.place(3), nil, &dissector)
    let plain = dissector.memory
    WebSocketTalk.receive(Self.compressed(Self.shared[0]), .high, WebSocketTalk.place(4), nil, &dissector)
    #expect(plain - before < 4096)
    #expect(dissector.memory - plain > 4096)
  }
}
