import ApplicationModel
import PacketModel
import Testing

/// What lost segments cost the streams that they were not part of. Octets come in their order, so behind a repair times run
/// backwards.
@Suite struct HTTP2HeadOfLineTests {
  typealias H2 = HTTP2Frames

  /// Three requests, answered; frames from 5 on.
  private static let opening =
    HTTP2Talk.opening + [
      .client(H2.request(1) + H2.request(3) + H2.request(5)), .server(H2.response(1) + H2.response(3) + H2.response(5)),
    ]
  /// Where the server's next octet lies.
  private static let start = 1 + H2.settings().count + 3 * H2.response(1).count
  private static let ten = "0123456789"

  private func read(_ steps: [HTTP2Talk.Step], chunk: Int = .max) throws -> HTTP2HeadOfLine {
    let facts = HTTP2Talk(Self.opening + steps).read(chunk: chunk)
    #expect(facts.findings.isEmpty)
    return try #require(facts.http2.first).headOfLine
  }

  private func held(_ stream: Int, frame: Int, time: Int, octets: Int, delay: Int) -> HTTP2HeadOfLine.Held {
    HTTP2HeadOfLine.Held(
      stream: stream, first: StreamPoint(frame: frame, time: Timestamp(nanoseconds: Int64(time) * 1_000_000)), octets: octets,
      delay: Int64(delay) * 1_000_000)
  }

