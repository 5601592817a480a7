import Flows
import PacketModel
import Testing

/// Whether a retransmission was needed, and what proves it.
@Suite struct NecessityTests {
  /// A segment of the client sent at 20 ms and again at 320 ms: frames 4 and 5.
  private static func twice(_ opening: Talk.Opening = Talk.usual, stamps: ((UInt32, UInt32), (UInt32, UInt32))? = nil) -> Talk {
    var talk = Talk(opening)
    talk.say(">", 0..<1000, at: 20, stamp: stamps?.0)
    talk.say(">", 0..<1000, at: 320, stamp: stamps?.1)
    return talk
  }

  @Test("the receiver says it got the octets twice (RFC 2883 §4)")
  func duplicateSACK() throws {
    var talk = Self.twice()
    talk.say("<", ack: 1000, at: 330)
    talk.say("<", at: 330.2, sack: [0..<1000])
    let analysis = talk.analysis
    let event = try #require(analysis.first(.retransmission))
    #expect(event.necessity == .spurious && event.proof == .dSACK)
    #expect(event.evidence.frames.contains(7))
    #expect(analysis.low.retransmissions.spurious == 1 && analysis.low.retransmissions.needed == 0)
    #expect(analysis.high.duplicateSACKs == 1)
    #expect(analysis.first(.duplicateAck)?.hasDuplicateSACK == true)
    #expect(analysis.low.stall == 0)
  }

  @Test("a D-SACK inside a block of the same acknowledgment (RFC 2883 §4.2)")
  func duplicateInside() throws {
    // 1000..<2000 is lost; 2000..<3000 is sent twice.
    var talk = RetransmissionTests.lossy()
    talk.say("<", ack: 1000, at: 30)
    talk.say("<", at: 30.2, sack: [2000..<4000])
    talk.say(">", 2000..<3000, at: 300)
    talk.say("<", at: 310, sack: [2000..<3000, 2000..<4000])
    let event = try #require(talk.analysis.first(.retransmission))
    #expect(event.frame == 10 && event.necessity == .spurious)
    #expect(talk.analysis.high.duplicateSACKs == 1)
  }

  @Test("a D-SACK in an acknowledgment that a newer one overtook speaks of the same octets")
  func overtakenDuplicateSACK() throws {
    var talk = Self.twice()
    talk.say("<", ack: 1000, at: 330)
    talk.say(">", 1000..<2000, at: 340)
    talk.say("<", ack: 2000, at: 350)
    talk.say("<", ack: 1000, at: 350.1, sack: [0..<1000])
    let event = try #require(talk.analysis.first(.retransmission))
    #expect(event.frame == 5 && event.necessity == .spurious && event.proof == .dSACK)
  }

  @Test("the acknowledgment echoes the first transmission's timestamp, or the second's (RFC 3522)", arguments: [100, 400])
  func timestamps(echo: UInt32) throws {
    var opening = Talk.Opening()
    opening.timestamps = (80, 7000)
    var talk = Self.twice(opening, stamps: ((100, 7000), (400, 7000)))
    talk.say("<", ack: 1000, at: 330, stamp: (7330, echo))
    let event = try #require(talk.analysis.first(.retransmission))
    #expect(event.necessity == (echo == 100 ? .spurious : .needed))
    #expect(event.proof == .timestamps)
    #expect(event.evidence.frames == [6])
  }

  @Test("an acknowledgment of what was not sent again proves a timeout needless (RFC 5682); of what came after it, nothing")
  func forwardRTO() throws {
    var talk = Talk(RetransmissionTests.withoutSACK)
    talk.say(">", 0..<1000, at: 20)
    talk.say(">", 1000..<2000, at: 20.1)
    talk.say(">", 0..<1000, at: 320)
    talk.say("<", ack: 2000, at: 330)
    let event = try #require(talk.analysis.first(.retransmission))
    #expect(event.necessity == .spurious && event.proof == .forwardRTO && event.evidence.frames == [7])
    var late = Self.twice(RetransmissionTests.withoutSACK)
    late.say(">", 1000..<2000, at: 320.1)
    late.say("<", ack: 2000, at: 330)
    #expect(late.analysis.first(.retransmission)?.necessity == .unknown)
  }

