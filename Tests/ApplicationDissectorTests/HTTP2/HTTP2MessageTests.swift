import ApplicationModel
import PacketModel
import Testing

/// Messages and their streams (RFC 9113 §8.1): the same facts, however the network cuts the octets.
@Suite struct HTTP2MessageTests {
  typealias H2 = HTTP2Frames
  static let get = H2.request(1)

  static let bodies: [HTTP2Example] = [
    HTTP2Example(
      "one exchange", [.client(get), .server(H2.response(1) + H2.data(1, "hello", end: true))],
      ["1 GET http://x/ 3-3 -> 200 4-4 body 5"]),
    HTTP2Example(
      "no body", [.client(get), .server(H2.response(1, 204, end: true))], ["1 GET http://x/ 3-3 -> 204 4-4"]),
    HTTP2Example(
      "a body in several frames, the last one empty",
      [
        .client(get), .server(H2.response(1) + H2.data(1, "hel")), .server(H2.data(1, "lo")),
        .server(H2.data(1, "", end: true)),
      ], ["1 GET http://x/ 3-3 -> 200 4-6 body 5"]),
    HTTP2Example(
      "a request with a body",
      [
        .client(H2.request(1, "POST", "/up", [("content-length", "6")], end: false)), .client(H2.data(1, "abc")),
        .client(H2.data(1, "def", end: true)), .server(H2.response(1, end: true)),
      ], ["1 POST http://x/up 3-5 body 6 -> 200 6-6"]),
    HTTP2Example(
      "answered before it was asked in full",
      [
        .client(H2.request(1, "POST", "/up", end: false)), .server(H2.response(1, 413, end: true)),
        .client(H2.data(1, "late", end: true)),
      ], ["1 POST http://x/up 3-5 body 4 -> 413 4-4 early"]),
    HTTP2Example(
      "HEAD, whose answer has a length and no octets",
      [.client(H2.request(1, "HEAD")), .server(H2.response(1, 200, [("content-length", "5")], end: true))],
      ["1 HEAD http://x/ 3-3 -> 200 4-4"]),
    HTTP2Example(
      "more octets than the answer's length says",
      [.client(get), .server(H2.response(1, 200, [("content-length", "4")]) + H2.data(1, "hello", end: true))],
      ["1 GET http://x/ 3-3 -> 200 4-4 body 5 odd 16384"]),
    HTTP2Example(
      "none of the octets that the request's length says",
      [.client(H2.request(1, "POST", "/", [("content-length", "3")])), .server(H2.response(1, end: true))],
      ["1 POST http://x/ 3-3 odd 16384 -> 200 4-4"]),
    HTTP2Example(
      "padding",
      [
        .client(H2.headers(1, H2.requestBlock(), end: true, padding: 7)),
        .server(H2.headers(1, [0x88], padding: 0) + H2.data(1, "hello", padding: 10) + H2.data(1, "", end: true, padding: 0)),
      ], ["1 GET http://x/ 3-3 -> 200 4-4 body 5 wire 17"]),
  ]

