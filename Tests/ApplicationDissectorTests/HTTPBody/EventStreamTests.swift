import ApplicationModel
import Testing

@testable import ApplicationDissectors

@Suite struct EventStreamTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var stream: String
    /// One a line: place of its last octet, type, id, retry, octets, data.
    var events: [String]

    init(_ name: String, _ stream: String, _ events: [String]) {
      testDescription = name
      self.stream = stream
      self.events = events
    }
  }

  static let examples = [
    Example("nothing", "", []),
    Example("one", "data: hello\n\n", ["13 - - - 5 hello"]),
    Example("no space behind the colon", "data:hello\n\n", ["12 - - - 5 hello"]),
    Example("only one space goes", "data:  hello\n\n", ["14 - - - 6  hello"]),
    Example("CR LF", "data: a\r\n\r\ndata: b\r\n\r\n", ["10 - - - 1 a", "21 - - - 1 b"]),
    Example("CR", "data: a\r\rdata: b\r\r", ["9 - - - 1 a", "18 - - - 1 b"]),
    Example("mixed ends", "data: a\r\ndata: b\n\rdata: c\r\n\n", ["18 - - - 3 a\nb", "28 - - - 1 c"]),
    Example("several lines", "data: YHOO\ndata: +2\ndata: 10\n\n", ["30 - - - 10 YHOO\n+2\n10"]),
    Example("byte order mark", "\u{feff}data: a\n\n", ["12 - - - 1 a"]),
    Example("a second mark is a name", "\u{feff}\u{feff}data: a\n\ndata: b\n\n", ["24 - - - 1 b"]),
    Example("half a mark", "ï»data: a\n\ndata: b\n\n", ["20 - - - 1 b"]),
    Example("comments", ": test stream\n\ndata: first\nid: 1\n:\n\n:\n\n", ["36 - 1 - 5 first"]),
    Example("type and id", "event: add\nid: 7\ndata: 73857293\n\n", ["33 add 7 - 8 73857293"]),
    Example("the last type counts", "event: a\nevent: b\ndata: x\n\n", ["27 b - - 1 x"]),
    Example("an empty type is none", "event: a\nevent\ndata: x\n\n", ["24 - - - 1 x"]),
    Example("a type is for its event alone", "event: a\n\ndata: x\n\n", ["19 - - - 1 x"]),
    Example("an id goes on to the next event with data", "id: 1\n\ndata: x\n\ndata: y\n\n", ["16 - 1 - 1 x", "25 - - - 1 y"]),
    Example("the last id and retry count", "id: 1\nid: 2\nretry: 3\nretry: 4\ndata: x\n\n", ["39 - 2 4 1 x"]),
    Example("an id with NUL is none", "id: 1\nid: 2\0\ndata: x\n\n", ["22 - 1 - 1 x"]),
    Example("an empty id", "id\ndata: x\n\n", ["12 -  - 1 x"]),
    Example("retry", "retry: 3000\n\ndata: x\nretry: 1x\n\n", ["32 - - 3000 1 x"]),
    Example("no retry", "retry:\ndata: x\nretry: -1\nretry: 99999999999999999999\n\n", ["54 - - - 1 x"]),
    Example("no colon", "data\n\ndata\ndata\n\ndata:\n\n", ["6 - - - 0 ", "17 - - - 1 \n", "24 - - - 0 "]),
    Example("unknown fields", "datax: a\ndat: b\nData: c\n data: d\nevents: e\ndata: x\n\n", ["52 - - - 1 x"]),
    Example("colons in the value", "data: a: b\n\n", ["12 - - - 4 a: b"]),
    Example("no end", "data: a\n\ndata: b\n", ["9 - - - 1 a"]),
  ]

  @Test(arguments: examples, [0, 1, 2, 3, 64])
  func splits(_ example: Example, size: Int) {
    let octets = Self.octets(example)
    for size in [size, octets.count] {
      let reading = BodyReading(Body(octets, type: "text/event-stream; charset=utf-8"), cut: size == 0 ? nil : size)
      // The place of an event is that of the last octet of its piece.
      let expected = example.events.map { size == 1 ? $0 : String($0.drop { $0 != " " }) }
      let found = reading.events.map { size == 1 ? Self.line($0) : String(Self.line($0).drop { $0 != " " }) }
      #expect(found == expected)
      #expect(reading.message.bodyOctets == octets.count)
    }
  }

  /// Latin-1, so that a row can have octets that are no UTF-8.
  static func octets(_ example: Example) -> [UInt8] {
    example.stream.unicodeScalars.contains("\u{feff}")
      ? Array(example.stream.utf8) : example.stream.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
  }

  static func line(_ event: ServerSentEvent) -> String {
    let retry = event.retry.map { String($0) } ?? "-"
    return
      "\(event.point.frame) \(text(event.type) ?? "-") \(text(event.id) ?? "-") \(retry) \(event.octets) \(text(event.preview) ?? "")"
  }

  @Test func longLinesAreCountedAndNotKept() {
    var body = Body("data: " + String(repeating: "x", count: 3_000_000) + "\ndata: y\n\n", type: "text/event-stream")
    body.options.previewOctets = 10
    let reading = BodyReading(body, cut: 1460)
    #expect(reading.events.map(\.octets) == [3_000_002])
    #expect(reading.events.map { text($0.preview) } == ["xxxxxxxxxx"])
    #expect(reading.largestMemory < 4096)
  }

  /// The line feed between two lines is the preview's last octet, or just behind it.
  @Test(arguments: [(0, ""), (1, "a"), (2, "ab"), (3, "ab\n"), (4, "ab\nc"), (5, "ab\nc"), (6, "ab\nc")])
  func previewsAreCut(_ row: (limit: Int, preview: String)) {
    var body = Body("data: ab\ndata: c\n\n", type: "text/event-stream")
    body.options.previewOctets = row.limit
    let reading = BodyReading(body)
    #expect(reading.events.map { text($0.preview) } == [row.preview])
    #expect(reading.events.map(\.octets) == [4])
  }

  @Test func manyEventsAreCounted() {
    let reading = BodyReading(Body(String(repeating: "data:\n\n", count: 70_000), type: "text/event-stream"), cut: 1460)
    #expect(reading.events.count == 65_536)
    #expect(reading.omittedEvents == 4464)
  }

  /// Events that wait to be taken are memory, and so is what they hold.
  @Test func waitingEventsAreMemory() {
    let stream = String(repeating: "data:\(String(repeating: "x", count: 100))\n\n", count: 1000)
    let memory = BodyReading(Body(stream, type: "text/event-stream")).largestMemory
    #expect(memory >= 1000 * (100 + MemoryLayout<ServerSentEvent>.stride))
    #expect(memory < 1_000_000)
    #expect(BodyReading(Body(stream, type: "text/event-stream"), cut: 100).largestMemory < 10_000)
  }

  /// What may have lost octets is no event: behind the next empty line all is sure again. A line's end right behind a hole need
  /// not be an empty line.
  @Test(
    arguments: [(0, "23"), (3, "23"), (7, "23"), (8, "3"), (9, "13"), (12, "13"), (17, "1"), (18, "12"), (27, "123")],
    [1, 2, 64])
  func holes(_ row: (hole: Int, kept: String), size: Int) {
    var body = Body("data: 1\n\ndata: 2\n\ndata: 3\n\n", type: "text/event-stream")
    body.hole = row.hole
    #expect(BodyReading(body, cut: size).events.compactMap { text($0.preview) }.joined() == row.kept)
  }

  @Test func requestsHaveNoEvents() {
    var body = Body("data: 1\n\n", type: "text/event-stream")
    body.isRequest = true
    #expect(!BodyReading(body).hasReader)
  }
}
