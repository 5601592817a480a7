import Flows
import PacketModel
import Testing

@Suite struct TeardownTests {
  /// A connection opened, with client data up to 111 and server data up to 521.
  static let opened: [Conversation.Line] = [
    .init(">", "S", 100, 0, at: 0), .init("<", "S.", 500, 101, at: 0.01), .init(">", ".", 101, 501, at: 0.02),
    .init(">", "P.", 101, 501, 10, at: 0.03), .init("<", "P.", 501, 111, 20, at: 0.04), .init(">", ".", 111, 521, at: 0.05),
  ]

  @Test("both FINs close it, and a RST behind them changes nothing")
  func closed() throws {
    let flows = Conversation(
      Self.opened + [
        .init(">", "F.", 111, 521, at: 1), .init("<", ".", 521, 112, at: 1.01), .init("<", "F.", 521, 112, at: 1.02),
        .init(">", ".", 112, 522, at: 1.03), .init(">", "R", 112, 0, at: 1.04),
      ]
    ).flows()
    let report = try #require(flows.first?.report)
    #expect(flows.count == 1)
    #expect(report.teardown == .closed)
    #expect(report.firstToClose == flows.first?.roles.client)
    #expect(report.finFrame(.low) == 7)
    #expect(report.finAckedFrame(.low) == 8)
    #expect(report.finFrame(.high) == 9)
    #expect(report.finAckedFrame(.high) == 10)
    #expect(report.resetFrame == nil)
    #expect(!report.isSimultaneousClose)
    #expect(report.missingOctets(.low) == 0)
    #expect(report.missingOctets(.high) == 0)
  }

  @Test("FINs that cross on the way")
  func simultaneous() throws {
    let flows = Conversation(
      Self.opened + [
        .init(">", "F.", 111, 521, at: 1), .init("<", "F.", 521, 111, at: 1.001), .init(">", ".", 112, 522, at: 1.02),
        .init("<", ".", 522, 112, at: 1.021),
      ]
    ).flows()
    #expect(flows.first?.report?.isSimultaneousClose == true)
  }

  @Test("one FIN, then a RST: reset, but the first to close is who sent the FIN")
  func resetAfterFIN() throws {
    let flows = Conversation(
      Self.opened + [.init("<", "F.", 521, 111, at: 1), .init(">", "R.", 111, 522, at: 1.001)]
    ).flows()
    let report = try #require(flows.first?.report)
    #expect(report.teardown == .reset)
    #expect(report.firstToClose == .high)
    #expect(report.resetBy == .low)
    #expect(report.resetFrame == 8)
  }

  @Test("a RST far from the stream is not believed")
  func wildReset() throws {
    let flows = Conversation(
      Self.opened + [.init("<", "R", 900_000_000 &+ 2_000_000_000, 0, at: 1), .init(">", "P.", 111, 521, 5, at: 1.1)]
    ).flows()
    #expect(flows.count == 1)
    #expect(flows.first?.report?.teardown == .open)
  }

  @Test("half closed, open, timed out")
  func unfinished() throws {
    let half = Conversation(Self.opened + [.init(">", "F.", 111, 521, at: 1), .init("<", ".", 521, 112, at: 1.01)])
    #expect(half.flows().first?.report?.teardown == .halfClosed)
    var silent = Conversation(Self.opened)
    #expect(silent.flows().first?.report?.teardown == .open)
    silent.clockGoesTo = 8000
    #expect(silent.flows().first?.report?.teardown == .timedOut)
    #expect(silent.flows().first?.flow.ending == .idle)
  }

  @Test("a FIN again, and an ACK late, belong to the connection they close (TIME-WAIT)")
  func lateSegments() throws {
    let flows = Conversation(
      Self.opened + [
        .init(">", "F.", 111, 521, at: 1), .init("<", "F.", 521, 112, at: 1.02), .init(">", ".", 112, 522, at: 1.03),
        .init("<", "F.", 521, 112, at: 30), .init(">", ".", 112, 522, at: 30.01),
      ]
    ).flows()
    #expect(flows.count == 1)
    #expect(flows.first?.flow.low.packets == 7)
    #expect(flows.first?.report?.repeatedOctets(.high) == 0)
  }

  @Test("the same addresses and ports again are another connection")
  func reuse() throws {
    let flows = Conversation(
      Self.opened + [
        .init(">", "F.", 111, 521, at: 1), .init("<", "F.", 521, 112, at: 1.02), .init(">", ".", 112, 522, at: 1.03),
        .init(">", "S", 9000, 0, at: 2), .init("<", "S.", 7000, 9001, at: 2.01), .init(">", ".", 9001, 7001, at: 2.02),
      ]
    ).flows()
    #expect(flows.map(\.flow.firstFrame) == [1, 10])
    #expect(flows.map(\.flow.ending) == [.reused, .captureEnd])
    #expect(flows.allSatisfy { $0.report?.handshake == .complete })
  }

  @Test("the same SYN again repeats an opening, unless the connection it opened was used and closed")
  func sameSYN() throws {
    let again = Conversation([.init(">", "S", 5, 0, at: 0), .init("<", "R.", 0, 6, at: 0.1), .init(">", "S", 5, 0, at: 0.6)])
    #expect(again.flows().count == 1)
    let reused = Conversation(
      Self.opened + [.init(">", "R.", 111, 521, at: 1), .init(">", "S", 100, 0, at: 2)])
    #expect(reused.flows().count == 2)
  }

  @Test("closed flows end a minute after their last packet, others when their kind has waited long enough")
  func endings() throws {
    var closed = Conversation(
      Self.opened + [
        .init(">", "F.", 111, 521, at: 1), .init("<", "F.", 521, 112, at: 1.02), .init(">", ".", 112, 522, at: 1.03),
      ])
    closed.clockGoesTo = 70
    #expect(closed.flows().first?.flow.ending == .closed)
    closed.clockGoesTo = 50
    #expect(closed.flows().first?.flow.ending == .captureEnd)
    var query = Conversation([
      .init(">", "", 0, 0, 30, at: 0), .init("<", "", 0, 0, 90, at: 0.1), .init(">", "", 0, 0, 30, at: 200),
    ])
    query.transport = .udp
    #expect(query.flows().count == 2)
    query.lines[2].time = 100
    #expect(query.flows().count == 1)
  }
}
