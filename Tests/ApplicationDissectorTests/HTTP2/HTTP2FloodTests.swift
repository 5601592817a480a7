import ApplicationModel
import Dissection
import PacketModel
import Testing

/// Attacks: they are named, and cost no more memory than the bounds say.
@Suite struct HTTP2FloodTests {
  typealias H2 = HTTP2Frames

  /// What is told of a client's octets, behind the opening, and the memory that the reader held then.
  private func flood(_ pieces: [[UInt8]]) -> (facts: ApplicationFacts, memory: Int) {
    let talk = HTTP2Talk(opened: pieces.map { .client($0) })
    var reader = talk.make()
    let last = talk.pass(to: &reader)
    let memory = reader.memory
    return (HTTP2Talk.facts(&reader, last), memory)
  }

  private static let part = H2.headers(1, H2.requestBlock(), end: true, whole: false)

  @Test("CONTINUATION that never ends")
  func continuation() {
    let piece = H2.continuation(1, [UInt8](repeating: 0x82, count: 1000), whole: false)
    let (facts, memory) = flood([Self.part] + [[UInt8]](repeating: piece, count: 2000))
    #expect(facts.http2Lines == ["! http2_continuation_flood client x2 68,266"])
    #expect(memory < 1 << 20)
    #expect(facts.http2.first?.client.frames.continuation == 2000)
  }

  @Test("CONTINUATION of nothing, 64 of which are no flood")
  func empty() {
    let piece = H2.continuation(1, [], whole: false)
    let ends = [H2.continuation(1, [])]
    let few = flood([Self.part] + [[UInt8]](repeating: piece, count: 63) + ends).facts
    #expect(few.http2Lines == ["1 GET http://x/ 3-67 capture_ended"])
    let many = flood([Self.part] + [[UInt8]](repeating: piece, count: 64) + ends).facts
    #expect(many.http2Lines == ["1 GET http://x/ 3-68 capture_ended", "! http2_continuation_flood client x1 68"])
  }

  @Test("of a block that is longer than what is kept, the first fields are told, and nothing is made up")
  func long() throws {
    let fields = Array(repeatElement(H2.field("a", String(repeating: "b", count: 900)), count: 18).joined())
    let piece = H2.continuation(1, fields, whole: false)
    let (facts, memory) = flood(
      [Self.part] + [[UInt8]](repeating: piece, count: 20) + [
        H2.continuation(1, H2.field("end", "x"), whole: false), H2.continuation(1, [1, 2, 3]),
        H2.headers(3, H2.requestBlock() + [0xbe], end: true),
      ])
    #expect(memory < 2 << 20)
    #expect(facts.findings.map(\.id) == ["http2_continuation_flood"])
    let log = try #require(facts.http.first)
    let message = try #require(log.exchanges.first?.request?.message)
    #expect(message.oddities == .headTruncated)
    #expect(Set(log.named(in: message.fields)) == ["a: " + String(repeating: "b", count: 900)])
    #expect(facts.http2.first?.client.hpack.lostBlocks == 1)
    // Its rest may have put anything into the table.
    #expect(log.lines[1] == "3 GET http://x/ 26-26 unresolved 1 capture_ended")
  }

  @Test("a few octets that stand for very many")
  func bomb() {
    let bomb =
      H2.requestBlock() + H2.field("a", String(repeating: "b", count: 4000), isIndexed: true)
      + [UInt8](repeating: 0xbe, count: 10_000)
    let (facts, memory) = flood((0..<20).map { H2.headers(1 + 2 * $0, bomb, end: true) })
    #expect(facts.findings.map(\.line) == ["! http2_header_bomb client x20 3,4,5,6,7,8,9,10"])
    #expect(facts.http.first?.exchanges.allSatisfy { $0.request?.message.oddities == .headTruncated } == true)
    #expect(memory < 4 << 20)
    #expect(facts.http2.first?.client.hpack.fieldOctets ?? 0 > 20 * 10_000 * 4001)
  }

  @Test("a large field often is no bomb")
  func noBomb() {
    let block = H2.requestBlock() + H2.field("a", String(repeating: "b", count: 3000), isIndexed: true)
    let facts = flood([H2.headers(1, block, end: true), H2.headers(3, H2.requestBlock() + [0xbe, 0xbe], end: true)]).facts
    #expect(facts.findings.isEmpty)
  }

