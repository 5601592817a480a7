import ApplicationDissectors
import ApplicationModel
import Dissection
import DissectorCatalog
import PacketModel
import Testing

/// CONNECT (RFC 9113 §8.5), extended CONNECT (RFC 8441), and the change from HTTP/1.1 (RFC 7540 §3.2).
@Suite struct HTTP2TunnelTests {
  typealias H2 = HTTP2Frames

  private static func talk(_ steps: [HTTP2Talk.Step]) -> HTTP2Talk {
    var talk = HTTP2Talk(opened: steps)
    talk.registry = .standard
    return talk
  }

  private static func webSocket(_ stream: Int) -> [UInt8] {
    H2.headers(
      stream,
      H2.block([
        (":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "https"), (":authority", "x"), (":path", "/chat"),
        ("sec-websocket-version", "13"),
      ]))
  }

  private static func connect(_ stream: Int) -> [UInt8] {
    H2.headers(stream, H2.block([(":method", "CONNECT"), (":authority", "inner:80")]))
  }

  private static let hello = frame(1, "hello", key: clientKey)
  private static let answer = frame(1, "world")
  private static let closes = frame(8, closing(1000))

  static let examples: [HTTP2Example] = [
    HTTP2Example(
      "WebSocket",
      talk([
        .client(webSocket(1)), .server(H2.response(1)), .client(H2.data(1, hello)), .server(H2.data(1, answer)),
        .server(H2.data(1, closes, end: true)), .client(H2.data(1, frame(8, closing(1000), key: clientKey), end: true)),
      ]),
      [
        "1 CONNECT https://x/chat 3-8 body 19 -> 200 4-7 body 11 early tunnel websocket 19/11"
      ]),
    HTTP2Example(
      "plain CONNECT, with HTTP/1.1 inside",
      talk([
        .client(connect(1)), .server(H2.response(1)), .client(H2.data(1, "GET /a HTTP/1.1\r\nHost: inner\r\n\r\n")),
        .server(H2.data(1, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", end: true)), .client(H2.data(1, "", end: true)),
      ]),
      [
        "1 CONNECT inner:80 3-7 body 32 -> 200 4-6 body 40 early tunnel http 32/40", "GET /a 5-5 -> 200 6-6 body 2",
      ]),
    HTTP2Example(
      "CONNECT that is refused", talk([.client(connect(1)), .server(H2.response(1, 404, end: true)), .client(H2.reset(1, 8))]),
      ["1 CONNECT inner:80 3-3 incomplete -> 404 4-4 early reset CANCEL client 5"]),
    HTTP2Example(
      "a tunnel among other streams, that is reset",
      talk([
        .client(webSocket(1) + H2.request(3)), .server(H2.response(1) + H2.response(3)),
        .client(H2.data(1, Array(hello.prefix(3)))), .server(H2.data(3, "body", end: true) + H2.data(1, answer)),
        .client(H2.data(1, Array(hello.dropFirst(3))) + H2.reset(1, 8)),
      ]),
      [
        "1 CONNECT https://x/chat 3-7 body 11 incomplete -> 200 4-6 body 7 incomplete early tunnel websocket 11/7"
          + " reset CANCEL client 7",
        "3 GET http://x/ 3-3 -> 200 4-6 body 4",
      ]),
    HTTP2Example(
      "a protocol that nobody reads",
      talk([
        .client(H2.headers(1, H2.block([(":method", "CONNECT"), (":protocol", "x"), (":scheme", "https"), (":path", "/")]))),
        .server(H2.response(1) + H2.data(1, "????", end: true)),
      ]),
      ["1 CONNECT https:/// 3-3 incomplete -> 200 4-4 body 4 early tunnel ? 0/4"]),
    HTTP2Example(
      "CONNECT without its path", talk([.client(H2.headers(1, H2.block([(":method", "CONNECT"), (":protocol", "x")])))]),
      ["1 CONNECT 3-3 odd 4096 incomplete capture_ended"]),
  ]

  @Test("tunnels", arguments: examples, [1, 7, 100, .max])
  func tunnels(_ example: HTTP2Example, chunk: Int) {
    #expect(example.talk.read(chunk: chunk).http2Lines == example.lines)
  }

  @Test("messages of WebSocket over HTTP/2", arguments: [1, 2, 7, .max])
  func webSocket(chunk: Int) throws {
    let facts = Self.examples[0].talk.read(chunk: chunk)
    #expect(
      facts.webSocketLines == [
        "client text 5 'hello' frames=5-5", "server text 5 'world' frames=6-6", "server close 1000 '' 7",
        "client close 1000 '' 8",
      ])
    #expect(facts.protocols == [.http2, .webSocket])
    let session = try #require(facts.webSockets.first)
    #expect(session.exchange == 0)
    #expect(session.handshake?.isAccepted == true)
    let exchange = try #require(facts.http.first?.exchanges.first)
    #expect(exchange.tunnel?.kind == .upgrade("websocket"))
    let token = facts.http.first?.streams[0]?.protocolName
    #expect(token.flatMap { facts.http.first?.text($0) } == "websocket")
  }

  @Test("a frame of WebSocket in several frames of HTTP/2, and holes in it")
  func pieces() {
    let whole = Self.hello
    let start: [HTTP2Talk.Step] = [.client(Self.webSocket(1)), .server(H2.response(1))]
    let cut = Self.talk(start + whole.map { .client(H2.data(1, [$0], padding: 3)) }).read()
    #expect(cut.webSocketLines == ["client text 5 'hello' frames=5-15"])
    let data = H2.data(1, whole + Self.hello)
    let lacking = Self.talk(
      start + [.client(Array(data.prefix(16))), .clientHole(2), .client(Array(data.dropFirst(18)))]
    ).read()
    #expect(lacking.webSockets.first?.missingOctets == 2)
    #expect(lacking.webSockets.first?.messages.map(\.isComplete) == [false, true])
  }

  @Test("what is inside a tunnel knows which exchange opened it")
  func tunnelled() {
    let facts = Self.examples[1].talk.read()
    #expect(facts.protocols == [.http2, .http])
    #expect(facts.http.map(\.tunnel) == [nil, 0])
    #expect(facts.http.first?.exchanges.first?.tunnel?.kind == .connect)
  }

  // MARK: - Upgrade

  private static let asks = """
    GET /up?q HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r
    HTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n
    """
  private static let agrees = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"

  private static func upgraded(_ steps: [HTTP2Talk.Step]) -> HTTP2Talk {
    var talk = HTTP2Talk(
      [
        .text(asks, .low), .server(Array(agrees.utf8) + H2.settings([(3, 7)])),
        .client(H2.preface + H2.settings() + H2.settingsAck),
      ] + steps)
    talk.registry = .standard
    return talk
  }

  @Test("the request that asked for HTTP/2 is stream 1's", arguments: [1, 7, .max])
  func upgrade(chunk: Int) throws {
    let facts = Self.upgraded([
      .server(H2.settingsAck + H2.response(1) + H2.data(1, "hello", end: true)), .client(H2.request(3)),
      .server(H2.response(3, end: true)),
    ]).read(chunk: chunk)
    #expect(facts.protocols == [.http, .http2])
    let log = try #require(facts.http.last)
    #expect(log.lines == ["1 GET /up?q 1-1 -> 200 4-4 body 5", "3 GET http://x/ 5-5 -> 200 6-6"])
    #expect(facts.findings.isEmpty)
    #expect(facts.http.map(\.tunnel) == [nil, 0])
    let session = try #require(facts.http2.first)
    #expect(session.start == .upgrade)
    #expect(session.openedStreams == 2)
    #expect(
      session.client.settings.map(\.values) == [
        [HTTP2Settings.Setting(id: 3, value: 100), HTTP2Settings.Setting(id: 4, value: 65_535)], [],
      ])
    #expect(session.client.settings.map(\.point.frame) == [1, 3])
    #expect(session.client.settings.map(\.acknowledged?.frame) == [2, 4])
    #expect(session.server.settings.map(\.acknowledged?.frame) == [3])
    let fields = log.exchanges.first?.request?.message.fields
    #expect(fields.map { log.named(in: $0) }?.first == "host: x")
  }

  @Test("a tunnel of a connection that was upgraded counts its exchange over all of them")
  func upgradedTunnel() {
    let facts = Self.upgraded([
      .server(H2.settingsAck + H2.response(1, end: true)), .client(Self.webSocket(3)), .server(H2.response(3)),
      .client(H2.data(3, Self.hello)),
    ]).read()
    // HTTP/1.1's, then stream 1's, then stream 3's.
    #expect(facts.webSockets.map(\.exchange) == [2])
    #expect(facts.webSockets.first?.messages.count == 1)
  }
}