  @Test("a hole filled late holds the others, not its own stream", arguments: [1, 7, .max])
  func late(chunk: Int) throws {
    let told = try read(
      [
        .server(H2.data(1, Self.ten), frame: 20, time: 100),
        .server(H2.data(3, Self.ten) + H2.data(1, Self.ten), frame: 8, time: 50),
        .server(H2.data(5, "abc") + H2.data(3, Self.ten), frame: 9, time: 70),
        .server(H2.data(5, Self.ten, end: true), frame: 21, time: 110),
      ], chunk: chunk)
    #expect(told.events.count == 1)
    let event = try #require(told.events.first)
    #expect(event.point == StreamPoint(frame: 20, time: Timestamp(nanoseconds: 100_000_000)))
    #expect(event.sender == .high)
    #expect(event.range == Self.start..<Self.start + 19)
    #expect(event.lost == [1])
    #expect(
      event.held == [held(3, frame: 8, time: 50, octets: 38, delay: 50), held(5, frame: 9, time: 70, octets: 12, delay: 30)])
    #expect(!event.isBeforeLoss)
  }

  @Test("octets in order hold nobody")
  func inOrder() throws {
    let told = try read([
      .server(H2.data(1, Self.ten), time: 10), .server(H2.data(3, Self.ten), time: 10),
      .server(H2.data(5, Self.ten), time: 11),
    ])
    #expect(told.events.isEmpty && told.omittedEvents == 0)
  }

  @Test("a stream whose own octets were lost first waited for those")
  func own() throws {
    // The repair carries the end of stream 1's frame and the beginning of stream 3's.
    let (one, three) = (H2.data(1, Self.ten), H2.data(3, Self.ten))
    let told = try read([
      .server(Array(one.prefix(12)), frame: 7, time: 40),
      .server(Array(one.dropFirst(12)) + Array(three.prefix(11)), frame: 20, time: 100),
      .server(Array(three.dropFirst(11)) + H2.windowUpdate(0, 5) + H2.data(5, Self.ten), frame: 8, time: 50),
    ])
    let event = try #require(told.events.first)
    #expect(told.events.count == 1)
    #expect(event.lost == [1, 3])
    #expect(event.held == [held(5, frame: 8, time: 50, octets: 19, delay: 50)])
  }

  @Test("a stream that the lost segment opened waited for itself")
  func opening() throws {
    let told = try read([
      .client(H2.request(7, "POST", end: false), frame: 20, time: 100),
      .client(H2.data(7, Self.ten) + H2.reset(3, 8), frame: 8, time: 50),
      .client(H2.data(7, Self.ten, end: true), frame: 21, time: 120),
    ])
    let event = try #require(told.events.first)
    #expect(told.events.count == 1)
    #expect(event.sender == .low)
    #expect(event.lost == [7])
    #expect(event.held == [held(3, frame: 8, time: 50, octets: 13, delay: 50)])
  }

  @Test("two repairs, one behind the other")
  func overlapping() throws {
    let told = try read([
      .server(H2.data(1, Self.ten), frame: 20, time: 100), .server(H2.data(3, Self.ten), frame: 8, time: 50),
      .server(H2.data(1, Self.ten), frame: 22, time: 150), .server(H2.data(3, Self.ten), frame: 9, time: 60),
      .server(H2.data(5, Self.ten), frame: 10, time: 70), .server(H2.data(5, Self.ten), frame: 23, time: 150),
    ])
    #expect(told.events.map(\.point.frame) == [20, 22])
    #expect(told.events.map(\.range.lowerBound) == [Self.start, Self.start + 38])
    #expect(told.events.map(\.lost) == [[1], [1]])
    #expect(
      told.events.map(\.held) == [
        [held(3, frame: 8, time: 50, octets: 19, delay: 50)],
        [held(3, frame: 9, time: 60, octets: 19, delay: 90), held(5, frame: 10, time: 70, octets: 19, delay: 80)],
      ])
  }

  @Test("a repair inside of the hole of another holds only from its own time on")
  func nested() throws {
    let told = try read([
      .server(H2.data(1, Self.ten), frame: 22, time: 150), .server(H2.data(3, Self.ten), frame: 20, time: 100),
      .server(H2.data(3, Self.ten), frame: 9, time: 60), .server(H2.data(5, Self.ten), frame: 10, time: 70),
    ])
    // Stream 3 lacked octets of its own until 100.
    #expect(
      told.events.map(\.held) == [
        [held(3, frame: 20, time: 100, octets: 38, delay: 50), held(5, frame: 10, time: 70, octets: 19, delay: 80)]
      ])
  }

  @Test("a capture made before the loss has octets twice", arguments: [1, .max])
  func beforeLoss(chunk: Int) throws {
    let told = try read(
      [
        .server(H2.data(1, Self.ten), frame: 6, time: 50), .server(H2.data(3, Self.ten) + H2.data(1, "x"), frame: 7, time: 60),
        .server(H2.data(5, "abc") + H2.data(3, "de"), frame: 8, time: 70),
        .again(Self.start..<Self.start + 19, .high, frame: 9, time: 100),
      ], chunk: chunk)
    let event = try #require(told.events.first)
    #expect(told.events.count == 1)
    #expect(event.isBeforeLoss)
    #expect(event.point == StreamPoint(frame: 9, time: Timestamp(nanoseconds: 100_000_000)))
    #expect(event.range == Self.start..<Self.start + 19)
    #expect(event.lost == [1])
    #expect(
      event.held == [held(3, frame: 7, time: 60, octets: 30, delay: 40), held(5, frame: 8, time: 70, octets: 12, delay: 30)])
  }

  @Test("octets that the capture lacks are nobody's")
  func holes() throws {
    let told = try read([
      .server(H2.data(1, Self.ten), frame: 6, time: 50), .serverHole(1000), .server(H2.data(5, "abc"), frame: 8, time: 70),
      .again(Self.start..<Self.start + 19, .high, frame: 9, time: 100),
    ])
    #expect(told.events.map(\.held) == [[held(5, frame: 8, time: 70, octets: 12, delay: 30)]])
  }

  @Test("what came twice with nothing behind it held nobody up")
  func last() throws {
    let told = try read([
      .server(H2.data(1, Self.ten) + H2.data(3, Self.ten), frame: 6, time: 50),
      .again(Self.start + 19..<Self.start + 38, .high, frame: 9, time: 100),
    ])
    #expect(told.events.isEmpty)
  }
}
