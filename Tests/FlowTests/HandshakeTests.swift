import Flows
import PacketModel
import Testing

@Suite struct HandshakeTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var conversation: @Sendable () -> Conversation
    var outcome: ConnectionReport.Handshake
    var synRetransmissions = 0
    var synAckRetransmissions = 0
    /// Nanoseconds.
    var roundTrip: Int64?

    init(
      _ name: String, _ lines: [Conversation.Line], _ outcome: ConnectionReport.Handshake, synRetransmissions: Int = 0,
      synAckRetransmissions: Int = 0, roundTrip: Int64? = nil, error: (UInt8, UInt8)? = nil
    ) {
      testDescription = name
      self.outcome = outcome
      self.synRetransmissions = synRetransmissions
      self.synAckRetransmissions = synAckRetransmissions
      self.roundTrip = roundTrip
      let copy = lines.map { ($0.isFromClient, $0.flags, $0.sequence, $0.acknowledgment, $0.length, $0.time) }
      conversation = {
        var conversation = Conversation(
          copy.map { Conversation.Line($0.0 ? ">" : "<", $0.1, $0.2, $0.3, $0.4, at: $0.5) })
        if let error { conversation.errors = [(0, true, error.0, error.1)] }
        return conversation
      }
    }
  }

  static let examples = [
    Example(
      "the three segments",
      [.init(">", "S", 100, 0, at: 0), .init("<", "S.", 500, 101, at: 0.010), .init(">", ".", 101, 501, at: 0.015)],
      .complete, roundTrip: 15_000_000),
    Example(
      "the ACK carries data",
      [.init(">", "S", 100, 0, at: 0), .init("<", "S.", 500, 101, at: 0.010), .init(">", "P.", 101, 501, 80, at: 0.020)],
      .complete, roundTrip: 20_000_000),
    Example(
      "the round trip counts from the last SYN",
      [
        .init(">", "S", 100, 0, at: 0), .init(">", "S", 100, 0, at: 1), .init("<", "S.", 500, 101, at: 1.010),
        .init(">", ".", 101, 501, at: 1.015),
      ], .complete, synRetransmissions: 1, roundTrip: 15_000_000),
    Example(
      "a SYN again after its SYN-ACK leaves the round trip open",
      [
        .init(">", "S", 100, 0, at: 0), .init("<", "S.", 500, 101, at: 0.010), .init(">", "S", 100, 0, at: 1),
        .init(">", ".", 101, 501, at: 1.2),
      ], .complete, synRetransmissions: 1),
    Example(
      "a SYN-ACK again",
      [
        .init(">", "S", 100, 0, at: 0), .init("<", "S.", 500, 101, at: 0.010), .init("<", "S.", 500, 101, at: 1),
        .init(">", ".", 101, 501, at: 1.005),
      ], .complete, synAckRetransmissions: 1, roundTrip: 1_005_000_000),
    Example("nobody answers", [.init(">", "S", 1, 0, at: 0), .init(">", "S", 1, 0, at: 1)], .noAnswer, synRetransmissions: 1),
    Example("a RST answers the SYN", [.init(">", "S", 100, 0, at: 0), .init("<", "R.", 0, 101, at: 0.001)], .refused),
    Example(
      "a RST that acknowledges nothing is no answer to a SYN (RFC 9293 §3.10.7.3)",
      [.init(">", "S", 100, 0, at: 0), .init("<", "R", 7, 0, at: 0.001)], .noAnswer),
    Example(
      "a RST that acknowledges less than the SYN is none either",
      [
        .init(">", "S", 100, 0, at: 0), .init("<", "R.", 0, 100, at: 0.001), .init("<", "S.", 500, 101, at: 0.010),
        .init(">", ".", 101, 501, at: 0.015),
      ], .complete, roundTrip: 15_000_000),
    Example("an ICMP port unreachable refuses", [.init(">", "S", 100, 0, at: 0)], .refused, error: (3, 3)),
    Example("an ICMP host unreachable lets nothing through", [.init(">", "S", 100, 0, at: 0)], .unreachable, error: (3, 1)),
    Example("a firewall's prohibition too", [.init(">", "S", 100, 0, at: 0)], .unreachable, error: (3, 13)),
    Example(
      "no ACK of the SYN-ACK",
      [.init(">", "S", 100, 0, at: 0), .init("<", "S.", 500, 101, at: 0.01), .init("<", "S.", 500, 101, at: 1)],
      .halfOpen, synAckRetransmissions: 1),
    Example(
      "a scan: SYN, SYN-ACK, RST",
      [.init(">", "S", 100, 0, at: 0), .init("<", "S.", 500, 101, at: 0.01), .init(">", "R", 101, 0, at: 0.02)], .halfOpen),
    Example(
      "both open at once (RFC 9293 figure 7)",
      [
        .init(">", "S", 100, 0, at: 0), .init("<", "S", 300, 0, at: 0.001), .init(">", "S.", 100, 301, at: 0.010),
        .init("<", "S.", 300, 101, at: 0.011), .init(">", ".", 101, 301, at: 0.02),
      ], .simultaneous),
    Example(
      "picked up in the middle",
      [.init(">", "P.", 4000, 900, 10, at: 0), .init("<", ".", 900, 4010, at: 0.01)], .notCaptured),
    Example(
      "the SYN was not captured",
      [.init("<", "S.", 500, 101, at: 0.01), .init(">", ".", 101, 501, at: 0.02)], .notCaptured),
    Example(
      "the SYN-ACK was not captured",
      [.init(">", "S", 100, 0, at: 0), .init(">", ".", 101, 501, at: 0.02), .init("<", "P.", 501, 101, 5, at: 0.03)],
      .notCaptured),
    Example(
      "the SYN captured behind its answer",
      [.init("<", "S.", 500, 101, at: 0.01), .init(">", "S", 100, 0, at: 0.0101), .init(">", ".", 101, 501, at: 0.02)],
      .complete),
  ]

  @Test("how a connection opened", arguments: examples)
  func opening(_ example: Example) throws {
    let flows = example.conversation().flows()
    #expect(flows.count == 1)
    let flow = try #require(flows.first)
    let report = try #require(flow.report)
    #expect(report.handshake == example.outcome)
    #expect(report.synRetransmissions == example.synRetransmissions)
    #expect(report.synAckRetransmissions == example.synAckRetransmissions)
    if let roundTrip = example.roundTrip { #expect(report.roundTrip == roundTrip) }
  }

  @Test("the frames are the evidence")
  func frames() throws {
    let flow = try #require(Self.examples[2].conversation().flows().first)
    let report = try #require(flow.report)
    #expect(report.synFrame == 1)
    #expect(report.synAckFrame == 3)
    #expect(report.ackFrame == 4)
    #expect(flow.roles.evidence == .syn)
  }
}
