import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("Verdicts in words")
struct SegmentVerdictTests {
  struct Example: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var kind: SegmentEvent.Kind
    var change: @Sendable (inout SegmentEvent) -> Void

    init(_ text: String, _ kind: SegmentEvent.Kind, _ change: @escaping @Sendable (inout SegmentEvent) -> Void = { _ in }) {
      testDescription = text
      self.kind = kind
      self.change = change
    }
  }

  /// Each beside the text it must give: of a segment in frame 130 with 1,000 octets at 1001, whose SACK says 1001–2449.
  static let examples = [
    Example("retransmission (fast recovery, needed) of 123, 21.4 ms later", .retransmission) {
      ($0.trigger, $0.necessity, $0.originalFrame, $0.delay) = (.fast, .needed, 123, 21_400_000)
    },
    Example("retransmission (timeout, spurious) of 123, 200 ms later; by a D-SACK in 140", .retransmission) {
      $0.trigger = .timeout
      ($0.necessity, $0.originalFrame, $0.delay, $0.proof) = (.spurious, 123, 200_000_000, .dSACK)
      for frame in [140, 130, 123] { $0.evidence.add(frame) }
    },
    Example("likely retransmission (behind a timeout)", .retransmission) {
      ($0.trigger, $0.isSlowStart, $0.isCertain) = (.timeout, true, false)
    },
    Example("retransmission", .retransmission),
    Example("retransmission (tail loss probe, 2 segments in one) of 600 octets in it", .retransmission) {
      ($0.trigger, $0.segments, $0.length) = (.tailProbe, 2, 600)
    },
    Example(
      "retransmission of 88; the stream stood still for 5.00 ms; its timestamp tells; by the ACKs in 131", .retransmission
    ) {
      ($0.originalFrame, $0.stall, $0.basis, $0.proof) = (88, 5_000_000, .timestamps, .acknowledgment)
      $0.evidence.add(131)
    },
    Example("out of order by the network", .outOfOrder) { $0.basis = .octetsSeen },
    Example("likely out of order by the network, 3.00 ms late; its IP identification tells in 127", .outOfOrder) {
      ($0.delay, $0.basis, $0.isCertain) = (3_000_000, .identification, false)
      $0.evidence.add(127)
    },
    Example("out of order by the capture: its acknowledgment stands before it", .outOfOrder) { $0.isCaptureOrder = true },
    Example("duplicate by the network of 88", .networkDuplicate) { $0.originalFrame = 88 },
    Example("captured twice: again in 130", .captureDuplicate),
    Example("1,000 octets ahead of it (1001–2001) never came", .gap),
    Example("1 octet ahead of it (1000–1001) not captured, but the receiver has them", .gap) {
      ($0.sequence, $0.length, $0.isAcknowledged) = (LadderExample.origin + 1000, 1, true)
    },
    Example("acknowledges 1,000 octets that were not captured", .ackedUnseen),
    Example("D-SACK: got 1001–2449 twice", .duplicateAck) { $0.hasDuplicateSACK = true },
    Example("duplicate ACK of 88", .duplicateAck) { $0.originalFrame = 88 },
    Example("zero window for 1.20 s", .zeroWindow) { $0.delay = 1_200_000_000 },
    Example("zero window, not seen to open again", .zeroWindow),
    Example("fills the receiver's window of 64.0 KiB", .windowFull),
    Example("keep-alive", .keepAlive),
    Example("answers the keep-alive", .keepAliveAck),
    Example("other octets than came before (1001–2001) in 88", .conflictingOverlap) { $0.originalFrame = 88 },
  ]

  @Test("each event reads as a clause", arguments: examples)
  func text(_ example: Example) {
    var flow = LadderExample()
    flow.add("<", ".", 1001, 1, 1000, at: 0, sack: [1001..<2449, 3000..<4000], frame: 130)
    flow.tell(example.kind, 130, example.change)
    let verdicts = (flow.analysis?.events ?? []).map {
      SegmentVerdict(
        event: $0, segment: flow.segments.first, origin: LadderExample.origin, otherWindow: 65_536, dash: "–")
    }
    #expect(verdicts.map(\.text) == [example.testDescription])
  }

  @Test("a verdict on a frame that is not drawn names it")
  func elsewhere() {
    var flow = LadderExample()
    flow.tell(.keepAlive, 7)
    let event = flow.analysis?.events.first
    #expect(
      event.map { SegmentVerdict(event: $0, segment: nil, origin: LadderExample.origin, otherWindow: nil, dash: "-").text }
        == "frame 7: keep-alive")
  }
}
