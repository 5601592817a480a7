import Flows
import PacketModel
import Testing

/// What made a sender send again.
@Suite struct RetransmissionTests {
  /// Sequence numbers at which a transfer begins: the last two wrap in its midst.
  static let starts: [UInt32] = [1000, 0xffff_f800, 0x7fff_f800]

  static var withoutSACK: Talk.Opening {
    var opening = Talk.Opening()
    opening.sack = false
    return opening
  }

  /// Four segments of the client; the second does not arrive. Frames 4 to 7.
  static func lossy(_ opening: Talk.Opening = Talk.usual, clientISN: UInt32 = 1000) -> Talk {
    var talk = Talk(opening, clientISN: clientISN)
    for index in 0..<4 { talk.say(">", index * 1000..<(index + 1) * 1000, at: 20 + Double(index) * 0.1) }
    return talk
  }

  @Test("silence until the timer runs out (RFC 6298 §5), then what lies behind it as acknowledgments come", arguments: starts)
  func timeout(clientISN: UInt32) throws {
    var talk = Self.lossy(Self.withoutSACK, clientISN: clientISN)
    talk.say(">", 0..<1000, at: 320)
    talk.say("<", ack: 1000, at: 330)
    talk.say(">", 1000..<2000, at: 330.1)
    talk.say(">", 2000..<3000, at: 330.2)
    let analysis = talk.analysis
    // Without SACK and timestamps, nothing tells whether the first transmissions came.
    #expect(
      analysis.told == [
        "8 retransmission timeout unknown", "10 retransmission timeout unknown", "11 retransmission timeout unknown",
      ])
    #expect(analysis.events.map(\.isSlowStart) == [false, true, true])
    #expect(analysis.events.map(\.originalFrame) == [4, 5, 6])
    #expect(analysis.events[0].delay == milliseconds(300))
    #expect(analysis.events.allSatisfy { $0.basis == .octetsSeen && $0.isCertain })
    let counts = analysis.low.retransmissions
    #expect(counts.segments == 3 && counts.timeout == 3 && counts.slowStart == 2 && counts.octets == 3000)
    #expect(counts.spurious == 0 && counts.needed == 0)
    #expect(analysis.high.retransmissions == ConnectionAnalysis().high.retransmissions)
  }

  @Test("selective acknowledgments of later segments (RFC 6675, 8985)", arguments: starts)
  func fastBySACK(clientISN: UInt32) throws {
    var talk = Self.lossy(clientISN: clientISN)
    talk.say("<", ack: 1000, at: 30)
    talk.say("<", at: 30.2, sack: [2000..<3000])
    talk.say("<", at: 30.3, sack: [2000..<4000])
    talk.say(">", 1000..<2000, at: 30.5)
    talk.say("<", ack: 4000, at: 40.5)
    let analysis = talk.analysis
    #expect(analysis.told == ["9 duplicate_ack", "11 retransmission fast needed"])
    let event = try #require(analysis.first(.retransmission))
    #expect(event.originalFrame == 5)
    #expect(event.proof == .acknowledgment)
    // The news, and the answer.
    #expect(event.evidence.frames == [9, 10, 12])
    #expect(event.sequence.rawValue == clientISN &+ 1001 && event.length == 1000)
    #expect(analysis.low.retransmissions.fast == 1 && analysis.low.retransmissions.needed == 1)
    #expect(analysis.high.selectiveAcks == 2 && analysis.low.selectiveAcks == 0)
  }

  @Test("three duplicate ACKs trigger one, two do not (RFC 5681 §3.2)", arguments: [2, 3])
  func fastByDuplicates(count: Int) throws {
    var talk = Self.lossy(Self.withoutSACK)
    talk.say(">", 4000..<5000, at: 20.4)
    talk.say("<", ack: 1000, at: 30)
    for index in 0..<count { talk.say("<", at: 30.2 + Double(index) * 0.1) }
    let frame = talk.say(">", 1000..<2000, at: 30.7)
    talk.say("<", ack: 5000, at: 40.7)
    let event = try #require(talk.analysis.first(.retransmission))
    #expect(event.frame == frame)
    #expect(event.trigger == (count == 3 ? .fast : .unknown))
    #expect(event.necessity == (count == 3 ? .needed : .unknown))
  }

  @Test("duplicate ACKs of a moment ago cannot have reached the sender")
  func newsTravels() throws {
    // Beside the server: an acknowledgment takes 10 ms to the client, and the answer to it back.
    var opening = Self.withoutSACK
    opening.identification = 100
    var talk = Talk(opening)
    talk.change(2) { $0.time = 0.0001 }
    for index in 0..<5 {
      talk.say(">", index * 1000..<(index + 1) * 1000, at: 20 + Double(index) * 0.1, id: 102 + UInt16(index))
    }
    talk.say("<", ack: 1000, at: 20.1)
    for index in 0..<4 { talk.say("<", at: 20.2 + Double(index) * 0.1) }
    talk.say(">", 2000..<3000, at: 21, id: 107)
    #expect(talk.analysis.first(.retransmission)?.trigger == .unknown)
  }

  @Test("a tail loss probe repeats the last segment once (RFC 8985 §7.3), where both sides take SACK")
  func tailProbe() throws {
    var talk = Talk()
    talk.say(">", 0..<1000, at: 20)
    talk.say(">", 1000..<2000, at: 20.1)
    talk.say("<", ack: 1000, at: 30)
    talk.say(">", 1000..<2000, at: 50)
    talk.say(">", 1000..<2000, at: 350)
    talk.say("<", ack: 2000, at: 360)
    let analysis = talk.analysis
    #expect(analysis.events.map(\.trigger) == [.tailProbe, .timeout])
    #expect(analysis.events.map(\.originalFrame) == [5, 5])
    #expect(analysis.low.retransmissions.tailProbe == 1 && analysis.low.retransmissions.timeout == 1)
  }

  @Test("a SYN again, and a SYN-ACK again, each a second later")
  func opening() throws {
    let lines: [Conversation.Line] = [
      .init(">", "S", 100, 0, at: 0), .init(">", "S", 100, 0, at: 1), .init(">", "S", 100, 0, at: 3),
      .init("<", "S.", 500, 101, at: 3.01), .init("<", "S.", 500, 101, at: 4.01), .init(">", ".", 101, 501, at: 4.02),
    ]
    let analysis = try #require(Conversation(lines).flows().first?.analysis)
    #expect(
      analysis.told == ["2 retransmission syn unknown", "3 retransmission syn unknown", "5 retransmission syn unknown"])
    #expect(analysis.events.map(\.originalFrame) == [1, 1, 4])
    #expect(analysis.events.map(\.delay) == [1, 2, 1].map { Int64($0) * 1_000_000_000 })
    #expect(analysis.low.retransmissions.syn == 2 && analysis.high.retransmissions.syn == 1)
    // A SYN is no payload.
    #expect(analysis.low.retransmissions.octets == 0)
  }

  @Test("a SYN again behind its SYN-ACK was for nothing")
  func spuriousSYN() throws {
    let lines: [Conversation.Line] = [
      .init(">", "S", 100, 0, at: 0), .init("<", "S.", 500, 101, at: 1.2), .init(">", "S", 100, 0, at: 1.21),
      .init(">", ".", 101, 501, at: 1.3), .init(">", "P.", 101, 501, 10, at: 1.4),
    ]
    let event = try #require(Conversation(lines).flows().first?.analysis?.first(.retransmission))
    #expect(event.frame == 3 && event.trigger == .syn && event.necessity == .spurious && event.proof == .acknowledgedBefore)
    #expect(event.evidence.frames == [2])
  }

  @Test("a FIN again")
  func finish() throws {
    var talk = Talk()
    talk.say(">", 0..<1000, at: 20)
    talk.say("<", ack: 1000, at: 30)
    talk.say(">", at: 40, flags: "F")
    talk.say(">", 1000..<1000, at: 260, flags: "F")
    talk.say("<", ack: 1001, at: 270)
    let analysis = talk.analysis
    #expect(analysis.told == ["7 retransmission fin needed"])
    #expect(analysis.events.first?.originalFrame == 6)
    #expect(analysis.low.retransmissions.fin == 1 && analysis.low.retransmissions.octets == 0)
  }

  @Test("a segment that a network card put together, sent again in parts, and whole")
  func superSegment() throws {
    var talk = Talk()
    talk.say(">", 0..<3000, at: 20)
    talk.say(">", 3000..<4000, at: 20.1)
    talk.say("<", ack: 1000, at: 30)
    talk.say("<", at: 30.1, sack: [2000..<4000])
    let part = talk.say(">", 1000..<2000, at: 31)
    talk.say("<", ack: 4000, at: 41)
    talk.say(">", 4000..<7000, at: 50)
    let whole = talk.say(">", 4000..<7000, at: 350)
    let events = talk.analysis.events.filter { $0.kind == .retransmission }
    #expect(events.map(\.frame) == [part, whole])
    #expect(events.map(\.length) == [1000, 3000])
    #expect(events.map(\.segments) == [1, 3])
    #expect(events.map(\.originalFrame) == [4, 10])
    #expect(events.map(\.trigger) == [.fast, .tailProbe])
    #expect(talk.analysis.low.retransmissions.segments == 4 && talk.analysis.low.retransmissions.octets == 4000)
  }

  @Test("octets again together with new ones are one retransmission, and the new ones are new")
  func partlyNew() throws {
    var talk = Talk(Self.withoutSACK)
    talk.say(">", 0..<1000, at: 20)
    talk.say(">", 500..<1500, at: 320)
    talk.say(">", 1500..<2500, at: 320.1)
    talk.say("<", ack: 2500, at: 330)
    let analysis = talk.analysis
    // The first half was not sent again, and is acknowledged: the first transmission came (RFC 5682).
    #expect(analysis.told == ["5 retransmission timeout spurious"])
    #expect(analysis.events.first?.proof == .forwardRTO)
    #expect(talk.conversation.flows().first?.report?.uniqueOctets(.low) == 2500)
  }
}
