import Flows
import PacketModel
import Testing

/// Each side's figures.
@Suite struct FigureTests {
  // MARK: - Round trips

  @Test(
    "round trips are exact; the 95th percentile is up to 64 of them, and within 3 % beyond",
    arguments: [1, 19, 63, 64, 99, 999])
  func roundTrips(count: Int) throws {
    var talk = Talk()
    // The handshake's is one: 10 ms.
    var expected = [milliseconds(10)]
    for index in 0..<count {
      let time = 1000 + Double(index) * 1000
      // In no order, and no two alike.
      let trip = 5 + Double((index * 37) % count) / 4
      talk.say(">", index * 10..<(index + 1) * 10, at: time)
      talk.say("<", ack: (index + 1) * 10, at: time + trip)
      expected.append(milliseconds(trip))
    }
    let summary = talk.analysis.high.roundTrips
    expected.sort()
    #expect(summary.samples == expected.count)
    #expect(summary.least == expected.first && summary.most == expected.last)
    #expect(summary.mean == expected.reduce(0, +) / Int64(expected.count))
    // The nearest rank: the smallest that 95 % do not exceed.
    let percentile = expected[(expected.count * 95 + 99) / 100 - 1]
    if expected.count <= 64 {
      #expect(percentile - summary.percentile95 >= 0 && percentile - summary.percentile95 < 64)
    } else {
      #expect(abs(summary.percentile95 - percentile) * 100 <= percentile * 3)
    }
    // The way to the client and back is that of the server's segments: the SYN-ACK's alone.
    #expect(talk.analysis.low.roundTrips.samples == 1 && talk.analysis.low.roundTrips.most == milliseconds(0.1))
  }

  @Test(
    "a segment sent twice gives no round trip (RFC 6298 §3), unless its echoed timestamp tells which", arguments: [true, false])
  func karn(hasTimestamps: Bool) throws {
    var opening = Talk.Opening()
    if hasTimestamps { opening.timestamps = (80, 5000) }
    var talk = Talk(opening)
    talk.say(">", 0..<1000, at: 20, stamp: hasTimestamps ? (100, 5000) : nil)
    talk.say(">", 0..<1000, at: 320, stamp: hasTimestamps ? (400, 5000) : nil)
    talk.say("<", ack: 1000, at: 332, stamp: hasTimestamps ? (5332, 400) : nil)
    let summary = talk.analysis.high.roundTrips
    #expect(summary.samples == (hasTimestamps ? 2 : 1))
    #expect(summary.most == milliseconds(hasTimestamps ? 12.0 : 10))
  }

  @Test("what waited behind a hole gives no round trip")
  func behindHole() throws {
    var talk = RetransmissionTests.lossy()
    talk.say("<", ack: 1000, at: 30)
    talk.say("<", at: 30.2, sack: [2000..<4000])
    talk.say(">", 1000..<2000, at: 31)
    talk.say("<", ack: 4000, at: 41)
    // The handshake's and the first segment's.
    #expect(talk.analysis.high.roundTrips.samples == 2)
    #expect(talk.analysis.high.roundTrips.most == milliseconds(10))
  }

  // MARK: - Octets under way

  @Test("the most octets that were under way at once, retransmissions adding none")
  func inFlight() throws {
    var talk = Talk()
    talk.say(">", 0..<1000, at: 20)
    talk.say("<", ack: 1000, at: 30)
    for index in 1..<4 { talk.say(">", index * 1000..<(index + 1) * 1000, at: 31) }
    talk.say("<", ack: 2000, at: 41)
    talk.say(">", 4000..<5500, at: 42)
    talk.say(">", 2000..<3000, at: 400)
    talk.say("<", ack: 5500, at: 410)
    talk.say(">", 5500..<6000, at: 420)
    #expect(talk.analysis.low.maximumInFlight == 3500)
    #expect(talk.analysis.high.maximumInFlight == 0)
  }

  @Test(
    "what is sent before the first acknowledgment can have come back is the initial window (RFC 6928)",
    arguments: [true, false])
  func initialWindow(isAtSender: Bool) throws {
    // Beside the client; the sender is the client, or the server, whom news reach 10 ms later.
    var talk = Talk()
    let (mine, theirs): (Character, Character) = isAtSender ? (">", "<") : ("<", ">")
    for index in 0..<10 { talk.say(mine, index * 1000..<(index + 1) * 1000, at: 20 + Double(index) * 0.1) }
    let first = isAtSender ? 30 : 20.05
    talk.say(theirs, ack: 10_000, at: max(first, 21))
    let next = isAtSender ? 30.1 : 25
    talk.say(mine, 10_000..<11_000, at: next)
    talk.say(mine, 11_000..<12_000, at: next + 30)
    let analysis = talk.analysis
    // At 25 ms the server cannot know yet what was acknowledged at 21.
    #expect((isAtSender ? analysis.low : analysis.high).initialWindow == (isAtSender ? 10_000 : 11_000))
    #expect((isAtSender ? analysis.high : analysis.low).initialWindow == nil)
  }

  // MARK: - Standing still

