import ApplicationModel
import PacketModel
import Testing

/// Flow control (RFC 9113 §5.2, §6.9): when a stream stood still for want of room, and who took more than there was.
@Suite struct HTTP2WindowTests {
  typealias H2 = HTTP2Frames

  /// One wait: `stream window exhausted-reopened delay`, the delay in microseconds.
  private func waits(_ facts: ApplicationFacts) -> [String] {
    (facts.http2.first?.flowControl.waits ?? []).map { wait in
      let sender = wait.sender == .low ? "client" : "server"
      return "\(sender) \(wait.stream) \(wait.window) \(wait.exhausted.frame)-\(wait.reopened.frame) \(wait.delay / 1000)"
    }
  }

  /// The client lets each stream have `window` octets; frames from 4 on.
  private func opened(_ window: Int, _ steps: [HTTP2Talk.Step]) -> HTTP2Talk {
    HTTP2Talk(
      [
        .client(H2.preface + H2.settings([(4, window)])), .server(H2.settings() + H2.settingsAck),
        .client(H2.settingsAck + H2.request(1) + H2.request(3)),
      ] + steps)
  }

  @Test("a stream's window, used up and opened again", arguments: [1, 7, .max])
  func stream(chunk: Int) {
    let facts = opened(
      10,
      [
        .server(H2.response(1) + H2.data(1, "0123456")), .server(H2.data(1, "789"), time: 10),
        .client(H2.windowUpdate(3, 100), time: 12), .client(H2.windowUpdate(1, 10), time: 35),
        .server(H2.data(1, "abc", end: true), time: 36),
      ]
    ).read(chunk: chunk)
    #expect(facts.findings.isEmpty)
    #expect(waits(facts) == ["server 1 stream 5-7 25000"])
    #expect(facts.http2.first?.client.streamIncrement == 110)
    #expect(facts.http2.first?.client.connectionIncrement == 0)
  }

  @Test("a window of nothing is used up by the head")
  func nothing() {
    let facts = opened(
      0, [.server(H2.response(1)), .client(H2.windowUpdate(1, 10), time: 20), .server(H2.data(1, "abc", end: true), time: 22)]
    ).read()
    #expect(waits(facts) == ["server 1 stream 4-5 17000"])
  }

  @Test("padding takes room; a last frame, and an empty one, wait for nothing")
  func padding() {
    let steps: [HTTP2Talk.Step] = [
      .server(H2.response(1) + H2.data(1, "01234", padding: 4)), .client(H2.windowUpdate(1, 10), time: 20),
      .server(H2.data(1, "", end: true), time: 22),
    ]
    #expect(waits(opened(10, steps).read()).isEmpty)
    let more: [HTTP2Talk.Step] = [steps[0], steps[1], .server(H2.data(1, "a", end: true), time: 22)]
    #expect(waits(opened(10, more).read()) == ["server 1 stream 4-5 17000"])
    let last: [HTTP2Talk.Step] = [
      .server(H2.response(1) + H2.data(1, "0123456789", end: true)), .client(H2.windowUpdate(1, 1)),
    ]
    #expect(waits(opened(10, last).read()).isEmpty)
  }

  @Test("the connection's window holds all its streams", arguments: [100, .max])
  func connection(chunk: Int) {
    let block = [UInt8](repeating: 120, count: 16_384)
    let facts = opened(
      1 << 20,
      [
        .server(H2.response(1) + H2.response(3) + H2.data(1, block) + H2.data(1, block), time: 5),
        .server(H2.data(1, block) + H2.data(1, Array(block.dropFirst())), time: 10),
        .client(H2.windowUpdate(0, 1000), time: 30), .server(H2.data(1, "more") + H2.data(3, "three", end: true), time: 31),
        .server(H2.data(1, "", end: true), time: 32),
      ]
    ).read(chunk: chunk)
    #expect(facts.findings.isEmpty)
    #expect(waits(facts) == ["server 1 connection 5-6 20000", "server 3 connection 5-6 20000"])
    #expect(facts.http2.first?.server.minimumWindow == 0)
    #expect(facts.http2.first?.client.minimumWindow == nil)
    #expect(facts.http2.first?.client.connectionIncrement == 1000)
  }

  @Test("a stream that had sent nothing before waited from its head on")
  func later() {
    let facts = opened(
      1 << 20,
      [
        .server(H2.response(1) + H2.data(1, [UInt8](repeating: 0, count: 65_535)), time: 10),
        .server(H2.response(3), time: 25), .client(H2.windowUpdate(0, 1000), time: 30),
        .server(H2.data(3, "three", end: true), time: 31),
      ]
    ).read()
    #expect(waits(facts) == ["server 3 connection 4-6 5000"])
  }

  @Test("a client waits too")
  func upload() {
    let facts = HTTP2Talk([
      .client(H2.preface + H2.settings()), .server(H2.settings([(4, 4)])), .client(H2.settingsAck),
      .client(H2.request(1, "POST", end: false) + H2.data(1, "0123"), time: 4), .server(H2.windowUpdate(1, 4), time: 9),
      .client(H2.data(1, "4", end: true), time: 10), .server(H2.response(1, end: true), time: 11),
    ]).read()
    #expect(waits(facts) == ["client 1 stream 4-5 5000"])
  }

