import Flows
import PacketModel
import Testing

/// The same transmission twice: by the capture, or by the network.
@Suite struct CopyTests {
  /// A transfer both ways, with a loss repaired.
  static func transfer(_ opening: Talk.Opening = Talk.usual) -> Talk {
    var talk = Talk(opening)
    var number: UInt16 = 1
    func id(_ isClient: Bool) -> UInt16 {
      defer { number += 1 }
      return opening.identification == 0 ? 0 : opening.identification + (isClient ? 0 : 20_000) + 10 + number
    }
    talk.say(">", 0..<300, at: 20, id: id(true))
    talk.say("<", ack: 300, at: 30, id: id(false))
    for index in 0..<6 where index != 2 {
      talk.say("<", index * 1000..<(index + 1) * 1000, at: 31 + Double(index) * 0.4, id: id(false))
    }
    talk.say(">", ack: 2000, at: 33.6, id: id(true))
    talk.say(">", at: 33.7, sack: [3000..<4000], id: id(true))
    talk.say(">", at: 33.8, sack: [3000..<6000], id: id(true))
    talk.say("<", 2000..<3000, at: 44, id: id(false))
    talk.say(">", ack: 6000, at: 44.1, id: id(true))
    for index in 6..<20 {
      let time = 50 + Double(index) * 20
      talk.say("<", index * 1000..<(index + 1) * 1000, at: time, id: id(false))
      talk.say(">", ack: (index + 1) * 1000, at: time + 0.5, id: id(true))
    }
    talk.say(">", at: 500, flags: "F", id: id(true))
    talk.say("<", ack: 301, at: 510, flags: "F", id: id(false))
    talk.say(">", ack: 20_001, at: 510.1, id: id(true))
    return talk
  }

  enum Way: CaseIterable { case sameInterface, otherAddress, routed, otherVLAN }

  private static func change(_ way: Way) -> (inout Conversation.Line) -> Void {
    { line in
      switch way {
      case .sameInterface: break
      case .otherAddress: line.mac = 0x02_0000_0000_99
      case .routed: line.hopLimit -= 1
      case .otherVLAN: line.context = 5
      }
    }
  }

  @Test(
    "a conversation of which every packet was captured twice is what it is captured once", arguments: Way.allCases,
    [(IPVersion.four, UInt16(300)), (.four, 0), (.six, 0)])
  func doubled(way: Way, kind: (version: IPVersion, identification: UInt16)) throws {
    var opening = Talk.Opening()
    opening.identification = kind.identification
    var once = Self.transfer(opening)
    once.conversation.version = kind.version
    for index in once.conversation.lines.indices { once.conversation.lines[index].mac = 0x02_0000_0000_01 }
    let (flows, quality, _) = once.conversation.run()
    let expected = try #require(flows.first?.analysis)
    #expect(flows.count == 1 && quality.duplicateFrames == 0)
    #expect(!expected.events.isEmpty)
    for delay in way == .sameInterface ? [0.003, 0] : [0.003, 0, 2] {
      let twice = once.doubled(after: delay, Self.change(way))
      let (copied, doubts, _) = twice.conversation.run()
      #expect(copied.count == 1, "\(delay) ms")
      #expect(doubts.duplicateFrames == once.conversation.lines.count, "\(delay) ms")
      let flow = try #require(copied.first)
      let analysis = try #require(flow.analysis)
      #expect(flow.flow.low.packets == flows.first?.flow.low.packets)
      #expect(flow.flow.high.octets == flows.first?.flow.high.octets)
      #expect(flow.flow.high.payloadOctets == flows.first?.flow.high.payloadOctets)
      #expect(flow.report?.synRetransmissions == 0 && flow.report?.synAckRetransmissions == 0)
      #expect(flow.report?.roundTrip == flows.first?.report?.roundTrip)
      #expect(analysis.captureDuplicates == once.conversation.lines.count, "\(delay) ms")
      // Frames of the doubled capture are odd for originals.
      let events = analysis.events.filter { $0.kind != .captureDuplicate }
      #expect(events.map(\.kind) == expected.events.map(\.kind), "\(delay) ms")
      #expect(events.map { ($0.frame + 1) / 2 } == expected.events.map(\.frame), "\(delay) ms")
      for side in [Endpoint.low, .high] { Self.expectSame(analysis[side], expected[side]) }
    }
  }

