import ApplicationModel
import Dissection
@testable import Flows
import Octets
import PacketModel
import Testing

/// How readers of streams are found, what they know, what they may hold, and when they are asked what they found.
@Suite struct StreamReadingTests {
  /// A request and its answer, a hundred octets each, so many times.
  private static func exchanges(_ count: Int, isFromStart: Bool = true, ends: Bool = false) -> Talk {
    var talk = isFromStart ? Talk() : Talk(nil)
    let text = String(repeating: "x", count: 100)
    for index in 0..<count {
      let time = 20 + Double(index) * 20
      talk.tell(">", index * 100, text, seen: index * 100, at: time)
      talk.tell("<", index * 100, text, seen: index * 100 + 100, at: time + 10)
    }
    if ends {
      talk.say(">", ack: count * 100, at: 90_000, flags: "F")
      talk.say("<", ack: count * 100 + 1, at: 90_010, flags: "F")
      talk.say(">", count * 100 + 1..<count * 100 + 1, ack: count * 100 + 1, at: 90_020)
    }
    return talk
  }

  @Test("what a reader knows of its connection")
  func connection() throws {
    let listener = StreamListener()
    _ = Self.exchanges(2).conversation.run(dissectors: listener)
    let connection = try #require(listener.connections.first)
    #expect(listener.connections.count == 1)
    #expect(connection.firstFrame == 1)
    #expect(connection.client == .low)
    #expect(connection.lowFromStart && connection.highFromStart)

    var talk = Talk()
    talk.conversation.lines.remove(at: 1)
    talk.tell(">", 0, "ask", seen: 0, at: 20)
    let half = StreamListener()
    _ = talk.conversation.run(dissectors: half)
    #expect(half.connections.map { [$0.lowFromStart, $0.highFromStart] } == [[true, false]])
  }

  @Test("nobody is asked to read a connection without payload")
  func nothing() {
    let listener = StreamListener()
    var talk = Talk()
    talk.say(">", at: 20, flags: "F")
    talk.say("<", ack: 1, at: 30, flags: "F")
    let flows = talk.conversation.run(dissectors: listener).flows
    #expect(listener.connections.isEmpty)
    #expect(flows.count == 1)
    #expect(flows.first?.application == nil)
  }

  @Test("octets say where they stood, what their sender knew and where its segment began")
  func places() {
    var talk = Talk()
    talk.tell(">", 0, "aabb", seen: 0, at: 20)
    talk.tell("<", 0, "cc", seen: 4, at: 30)
    // Comes early, and again with what comes before it.
    talk.tell(">", 6, "dd", seen: 2, at: 40)
    talk.tell(">", 2, "bbxxddyy", seen: 2, at: 340)
    let listener = StreamListener()
    _ = talk.conversation.run(dissectors: listener)
    let octets = listener.calls.filter { if case .octets = $0.kind { true } else { false } }
    #expect(octets.map(\.line) == ["> aabb @4", "< cc @5", "> xxddyy @7"])
    #expect(octets.map(\.position) == [1, 1, 5])
    #expect(octets.map(\.place.acknowledged) == [1, 5, 3])
    #expect(octets.map(\.place.isSegmentStart) == [true, true, false])
    #expect(octets.map { $0.place.time.nanoseconds(since: Conversation.moment(0)) / 1_000_000 } == [20, 30, 340])
  }

  @Test("octets that waited stand where their own segment stood")
  func heldPlaces() {
    var talk = Talk()
    talk.tell("<", 0, "cc", seen: 4, at: 30)
    talk.tell(">", 2, "bb", seen: 0, at: 31)
    talk.tell(">", 0, "aab", seen: 0, at: 32)
    let listener = StreamListener()
    _ = talk.conversation.run(dissectors: listener)
    let octets = listener.calls.filter { if case .octets = $0.kind { true } else { false } }
    #expect(octets.map(\.line) == ["> aab @6", "> b @5", "< cc @4"])
    #expect(octets.map(\.position) == [1, 4, 1])
    #expect(octets.map(\.place.acknowledged) == [1, 1, 5])
    #expect(octets.map(\.place.isSegmentStart) == [true, false, true])
    #expect(octets.map { $0.place.time.nanoseconds(since: Conversation.moment(0)) / 1_000_000 } == [32, 31, 30])
  }

