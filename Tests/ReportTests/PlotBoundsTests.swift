import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("However much there is to draw")
struct PlotBoundsTests {
  /// Data and acknowledgments of a long transfer, with losses, SACK blocks, and an event for each.
  static func long(_ count: Int, eventEvery: Int) -> FinishedFlow {
    var trace: [TracedSegment] = []
    var events: [SegmentEvent] = []
    trace.reserveCapacity(count)
    var state: UInt64 = 7
    for index in 0..<count {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let time = Int64(index) * 20_000 + Int64(state >> 56)
      let position = 1 + index / 2 * 1448
      if index % 2 == 0 {
        let jump = state >> 60 == 0 ? Int(state >> 40 & 0xfffff) : 0
        trace.append(PlotFlows.segment(index + 1, .low, at: time, max(1, position - jump), length: 1448, ack: 1))
        if index % eventEvery == 0 {
          events.append(
            PlotFlows.event(.retransmission, .low, frame: index + 1, at: time, max(1, position - jump), length: 1448) {
              $0.trigger = SegmentEvent.Trigger.allCases[index / eventEvery % 3]
              $0.stall = 50_000
            })
        }
      } else {
        let left = position + Int(state >> 50)
        trace.append(
          PlotFlows.segment(
            index + 1, .high, at: time, ack: max(1, position - Int(state >> 48)), window: Int(state >> 44),
            sack: [left..<(left + 1448), (left + 9000)..<(left + 30_000)]))
      }
    }
    return PlotFlows.flow(trace, events)
  }

  @Test("half a million segments and a hundred thousand events are a few megabytes, all events counted")
  func long() throws {
    let flow = Self.long(500_000, eventEvery: 4)
    let svg = FlowPlot.svg(flow)
    #expect(svg.count < 6_000_000)
    #expect(svg == FlowPlot.svg(flow), "the same octets each time")
    let text = String(decoding: svg, as: UTF8.self)
    try SVGCheck.isWellFormed(text)
    let events = flow.analysis?.events.count ?? 0
    let marks = text.matches(of: /<g class="mark [a-z ]+"><title>(?:([0-9,]+) × )?/)
    let counted = marks.reduce(0) { sum, mark in
      sum + (mark.1.flatMap { Int($0.filter { $0 != "," }) } ?? 1)
    }
    #expect(counted == events)
    #expect(marks.count <= PlotMarks.maximum)
  }

  @Test("bars over a grid cover what they covered, and no more than the grid has")
  func bars() {
    let frame = PlotFrame(left: 0, top: 0, width: 100, height: 40)
    var path = BarPath(grid: BarPath.Grid(cell: 1, frame: frame))
    for index in 0..<100_000 {
      let x = Double(index) / 1000
      path.add(x: x, upper: Double(index % 20) * 2, lower: Double(index % 20) * 2 + 0.5)
    }
    path.finish()
    #expect(path.pieces == 100 * 20)
    var whole = BarPath(grid: BarPath.Grid(cell: 1, frame: frame))
    for index in 0..<1000 { whole.add(x: 5, upper: Double(index % 40), lower: Double(index % 40) + 1) }
    whole.finish()
    #expect(String(decoding: whole.data, as: UTF8.self) == "M5.5 0v40")
  }

  @Test("what is outside the frame neither breaks a path nor lengthens it")
  func outside() {
    var path = BarPath(grid: BarPath.Grid(cell: 1, frame: PlotFrame(left: 0, top: 0, width: 10, height: 10)))
    path.add(x: 1, upper: -1e12, lower: 1e12)
    path.finish()
    #expect(path.pieces == 1)
    #expect(path.data.count < 40)
  }

  @Test("steps keep a column's extremes, and end where the value does")
  func steps() {
    var path = StepPath(count: 1_000_000)
    path.add(x: 0, y: 5)
    for index in 0..<100_000 { path.add(x: 10 + Double(index) * 1e-6, y: index == 5000 ? 99 : (index == 7000 ? -3 : 50)) }
    path.finish(x: 20)
    #expect(String(decoding: path.data, as: UTF8.self) == "M0 5H10V-3V99V50H20")
  }

  @Test("dots are drawn once a place")
  func dots() {
    var path = DotPath(count: 1_000_000)
    for index in 0..<1000 { path.add(x: 1 + Double(index) * 1e-4, y: Double(index % 2)) }
    #expect(String(decoding: path.data, as: UTF8.self) == "M1 0h0")
  }

  @Test("positions seen are counted once, in whatever order they come")
  func seen() {
    var seen = SeenPositions()
    let counts = [0..<10, 20..<30, 5..<25, 0..<30, 40..<41, 30..<50, 100..<100].map { seen.insert($0) }
    #expect(counts == [10, 10, 10, 0, 1, 19, 0])
    // As many holes as nobody keeps apart: bounded, and still counting.
    var holes = SeenPositions()
    #expect((0..<20_000).reduce(0) { $0 + holes.insert(($1 * 10)..<($1 * 10 + 5)) } == 100_000)
    #expect(holes.insert(0..<200_000) < 100_000)
  }
}