  @Test("more streams than are followed")
  func streams() {
    let all = (0..<8194).map { H2.request(1 + 2 * $0, "POST", end: false) }
    let (facts, memory) = flood(all)
    #expect(facts.findings.map(\.line) == ["! http2_too_many_streams client x2 8195,8196"])
    let session = facts.http2.first
    #expect(session?.omitted == ["streams": 2])
    #expect([session?.openedStreams, session?.maximumConcurrent, session?.maximumConcurrentFrame] == [8194, 8192, 8194])
    #expect(facts.http.first?.exchanges.count == 8192)
    #expect(memory < 32 << 20)
  }

  @Test("rapid reset, and users who go on")
  func rapidReset() {
    let pairs = (0..<100).map { H2.request(1 + 2 * $0) + H2.reset(1 + 2 * $0, 8) }
    #expect(flood(pairs).facts.findings.map(\.line) == ["! http2_rapid_reset client x1 102"])
    #expect(flood(Array(pairs.dropLast())).facts.findings.isEmpty)
    // One of three.
    let some = (0..<300).map { H2.request(1 + 2 * $0) + ($0 % 3 == 0 ? H2.reset(1 + 2 * $0, 8) : []) }
    #expect(flood(some).facts.findings.isEmpty)
    let answered = (0..<200).flatMap { index -> [HTTP2Talk.Step] in
      let id = 1 + 2 * index
      return [.client(H2.request(id)), .server(H2.response(id)), .client(H2.reset(id, 8))]
    }
    #expect(HTTP2Talk(opened: answered).read().findings.isEmpty)
  }

  @Test("streams that were reset are given up in their order, and what still comes for others is told")
  func lingering() {
    let all: [HTTP2Talk.Step] = [
      .client((0..<300).flatMap { H2.request(1 + 2 * $0) } + (0..<300).flatMap { H2.reset(1 + 2 * $0, 8) }),
      .server((0..<300).flatMap { H2.response(1 + 2 * $0, end: true) }),
    ]
    let log = HTTP2Talk(opened: all).read().http.first
    let answered = log?.exchanges.map { $0.response != nil }
    #expect(answered == Array(repeating: false, count: 44) + Array(repeating: true, count: 256))
  }

  @Test("SETTINGS and PINGs without end")
  func control() {
    let settings = flood([[UInt8]](repeating: H2.settings([(4, 100)]), count: 2000))
    #expect(
      settings.facts.findings.map(\.line) == ["! http2_settings_flood client x977 1026,1027,1028,1029,1030,1031,1032,1033"])
    #expect(settings.facts.http2.first?.omitted == ["settings": 977])
    #expect(settings.facts.http2.first?.client.frames.settings == 2001)
    let pings = flood([[UInt8]](repeating: H2.ping(7), count: 5000))
    #expect(pings.facts.findings.map(\.line) == ["! http2_ping_flood client x904 4099,4100,4101,4102,4103,4104,4105,4106"])
    #expect(pings.facts.http2.first?.omitted == ["pings": 904])
    #expect(max(settings.memory, pings.memory) < 1 << 20)
  }

  @Test("lists are bounded, and what they leave out is counted")
  func lists() {
    let text = Array(String(repeating: "x", count: 2000).utf8)
    let frames: [[UInt8]] = [
      H2.goAway(0, 0, String(decoding: text, as: UTF8.self)), H2.frame(0xfa, 0, 0, [1]),
      H2.frame(16, 0, 0, H2.number(1, 4) + text),
      H2.frame(10, 0, 0, H2.number(2000, 2) + text + text), H2.request(1), H2.reset(1, 8),
    ]
    let all = Array(frames.joined())
    let (facts, memory) = flood([[UInt8]](repeating: all, count: 4100))
    let session = facts.http2.first
    #expect(
      session?.omitted == ["goaway": 4, "unknown_frames": 4, "priority_updates": 4, "services": 4, "resets": 4])
    #expect(session?.services.first?.origin.count == 1024)
    #expect(session?.services.first?.value.count == 1024)
    #expect(memory > 4096 * (1024 * 3 + 256))
    #expect(memory < 32 << 20)
  }

  @Test("interim answers without end")
  func interim() {
    let facts = HTTP2Talk(opened: [
      .client(H2.request(1)), .server((0..<100).flatMap { _ in H2.response(1, 103) }), .server(H2.response(1, 102, end: true)),
    ]).read()
    #expect(facts.http.first?.exchanges.first?.interim.count == 64)
    #expect(facts.http2.first?.server.hpack.blocks == 101)
  }
}