  private static func expectSame(_ a: SideFigures, _ b: SideFigures) {
    #expect(a.roundTrips == b.roundTrips)
    #expect(a.retransmissions == b.retransmissions)
    #expect(a.limits == b.limits)
    #expect(
      [
        a.maximumInFlight, a.initialWindow, a.outOfOrder, a.networkDuplicates, a.duplicateAcks, a.selectiveAcks,
        a.windowUpdates,
      ]
        == [
          b.maximumInFlight, b.initialWindow, b.outOfOrder, b.networkDuplicates, b.duplicateAcks, b.selectiveAcks,
          b.windowUpdates,
        ])
    #expect(a.stall == b.stall && a.sendingTime == b.sendingTime)
  }

  @Test(
    "a copy microseconds later on the same interface is the capture's; milliseconds later the network's",
    arguments: [true, false])
  func single(isCapture: Bool) throws {
    var opening = Talk.Opening()
    opening.identification = 100
    var talk = Talk(opening)
    let first = talk.say("<", 0..<1000, at: 20, id: 20_101)
    let copy = talk.again(first, after: isCapture ? 0.004 : 2)
    talk.say(">", ack: 1000, at: 25, id: 102)
    let (flows, quality, _) = talk.conversation.run()
    let analysis = try #require(flows.first?.analysis)
    #expect(analysis.told == ["\(copy) \(isCapture ? "capture_duplicate" : "network_duplicate")"])
    let event = try #require(analysis.events.first)
    #expect(event.originalFrame == first && event.basis == .sameSegment)
    #expect(quality.duplicateFrames == (isCapture ? 1 : 0))
    // The network's copy was there: it counts.
    #expect(flows.first?.flow.high.packets == (isCapture ? 2 : 3))
    #expect(analysis.high.networkDuplicates == (isCapture ? 0 : 1))
    #expect(analysis.high.captureDuplicates == (isCapture ? 1 : 0))
    #expect(analysis.high.retransmissions.segments == 0)
  }

  @Test(
    "a copy from another link address, or with another hop limit, is the capture's, milliseconds later too",
    arguments: [Way.otherAddress, .routed])
  func rerouted(way: Way) throws {
    var opening = Talk.Opening()
    opening.identification = 100
    var talk = Talk(opening)
    for frame in 1...3 { talk.change(frame) { $0.mac = 0x02_0000_0000_01 } }
    let first = talk.say("<", 0..<1000, at: 20, id: 20_101)
    talk.change(first) { $0.mac = 0x02_0000_0000_01 }
    let copy = talk.again(first, after: 2, Self.change(way))
    #expect(talk.analysis.told == ["\(copy) capture_duplicate"])
  }

  @Test("a copy of a segment that is not its sender's last is known, too")
  func earlier() throws {
    var opening = Talk.Opening()
    opening.identification = 100
    var talk = Talk(opening)
    let first = talk.say("<", 0..<1000, at: 20, id: 20_101)
    talk.say("<", 1000..<2000, at: 20.002, id: 20_102)
    let copy = talk.again(first, after: 0.004)
    #expect(talk.analysis.told == ["\(copy) capture_duplicate"])
    #expect(talk.analysis.events.first?.originalFrame == first)
  }

  @Test("a copy that its receiver reports by a D-SACK was the network's, however soon it came (RFC 2883)")
  func answered() throws {
    var opening = Talk.Opening()
    opening.identification = 100
    var talk = Talk(opening)
    let first = talk.say("<", 0..<1000, at: 20, id: 20_101)
    let copy = talk.again(first, after: 0.004)
    talk.say(">", ack: 1000, at: 20.1, id: 102)
    let answer = talk.say(">", at: 20.11, sack: [0..<1000], id: 103)
    let (flows, quality, _) = talk.conversation.run()
    let flow = try #require(flows.first)
    let analysis = try #require(flow.analysis)
    #expect(analysis.told == ["\(copy) network_duplicate", "\(answer) duplicate_ack"])
    #expect(analysis.first(.networkDuplicate)?.evidence.frames == [answer])
    #expect(quality.duplicateFrames == 0 && analysis.captureDuplicates == 0)
    #expect(flow.flow.high.packets == 3 && flow.flow.high.payloadOctets == 2000)
    #expect(analysis.high.networkDuplicates == 1)
    // Twice the same octets are no more octets.
    #expect(flow.report?.uniqueOctets(.high) == 1000)
  }

  @Test(
    "another transmission in the time of a copy is none: another identification, another timestamp", arguments: [true, false])
  func noCopy(isNumbered: Bool) throws {
    var opening = Talk.Opening()
    if isNumbered { opening.identification = 100 } else { opening.timestamps = (80, 5000) }
    var talk = Talk(opening)
    talk.say(">", 0..<1000, at: 20, stamp: isNumbered ? nil : (100, 5000), id: isNumbered ? 102 : 0)
    let frame = talk.say(">", 0..<1000, at: 25, stamp: isNumbered ? nil : (105, 5000), id: isNumbered ? 103 : 0)
    let analysis = talk.analysis
    #expect(analysis.events.map(\.kind) == [.retransmission] && analysis.events.first?.frame == frame)
  }

  @Test("where the clock steps back, a segment sent again is no copy")
  func clockStepsBack() throws {
    var talk = Talk()
    talk.say(">", 0..<1000, at: 20_000)
    talk.say(">", 0..<1000, at: 5000)
    #expect(talk.analysis.events.map(\.kind) == [.retransmission])
    #expect(talk.analysis.captureDuplicates == 0)
  }

  @Test("an acknowledgment that the network delivers twice counts as packet and is no duplicate ACK")
  func acknowledgments() throws {
    var opening = Talk.Opening()
    opening.identification = 100
    var talk = Talk(opening)
    talk.say("<", 0..<1000, at: 20, id: 20_101)
    talk.say("<", 1000..<2000, at: 20.1, id: 20_102)
    let ack = talk.say(">", ack: 1000, at: 20.2, id: 102)
    talk.again(ack, after: 2)
    let flow = try #require(talk.conversation.flows().first)
    #expect(flow.analysis?.told == [])
    #expect(flow.flow.low.packets == 4)
    // With a number of its own it is another acknowledgment.
    talk.change(7) { $0.identification = 103 }
    #expect(talk.analysis.told == ["7 duplicate_ack"])
  }
}
