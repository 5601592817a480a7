import ApplicationModel
import PacketModel
import Testing

/// Octets that the capture lacks, in the middle of a connection.
@Suite struct HTTP2HoleTests {
  typealias H2 = HTTP2Frames
  static let get = H2.request(1)
  static let hundred = H2.data(1, [UInt8](repeating: 120, count: 100), end: true)

  /// The client's request and the server's head, then steps from frame 4 on.
  private static func answered(_ steps: [HTTP2Talk.Step]) -> [HTTP2Talk.Step] { [.client(get + H2.request(3))] + steps }

  static let examples: [HTTP2Example] = [
    HTTP2Example(
      "inside DATA",
      answered([
        .server(H2.response(1) + Array(hundred.prefix(20))), .serverHole(50), .server(Array(hundred.dropFirst(70))),
        .server(H2.response(3, end: true)),
      ]), ["1 GET http://x/ 3-3 -> 200 4-6 body 100 missing 50", "3 GET http://x/ 3-3 -> 200 7-7"]),
    HTTP2Example(
      "DATA's last octets",
      answered([
        .server(H2.response(1) + Array(hundred.prefix(20))), .serverHole(89), .server(H2.response(3, end: true)),
      ]), ["1 GET http://x/ 3-3 -> 200 4-5 body 100 missing 89", "3 GET http://x/ 3-3 -> 200 6-6"]),
    HTTP2Example(
      "all of DATA's octets, behind padding of another frame",
      answered([
        .server(H2.response(1) + H2.data(1, "abc", padding: 90) + Array(hundred.prefix(9))), .serverHole(100),
        .server(H2.response(3, end: true)),
      ]), ["1 GET http://x/ 3-3 -> 200 4-5 body 103 wire 194 missing 100", "3 GET http://x/ 3-3 -> 200 6-6"]),
    HTTP2Example(
      "beyond DATA's end, up to the next segment",
      answered([
        .server(H2.response(1) + Array(hundred.prefix(20))), .serverHole(120),
        HTTP2Talk.Step.server(Array("in the middle".utf8)).inside, .server(H2.response(3, end: true)),
      ]), ["1 GET http://x/ 3-3 -> 200 4-5 body 100 missing 89", "3 GET http://x/ 3-3 -> 200 7-7"]),
    HTTP2Example(
      "between frames: how many octets a body lacks is not known",
      answered([
        .server(H2.response(1) + H2.data(1, "hello")), .serverHole(30), .server(H2.data(1, " world", end: true)),
        .server(H2.response(3, end: true)),
      ]), ["1 GET http://x/ 3-3 -> 200 4-6 body 11", "3 GET http://x/ 3-3 -> 200 7-7"]),
    HTTP2Example(
      "over a header",
      answered([
        .server(H2.response(1) + Array(hundred.prefix(4))), .serverHole(105), .server(H2.response(3, end: true)),
      ]), ["1 GET http://x/ 3-3 -> 200 4-4 incomplete", "3 GET http://x/ 3-3 -> 200 6-6"]),
    HTTP2Example(
      "over an answer",
      answered([
        .serverHole(30), .server(H2.data(1, "hello", end: true)), .end(.high, .closed),
      ]), ["1 GET http://x/ 3-3 -> 0 5-5 body 5", "3 GET http://x/ 3-3 gap"]),
    HTTP2Example(
      "over a request",
      [
        .clientHole(40), .client(H2.data(1, "up", end: true)), .server(H2.response(1, end: true) + H2.response(3, end: true)),
      ], ["1 4-4 body 2 -> 200 5-5", "3 -> 200 5-5 gap"]),
    HTTP2Example(
      "inside a head: its fields, and what it put into the table, are not known",
      [
        .client(get + H2.request(3)), .server(H2.response(1) + Array(H2.response(3).prefix(9))), .serverHole(1),
        .server(H2.headers(3, [0xbe], end: true) + H2.data(1, "x", end: true)),
      ], ["1 GET http://x/ 3-3 -> 200 4-6 body 1", "3 GET http://x/ 3-3 -> 0 6-6 unresolved 1"]),
    HTTP2Example(
      "CONTINUATION whose beginning is missing",
      [
        .client(get + H2.request(3)), .serverHole(20),
        .server(H2.continuation(1, H2.block([("a", "b")])) + H2.response(3, end: true)),
      ], ["1 GET http://x/ 3-3 gap", "3 GET http://x/ 3-3 -> 200 5-5"]),
    HTTP2Example(
      "inside a frame that nobody has named",
      [
        .client(get), .server(Array(H2.frame(0xfa, 0, 0, [UInt8](repeating: 1, count: 50)).prefix(9))), .serverHole(50),
        .server(H2.response(1, end: true)),
      ], ["1 GET http://x/ 3-3 -> 200 6-6"]),
  ]

  @Test("holes", arguments: examples, [16, 100, .max])
  func holes(_ example: HTTP2Example, chunk: Int) {
    #expect(example.talk.read(chunk: chunk).http2Lines == example.lines)
  }

  @Test("what lacks is counted, and so is what cannot be read")
  func counts() {
    let sessions = Self.examples.map { $0.talk.read().http2.first }
    #expect(sessions.map { $0?.missingOctets } == [50, 89, 100, 120, 30, 105, 30, 40, 1, 20, 50])
    #expect(sessions.map { $0?.unreadOctets } == [0, 0, 0, 13, 0, 0, 0, 0, 0, 0, 0])
    #expect(sessions[9]?.server.hpack.lostBlocks == 1)
    #expect(sessions[10]?.unknownFrames.map(\.octets) == [50])
    #expect(sessions[2]?.server.frames.data == 2)
  }
}