  @Test("losses that overlap in time are charged once")
  func stall() throws {
    var talk = Talk()
    for index in [0, 2, 4] { talk.say("<", index * 1000..<(index + 1) * 1000, at: 20 + Double(index) / 10) }
    talk.say(">", ack: 1000, at: 20.5)
    talk.say("<", 1000..<2000, at: 40)
    talk.say("<", 3000..<4000, at: 45)
    let analysis = talk.analysis
    let events = analysis.events.filter { $0.kind == .retransmission }
    // The first from 20.2 to 40; the second waited since 20.4, and is charged with what is left.
    #expect(events.map(\.stall) == [milliseconds(19.8), milliseconds(5)])
    #expect(events.map(\.delay) == [milliseconds(19.8), milliseconds(24.6)])
    #expect(analysis.high.stall == milliseconds(24.8))
    #expect(analysis.low.stall == 0)
  }

  @Test("losses one after the other are charged each; what was sent for nothing is not")
  func stalls() throws {
    var talk = Talk()
    talk.say(">", 0..<1000, at: 20)
    talk.say(">", 0..<1000, at: 320)
    talk.say("<", ack: 1000, at: 330)
    talk.say(">", 1000..<2000, at: 1000)
    talk.say(">", 1000..<2000, at: 1300)
    talk.say("<", ack: 2000, at: 1310)
    #expect(talk.analysis.low.stall == milliseconds(600))
    talk.say("<", at: 1310.2, sack: [1000..<2000])
    #expect(talk.analysis.low.stall == milliseconds(300))
  }

  @Test("first to last segment with payload")
  func sendingTime() throws {
    var talk = Talk()
    talk.say(">", 0..<1000, at: 20)
    talk.say("<", ack: 1000, at: 30)
    talk.say(">", 1000..<2000, at: 520)
    talk.say("<", ack: 2000, at: 530)
    talk.say(">", at: 900, flags: "F")
    #expect(talk.analysis.low.sendingTime == milliseconds(500) && talk.analysis.high.sendingTime == 0)
  }

  // MARK: - What sending waited for (Zhang, Breslau, Paxson, Shenker 2002)

  private static func share(_ part: Int64, _ limits: SideFigures.LimitTimes) -> Double {
    Double(part) / Double(max(1, limits.total))
  }

  @Test("an application that has nothing to send")
  func application() throws {
    var talk = Talk()
    for index in 0..<10 {
      let time = 20 + Double(index) * 1000
      talk.say(">", index * 100..<(index + 1) * 100, at: time)
      talk.say("<", ack: (index + 1) * 100, at: time + 10)
    }
    let limits = talk.analysis.low.limits
    #expect(Self.share(limits.application, limits) > 0.95)
    #expect(limits.receiverWindow == 0 && limits.recovery == 0)
    #expect(limits.total <= milliseconds(9010))
  }

  @Test("a receiver's window smaller than the path")
  func receiverWindow() throws {
    var opening = Talk.Opening()
    opening.window = 4000
    var talk = Talk(opening)
    for round in 0..<20 {
      let time = 20 + Double(round) * 10.2
      for index in 0..<4 {
        let start = (round * 4 + index) * 1000
        talk.say(">", start..<start + 1000, at: time + Double(index) * 0.01, window: 4000)
      }
      talk.say("<", ack: (round + 1) * 4000, at: time + 10.1, window: 4000)
    }
    let limits = talk.analysis.low.limits
    #expect(Self.share(limits.receiverWindow, limits) > 0.9)
    #expect(limits.recovery == 0)
    #expect(talk.analysis.low.windowFulls == 20)
  }

  @Test("a congestion window smaller than the receiver's")
  func congestion() throws {
    var talk = Talk()
    for round in 0..<20 {
      let time = 20 + Double(round) * 10.2
      for index in 0..<10 {
        let start = (round * 10 + index) * 1000
        talk.say(">", start..<start + 1000, at: time + Double(index) * 0.01)
      }
      talk.say("<", ack: (round + 1) * 10_000, at: time + 10.1)
    }
    let limits = talk.analysis.low.limits
    #expect(Self.share(limits.congestion, limits) > 0.9)
    #expect(limits.recovery == 0 && limits.receiverWindow == 0)
    #expect(talk.analysis.low.windowFulls == 0)
  }

  @Test("the repair of a loss")
  func recovery() throws {
    var talk = RetransmissionTests.lossy(RetransmissionTests.withoutSACK)
    talk.say("<", ack: 1000, at: 30)
    talk.say(">", 1000..<2000, at: 330)
    talk.say(">", 1000..<2000, at: 930)
    talk.say(">", 1000..<2000, at: 2130)
    talk.say("<", ack: 4000, at: 2140)
    let limits = talk.analysis.low.limits
    #expect(limits.recovery == milliseconds(1810))
    #expect(talk.analysis.low.retransmissions.timeout == 3)
  }

  // MARK: - Where the capture was taken

  @Test("a tenth of the way or less to a host is at that host")
  func tap() throws {
    for (there, back, expected) in [
      (10, 0.1, ConnectionAnalysis.Tap.at(.low)), (0.1, 10, .at(.high)), (10, 8, .between),
    ] as [(Double, Double, ConnectionAnalysis.Tap)] {
      var talk = Talk()
      talk.change(2) { $0.time = there / 1000 }
      talk.change(3) { $0.time = (there + back) / 1000 }
      talk.say(">", 0..<10, at: 50)
      #expect(talk.analysis.tap == expected)
    }
  }
}
