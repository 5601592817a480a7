import Foundation
import PacketModel
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@testable import Flows
@testable import Reports

@Suite("Drawings of connections")
struct PlotDrawingTests {
  /// An event, in the words of its mark's tooltip and the class of its ink; who sent it draws the data (`low`), or receives it.
  struct Example: Sendable, CustomTestStringConvertible {
    var kind: SegmentEvent.Kind
    var sender = Endpoint.low
    var trigger = SegmentEvent.Trigger.unknown
    var necessity = SegmentEvent.Necessity.unknown
    var ink: String
    var words: String
    var testDescription: String { "\(kind.name) \(trigger.rawValue) \(necessity.rawValue)" }
  }

  static let examples: [Example] = [
    Example(kind: .retransmission, trigger: .timeout, necessity: .needed, ink: "timeout", words: "by timeout – needed"),
    Example(
      kind: .retransmission, trigger: .timeout, necessity: .spurious, ink: "timeout spurious", words: "by timeout – spurious"),
    Example(kind: .retransmission, trigger: .fast, necessity: .needed, ink: "fast", words: "retransmission by fast"),
    Example(kind: .retransmission, trigger: .fast, necessity: .spurious, ink: "fast spurious", words: "by fast – spurious"),
    Example(kind: .retransmission, trigger: .tailProbe, ink: "probe", words: "by tail probe"),
    Example(kind: .retransmission, trigger: .syn, ink: "again", words: "by syn"),
    Example(kind: .retransmission, trigger: .fin, ink: "again", words: "by fin"),
    Example(kind: .retransmission, ink: "again", words: "retransmission"),
    Example(kind: .outOfOrder, ink: "order", words: "out of order"),
    Example(kind: .networkDuplicate, ink: "double", words: "network duplicate"),
    Example(kind: .gap, ink: "gap", words: "gap"),
    Example(kind: .ackedUnseen, sender: .high, ink: "gap", words: "acked unseen"),
    Example(kind: .duplicateAck, sender: .high, ink: "reply", words: "duplicate ack"),
    Example(kind: .zeroWindow, sender: .high, ink: "room", words: "zero window"),
    Example(kind: .zeroWindowProbe, ink: "room", words: "zero window probe"),
    Example(kind: .zeroWindowProbeAck, sender: .high, ink: "room", words: "zero window probe ack"),
    Example(kind: .windowFull, ink: "room", words: "window full"),
    Example(kind: .windowUpdate, sender: .high, ink: "room", words: "window update"),
    Example(kind: .keepAlive, ink: "plain", words: "keep alive"),
    Example(kind: .keepAliveAck, sender: .high, ink: "reply", words: "keep alive ack"),
    Example(kind: .challengeAck, sender: .high, ink: "reply", words: "challenge ack"),
    Example(kind: .portReuse, ink: "plain", words: "port reuse"),
    Example(kind: .dataAfterClose, ink: "alarm", words: "data after close"),
    Example(kind: .conflictingOverlap, ink: "alarm", words: "conflicting overlap"),
  ]