  static let heads: [HTTP2Example] = [
    HTTP2Example(
      "trailers",
      [.client(get), .server(H2.response(1)), .server(H2.data(1, "hello") + H2.headers(1, H2.block([("a", "b")]), end: true))],
      ["1 GET http://x/ 3-3 -> 200 4-5 body 5 trailers 1"]),
    HTTP2Example(
      "trailers of a request",
      [
        .client(H2.request(1, "POST", end: false) + H2.data(1, "abc")),
        .client(H2.headers(1, H2.block([("a", "b"), ("c", "d")]), end: true)), .server(H2.response(1, end: true)),
      ], ["1 POST http://x/ 3-4 body 3 trailers 2 -> 200 5-5"]),
    HTTP2Example(
      "interim answers",
      [
        .client(get), .server(H2.response(1, 103, [("link", "</s>")])), .server(H2.response(1, 102)),
        .server(H2.response(1, end: true)),
      ], ["1 GET http://x/ 3-3 (103 4) (102 5) -> 200 6-6"]),
    HTTP2Example(
      "a head in four frames",
      [
        .client(
          H2.headers(1, Array(H2.requestBlock().prefix(2)), end: true, whole: false)
            + H2.continuation(1, [], whole: false) + H2.continuation(1, [H2.requestBlock()[2]], whole: false)),
        .client(H2.continuation(1, Array(H2.requestBlock().dropFirst(3)))), .server(H2.response(1, end: true)),
      ], ["1 GET http://x/ 3-4 -> 200 5-5"]),
    HTTP2Example(
      "streams among one another",
      [
        .client(get + H2.request(3, "GET", "/b") + H2.request(5, "POST", "/c", end: false)),
        .server(H2.response(3) + H2.data(3, "three") + H2.response(1)), .client(H2.data(5, "5", end: true)),
        .server(H2.data(1, "o") + H2.data(3, "!", end: true) + H2.response(5, 404, end: true) + H2.data(1, "ne", end: true)),
      ],
      [
        "1 GET http://x/ 3-3 -> 200 4-6 body 3", "3 GET http://x/b 3-3 -> 200 4-6 body 6",
        "5 POST http://x/c 3-5 body 1 -> 404 6-6",
      ]),
    HTTP2Example(
      "pseudo-header fields that lack, and fields of a connection",
      [
        .client(H2.headers(1, H2.block([(":method", "GET"), (":path", "/")]), end: true)),
        .server(H2.response(1, 200, [("connection", "close"), ("X", "y")], end: true)),
      ], ["1 GET / 3-3 odd 4096 -> 200 4-4 odd 10240"]),
    HTTP2Example(
      "nobody answers", [.client(get), .end(.high, .closed)], ["1 GET http://x/ 3-3 no_response"]),
    HTTP2Example("the capture ends first", [.client(get)], ["1 GET http://x/ 3-3 capture_ended"]),
    HTTP2Example(
      "a body that does not end", [.client(get), .server(H2.response(1) + H2.data(1, "hel")), .end(.high, .reset)],
      ["1 GET http://x/ 3-3 -> 200 4-4 body 3 incomplete"]),
  ]

  @Test("what is told", arguments: bodies + heads)
  func examples(_ example: HTTP2Example) {
    #expect(example.talk.read().http2Lines == example.lines)
  }

  @Test("it is the same, all of it, however the octets are cut", arguments: bodies + heads, [1, 2, 7, 9, 10, 100])
  func cut(_ example: HTTP2Example, chunk: Int) {
    #expect("\(example.talk.read(chunk: chunk))" == "\(example.talk.read())")
  }

  @Test("fields as sent, and octets on the wire", arguments: [1, 7, 100, .max])
  func fields(chunk: Int) throws {
    let head = H2.headers(
      1, H2.block([(":method", "GET"), (":scheme", "http"), (":path", "/"), ("Accept", "*/*"), ("accept", "a")]), end: true,
      padding: 3)
    let answer = H2.response(1, 200, [("content-type", "text/plain")]) + H2.data(1, "hello", padding: 2)
    let trailers = H2.headers(1, H2.block([("x", "y")]), end: true)
    let facts = HTTP2Talk(opened: [.client(head), .server(answer + trailers)]).read(chunk: chunk)
    let log = try #require(facts.http.first)
    let (request, response) = (try #require(log.exchanges.first?.request), try #require(log.exchanges.first?.response))
    #expect(log.named(in: request.message.fields) == ["Accept: */*", "accept: a"])
    #expect(log.named(in: response.message.fields) == ["content-type: text/plain"])
    #expect(log.named(in: response.message.trailers) == ["x: y"])
    #expect([request.message.version, response.message.version] == [.two, .two])
    #expect([request.message.framing, response.message.framing] == [.none, .frames])
    #expect(request.message.headOctets == head.count)
    #expect(response.message.headOctets == answer.count - 9 - 8 + trailers.count)
    #expect([response.message.encodedBodyOctets, response.message.wireBodyOctets] == [5, 8])
    let session = try #require(facts.http2.first)
    #expect(session.server.dataOctets == 5)
    #expect(session.server.paddingOctets == 3)
    #expect(session.server.frameOctets == H2.settings().count + answer.count + trailers.count)
    #expect(session.client.frameOctets == H2.preface.count + H2.settings().count + head.count)
    #expect([session.server.hpack.blocks, session.server.hpack.fields, session.server.hpack.fieldOctets] == [2, 3, 34])
    #expect([session.first?.frame, session.last?.frame] == [1, 4])
  }

  @Test("the most streams at once, and where")
  func concurrent() {
    let session = HTTP2Talk(opened: [
      .client(H2.request(1) + H2.request(3)), .server(H2.response(1, end: true)), .client(H2.request(5)),
      .client(H2.request(7)), .server(H2.response(3, end: true) + H2.response(5, end: true)), .client(H2.request(9)),
    ]).read().http2.first
    #expect(session?.openedStreams == 5)
    #expect([session?.maximumConcurrent, session?.maximumConcurrentFrame] == [3, 6])
  }
}
