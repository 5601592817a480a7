import Flows
import PacketModel
import Testing

/// Segments that come late, and octets that never come.
@Suite struct ArrivalTests {
  /// The server's segments 0, 2 and then 1, the last after `delay`; beside the client, so that the first of 1 was not seen.
  private static func swapped(
    _ opening: Talk.Opening? = Talk.usual, delay: Double, ids: [UInt16] = [0, 0, 0], stamps: [UInt32]? = nil
  ) -> Talk {
    var talk = Talk(opening)
    func stamp(_ index: Int) -> (UInt32, UInt32)? { stamps.map { ($0[index], 5000) } }
    talk.say("<", 0..<1000, at: 20, stamp: stamp(0), id: ids[0])
    talk.say("<", 2000..<3000, at: 20.2, stamp: stamp(1), id: ids[1])
    talk.say("<", 1000..<2000, at: 20.2 + delay, stamp: stamp(2), id: ids[2])
    return talk
  }

  struct Example: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var delay: Double
    var ids: [UInt16] = [0, 0, 0]
    var stamps: [UInt32]?
    var isMidstream = false
    var isRetransmission: Bool
    var basis: SegmentEvent.Basis?
    var isCertain: Bool
  }

  static let examples = [
    Example(
      testDescription: "its identification lies before", delay: 30, ids: [20_101, 20_103, 20_102], isRetransmission: false,
      basis: .identification, isCertain: true),
    Example(
      testDescription: "its identification lies behind", delay: 3, ids: [20_101, 20_103, 20_104], isRetransmission: true,
      basis: .identification, isCertain: true),
    Example(
      testDescription: "its timestamp lies before", delay: 30, stamps: [90, 92, 91], isRetransmission: false,
      basis: .timestamps,
      isCertain: true),
    Example(
      testDescription: "its timestamp lies behind", delay: 3, stamps: [90, 92, 95], isRetransmission: true, basis: .timestamps,
      isCertain: true),
    Example(
      testDescription: "timestamps wrap (RFC 7323 §5.2)", delay: 3, stamps: [0xffff_fffe, 0xffff_ffff, 2],
      isRetransmission: true,
      basis: .timestamps, isCertain: true),
    // RFC 7323 §5.4: a clock may tick as seldom as once a second; sent in one tick is no proof, but the time is.
    Example(
      testDescription: "sent in the same tick", delay: 3, stamps: [90, 92, 92], isRetransmission: false, basis: .timing,
      isCertain: true),
    Example(
      testDescription: "the news of the loss cannot have gone round", delay: 3, isRetransmission: false, basis: .timing,
      isCertain: true),
    Example(
      testDescription: "hardly", delay: 7, isRetransmission: false, basis: .timing, isCertain: false),
    Example(
      testDescription: "the news of the loss may have gone round", delay: 12, isRetransmission: true, basis: .timing,
      isCertain: false),
    Example(
      testDescription: "nobody knows how long a round trip is", delay: 12, isMidstream: true, isRetransmission: false,
      basis: nil,
      isCertain: false),
    // Linux's shortest retransmission timer runs 200 ms; RFC 6298 asks for a second.
    Example(
      testDescription: "longer than a timer", delay: 250, isMidstream: true, isRetransmission: true, basis: .timing,
      isCertain: false),
  ]

  @Test("octets behind which others came: sent again, or overtaken", arguments: examples)
  func late(_ example: Example) throws {
    var opening = Talk.Opening()
    if example.ids[0] > 0 { opening.identification = 100 }
    let talk = Self.swapped(
      example.isMidstream ? nil : opening, delay: example.delay, ids: example.ids, stamps: example.stamps)
    let analysis = talk.analysis
    let frame = talk.conversation.lines.count
    let event = try #require(analysis.events.first { $0.frame == frame })
    #expect(analysis.events.count == 1)
    #expect(event.kind == (example.isRetransmission ? .retransmission : .outOfOrder))
    #expect(event.basis == example.basis)
    #expect(event.isCertain == example.isCertain)
    #expect(event.delay == milliseconds(example.delay))
    // The segment that came first.
    #expect(event.evidence.frames == [frame - 1])
    #expect(analysis.high.outOfOrder == (example.isRetransmission ? 0 : 1))
    #expect(analysis.high.retransmissions.segments == (example.isRetransmission ? 1 : 0))
  }

  @Test("identifications that both hosts seem to count with one counter prove nothing")
  func oneCounter() throws {
    var talk = Talk()
    for (index, frame) in [1, 2, 3].enumerated() { talk.change(frame) { $0.identification = UInt16(700 + index) } }
    talk.say("<", 0..<1000, at: 20, id: 703)
    talk.say("<", 2000..<3000, at: 20.2, id: 704)
    talk.say(">", ack: 1000, at: 20.3, id: 705)
    talk.say("<", 1000..<2000, at: 23, id: 706)
    #expect(talk.analysis.first(.outOfOrder)?.basis == .timing)
  }

  @Test("a hole that stays open: the receiver has the octets, or nobody knows", arguments: [true, false])
  func gap(isAcknowledged: Bool) throws {
    var talk = Talk()
    talk.say("<", 0..<1000, at: 20)
    talk.say("<", 2000..<3000, at: 20.2)
    let last = talk.say(">", ack: isAcknowledged ? 3000 : 1000, at: 20.3)
    let analysis = talk.analysis
    #expect(analysis.told == ["5 gap"])
    let event = try #require(analysis.first(.gap))
    #expect(event.isAcknowledged == isAcknowledged)
    #expect(event.sequence.rawValue == talk.serverISN + 1001 && event.length == 1000)
    #expect(event.evidence.frames == (isAcknowledged ? [last] : []))
    #expect(talk.conversation.flows().first?.report?.missingOctets(.high) == 1000)
  }

  @Test("a hole filled in part stays open for the rest")
  func partlyFilled() throws {
    var talk = Talk()
    talk.say("<", 0..<1000, at: 20)
    talk.say("<", 4000..<5000, at: 20.2)
    talk.say("<", 2000..<3000, at: 21)
    let gaps = talk.analysis.events.filter { $0.kind == .gap }
    #expect(gaps.map(\.length) == [1000, 1000])
    #expect(gaps.map(\.sequence.rawValue) == [talk.serverISN + 1001, talk.serverISN + 3001])
  }

  @Test("octets acknowledged that never came; a FIN's place is one, too")
  func acknowledgedUnseen() throws {
    var talk = Talk()
    talk.say("<", 0..<1000, at: 20)
    let frame = talk.say(">", ack: 2000, at: 20.2)
    let analysis = talk.analysis
    #expect(analysis.told == ["\(frame) acked_unseen"])
    let event = try #require(analysis.first(.ackedUnseen))
    #expect(event.sender == .low && event.length == 1000)
    #expect(event.sequence.rawValue == talk.serverISN + 1001)
  }

  @Test("a segment behind its own acknowledgment: the capture put it there")
  func captureOrder() throws {
    var talk = Talk()
    talk.say("<", 0..<1000, at: 20)
    talk.say(">", ack: 2000, at: 20.2)
    let frame = talk.say("<", 1000..<2000, at: 20.25)
    let analysis = talk.analysis
    #expect(analysis.told == ["\(frame) out_of_order"])
    #expect(analysis.events.first?.isCaptureOrder == true)
    #expect(analysis.events.first?.evidence.frames == [frame - 1])
  }

  @Test(
    "octets acknowledged unseen come long after: sent again for nothing, whatever the clock shows",
    arguments: [5000, 0xb000_0000])
  func afterItsAcknowledgment(clock: UInt32) throws {
    var opening = Talk.Opening()
    opening.timestamps = (80, clock)
    var talk = Talk(opening)
    talk.say("<", 0..<1000, at: 20, stamp: (clock + 10, 90))
    let unseen = talk.say(">", ack: 2000, at: 20.2, stamp: (100, clock + 10))
    let frame = talk.say("<", 1000..<2000, at: 320, stamp: (clock + 310, 90))
    let analysis = talk.analysis
    #expect(analysis.events.map(\.kind) == [.ackedUnseen, .retransmission])
    let event = try #require(analysis.first(.retransmission))
    #expect(event.frame == frame && event.necessity == .spurious && event.proof == .acknowledgedBefore)
    #expect(event.evidence.frames.contains(unseen))
  }

  @Test("a bare ACK's sequence number reveals octets that did not come")
  func revealed() throws {
    var talk = Talk()
    talk.say(">", 0..<1000, at: 20)
    let frame = talk.say(">", 2000..<2000, at: 25)
    let analysis = talk.analysis
    #expect(analysis.told == ["\(frame) gap"])
    #expect(analysis.events.first?.sender == .low && analysis.events.first?.length == 1000)
    talk.say(">", 1000..<2000, at: 26)
    #expect(talk.analysis.events.map(\.kind) == [.outOfOrder])
  }

  @Test("picked up in the middle, octets from before are neither gap nor repetition")
  func midstream() throws {
    var talk = Talk(nil)
    talk.say("<", 5000..<6000, ack: 300, at: 0)
    talk.say(">", 300..<400, ack: 5000, at: 0.1)
    talk.say(">", ack: 6000, at: 0.2)
    talk.say("<", 6000..<7000, ack: 400, at: 10)
    talk.say(">", ack: 7000, at: 10.1)
    #expect(talk.analysis.told == [])
    // What an acknowledgment from before the first segment covers is not missing.
    var late = Talk(nil)
    late.say(">", ack: 9000, at: 0)
    late.say("<", 9000..<9500, at: 1)
    late.say(">", ack: 9500, at: 1.1)
    #expect(late.analysis.told == [])
  }

  @Test("a segment from before the first one seen of a connection: late when soon, else sent again")
  func beforeTheFirst() throws {
    for (delay, kind) in [(1.0, SegmentEvent.Kind.outOfOrder), (300, .retransmission)] {
      var talk = Talk(nil)
      talk.say("<", 5000..<6000, at: 0)
      talk.say("<", 4000..<5000, at: delay)
      let event = try #require(talk.analysis.events.first)
      #expect(event.kind == kind && !event.isCertain && event.frame == 2)
    }
  }

  @Test("losses where sequence numbers wrap", arguments: [0xffff_fa00, 0xffff_ffff, 0x7fff_fa00] as [UInt32])
  func wrapped(serverISN: UInt32) throws {
    var talk = Talk(serverISN: serverISN)
    for index in [0, 2, 3, 5, 4] {
      talk.say("<", index * 1000..<(index + 1) * 1000, at: 20 + Double(talk.conversation.lines.count))
    }
    talk.say(">", ack: 1000, at: 40)
    let frame = talk.say("<", 1000..<2000, at: 60)
    talk.say(">", ack: 6000, at: 60.1)
    let analysis = talk.analysis
    #expect(analysis.events.map(\.kind) == [.outOfOrder, .retransmission])
    #expect(analysis.events.map(\.frame) == [8, frame])
    #expect(analysis.events.last?.sequence.rawValue == serverISN &+ 1001)
    #expect(talk.conversation.flows().first?.report?.missingOctets(.high) == 0)
  }
}
