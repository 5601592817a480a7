import ApplicationModel
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("What losses cost other streams")
struct HeadOfLineTests {
  private static func account(
    _ events: [HTTP2HeadOfLine.Event], _ segments: [SegmentEvent] = []
  ) -> HeadOfLineAccount {
    var model = HTTP2HeadOfLine()
    model.events = events
    var analysis = ConnectionAnalysis()
    analysis.events = segments
    return HeadOfLineAccount(model, analysis)
  }

  @Test("a stream that waits for several repairs at once waits once")
  func merged() {
    let found = Self.account([
      HTTP2Examples.event(40, at: 50, lost: [1], held: [(3, 10), (5, 20)]),
      HTTP2Examples.event(42, at: 60, lost: [1], held: [(3, 40), (5, 55)]),
      HTTP2Examples.event(44, at: 100, lost: [3], held: [(5, 90)]),
    ])
    let milliseconds = found.sorted.map { ($0.stream, $0.cost.spans.total / 1_000_000, $0.cost.events, $0.cost.octets) }
    #expect(milliseconds.map(\.0) == [3, 5])
    // 10 to 60; 20 to 50, 55 to 60, 90 to 100.
    #expect(milliseconds.map(\.1) == [50, 45])
    #expect(milliseconds.map(\.2) == [2, 3])
    #expect(milliseconds.map(\.3) == [200, 300])
    #expect(found.delay == 95_000_000)
    #expect(found.octets == 500)
  }

  struct Example: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var isBeforeLoss: Bool
    var segments: [SegmentEvent]
    /// "basis cause"; nothing where it does not count.
    var told: String?
  }

  static let examples = [
    Example(testDescription: "a hole, of which TCP tells nothing", isBeforeLoss: false, segments: [], told: "hole -"),
    Example(
      testDescription: "a hole that a retransmission filled", isBeforeLoss: false,
      segments: [HTTP2Examples.segment(.retransmission, 40, .needed)], told: "hole retransmission"),
    Example(
      testDescription: "a hole that a late segment filled", isBeforeLoss: false,
      segments: [HTTP2Examples.segment(.outOfOrder, 39), HTTP2Examples.segment(.outOfOrder, 40)], told: "hole out_of_order"),
    Example(
      testDescription: "an order that is the capture's only", isBeforeLoss: false,
      segments: [HTTP2Examples.segment(.outOfOrder, 40, isCaptureOrder: true)], told: nil),
    Example(
      testDescription: "a retransmission that was needed", isBeforeLoss: true,
      segments: [HTTP2Examples.segment(.zeroWindow, 40), HTTP2Examples.segment(.retransmission, 40, .needed)],
      told: "retransmission retransmission"),
    Example(
      testDescription: "one that was not", isBeforeLoss: true,
      segments: [HTTP2Examples.segment(.retransmission, 40, .spurious)], told: nil),
    Example(
      testDescription: "one of which nobody knows", isBeforeLoss: true,
      segments: [HTTP2Examples.segment(.retransmission, 40)], told: nil),
    Example(testDescription: "what TCP does not call one", isBeforeLoss: true, segments: [], told: nil),
    Example(
      testDescription: "another frame's", isBeforeLoss: true,
      segments: [HTTP2Examples.segment(.retransmission, 41, .needed)], told: nil),
    Example(
      testDescription: "the other side's", isBeforeLoss: true,
      segments: [Handmade.event(.retransmission, .low, frame: 40) { $0.necessity = .needed }], told: nil),
  ]

  @Test("an event counts as TCP's analysis bears it out", arguments: examples)
  func told(_ example: Example) {
    let event = HTTP2Examples.event(40, at: 50, lost: [1], held: [(3, 10)], isBeforeLoss: example.isBeforeLoss)
    let found = Self.account([event], example.segments)
    #expect(found.events.first.map { "\($0.basis.rawValue) \($0.cause?.name ?? "-")" } == example.told)
    #expect(found.delay == (example.told == nil ? 0 : 40_000_000))
  }

  @Test("the connection itself is no stream that waits")
  func connection() {
    let found = Self.account([HTTP2Examples.event(40, at: 50, lost: [1], held: [(0, 10)])])
    #expect(found.events.count == 1)
    #expect(found.delay == 0 && found.streams.isEmpty)
  }

  @Test("hostile numbers end nothing", arguments: [Int64.min, -1, 0, Int64.max])
  func hostile(_ delay: Int64) {
    var event = HTTP2Examples.event(40, at: 50, lost: [], held: [(3, 10), (3, 20)])
    event.held[0].delay = delay
    event.held[1].delay = .max
    event.point.time = Timestamp(nanoseconds: .min)
    let found = Self.account([event, event])
    #expect(found.events.count == 2)
    _ = (found.delay, found.events[0].delay)
  }

  @Test("waits for windows: each moment once, and each side's by itself")
  func windows() {
    var model = HTTP2FlowControl()
    model.waits = [
      HTTP2Examples.wait(1, .high, .stream, since: 0, until: 10, frames: (4, 5)),
      HTTP2Examples.wait(1, .high, .connection, since: 5, until: 20, frames: (6, 7)),
      HTTP2Examples.wait(1, .low, .stream, since: 5, until: 6, frames: (6, 7)),
      HTTP2Examples.wait(3, .high, .stream, since: 0, until: 1, frames: (4, 5)),
    ]
    let found = FlowControlAccount(model)
    #expect(found.spans(of: 1, .high)?.total == 20_000_000)
    #expect(found.delay(of: 1) == 21_000_000)
    #expect(found.delay == 22_000_000)
    #expect(found.sorted.map { "\($0.key.stream) \($0.key.sender)" } == ["1 low", "1 high", "3 high"])
    #expect(found.spans(of: 5, .high) == nil)
  }
}
