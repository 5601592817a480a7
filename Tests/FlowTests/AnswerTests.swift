import Flows
import PacketModel
import Testing

/// What acknowledgments and windows say.
@Suite struct AnswerTests {
  /// The server's segments, two under way, the first acknowledged: frames 4, 5, 6.
  private static func underWay(_ opening: Talk.Opening = Talk.usual) -> Talk {
    var talk = Talk(opening)
    talk.say("<", 0..<1000, at: 20)
    talk.say("<", 1000..<2000, at: 20.1)
    talk.say(">", ack: 1000, at: 20.2)
    return talk
  }

  // MARK: - Duplicate ACKs (RFC 5681 §2)

  @Test("a run of duplicate ACKs is one event, with its length and ends; a new acknowledgment begins another")
  func runs() throws {
    var talk = Self.underWay()
    for time in [21, 21.5, 22] { talk.say(">", at: time) }
    talk.say("<", 2000..<3000, at: 23)
    let second = talk.say(">", ack: 2000, at: 23.1)
    talk.say(">", at: 23.5)
    let analysis = talk.analysis
    #expect(analysis.told == ["7 duplicate_ack", "\(second + 1) duplicate_ack"])
    #expect(analysis.events.map(\.count) == [3, 1])
    #expect(analysis.events.first?.lastFrame == 9)
    #expect(analysis.events.map(\.originalFrame) == [6, second])
    #expect(analysis.events.first?.sequence.rawValue == talk.serverISN + 1001)
    #expect(analysis.low.duplicateAcks == 4 && analysis.high.duplicateAcks == 0)
  }

  @Test("nothing under way, another window, or octets of its own: no duplicate ACK")
  func conditions() throws {
    var idle = Self.underWay()
    idle.say(">", ack: 2000, at: 21)
    idle.say(">", at: 30)
    #expect(idle.analysis.told == [])
    var update = Self.underWay()
    update.say(">", at: 21, window: 64_000)
    update.say(">", at: 22, window: 64_000)
    #expect(update.analysis.told == ["7 window_update", "8 duplicate_ack"])
    #expect(update.analysis.low.windowUpdates == 1)
    var data = Self.underWay()
    data.say(">", 0..<10, at: 21)
    #expect(data.analysis.told == [])
    var finish = Self.underWay()
    finish.say(">", at: 21, flags: "F")
    #expect(finish.analysis.told == [])
  }

  // MARK: - Windows (RFC 9293 §3.8.6)

  private static var small: Talk.Opening {
    var opening = Talk.Opening()
    opening.window = 2000
    return opening
  }

