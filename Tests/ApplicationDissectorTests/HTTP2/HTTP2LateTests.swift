import ApplicationDissectors
import ApplicationModel
import Dissection
import DissectorCatalog
import PacketModel
import Testing

/// Connections whose beginning was not captured, and octets that are missing: what can be known is told, and no more.
@Suite struct HTTP2LateTests {
  typealias H2 = HTTP2Frames

  private static func late(_ steps: [HTTP2Talk.Step], client: Endpoint = .low) -> HTTP2Talk {
    var talk = HTTP2Talk(steps)
    talk.isFromStart = false
    talk.client = client
    return talk
  }

  static let beginnings: [HTTP2Example] = [
    HTTP2Example(
      "the preface was missed",
      late([
        .client(H2.settingsAck + H2.request(5)), .server(H2.response(5) + H2.data(5, "hello", end: true)),
        .client(H2.request(7)), .server(H2.response(7, end: true)),
      ]), ["5 GET http://x/ 1-1 -> 200 2-2 body 5", "7 GET http://x/ 3-3 -> 200 4-4"]),
    HTTP2Example(
      "a request was missed", late([.server(H2.response(5, 404) + H2.data(5, "no", end: true))]),
      ["5 -> 404 1-1 body 2 capture_started"]),
    HTTP2Example(
      "a whole head was missed on each side",
      late([
        .client(H2.data(7, "up") + H2.data(7, "load", end: true)), .server(H2.data(5, "hel")),
        .server(H2.data(5, "lo", end: true)),
        .server(H2.response(7, end: true)),
      ]), ["7 1-1 body 6 -> 200 4-4", "5 -> 0 2-3 body 5 capture_started"]),
    HTTP2Example(
      "trailers of a message whose head was missed",
      late([.server(H2.data(5, "hello")), .server(H2.headers(5, H2.block([("grpc-status", "0")]), end: true))]),
      ["5 -> 0 1-2 body 5 trailers 1 capture_started"]),
    HTTP2Example(
      "fields from a table that nobody knows",
      late([
        .client(H2.settingsAck + H2.headers(5, [0x82, 0x86, 0xc4, 0xbe], end: true)),
        .server(H2.settingsAck + H2.headers(5, [0x88, 0xbf, 0xc0, 0x7f, 0x00, 1, 97], end: true)),
      ]), ["5 GET http:// 1-1 unresolved 2 -> 200 2-2 unresolved 3"]),
    HTTP2Example(
      "what is put into the table is known from there on",
      late([
        .client(H2.settingsAck + H2.headers(5, H2.requestBlock() + H2.field("a", "b", isIndexed: true), end: true)),
        .client(H2.headers(7, H2.requestBlock() + [0xbe, 0xbf], end: true)),
      ]), ["5 GET http://x/ 1-1 capture_ended", "7 GET http://x/ 2-2 unresolved 1 capture_ended"]),
    HTTP2Example(
      "in the middle of a frame, up to the next segment",
      late([
        .server(Array("rest of a frame".utf8) + H2.response(3, end: true)), .server(H2.response(5, end: true)),
      ]), ["5 -> 200 2-2 capture_started"]),
    HTTP2Example(
      "the client's preface after all", late([.client(H2.preface + H2.settings() + H2.request(1)), .server(H2.settings())]),
      ["1 GET http://x/ 1-1 capture_ended"]),
  ]

  @Test("a late beginning", arguments: beginnings)
  func told(_ example: HTTP2Example) {
    #expect(example.talk.read().http2Lines == example.lines)
  }

  @Test("it is said to be known by its frames")
  func start() {
    let starts = Self.beginnings.compactMap { $0.talk.read().http2.first?.start }
    #expect(starts == [.frames, .frames, .frames, .frames, .frames, .frames, .frames, .priorKnowledge])
    #expect(Self.beginnings[6].talk.read().http2.first?.unreadOctets == 15 + 10)
  }

  // MARK: - Roles

  static let roles: [HTTP2Example] = [
    HTTP2Example(
      "by a request", late([.client(H2.settingsAck + H2.request(5)), .server(H2.response(5, end: true))], client: .high),
      ["5 GET http://x/ 1-1 -> 200 2-2"]),
    HTTP2Example(
      "by an answer", late([.server(H2.settingsAck + H2.response(5)), .server(H2.data(5, "x", end: true))], client: .high),
      ["5 -> 200 1-2 body 1 capture_started"]),
    HTTP2Example(
      "by a request, behind DATA of both sides",
      late(
        [
          .server(H2.data(5, "hel")), .client(H2.data(7, "up")), .client(H2.request(9)), .server(H2.data(5, "lo", end: true)),
          .client(H2.data(7, "load", end: true)), .server(H2.response(9, end: true)),
        ], client: .high),
      ["5 -> 0 1-4 body 5 capture_started", "7 2-5 body 6 capture_ended", "9 GET http://x/ 3-3 -> 200 6-6"]),
    HTTP2Example(
      "by the preface", late([.server(H2.settings()), .client(H2.preface + H2.settings() + H2.request(1))], client: .high),
      ["1 GET http://x/ 2-2 capture_ended"]),
  ]

  @Test("who is the client is seen by what it says", arguments: roles)
  func turned(_ example: HTTP2Example) {
    let facts = example.talk.read()
    #expect(facts.http2Lines == example.lines)
    #expect(facts.client == .low)
  }

  @Test("a head cut by the network shows it too, and what the other side had begun goes on", arguments: [9, 10, 11, .max])
  func rolesInPieces(chunk: Int) {
    let update = H2.windowUpdate(0, 5)
    var later = HTTP2Talk.Step.server(Array(update.dropFirst(5)) + H2.response(5, end: true))
    later.isSegmentStart = false
    let facts = Self.late(
      [
        .server(H2.settingsAck + H2.settingsAck + Array(update.prefix(5))), .client(H2.settingsAck + H2.settingsAck),
        .client(H2.request(5)), later,
      ], client: .high
    ).read(chunk: chunk)
    #expect(facts.http2Lines == ["5 GET http://x/ 3-3 -> 200 4-4"])
    #expect(facts.client == .low)
    #expect(facts.http2.first?.server.connectionIncrement == 5)
  }

  @Test("a head tells it once; what comes later is a violation, and turns nothing round")
  func once() {
    let facts = Self.late([
      .client(H2.settingsAck + H2.request(5)), .server(H2.settingsAck + H2.request(7)), .server(H2.response(5, end: true)),
    ]).read()
    #expect(facts.client == .low)
    #expect(facts.http2Lines.first == "5 GET http://x/ 1-1 -> 200 3-3")
  }

  @Test("asked of everybody, a server's frames are HTTP/2's")
  func registry() {
    var talk = Self.late(
      [
        .server(H2.response(5) + H2.data(5, "hello", end: true)), .client(H2.request(7)), .server(H2.response(7, end: true)),
      ], client: .high)
    talk.registry = .standard
    let facts = talk.read()
    #expect(facts.protocols == [.http2])
    #expect(facts.client == .low)
    #expect(facts.http2Lines == ["5 -> 200 1-1 body 5 capture_started", "7 GET http://x/ 2-2 -> 200 3-3"])
  }
}
