import ApplicationModel
import PacketModel
import Testing

/// What RFC 9113 forbids: it is said, and what can be read is read all the same.
@Suite struct HTTP2ViolationTests {
  typealias H2 = HTTP2Frames
  static let get = H2.request(1)
  static let part = H2.headers(1, H2.requestBlock(), end: true, whole: false)

  private static func by(client octets: [UInt8], _ lines: [String], _ name: String) -> HTTP2Example {
    HTTP2Example(name, [.client(octets)], lines)
  }

  private static let wrongSizes: [(String, [UInt8])] = [
    ("PING", H2.frame(6, 0, 0, H2.number(1, 7))), ("RST_STREAM", get + H2.frame(3, 0, 1, [0, 0, 8])),
    ("WINDOW_UPDATE", H2.frame(8, 0, 0, H2.number(1, 5))), ("SETTINGS", H2.frame(4, 0, 0, [0, 1, 0, 0, 1])),
    ("an acknowledgement", H2.frame(4, 1, 0, [0, 1, 0, 0, 1, 0])), ("PRIORITY", H2.frame(2, 0, 1, [0, 0, 0, 0])),
    ("GOAWAY", H2.frame(7, 0, 0, H2.number(0, 7))), ("PRIORITY_UPDATE", H2.frame(16, 0, 0, [0, 0, 0])),
    ("ALTSVC", H2.frame(10, 0, 0, [0])), ("ALTSVC's origin", H2.frame(10, 0, 0, [0, 9, 97])),
    ("ORIGIN", H2.frame(12, 0, 0, [0, 9, 97])), ("HEADERS without its priority", H2.frame(1, 0x24, 1, [0, 0, 0, 0])),
    ("PUSH_PROMISE without its stream", H2.frame(5, 4, 1, [0, 0, 0])),
  ]

  static let sizes: [HTTP2Example] = wrongSizes.map { name, octets in
    let lines = name == "RST_STREAM" ? ["1 GET http://x/ 3-3 capture_ended"] : []
    return by(client: octets, lines + ["! http2_frame_size_error client x1 3"], "size of \(name)")
  }

  private static let wrongStreams: [(String, [UInt8])] = [
    ("DATA on the connection", H2.data(0, "x")), ("HEADERS on the connection", H2.request(0)),
    ("PRIORITY on the connection", H2.frame(2, 0, 0, [0, 0, 0, 0, 0])), ("RST_STREAM on the connection", H2.reset(0, 8)),
    ("SETTINGS on a stream", H2.frame(4, 0, 1, [])), ("PING on a stream", H2.frame(6, 0, 1, H2.number(1, 8))),
    ("GOAWAY on a stream", H2.frame(7, 0, 1, H2.number(0, 8))), ("ORIGIN on a stream", H2.frame(12, 0, 1, [])),
    ("CONTINUATION on the connection", H2.continuation(0, [])),
    ("PRIORITY_UPDATE on a stream", H2.frame(16, 0, 1, [0, 0, 0, 1])),
    ("PUSH_PROMISE of a client", H2.push(1, promised: 2, [0x82])),
    ("a server's stream", H2.request(2)), ("DATA of a stream that is not open", H2.data(1, "x", end: true)),
    ("RST_STREAM of a stream that is not open", H2.reset(1, 8)),
    ("WINDOW_UPDATE of a stream that is not open", H2.windowUpdate(1, 8)),
  ]

  static let streams: [HTTP2Example] = wrongStreams.map { name, octets in
    by(client: octets, ["! http2_wrong_stream client x1 3"], name)
  }

  static let ended: [HTTP2Example] = [
    HTTP2Example(
      "DATA behind the end", [.client(get), .client(H2.data(1, "x")), .server(H2.response(1, end: true))],
      ["1 GET http://x/ 3-3 -> 200 5-5", "! http2_wrong_stream client x1 4"]),
    HTTP2Example(
      "HEADERS behind the end", [.client(get), .client(H2.request(1, "GET", "/b")), .server(H2.response(1, end: true))],
      ["1 GET http://x/ 3-3 -> 200 5-5", "! http2_wrong_stream client x1 4"]),
    HTTP2Example(
      "HEADERS on a stream that is closed", [.client(get), .server(H2.response(1, end: true)), .client(get)],
      ["1 GET http://x/ 3-3 -> 200 4-4", "! http2_wrong_stream client x1 5"]),
    HTTP2Example(
      "a stream that is lower than the last", [.client(H2.request(3)), .client(get)],
      ["3 GET http://x/ 3-3 capture_ended", "! http2_wrong_stream client x1 4"]),
    HTTP2Example(
      "a promise of a client's stream", [.client(get), .server(H2.push(1, promised: 3, H2.requestBlock()))],
      ["1 GET http://x/ 3-3 capture_ended", "! http2_wrong_stream server x1 4"]),
  ]

