@testable import Flows
import PacketModel
import Testing

/// What a connection may cost, and what hostile ones must not do.
@Suite struct BoundsTests {
  @Test("events beyond the limit are left out and counted, and stay in the figures")
  func events() throws {
    let count = EventLog.maximumEvents + 1000
    var talk = Talk()
    talk.say(">", 0..<100, at: 20)
    for index in 1...count { talk.say(">", 0..<100, at: 20 + Double(index) * 20) }
    let analysis = talk.analysis
    #expect(analysis.events.count == EventLog.maximumEvents)
    #expect(analysis.omitted[Int(SegmentEvent.Kind.retransmission.rawValue)] == 1000)
    #expect(analysis.omitted.reduce(0, +) == 1000)
    #expect(analysis.low.retransmissions.segments == count)
    #expect(analysis.low.retransmissions.octets == count * 100)
    #expect(analysis.low.retransmissions.timeout + analysis.low.retransmissions.tailProbe == count)
  }

  @Test("where nobody acknowledges, what was sent is forgotten")
  func oneWay() throws {
    var talk = Talk(nil)
    for index in 0..<20_000 { talk.say(">", index * 100..<(index + 1) * 100, at: Double(index) * 0.1) }
    let (flows, _, memory) = talk.conversation.run()
    #expect(memory < 150_000)
    #expect(flows.first?.analysis?.told == [])
    // What is remembered is known again.
    talk.say(">", 1_999_900..<2_000_000, at: 3000)
    #expect(talk.analysis.events.map(\.kind) == [.retransmission])
    // And so is what is forgotten, but for the frame.
    talk.say(">", 100..<200, at: 3300)
    #expect(talk.analysis.events.map(\.kind) == [.retransmission, .retransmission])
    #expect(talk.analysis.events.last?.originalFrame == nil)
  }

  @Test("what is acknowledged is forgotten but for the last of it")
  func history() throws {
    var talk = Talk()
    for index in 0..<5000 {
      talk.say(">", index * 100..<(index + 1) * 100, at: 20 + Double(index) * 0.1)
      if index % 2 == 1 { talk.say("<", ack: (index + 1) * 100, at: 20 + Double(index) * 0.1 + 0.05) }
    }
    #expect(talk.conversation.run().memory < 150_000)
  }

  @Test("however many segments are kept, never more than the limits say", arguments: [true, false])
  func sentSegments(isAnswered: Bool) {
    var sent = SentSegments()
    for index in 0..<30_000 {
      sent.append(
        SentSegment(
          start: index * 10, time: 0, octets: -1, length: 10, frame: 1, timestamp: 0, generation: 0, firstTimestamp: 0,
          firstIdentification: 0, event: -1, identification: 0, transmissions: 1, isLate: false))
      sent.trim(isAnswered: isAnswered)
      let limit = isAnswered ? SentSegments.maximumSegments : SentSegments.maximumUnanswered
      if sent.indices.count > limit { Issue.record("\(sent.indices.count) at \(index)") }
      if isAnswered, index % 3 == 0, sent.firstUnacknowledged < sent.indices.upperBound { sent.acknowledgeFirst() }
    }
    #expect(sent.last?.start == 299_990)
    #expect(sent.footprint <= 4 * SentSegments.maximumSegments * MemoryLayout<SentSegment>.stride)
  }

  @Test("holes without number, filled by one segment: no memory and no stack without limit")
  func holes() throws {
    var talk = Talk(nil)
    for index in 0..<30_000 { talk.say("<", index * 4 + 2..<index * 4 + 4, at: Double(index) * 0.01) }
    #expect(talk.conversation.run().memory < 4_000_000)
    talk.say("<", 60_000..<120_000, at: 400)
    let analysis = talk.analysis
    #expect(analysis.events.filter { $0.kind == .gap }.count <= FlowLimits.maximumPendingRanges)
    #expect(analysis.events.contains { $0.frame == talk.conversation.lines.count })
  }

  @Test("segments of any numbers and times end in a report", arguments: 1...12)
  func hostile(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    let numbers: [UInt32] = [0, 1, 2, 999, 1000, 1001, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]
    func number() -> UInt32 {
      switch Int.random(in: 0..<4, using: &random) {
      case 0: numbers.randomElement(using: &random) ?? 0
      case 1: UInt32.random(in: .min ... .max, using: &random)
      default: UInt32.random(in: 1000..<9000, using: &random)
      }
    }
    var lines: [Conversation.Line] = []
    var time = 0.0
    for _ in 0..<3000 {
      // Mostly on and on; now and then to an end of what a time can be.
      time = Int.random(in: 0..<50, using: &random) == 0 ? Double.random(in: -9e9...7e9, using: &random) : time
      time += Double.random(in: -0.001...0.01, using: &random)
      let flags =
        ["S", "S.", ".", ".", ".", "P.", "P.", "F.", "R", "R.", "", "SF", "SFRP."].randomElement(using: &random) ?? ""
      let length = [0, 0, 1, 2, 1000, 1460, 64_000].randomElement(using: &random) ?? 0
      var line = Conversation.Line(Bool.random(using: &random) ? ">" : "<", flags, number(), number(), length, at: time)
      line.window = [0, 1, 1000, 65_535].randomElement(using: &random) ?? 0
      line.identification = [0, 1, 2, 3, UInt16.random(in: .min ... .max, using: &random)].randomElement(using: &random) ?? 0
      if Bool.random(using: &random) { line.timestamps = TCPTimestamps(value: number(), echoReply: number()) }
      switch Int.random(in: 0..<8, using: &random) {
      case 0:
        let count = Int.random(in: 1...(line.timestamps == nil ? 4 : 3), using: &random)
        line.options = [1, 1, 5, UInt8(2 + 8 * count)]
        for _ in 0..<count { line.options += Conversation.big(number()) + Conversation.big(number()) }
      case 1:
        line.options = [3, 3, UInt8.random(in: 0...255, using: &random), 1, 2, 4, 0, UInt8.random(in: 0...255, using: &random)]
      case 2: line.options = (0..<8).map { _ in UInt8.random(in: 0...255, using: &random) }
      case 3:
        line.payload = [UInt8](
          repeating: UInt8.random(in: 0...1, using: &random), count: Int.random(in: 0...length, using: &random))
      default: break
      }
      lines.append(line)
    }
    for version in [IPVersion.four, .six] {
      var conversation = Conversation(lines)
      conversation.version = version
      let flows = conversation.flows()
      #expect(!flows.isEmpty)
      for event in flows.compactMap(\.analysis).flatMap(\.events) {
        if event.stall < 0 || event.frame > lines.count || event.frame < 1 { Issue.record("\(event)") }
        if let original = event.originalFrame, original >= event.frame { Issue.record("\(event)") }
        if event.kind != .gap, event.kind != .zeroWindow, event.length < 0 { Issue.record("\(event)") }
      }
      for flow in flows {
        guard let analysis = flow.analysis else { continue }
        for side in [Endpoint.low, .high] {
          let figures = analysis[side]
          let times = [figures.stall, figures.sendingTime, figures.zeroWindowTime]
          if times.contains(where: { $0 < 0 }) { Issue.record("\(figures)") }
        }
      }
    }
  }
}