  @Test("an acknowledgment sooner than any round trip is of the first transmission")
  func tooFast() throws {
    var talk = Self.twice(RetransmissionTests.withoutSACK)
    talk.say("<", ack: 1000, at: 323)
    let event = try #require(talk.analysis.first(.retransmission))
    #expect(event.necessity == .spurious && event.proof == .tooFast)
    #expect(event.evidence.frames == [6])
  }

  @Test("a SACK sooner than any round trip is of the first transmission")
  func tooFastSACK() throws {
    var talk = RetransmissionTests.lossy()
    talk.say("<", ack: 1000, at: 30)
    talk.say(">", 2000..<3000, at: 300)
    talk.say("<", at: 302, sack: [2000..<3000])
    let event = try #require(talk.analysis.first(.retransmission))
    #expect(event.frame == 9 && event.necessity == .spurious && event.proof == .tooFast)
  }

  @Test("what was acknowledged before, or reported by SACK, is not needed again", arguments: [true, false])
  func acknowledgedBefore(isCumulative: Bool) throws {
    var talk = RetransmissionTests.lossy()
    talk.say("<", ack: isCumulative ? 4000 : 1000, at: 30)
    if !isCumulative { talk.say("<", at: 30.2, sack: [2000..<4000]) }
    let frame = talk.say(">", 2000..<3000, at: 300)
    let event = try #require(talk.analysis.first(.retransmission))
    #expect(event.frame == frame && event.necessity == .spurious && event.proof == .acknowledgedBefore)
    #expect(event.evidence.frames.contains(isCumulative ? 8 : 9))
  }

  @Test("the first transmission comes behind its own repetition: by identification, by timestamp", arguments: [true, false])
  func lateOriginal(isNumbered: Bool) throws {
    var opening = Talk.Opening()
    if isNumbered { opening.identification = 100 } else { opening.timestamps = (5000, 80) }
    var talk = Talk(opening)
    func stamp(_ value: UInt32) -> (UInt32, UInt32)? { isNumbered ? nil : (value, 5010) }
    // The server counts on from 20,100.
    func id(_ value: UInt16) -> UInt16 { isNumbered ? 20_100 + value : 0 }
    talk.say("<", 0..<1000, at: 20, stamp: stamp(90), id: id(1))
    talk.say("<", 2000..<3000, at: 20.2, stamp: stamp(92), id: id(3))
    talk.say(">", ack: 1000, at: 20.3)
    let repetition = talk.say("<", 1000..<2000, at: 40, stamp: stamp(112), id: id(4))
    talk.say(">", ack: 3000, at: 40.1)
    let original = talk.say("<", 1000..<2000, at: 45, stamp: stamp(91), id: id(2))
    let analysis = talk.analysis
    let event = try #require(analysis.first(.retransmission))
    #expect(event.frame == repetition && event.necessity == .spurious && event.proof == .originalArrived)
    #expect(event.evidence.frames.contains(original))
    let late = try #require(analysis.first(.outOfOrder))
    #expect(late.frame == original && late.isCertain && late.basis == (isNumbered ? .identification : .timestamps))
    #expect(analysis.high.retransmissions.spurious == 1 && analysis.high.outOfOrder == 1 && analysis.high.stall == 0)
  }

  @Test("only the second transmission passed towards the receiver: it was needed")
  func firstNeverSeen() throws {
    var talk = Talk()
    talk.say("<", 0..<1000, at: 20)
    talk.say("<", 2000..<3000, at: 20.2)
    let frame = talk.say("<", 1000..<2000, at: 50.2)
    let event = try #require(talk.analysis.first(.retransmission))
    #expect(event.frame == frame && event.necessity == .needed && event.proof == .firstCopyNeverSeen)
    #expect(event.basis == .timing && !event.isCertain)
    #expect(event.stall == milliseconds(30) && event.delay == milliseconds(30))
    #expect(event.evidence.frames == [5])
  }
}