  static let blocks: [HTTP2Example] = [
    by(client: part + H2.ping(1), ["! http2_interrupted_headers client x1 3"], "a head interrupted by PING"),
    by(
      client: part + H2.data(1, ""), ["! http2_interrupted_headers client x1 3", "! http2_wrong_stream client x1 3"],
      "a head interrupted by DATA"),
    by(
      client: part + H2.request(3), ["3 GET http://x/ 3-3 capture_ended", "! http2_interrupted_headers client x1 3"],
      "a head interrupted by another one"),
    by(
      client: part + H2.continuation(3, []), ["! http2_interrupted_headers client x1 3"],
      "a head that goes on on another stream"),
    by(
      client: part + H2.frame(0xfa, 0, 0, []), ["! http2_interrupted_headers client x1 3"],
      "a head interrupted by a frame of an extension"),
    by(client: H2.continuation(1, []), ["! http2_interrupted_headers client x1 3"], "CONTINUATION of nothing"),
    by(
      client: H2.frame(1, 0x0d, 1, [5, 0x82, 0, 0, 0]) + H2.request(3),
      ["3 GET http://x/ 3-3 capture_ended", "! http2_bad_padding client x1 3"], "more padding than head"),
    by(
      client: H2.request(1, "POST", end: false) + H2.frame(0, 9, 1, [4, 97, 0, 0]),
      ["1 POST http://x/ 3-3 wire 4 capture_ended", "! http2_bad_padding client x1 3"], "as much padding as DATA"),
    by(
      client: H2.headers(1, H2.requestBlock() + [0x00, 1, 97, 1, 98, 0x80], end: true),
      ["1 GET http://x/ 3-3 capture_ended", "! http2_compression_error client x1 3"], "a head that cannot be decoded"),
  ]

  @Test("sizes, streams, heads", arguments: sizes + streams + ended + blocks, [1, 7, .max])
  func violations(_ example: HTTP2Example, chunk: Int) {
    #expect(example.talk.read(chunk: chunk).http2Lines == example.lines)
  }

  @Test("of a head that cannot be decoded, what came before the damage is told")
  func damage() {
    let log = Self.blocks[8].talk.read().http.first
    let fields = log?.exchanges.first?.request?.message.fields
    #expect(fields.flatMap { log?.named(in: $0) } == ["a: b"])
  }

  @Test("a head that was interrupted hides what its table holds, and says so")
  func lost() {
    let facts = HTTP2Talk(opened: [
      .client(H2.request(1, "GET", "/", [("a", "b")]) + H2.headers(3, [0x82], whole: false) + H2.ping(1)),
      .client(H2.headers(5, H2.requestBlock() + [0xbe], end: true)),
    ]).read()
    #expect(facts.http2Lines[1] == "5 GET http://x/ 4-4 unresolved 1 capture_ended")
    #expect(facts.http2.first?.client.hpack.lostBlocks == 1)
    #expect(facts.http2.first?.client.hpack.unresolvedFields == 1)
  }

  @Test("octets that are no frames, up to the next segment", arguments: [16, .max])
  func notFrames(chunk: Int) {
    let facts = HTTP2Talk(opened: [
      .client(Self.get), .server(H2.header(0xff_ffff, 0, 0, 1) + [1, 2, 3]),
      HTTP2Talk.Step.server(H2.response(1, end: true)).inside, .server(H2.response(1, end: true)),
    ]).read(chunk: chunk)
    #expect(facts.http2Lines == ["1 GET http://x/ 3-3 -> 200 6-6", "! http2_not_frames server x1 4"])
    #expect(facts.http2.first?.unreadOctets == 12 + 10)
  }

  @Test("a frame of 2^24-1 octets is one where the other side takes it")
  func longest() {
    let facts = HTTP2Talk([
      .client(H2.preface + H2.settings([(5, 0xff_ffff)]) + Self.get), .server(H2.settings() + H2.response(1)),
      .server(H2.header(0xff_ffff, 0, 1, 1) + [1, 2, 3]), .serverHole(0xff_ffff - 4), .server([4] + H2.ping(1)),
    ]).read()
    #expect(facts.http.first?.lines == ["1 GET http://x/ 1-1 -> 200 2-5 body 16777215 missing 16777211"])
    #expect(facts.http2.first?.pings.count == 1)
  }

  @Test("a server has no preface", arguments: [1, .max])
  func prefaces(chunk: Int) {
    let facts = HTTP2Talk([
      .client(H2.preface + H2.settings() + Array(Self.get.prefix(12))), .server(H2.preface),
      HTTP2Talk.Step.client(Array(Self.get.dropFirst(12))).inside,
    ]).read(chunk: chunk)
    #expect(facts.client == .low)
    #expect(facts.http2Lines == ["1 GET http://x/ 1-3 capture_ended"])
    #expect(facts.http2.first?.unreadOctets == 24)
  }
}
