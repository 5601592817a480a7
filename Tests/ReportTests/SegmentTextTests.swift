import Analysis
import Foundation
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("What text says of segments")
struct SegmentTextTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var flow: FinishedFlow
    var clauses: [String]
    var verdict: FlowVerdict.Kind?
    var weight: Int

    init(
      _ description: String, _ clauses: [String], _ verdict: FlowVerdict.Kind?, weight: Int = 0,
      packets: (Int, Int) = (20, 2763),
      missing: (Int, Int) = (0, 0), _ fill: (inout ConnectionAnalysis) -> Void
    ) {
      testDescription = description
      flow = Handmade.flow(packets: packets, missing: missing, fill)
      self.clauses = clauses
      self.verdict = verdict
      self.weight = weight
    }
  }

  static let examples = [
    Example("nothing", [], nil) { _ in },
    Example(
      "losses, all of them needed to be repaired",
      [
        "34 of the server's 2,763 segments lost, first sent again in 12, stalled 1.20 s",
        "31 repaired by fast recovery, 3 by timeout",
      ],
      .stalled, weight: 1_200_000_000
    ) {
      $0.high.retransmissions.segments = 34
      $0.high.retransmissions.needed = 34
      $0.high.retransmissions.fast = 31
      $0.high.retransmissions.timeout = 3
      $0.high.stall = 1_200_000_000
      $0.events = [Handmade.event(.retransmission, .low, frame: 9), Handmade.event(.retransmission, .high, frame: 12)]
    },
    Example(
      "one loss", ["1 of the client's 20 segments lost, sent again in 7, stalled 30.0 ms", "repaired by tail loss probe"],
      .resent,
      weight: 1
    ) {
      $0.low.retransmissions.segments = 1
      $0.low.retransmissions.needed = 1
      $0.low.retransmissions.tailProbe = 1
      $0.low.stall = 30_000_000
      $0.events = [Handmade.event(.retransmission)]
    },
    Example(
      "some needlessly",
      [
        "39 of the server's 2,763 segments sent again (30 lost, 5 needlessly)",
        "30 sent by fast recovery, 8 by timeout, 1 with the FIN",
      ],
      .resent, weight: 39
    ) {
      $0.high.retransmissions.segments = 39
      $0.high.retransmissions.needed = 30
      $0.high.retransmissions.spurious = 5
      $0.high.retransmissions.fast = 30
      $0.high.retransmissions.timeout = 8
      $0.high.retransmissions.fin = 1
    },
    Example("all needlessly", ["2 of the client's 20 segments sent again needlessly", "sent by timeout"], .resent, weight: 2) {
      $0.low.retransmissions.segments = 2
      $0.low.retransmissions.spurious = 2
      $0.low.retransmissions.timeout = 2
    },
    Example("nobody knows why", ["2 of the client's 20 segments sent again"], .resent, weight: 2) {
      $0.low.retransmissions.segments = 2
      $0.low.retransmissions.unknown = 2
    },
    Example("more segments than frames", ["9 segments of the client's sent again"], .resent, weight: 9, packets: (4, 4)) {
      $0.low.retransmissions.segments = 9
      $0.low.retransmissions.unknown = 9
    },
    Example("only a SYN, which the opening tells of", [], nil) {
      $0.low.retransmissions.segments = 2
      $0.low.retransmissions.syn = 2
    },
    Example(
      "a window closed once", ["server waited 2.40 s for the client's window, in 7"], .windowClosed, weight: 2_400_000_000
    ) {
      $0.low.zeroWindows = 1
      $0.low.zeroWindowTime = 2_400_000_000
      $0.events = [Handmade.event(.zeroWindow) { $0.delay = 2_400_000_000 }]
    },
    Example(
      "a window closed often, at last for good",
      ["client waited 3.00 ms for the server's window, closed 3 times, first in 7, at last for good"], .windowClosed,
      weight: 3_000_000
    ) {
      $0.high.zeroWindows = 3
      $0.high.zeroWindowTime = 3_000_000
      $0.events = [Handmade.event(.zeroWindow, .high) { $0.delay = 3_000_000 }, Handmade.event(.zeroWindow, .high, frame: 30)]
    },
    Example("a window closed for good", ["client closed its window, in 7, and did not open it again"], .windowClosed) {
      $0.low.zeroWindows = 1
      $0.events = [Handmade.event(.zeroWindow)]
    },
    Example(
      "octets the capture lost", ["1.46 KiB from the server not captured"], .missing, weight: 1500, missing: (0, 1500)
    ) { $0.events = [Handmade.event(.gap, .high, length: 1500) { $0.isAcknowledged = true }] },
    Example("octets nobody got", ["100 B from the client never acknowledged"], .missing, weight: 100, missing: (100, 0)) {
      $0.events = [Handmade.event(.gap)]
    },
    Example(
      "octets of which some were never acknowledged",
      ["2.44 KiB from the server not captured", "500 B from the server never acknowledged"], .missing, weight: 3000,
      missing: (0, 3000)
    ) {
      $0.events = [
        Handmade.event(.gap, .high, length: 2500) { $0.isAcknowledged = true }, Handmade.event(.gap, .high, length: 500),
        Handmade.event(.gap, .low, length: 70),
      ]
    },
    Example(
      "disorder", ["1 segment of the client's delivered twice", "12 segments of the server's out of order, first in 7"],
      .reordered,
      weight: 13
    ) {
      $0.high.outOfOrder = 12
      $0.low.networkDuplicates = 1
      $0.events = [Handmade.event(.outOfOrder, .high)]
    },
    Example(
      "disorder of the capture's", ["1 segment of the client's out of order in the capture only, in 7"], .reordered, weight: 1
    ) {
      $0.low.outOfOrder = 1
      $0.events = [Handmade.event(.outOfOrder) { $0.isCaptureOrder = true }]
    },
    Example(
      "octets that contradict others, before all else",
      [
        "1 segment of the server's with other octets than came before, in 44",
        "3 of the client's 20 segments lost, stalled 5.00 s", "repaired by timeout", "2 segments of the client's after its end",
      ], .injected, weight: 1
    ) {
      $0.high.conflictingOverlaps = 1
      $0.low.dataAfterClose = 2
      $0.low.retransmissions.segments = 3
      $0.low.retransmissions.needed = 3
      $0.low.retransmissions.timeout = 3
      $0.low.stall = 5_000_000_000
      $0.events = [Handmade.event(.conflictingOverlap, .high, frame: 44)]
    },
  ]

  @Test("of a flow", arguments: examples)
  func clauses(_ example: Example) throws {
    let client = example.flow.roles.client
    #expect(client == .low)
    let report = try #require(ConnectionReport(example.flow, client: client))
    #expect(SegmentEvidence(example.flow, report, client: client).clauses == example.clauses)
    let verdict = FlowVerdict(example.flow, report)
    #expect(verdict?.kind == example.verdict)
    #expect(verdict?.weight ?? 0 == example.weight)
  }

  @Test("lists come worst first, and flows by how long they stood still")
  func order() throws {
    let flows = [300, 900, 200].map { milliseconds in
      Handmade.flow(packets: (milliseconds, 10)) {
        $0.low.retransmissions.segments = 1
        $0.low.retransmissions.needed = 1
        $0.low.retransmissions.timeout = 1
        $0.low.stall = Int64(milliseconds) * 1_000_000
      }
    }
    let reordered = Handmade.flow { $0.low.outOfOrder = 1 }
    let injected = Handmade.flow { $0.high.conflictingOverlaps = 1 }
    let text = text([reordered] + flows + [injected])
    let lines = [
      "1 connection has octets that contradict each other", "3 connections stood still for lost segments",
      "1 of the client's 900 segments lost, stalled 900 ms", "1 of the client's 300 segments lost, stalled 300 ms",
      "1 of the client's 200 segments lost, stalled 200 ms", "1 connection had segments out of order or twice",
    ]
    let places = try lines.map { try #require(text.range(of: $0)?.lowerBound, "\($0) in \(text)") }
    #expect(places == places.sorted())
  }

  @Test("of all connections together")
  func totals() {
    let hurt = Handmade.flow(packets: (1000, 1763)) {
      $0.low.retransmissions.segments = 34
      $0.low.retransmissions.spurious = 5
      $0.high.outOfOrder = 12
      $0.high.networkDuplicates = 3
      $0.low.stall = 700_000_000
      $0.high.stall = 500_000_000
      $0.high.zeroWindowTime = 2_400_000_000
    }
    var unseen = Handmade.flow(packets: (100, 137)) { _ in }
    unseen.analysis = nil
    #expect(sentences([unseen]) == ["TCP segments: 237; none sent again or out of order"])
    #expect(
      sentences([hurt, unseen]) == [
        "TCP segments: 3,000; 34 sent again (1.1 %), 5 of them needlessly; 12 out of order; 3 delivered twice",
        "TCP stood still: 1.20 s in 1 connection for lost segments, 2.40 s in 1 connection for closed windows",
      ])
    #expect(sentences([]) == [])
  }

  private func sentences(_ flows: [FinishedFlow]) -> [String] {
    var totals = SegmentTotals()
    for flow in flows { totals.add(flow) }
    return totals.sentences
  }

  @Test(
    "frames captured twice",
    arguments: [(1, "1 frame is in the capture twice"), (1234, "1,234 frames are in the capture twice")])
  func duplicates(_ count: Int, _ expected: String) {
    var result = RunResult()
    #expect(!ReportText(result, FlowDigest(), style: TextStyle()).text.contains("twice"))
    result.quality.duplicateFrames = count
    #expect(ReportText(result, FlowDigest(), style: TextStyle()).text.contains(expected))
  }

  @Test("octets never acknowledged are not the capture's loss")
  func undelivered() {
    let lost = Handmade.flow(missing: (0, 3000)) { $0.events = [Handmade.event(.gap, .high, length: 3000)] }
    #expect(!text([lost]).contains("sent but not captured"))
    let half = Handmade.flow(missing: (0, 3000)) { $0.events = [Handmade.event(.gap, .high, length: 1976)] }
    #expect(text([half]).contains("1.00 KiB of 1 connection were sent but not captured"))
  }

  private func text(_ flows: [FinishedFlow]) -> String {
    var digest = FlowDigest()
    digest.add(flows)
    return ReportText(RunResult(), digest, style: TextStyle(width: 200)).text
  }
}