  @Test("each event is marked once, in its colour, and says what it is", arguments: examples)
  func marks(_ example: Example) throws {
    let trace = PlotFlows.download(40)
    let place = try #require(trace.first { $0.frame > 30 && $0.sender == example.sender })
    let event = PlotFlows.event(
      example.kind, example.sender, frame: place.frame, at: place.time.nanoseconds - PlotFlows.start.nanoseconds,
      example.sender == .low ? place.position : 1, length: 1000
    ) {
      $0.trigger = example.trigger
      $0.necessity = example.necessity
    }
    let text = PlotFlows.text(PlotFlows.flow(trace, [event]))
    try SVGCheck.isWellFormed(text)
    let marks = text.matches(of: /<g class="mark ([^"]+)"><title>([^<]+)/).map { (ink: String($0.1), title: String($0.2)) }
    #expect(marks.count == 1)
    #expect(marks.first?.ink == example.ink)
    #expect(marks.first?.title.hasPrefix("Frame \(place.frame), ") == true)
    #expect(marks.first?.title.contains(example.words) == true)
    #expect(!PlotFlows.text(PlotFlows.flow(trace)).contains("<g class=\"mark "))
  }

  @Test("every kind of event has its row above; what the capture doubled is not drawn")
  func kinds() { #expect(Set(Self.examples.map(\.kind)) == Set(SegmentEvent.Kind.allCases).subtracting([.captureDuplicate])) }

  @Test("an event's octets are drawn where they are, also where sequence numbers wrap")
  func places() throws {
    // The initial sequence number is 7,296 below 2^32.
    let trace = PlotFlows.download(40)
    let segment = try #require(trace.first { $0.position == 20_001 })
    let event = PlotFlows.event(.retransmission, .low, frame: segment.frame, at: 20_000_000, 20_001, length: 1000)
    let flow = PlotFlows.flow(trace, [event])
    let marks = PlotMark.marks(of: flow, PlotDirection(trace, sender: .low), PlotTime(trace))
    #expect(marks.map(\.positions) == [20_001..<21_001])
    #expect(PlotFlows.text(flow).contains("octets 20,001 to 21,000"))
  }

  @Test("the tooltip names the frames that prove it, and what it cost")
  func tooltip() {
    let event = PlotFlows.event(.retransmission, .low, frame: 5, at: 250_000_000, 1, length: 1000) {
      $0.trigger = .timeout
      $0.necessity = .spurious
      $0.proof = .dSACK
      $0.originalFrame = 3
      $0.delay = 200_000_000
      $0.stall = 150_000_000
      $0.evidence.add(9)
      $0.evidence.add(7)
      $0.isCertain = false
    }
    let text = PlotFlows.text(PlotFlows.flow(PlotFlows.download(40), [event]))
    #expect(
      text.contains(
        "Frame 5, 0.250000 s: retransmission (likely) by timeout – spurious (d sack); octets 1 to 1,000; before in frame 3; "
          + "200 ms after; the receiver waited 150 ms for it; see frames 7, 9"))
    // Behind the time-sequence plot and the throughput, while the receiver waited.
    #expect(text.matches(of: /<path class="stall"/).count == 2)
  }

  @Test("SYN, FIN and RST are marked, the other side's RST too")
  func flags() {
    let trace = [
      PlotFlows.segment(1, .low, at: 0, 0, flags: .syn),
      PlotFlows.segment(2, .high, at: 10_000_000, 0, ack: 1, flags: [.syn, .ack]),
      PlotFlows.segment(3, .low, at: 20_000_000, 1, length: 500, ack: 1),
      PlotFlows.segment(4, .low, at: 30_000_000, 501, ack: 1, flags: [.fin, .ack]),
      PlotFlows.segment(5, .high, at: 40_000_000, 1, ack: 501, flags: .rst),
    ]
    let text = PlotFlows.text(PlotFlows.flow(trace))
    let titles = text.matches(of: /<g class="mark [a-z]+"><title>([^<]+)/).map { String($0.1) }
    #expect(
      Set(titles) == [
        "Frame 1, 0 ns: SYN of the client", "Frame 4, 0.030000 s: FIN of the client", "Frame 5, 0.040000 s: RST of the server",
      ])
  }

  @Test("acknowledgments, windows, SACK blocks and a closed window are drawn")
  func lines() throws {
    var trace = PlotFlows.download(30)
    let last = try #require(trace.indices.last)
    trace[last].sack = [40_000..<41_000]
    trace[last].window = 0
    let event = PlotFlows.event(.zeroWindow, .high, frame: trace[last].frame, at: 40_000_000) { $0.delay = 9_000_000 }
    let text = PlotFlows.text(PlotFlows.flow(trace, [event]))
    for name in ["line ack", "line window", "bars sack", "closed", "flight", "dots", "fresh"] {
      #expect(text.contains("<path class=\"\(name)\" d=\"M"), "\(name)")
    }
    var unknown = PlotFlows.flow(trace)
    unknown.connection?.high.facts.remove(.syn)
    #expect(!PlotFlows.text(unknown).contains("<path class=\"line window\" d"), "a window whose scale nobody knows")
  }

  @Test("a direction without payload has no panels; a few octets have one")
  func directions() {
    let download = PlotFlows.text(PlotFlows.flow(PlotFlows.download(40)))
    #expect(download.matches(of: /class="section"/).count == 1)
    #expect(download.matches(of: /class="panel"/).count == 4)
    let both = PlotFlows.download(40) + [PlotFlows.segment(1000, .high, at: 70_000_000, 1, length: 10, ack: 1)]
    let text = PlotFlows.text(PlotFlows.flow(both))
    #expect(text.matches(of: /class="section"/).count == 2)
    #expect(text.matches(of: /class="panel"/).count == 5)
  }

  @Test("nothing in it asks for anything outside, or runs")
  func selfContained() {
    let text = PlotFlows.text(PlotFlows.flow(PlotFlows.download(40)))
    #expect(text.matches(of: /https?:\/\/[^"]*/).map { String($0.0) } == ["http://www.w3.org/2000/svg"])
    for word in ["<script", "<image", "<foreignObject", "@import", "javascript:", " onload"] { #expect(!text.contains(word)) }
    #expect(text.contains("prefers-color-scheme:dark"))
  }

  @Test("odd connections are drawn too", arguments: ["one segment", "one time", "backwards", "far", "only acknowledgments"])
  func odd(_ name: String) throws {
    let trace: [TracedSegment] =
      switch name {
      case "one segment": [PlotFlows.segment(1, .low, at: 0, 1, length: 1)]
      case "one time": (0..<50).map { PlotFlows.segment($0 + 1, .low, at: 0, 1 + $0 * 10, length: 10) }
      case "backwards": (0..<50).map { PlotFlows.segment($0 + 1, .low, at: Int64(-$0) * 1_000_000, 1 + $0 * 10, length: 10) }
      case "far":
        [
          PlotFlows.segment(1, .low, at: 0, -(1 << 31), length: 10), PlotFlows.segment(2, .low, at: 1, 1 << 40, length: 10),
          PlotFlows.segment(3, .high, at: Int64.max / 4, ack: 1 << 41, window: 1 << 30),
        ]
      default: [PlotFlows.segment(1, .high, at: 0, 1, ack: 5), PlotFlows.segment(2, .high, at: 5, 1, ack: 50)]
      }
    try SVGCheck.isWellFormed(PlotFlows.text(PlotFlows.flow(trace)))
  }
}

/// What an XML parser says of a drawing.
enum SVGCheck {
  static func isWellFormed(_ text: String) throws {
    let parser = XMLParser(data: Data(text.utf8))
    #expect(parser.parse(), "\(String(describing: parser.parserError)) in line \(parser.lineNumber)")
    // No number came out as none.
    #expect(!text.contains("nan") && !text.contains("inf "))
  }
}
