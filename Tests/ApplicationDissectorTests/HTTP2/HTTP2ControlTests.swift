import ApplicationModel
import PacketModel
import Testing

/// What a connection's sides say beside messages (RFC 9113 §6, RFC 7540 §5.3, RFC 7838, RFC 8336, RFC 9218).
@Suite struct HTTP2ControlTests {
  typealias H2 = HTTP2Frames

  private func session(_ steps: [HTTP2Talk.Step], chunk: Int = .max) throws -> HTTP2Session {
    let facts = HTTP2Talk(steps).read(chunk: chunk)
    #expect(facts.findings.isEmpty)
    return try #require(facts.http2.first)
  }

  @Test("SETTINGS and their acknowledgements, in order", arguments: [1, 7, .max])
  func settings(chunk: Int) throws {
    let session = try session(
      [
        .client(H2.preface + H2.settings([(3, 100), (0x1234, 7)]) + H2.settings([(4, 70_000)])),
        .server(H2.settings([(5, 16_384), (8, 1)])), .client(H2.settingsAck), .server(H2.settingsAck), .server(H2.settingsAck),
        // Of nothing that was sent.
        .server(H2.settingsAck),
      ], chunk: chunk)
    let values = session.client.settings.map(\.values)
    #expect(
      values == [
        [HTTP2Settings.Setting(id: 3, value: 100), HTTP2Settings.Setting(id: 0x1234, value: 7)],
        [HTTP2Settings.Setting(id: 4, value: 70_000)],
      ])
    #expect(values[0].map(\.name) == ["MAX_CONCURRENT_STREAMS", nil])
    #expect(session.client.settings.map(\.point.frame) == [1, 1])
    #expect(session.client.settings.map(\.acknowledged?.frame) == [4, 5])
    #expect(session.server.settings.map(\.acknowledged?.frame) == [3])
    #expect([session.client.frames.settings, session.server.frames.settings] == [3, 4])
  }

  @Test("PING and its round trip, by what it carries")
  func ping() throws {
    let pings = try session(
      HTTP2Talk.opening + [
        .client(H2.ping(1) + H2.ping(2)), .server(H2.ping(1)), .server(H2.ping(2, ack: true), time: 40),
        .client(H2.ping(9, ack: true)),
      ]
    ).pings
    #expect(pings.map(\.opaque) == [1, 2, 1])
    #expect(pings.map(\.sender) == [.low, .low, .high])
    #expect(pings.map(\.acknowledged?.frame) == [nil, 5, nil])
    #expect(pings[1].acknowledged?.time.nanoseconds(since: pings[1].point.time) == 38_000_000)
  }

  @Test("GOAWAY and its debug data", arguments: [1, .max])
  func goAway(chunk: Int) throws {
    let long = String(repeating: "x", count: 2000)
    let goAways = try session(
      HTTP2Talk.opening + [
        .server(H2.goAway(0x7fff_ffff, 0)), .server(H2.goAway(5, 11, "too fast")), .client(H2.goAway(0, 99, long)),
      ],
      chunk: chunk
    ).goAways
    #expect(goAways.map(\.lastStream) == [0x7fff_ffff, 5, 0])
    #expect(goAways.map(\.code.name) == ["NO_ERROR", "ENHANCE_YOUR_CALM", nil])
    #expect(goAways.map(\.point.frame) == [3, 4, 5])
    #expect(goAways.map(\.sender) == [.high, .high, .low])
    #expect(goAways[1].debug == Array("too fast".utf8))
    #expect([goAways[2].debug.count, goAways[2].debugOctets] == [1024, 2000])
  }

  static let resets: [HTTP2Example] = [
    HTTP2Example(
      "what was on its way when the client gave up is told",
      [
        .client(H2.request(1)), .client(H2.reset(1, 8)), .server(H2.response(1)),
        .server(H2.data(1, "hello", end: true)),
      ], ["1 GET http://x/ 3-3 -> 200 5-6 body 5 reset CANCEL client 4"]),
    HTTP2Example(
      "nothing was", [.client(H2.request(1)), .client(H2.reset(1, 8))], ["1 GET http://x/ 3-3 reset CANCEL client 4"]),
    HTTP2Example(
      "the server refuses, and what the client still sends is counted",
      [
        .client(H2.request(1, "POST", end: false)), .server(H2.reset(1, 7)), .client(H2.data(1, "abc", end: true)),
      ], ["1 POST http://x/ 3-5 body 3 reset REFUSED_STREAM server 4"]),
    HTTP2Example(
      "in the middle of an answer", [.client(H2.request(1)), .server(H2.response(1) + H2.data(1, "he") + H2.reset(1, 2))],
      ["1 GET http://x/ 3-3 -> 200 4-4 body 2 incomplete reset INTERNAL_ERROR server 4"]),
    HTTP2Example(
      "both at once",
      [.client(H2.request(1)), .server(H2.response(1)), .client(H2.reset(1, 8)), .server(H2.reset(1, 5))],
      ["1 GET http://x/ 3-3 -> 200 4-4 incomplete reset CANCEL client 5"]),
    HTTP2Example(
      "all was said before",
      [.client(H2.request(1, "POST", end: false)), .server(H2.response(1, 413, end: true) + H2.reset(1, 0))],
      ["1 POST http://x/ 3-3 incomplete -> 413 4-4 early reset NO_ERROR server 4"]),
  ]

  @Test("streams that are reset", arguments: resets, [1, .max])
  func reset(_ example: HTTP2Example, chunk: Int) {
    #expect(example.talk.read(chunk: chunk).http2Lines == example.lines)
  }

  @Test("a promised stream belongs to the one that promised it", arguments: [1, 7, .max])
  func push(chunk: Int) throws {
    let facts = HTTP2Talk(opened: [
      .client(H2.request(1)),
      .server(H2.push(1, promised: 2, H2.requestBlock("GET", "/style.css")) + H2.response(1) + H2.data(1, "html", end: true)),
      .server(H2.response(2) + H2.data(2, "css", end: true)), .server(H2.push(1, promised: 4, H2.requestBlock("GET", "/b"))),
      .client(H2.reset(4, 8)),
    ]).read(chunk: chunk)
    #expect(
      facts.http2Lines == [
        "1 GET http://x/ 3-3 -> 200 4-4 body 4", "2 GET http://x/style.css 4-4 -> 200 5-5 body 3 pushed by 1",
        "4 GET http://x/b 6-6 pushed by 1 reset CANCEL client 7",
      ])
    let session = try #require(facts.http2.first)
    #expect(session.pushes.map(\.parent) == [1, 1])
    #expect(session.pushes.map(\.stream) == [2, 4])
    #expect(session.pushes.map(\.point.frame) == [4, 6])
    #expect([session.openedStreams, session.pushedStreams] == [1, 2])
  }

  @Test("priorities in both schemes")
  func priorities() throws {
    let facts = HTTP2Talk(opened: [
      .client(H2.headers(1, H2.requestBlock(), end: true, padding: 2, priority: H2.dependency(0, weight: 201))),
      .client(H2.frame(2, 0, 3, H2.dependency(1, weight: 16, isExclusive: true))),
      .client(H2.frame(16, 0, 0, H2.number(1, 4) + Array("u=1, i".utf8))),
    ]).read()
    #expect(facts.findings.isEmpty)
    #expect(facts.http.first?.streams[0]?.priority == .tree(dependency: 0, weight: 201, isExclusive: false))
    let updates = try #require(facts.http2.first?.priorityUpdates)
    #expect(updates.map(\.stream) == [3, 1])
    #expect(updates.map(\.point.frame) == [4, 5])
    #expect(
      updates.map(\.priority) == [.tree(dependency: 1, weight: 16, isExclusive: true), .field(Array("u=1, i".utf8))])
  }

  @Test("ALTSVC and ORIGIN", arguments: [1, .max])
  func services(chunk: Int) throws {
    let alternative = Array("h3=\":443\"".utf8)
    let origins = ["https://a.example", "https://b.example"].flatMap { H2.number($0.utf8.count, 2) + Array($0.utf8) }
    let services = try session(
      HTTP2Talk.opening + [
        .server(H2.frame(10, 0, 0, H2.number(9, 2) + Array("https://x".utf8) + alternative)),
        .server(H2.frame(10, 0, 1, H2.number(0, 2) + alternative) + H2.frame(12, 0, 0, origins)),
      ], chunk: chunk
    ).services
    #expect(services.map(\.kind) == [.alternative, .alternative, .origin, .origin])
    #expect(services.map(\.stream) == [0, 1, 0, 0])
    #expect(services.map(\.point.frame) == [3, 4, 4, 4])
    #expect(
      services.map { String(decoding: $0.origin, as: UTF8.self) } == [
        "https://x", "", "https://a.example", "https://b.example",
      ])
    #expect(services.map(\.value) == [alternative, alternative, [], []])
  }

  @Test("frames that nobody has named", arguments: [1, 7, .max])
  func unknown(chunk: Int) throws {
    let facts = HTTP2Talk(opened: [
      .client(H2.frame(0x0b, 0, 0, []) + H2.request(1)), .server(H2.frame(0xfa, 0x5a, 1, [UInt8](repeating: 7, count: 30))),
      .server(H2.response(1, end: true)),
    ]).read(chunk: chunk)
    #expect(facts.http2Lines == ["1 GET http://x/ 3-3 -> 200 5-5"])
    let frames = try #require(facts.http2.first?.unknownFrames)
    #expect(
      frames == [
        HTTP2UnknownFrame(
          point: StreamPoint(frame: 3, time: Timestamp(nanoseconds: 2_000_000)), sender: .low, type: 11, flags: 0, stream: 0,
          octets: 0),
        HTTP2UnknownFrame(
          point: StreamPoint(frame: 4, time: Timestamp(nanoseconds: 3_000_000)), sender: .high, type: 0xfa, flags: 0x5a,
          stream: 1, octets: 30),
      ])
  }

  @Test("what shows that it is HTTP/2")
  func starts() {
    let steps = HTTP2Talk.opening + [.client(H2.request(1)), .server(H2.response(1, end: true))]
    var talk = HTTP2Talk(steps)
    #expect(talk.read().http2.first?.start == .priorKnowledge)
    #expect(talk.read().http.first?.scheme == "http")
    talk.isSecure = true
    #expect(talk.read().http2.first?.start == .alpn)
    #expect(talk.read().http.first?.scheme == "https")
  }
}
