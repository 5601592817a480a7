import ApplicationModel
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("Charts of HTTP/2's streams")
struct StreamChartTests {
  private static func drawn(
    _ facts: ApplicationFacts, width: Int = 80, options: HTTP2Timeline.Options = HTTP2Timeline.Options(),
    _ fill: (inout ConnectionAnalysis) -> Void = { _ in }
  ) -> [String] {
    guard let view = HTTP2Examples.view(facts, fill) else { return [] }
    return HTTP2Timeline.text(view, style: TextStyle(width: width), options: options).split(separator: "\n").map(String.init)
  }

  @Test("bars on one clock, as wide as the terminal")
  func bars() {
    let facts = HTTP2Examples.facts(HTTP2Examples.log([("/", 0, 100), ("/style.css", 50, 200), ("/third", 190, 200)]))
    let lines = Self.drawn(facts)
    #expect(
      lines.prefix(9) == [
        "* http2 of flow 1: 10.0.0.1:40000 -> 10.0.0.2:443, frames 4 to 14",
        "* Spoken with prior knowledge: the client's preface came first", "* 3 streams, at most 2 at once (frame 6)",
        "* 0 is 22:13:20.000000",
        "id  request         status    total  ├0────────┼50 ms─────┼100 ms────┼150 ms────",
        " 1  GET /           200      100 ms  ···················███",
        " 3  GET /style.css  200      150 ms            ·······························██",
        " 5  GET /third      200     10.0 ms                                          ███",
        "  · waiting for the server  █ received",
      ], "\(lines.joined(separator: "\n"))")
    for width in [60, 80, 100, 140, 250] {
      let lines = Self.drawn(facts, width: width)
      #expect(lines.allSatisfy { $0.count <= width }, "\(lines.joined(separator: "\n"))")
      #expect(lines.first { $0.hasPrefix("id  ") }?.count == width)
    }
  }

  @Test("what streams waited for that was not theirs, resets, pushes, and what goes on")
  func marks() {
    var made = HTTP2Examples.log([
      ("/", 0, 400), ("/held", 0, 400), ("/reset", 0, 400), ("/pushed", 100, 400), ("/open", 0, 400),
    ])
    made.log.streams = [2: HTTP2Stream(), 3: HTTP2Stream()]
    made.log.streams[2]?.reset = HTTP2Reset(point: HTTP2Examples.point(30, 200), sender: .low, stream: 5, code: .cancel)
    made.log.exchanges[2].response = nil
    made.log.streams[3]?.pushedBy = 1
    made.log.exchanges[4].response?.message.isComplete = false
    var options = HTTP2Timeline.Options()
    options.isASCII = true
    let facts = HTTP2Examples.facts(made) { session in
      session.headOfLine.events = [HTTP2Examples.event(40, at: 300, lost: [1], held: [(3, 200)])]
      session.flowControl.waits = [HTTP2Examples.wait(1, .high, .stream, since: 100, until: 300, frames: (8, 9))]
    }
    let lines = Self.drawn(facts, width: 60, options: options)
    func bar(_ stream: Int) -> String? { lines.first { $0.hasPrefix(" \(stream)  ") }.map { String($0.dropFirst(33)) } }
    #expect(bar(1) == " ......~~~~~~~~~~~~~~.....=", "\(lines.joined(separator: "\n"))")
    #expect(bar(3) == " .............!!!!!!!.....=")
    #expect(bar(5) == " .............X")
    #expect(bar(7) == "       *..................=")
    #expect(bar(9)?.hasSuffix(">") == true)
    #expect(lines.allSatisfy { $0.utf8.count == $0.count })
    #expect(lines.contains("  . waiting for the server  = received"))
  }

  private static func streams(
    _ log: HandmadeLog, _ fill: (inout HTTP2Timeline.Options) -> Void = { _ in }
  ) -> (ids: [Int], rest: String?) {
    var options = HTTP2Timeline.Options()
    fill(&options)
    let lines = drawn(HTTP2Examples.facts(log), options: options)
    let rows = lines.filter { $0.contains("GET /") }
    let ids = rows.compactMap { row in row.split(separator: " ").first.flatMap { Int($0) } }
    return (ids, lines.first { $0.hasPrefix("* And ") })
  }

  @Test("the streams that are asked for, in the order that is asked for")
  func choice() {
    let ends: [Int64] = [100, 170, 240, 310, 380, 150, 220]
    let log = HTTP2Examples.log(ends.enumerated().map { ("/\($0.offset)", Int64($0.offset), $0.element) })
    #expect(Self.streams(log).ids == [1, 3, 5, 7, 9, 11, 13])
    let first = Self.streams(log) { $0.limit = 3 }
    #expect(first.ids == [1, 3, 5])
    #expect(first.rest == "* And 4 streams more: --limit 7 draws all, --stream one")
    let longest = Self.streams(log) { options in
      options.limit = 2
      options.sorting = .total
    }
    #expect(longest.ids == [9, 7])
    #expect(Self.streams(log) { $0.streams = [9, 5, 1000] }.ids == [5, 9])
    var nothing = HTTP2Timeline.Options()
    nothing.streams = [1000]
    #expect(Self.drawn(HTTP2Examples.facts(log), options: nothing).contains("* None of these streams is here"))
  }

  @Test("what passed beside the streams stands below, with its frames and in lines that fit", arguments: [60, 80, 140])
  func events(_ width: Int) throws {
    let lines = Self.drawn(HTTP2Examples.everything, width: width, HTTP2Examples.repairs)
    #expect(lines.allSatisfy { $0.count <= width }, "\(lines.joined(separator: "\n"))")
    let text = lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
    for part in [
      "> SETTINGS MAX_CONCURRENT_STREAMS 1, MAX_CONCURRENT_STREAMS 100, INITIAL_WINDOW_SIZE 65,535, 0x1a1a 9; acknowledged after "
        + "2.00 ms in frame 5 frame 4, +0 ns",
      "< SETTINGS, all as by default; not acknowledged frame 5", "> PING, answered after 5.00 ms in frame 12 frame 10",
      "< PING, not answered frame 11", "< RST_STREAM of stream 1: CANCEL frame 9, +90.0 ms",
      "> RST_STREAM of stream 3: 0x1234 frame 9", "< GOAWAY: ENHANCE_YOUR_CALM \"calm\", last stream 3 frame 30",
      "< PUSH_PROMISE of stream 2 on stream 3 frame 7", "> PRIORITY_UPDATE of stream 3: u=9, i=?0 frame 8",
      "> PRIORITY of stream 1: weight 256, depends on 3 frame 8", "< ALTSVC https://a h3=\":443\" frame 8",
      "< ORIGIN https://b frame 8",
      "> frame of unknown type 0xb, 12 bytes frame 8",
      "frame 40, retransmission by the server, of stream 1, the connection: held 3 for 10.0 ms and 4 more",
      "stream 1: the server for 4.00 ms, the stream's, used up in frame 20,", "2 fields not known, 1 block lost",
    ] { #expect(text.contains(part) || text.replacing("* ", with: "").contains(part), "\(part) is not in \(text)") }
  }

  @Test("of very many frames some are told, and those that end something before others")
  func flood() {
    let facts = HTTP2Examples.facts(HTTP2Examples.log([("/", 0, 20)])) { session in
      session.priorityUpdates = (0..<2000).map { number in
        HTTP2PriorityUpdate(
          point: HTTP2Examples.point(5 + number, 1), sender: .low, stream: 1, priority: .field(Array("u=1".utf8)))
      }
      session.resets = [HTTP2Reset(point: HTTP2Examples.point(5000, 9), sender: .high, stream: 1, code: .cancel)]
    }
    let lines = Self.drawn(facts)
    #expect(lines.count < 100)
    #expect(lines.contains { $0.hasPrefix("< RST_STREAM of stream 1: CANCEL") })
    #expect(lines.contains { $0.hasPrefix("* And 1,941 frames more") })
  }

  @Test("nothing in a capture moves the cursor, and no clock ends the program")
  func hostile() {
    var made = HTTP2Examples.log([("/\u{1b}[2J\n", 0, 20), ("/" + String(repeating: "é", count: 5000), 0, 20)])
    made.log.exchanges[0].response?.message.last.time = Timestamp(nanoseconds: .max)
    made.log.exchanges[1].request?.message.first.time = Timestamp(nanoseconds: .min)
    made.log.exchanges[1].request?.message.isComplete = false
    let facts = HTTP2Examples.facts(made) { session in
      session.goAways = [
        HTTP2GoAway(
          point: HTTP2Examples.point(9, 1), sender: .high, lastStream: 3, code: HTTP2ErrorCode(rawValue: 9),
          debug: Array("\u{1b}]0;x\u{7}".utf8), debugOctets: 6)
      ]
    }
    for width in [60, 100] {
      let lines = Self.drawn(facts, width: width)
      #expect(lines.allSatisfy { !$0.contains("\u{1b}") && !$0.contains("\u{7}") })
    }
  }

  @Test(
    "marks of an axis are round, apart, and inside",
    arguments: [1, 7, 1000, 999_999, 123_456_789, 60_000_000_000, Int64.max] as [Int64], [20, 35, 61, 200])
  func axis(_ length: Int64, _ columns: Int) {
    let axis = TimeAxis(from: 0, to: length, columns: columns)
    let line = axis.line(isASCII: true)
    #expect(line.count == columns)
    #expect(line.hasPrefix("|0-"))
    #expect(axis.cell(0).lowerBound == 0)
    for column in 1..<columns { #expect(axis.cell(column - 1).upperBound >= axis.cell(column).lowerBound) }
    #expect(axis.cell(columns - 1).contains(axis.length))
    var power = axis.step
    while power % 10 == 0 { power /= 10 }
    #expect([1, 2, 5].contains(power))
  }

  @Test(
    "labels are exact",
    arguments: [
      (0, "0"), (5, "5 ns"), (1500, "1.5 us"), (20_000_000, "20 ms"), (1_050_000_000, "1.05 s"), (90_000_000_000, "90 s"),
    ]
      as [(Int64, String)])
  func labels(_ time: Int64, _ label: String) { #expect(TimeAxis.label(time) == label) }
}