  @Test("a window filled, closed, probed and opened again", arguments: [1, 0])
  func zeroWindow(probeLength: Int) throws {
    var talk = Talk(Self.small)
    talk.say("<", 0..<1000, at: 20, window: 2000)
    let full = talk.say("<", 1000..<2000, at: 20.1, window: 2000)
    let closed = talk.say(">", ack: 2000, at: 21, window: 0)
    // RFC 9293 sends an octet of new data; Linux none, one below the edge.
    let start = probeLength == 1 ? 2000 : 1999
    let probe = talk.say("<", start..<start + probeLength, at: 300, window: 2000)
    let answer = talk.say(">", at: 300.1, window: 0)
    let open = talk.say(">", at: 1021, window: 2000)
    talk.say("<", 2000..<3000, at: 1021.2, window: 2000)
    talk.say(">", ack: 3000, at: 1021.4, window: 2000)
    let analysis = talk.analysis
    #expect(
      analysis.told == [
        "\(full) window_full", "\(closed) zero_window", "\(probe) zero_window_probe", "\(answer) zero_window_probe_ack",
        "\(open) window_update",
      ])
    let event = try #require(analysis.first(.zeroWindow))
    #expect(event.sender == .low && event.delay == milliseconds(1000) && event.evidence.frames == [open])
    #expect(analysis.first(.zeroWindowProbeAck)?.originalFrame == probe)
    #expect(analysis.low.zeroWindows == 1 && analysis.low.zeroWindowTime == milliseconds(1000))
    #expect(analysis.high.zeroWindowProbes == 1 && analysis.low.zeroWindowProbeAcks == 1)
    #expect(analysis.high.windowFulls == 1 && analysis.low.windowUpdates == 1)
    #expect(analysis.low.smallestWindow == 0 && analysis.low.largestWindow == 2000)
    #expect(analysis.high.retransmissions.segments == 0)
  }

  @Test("a window that stays closed has no length")
  func neverOpened() throws {
    var talk = Talk(Self.small)
    talk.say("<", 0..<1000, at: 20)
    talk.say(">", ack: 1000, at: 21, window: 0)
    let event = try #require(talk.analysis.first(.zeroWindow))
    #expect(event.delay == nil && event.evidence.frames == [])
  }

  @Test("windows count scaled, those of SYNs not (RFC 7323 §2.2); where scales are unknown, nothing is full")
  func scaled() throws {
    var opening = Self.small
    opening.scale = 3
    var talk = Talk(opening)
    for index in 0..<16 { talk.say("<", index * 1000..<(index + 1) * 1000, at: 20 + Double(index) * 0.1, window: 2000) }
    #expect(talk.analysis.told == ["19 window_full"])
    // The client's SYN-ACK window is what it may send first.
    var first = Talk(opening)
    first.say(">", 0..<1000, at: 20, window: 2000)
    first.say(">", 1000..<2000, at: 20.1, window: 2000)
    #expect(first.analysis.told == ["5 window_full"])
    var midstream = Talk(nil)
    midstream.say("<", 0..<1000, at: 0, window: 1000)
    midstream.say(">", ack: 1000, at: 1, window: 1000)
    midstream.say("<", 1000..<2000, at: 2, window: 1000)
    #expect(midstream.analysis.told == [])
    #expect(midstream.analysis.low.largestWindow == nil)
  }

  // MARK: - Keep-alives (RFC 9293 §3.8.4)

  @Test("an idle connection is asked for life with the last octet, or none, and answers", arguments: [0, 1])
  func keepAlive(length: Int) throws {
    var talk = Self.underWay()
    talk.say(">", ack: 2000, at: 21)
    let question = talk.say("<", 1999..<1999 + length, at: 10_000)
    let answer = talk.say(">", at: 10_000.1)
    talk.say("<", 1999..<1999 + length, at: 20_000)
    talk.say(">", at: 20_000.1)
    let analysis = talk.analysis
    #expect(
      analysis.told == [
        "\(question) keep_alive", "\(answer) keep_alive_ack", "\(question + 2) keep_alive", "\(answer + 2) keep_alive_ack",
      ])
    #expect(analysis.first(.keepAliveAck)?.originalFrame == question)
    #expect(analysis.high.keepAlives == 2 && analysis.low.keepAliveAcks == 2)
    #expect(analysis.high.retransmissions.segments == 0)
  }

  @Test("the last octet again while it is not acknowledged is a retransmission; without a pause, it is no keep-alive")
  func noKeepAlive() throws {
    var talk = Talk()
    talk.say("<", 0..<1000, at: 20)
    talk.say("<", 999..<1000, at: 400)
    #expect(talk.analysis.events.map(\.kind) == [.retransmission])
    var soon = Self.underWay()
    soon.say(">", ack: 2000, at: 21)
    soon.say("<", 1999..<2000, at: 60)
    #expect(soon.analysis.events.map(\.kind) == [.retransmission])
  }

  // MARK: - Challenge ACKs (RFC 5961)

  @Test("a RST that does not fit exactly is answered, not obeyed (§3.2)")
  func challengedReset() throws {
    var talk = Self.underWay()
    talk.say(">", ack: 2000, at: 21)
    talk.conversation.lines.append(
      .init("<", "R", talk.serverISN + 1 + 2500, 0, at: 0.1))
    let frame = talk.say(">", at: 100.1)
    let analysis = talk.analysis
    #expect(analysis.first(.challengeAck)?.frame == frame)
    #expect(analysis.low.challengeAcks == 1)
  }

  @Test("a SYN that meets a connection which the other host still has (§4.2)")
  func challengedSYN() throws {
    let lines: [Conversation.Line] = [
      .init(">", "S", 7000, 0, at: 0), .init("<", ".", 90_001, 40_001, at: 0.01), .init(">", "R", 40_001, 0, at: 0.0101),
      .init(">", "S", 7000, 0, at: 1), .init("<", "S.", 500, 7001, at: 1.01), .init(">", ".", 7001, 501, at: 1.0101),
    ]
    let analysis = Conversation(lines).flows().compactMap(\.analysis).flatMap(\.events)
    #expect(analysis.contains { $0.kind == .challengeAck && $0.frame == 2 })
  }
}