  @Test("a reader that has had enough is asked once, is told no more, and takes no memory")
  func done() throws {
    let listener = StreamListener(appetite: 150, memory: 1000, client: .high)
    let (flows, _, memory) = Self.exchanges(100).conversation.run(dissectors: listener)
    #expect(listener.lines.count == 2)
    #expect(listener.told == 1)
    #expect(listener.connections.count == 1)
    #expect(flows.first?.application?.client == .high)
    let unread = Self.exchanges(100).conversation.run().memory
    // What it held stands for what it found.
    #expect(memory - unread > 200_000 && memory - unread < 202_000, "\(memory - unread)")
  }

  @Test("a reader that never has enough is asked when both sides have ended, or with the flow", arguments: [true, false])
  func ended(ends: Bool) {
    let listener = StreamListener(client: .low)
    let flows = Self.exchanges(10, ends: ends).conversation.run(dissectors: listener).flows
    #expect(listener.told == 1)
    #expect(listener.lines.suffix(2) == (ends ? ["> end @24", "< end @25"] : ["> end @23", "< end @23"]))
    #expect(flows.map { $0.application?.protocols } == [[.http]])
  }

  @Test("what was found goes with its flow, and not to the next on the same ports")
  func reused() {
    let listener = StreamListener(client: .low)
    var talk = Self.exchanges(2, ends: true)
    var next = Talk(clientISN: 90_000, serverISN: 70_000)
    for index in next.conversation.lines.indices { next.conversation.lines[index].time += 100 }
    talk.conversation.lines += next.conversation.lines
    let flows = talk.conversation.run(dissectors: listener).flows
    #expect(flows.map { $0.application?.protocols } == [[.http], nil])
  }

  @Test("where nothing was found, nothing is kept")
  func unknown() {
    let listener = StreamListener(appetite: 10)
    let flows = Self.exchanges(10).conversation.run(dissectors: listener).flows
    #expect(listener.told == 1)
    #expect(flows.first?.application == nil)
  }

  @Test("who sent the first request is the client, where no SYN says so")
  func roles() {
    for (isFromStart, evidence) in [(false, "high request"), (true, "low syn")] {
      let listener = StreamListener(client: .high)
      let flows = Self.exchanges(2, isFromStart: isFromStart).conversation.run(dissectors: listener).flows
      #expect(flows.map { "\($0.roles.client) \($0.roles.evidence.rawValue)" } == [evidence])
    }
  }

  @Test("what readers hold, and what is held for them, counts")
  func memory() {
    let unread = Self.exchanges(40).conversation.run().memory
    let read = Self.exchanges(40).conversation.run(dissectors: StreamListener(memory: 100)).memory
    #expect(read - unread > 8000 * 100 && read - unread < 8000 * 100 + 1000, "\(read - unread)")
    // Told of both ends, a reader holds nothing.
    let ended = Self.exchanges(40, ends: true).conversation.run(dissectors: StreamListener(memory: 100)).memory
    #expect(ended - unread < 1000, "\(ended - unread)")

    var talk = Talk()
    let text = String(repeating: "x", count: 1000)
    for index in 1...100 { talk.tell(">", index * 1000, text, seen: 0, at: 20 + Double(index)) }
    let held = talk.conversation.run(dissectors: StreamListener()).memory - talk.conversation.run().memory
    #expect(held > 100_000 && held < 120_000, "\(held)")
  }

  @Test("what is held is bounded, in octets and in segments", arguments: [(1, 20_000), (10_000, 3000)])
  func bounded(size: Int, count: Int) {
    let listener = StreamListener()
    var streams = ConnectionStreams(
      listener.reader, lowFromStart: true, highFromStart: true)
    let octets = [UInt8](repeating: 1, count: size)
    var memory = 0
    var most = 0
    for index in 1...count {
      _ = streams.take(
        ByteView(octets.span),
        ConnectionStreams.Segment(
          position: 1 + index * size * 2, sender: .low, place: StreamPlace(frame: index, time: Timestamp(nanoseconds: 0))),
        memory: &memory)
      most = max(most, memory)
    }
    #expect(most > 400_000)
    #expect(most < FlowLimits.maximumPendingOctets + FlowLimits.maximumPendingRanges * 200)
    // The order that was given up is told as it was.
    streams.finish(hasLow: true, hasHigh: true, .cut, at: StreamPlace(frame: count + 1, time: Timestamp(nanoseconds: 0)))
    #expect(listener.lines.count == 2 * count + 2)
    #expect(listener.lines.filter { $0.hasPrefix("> -\(size) ") }.count == count - 1)
  }
}