  @Test("a changed initial window counts from its acknowledgement on, for streams that are open too")
  func settings() {
    let steps: [HTTP2Talk.Step] = [
      .server(H2.response(1) + H2.data(1, "0123456789"), time: 3), .client(H2.settings([(4, 30)]), time: 6),
      .server(H2.settingsAck, time: 8), .server(H2.data(1, [UInt8](repeating: 0, count: 20)), time: 9),
      .server(H2.data(1, "x", end: true), time: 10),
    ]
    let facts = opened(10, steps).read()
    #expect(waits(facts) == ["server 1 stream 4-6 5000"])
    #expect(facts.http2Lines.filter { $0.hasPrefix("!") } == ["! http2_flow_control_error server x1 8"])
    // Before the acknowledgement nothing has changed.
    let early: [HTTP2Talk.Step] = [steps[0], steps[1], .server(H2.data(1, "x", end: true), time: 7)]
    #expect(opened(10, early).read().http2Lines.last == "! http2_flow_control_error server x1 6")
  }

  @Test("a window may fall below nothing, and opens when it is above again")
  func negative() {
    let facts = opened(
      10,
      [
        .server(H2.response(1) + H2.data(1, "0123456789"), time: 3), .client(H2.settings([(4, 4)]), time: 4),
        .server(H2.settingsAck, time: 5), .client(H2.windowUpdate(1, 6), time: 20), .client(H2.windowUpdate(1, 1), time: 33),
        .server(H2.data(1, "x", end: true), time: 34),
      ]
    ).read()
    #expect(facts.findings.isEmpty)
    #expect(waits(facts) == ["server 1 stream 4-8 30000"])
  }

  static let violations: [HTTP2Example] = [
    HTTP2Example(
      "more than the connection has room for",
      HTTP2Talk([
        .client(H2.preface + H2.settings([(4, 1 << 20)])), .server(H2.settings() + H2.settingsAck), .client(H2.request(1)),
        .server(H2.response(1) + H2.data(1, [UInt8](repeating: 0, count: 65_536), end: true)),
      ]), ["! http2_flow_control_error server x1 4"]),
    HTTP2Example(
      "more than a stream and the connection have room for",
      HTTP2Talk(opened: [
        .client(H2.request(1)), .server(H2.response(1) + H2.data(1, [UInt8](repeating: 0, count: 65_535))),
        .server(H2.data(1, "x", end: true)),
      ]), ["! http2_flow_control_error server x2 5"]),
    HTTP2Example(
      "an increment of nothing",
      HTTP2Talk(opened: [.client(H2.request(1) + H2.windowUpdate(0, 0)), .client(H2.windowUpdate(1, 0))]),
      ["! http2_zero_increment client x2 3,4"]),
    HTTP2Example(
      "a window beyond 2^31-1",
      HTTP2Talk(opened: [.client(H2.windowUpdate(0, 0x7fff_ffff)), .client(H2.request(1) + H2.windowUpdate(1, 0x7fff_0001))]),
      ["! http2_zero_increment client x2 3,4"]),
    HTTP2Example(
      "up to 2^31-1 it may be opened",
      HTTP2Talk(opened: [.client(H2.windowUpdate(0, 0x7fff_0000)), .client(H2.request(1) + H2.windowUpdate(1, 0x7fff_0000))]),
      []),
  ]

  @Test("what windows forbid", arguments: violations)
  func forbidden(_ example: HTTP2Example) {
    #expect(example.talk.read().http2Lines.filter { $0.hasPrefix("!") } == example.lines)
  }

  @Test("where octets were missed, nothing is said of windows")
  func unknown() {
    var talk = opened(10, [.server(H2.response(1) + H2.data(1, "0123456789abc", end: true))])
    talk.isFromStart = false
    let facts = talk.read()
    #expect(facts.findings.isEmpty)
    #expect(facts.http2.first?.server.minimumWindow == nil)
  }

  @Test("DATA of which the first octet is missing took its room all the same")
  func hole() {
    let data = H2.data(1, "0123456789")
    let facts = opened(
      10,
      [
        .server(H2.response(1) + Array(data.prefix(9)), time: 3), .serverHole(4), .server(Array(data.dropFirst(13)), time: 5),
        .client(H2.windowUpdate(1, 5), time: 9), .server(H2.data(1, "x", end: true), time: 10),
      ]
    ).read()
    #expect(facts.findings.isEmpty)
    #expect(waits(facts) == ["server 1 stream 5-7 5000"])
    #expect(facts.http2.first?.server.frames.data == 2)
    #expect(facts.http2.first?.server.minimumWindow == 65_535 - 11)
    #expect(facts.http2Lines == ["1 GET http://x/ 3-3 -> 200 4-8 body 11 missing 4", "3 GET http://x/ 3-3 capture_ended"])
  }
}
