import Dissection
import Flows
import PacketModel
import Testing

/// Conversations that the capture shuffles, repeats and loses: what readers are told must still make sense.
@Suite struct StreamOrderTests {
  /// Two hosts that talk, each segment sent knowing what had been said until then.
  private struct Chatter {
    /// What each side knew of the other's octets when it sent each of its own for the first time.
    var known: [[Int]] = [[], []]
    var segments: [(side: Int, range: Range<Int>, acknowledged: Int)] = []

    static func octet(_ side: Int, _ position: Int) -> UInt8 {
      UInt8(truncatingIfNeeded: position &* 7 &+ side &* 128 ^ position >> 6)
    }

    /// `repeating` is the side that alone sends again, whole segments: where both do, nothing tells what was sent first.
    init(_ count: Int, repeating: Int? = nil, _ random: inout SplitMix) {
      var knows = [0, 0]
      for _ in 0..<count {
        let side = Int.random(in: 0...1, using: &random)
        let there = known[1 - side].count
        if Bool.random(using: &random) {
          knows[side] = Int.random(in: 0...3, using: &random) == 0 ? Int.random(in: knows[side]...there, using: &random) : there
        }
        let sent = known[side].count
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<6:
          let length = Int.random(in: 2...60, using: &random)
          known[side] += Array(repeating: knows[side], count: length)
          segments.append((side, sent..<sent + length, knows[side]))
        case 6 where sent > 2000 && side != 1 - (repeating ?? side):
          // Sent again a good while later, and with what is known now.
          let start = Int.random(in: sent - 2000..<sent - 1000, using: &random)
          var range = start..<start + Int.random(in: 2...90, using: &random)
          if repeating != nil {
            range = segments.first { $0.side == side && $0.range.contains(start) }?.range ?? range
          }
          segments.append((side, range, knows[side]))
        default: segments.append((side, sent..<sent, knows[side]))
        }
      }
    }
  }

  /// Tells what the capture makes of it, and checks what a reader is told. Answers how many octets it was told are missing.
  private static func check(_ chatter: Chatter, jitter: Int, loss: Double, _ random: inout SplitMix) -> Int {
    var order = chatter.segments.indices.map { ($0 + Int.random(in: 0...jitter, using: &random), $0) }
    order.sort { $0 < $1 }
    if loss > 0 { order.removeAll { _ in Double.random(in: 0..<1, using: &random) < loss } }
    var talk = Talk()
    for (index, (_, number)) in order.enumerated() {
      let segment = chatter.segments[number]
      talk.say(
        segment.side == 0 ? ">" : "<", segment.range, ack: segment.acknowledged, at: 20 + Double(index),
        payload: segment.range.map { Chatter.octet(segment.side, $0) })
    }
    let listener = StreamListener()
    let memory = talk.conversation.run(dissectors: listener).memory
    #expect(memory < 1 << 20)
    var next = [0, 0]
    var missing = 0
    for call in listener.calls {
      let side = call.sender == .low ? 0 : 1
      switch call.kind {
      case .octets(let octets):
        if call.position != next[side] + 1 { Issue.record("\(call.line) stands at \(next[side])") }
        for octet in octets {
          let known = chatter.known[side][next[side]]
          // A single octet that was lost may be a FIN, for all that is known.
          guard octet == Chatter.octet(side, next[side]), known <= next[1 - side] + (loss > 0 ? 1 : 0) else {
            Issue.record("\(call.line): octet \(next[side]), sent knowing \(known), at \(next[1 - side])")
            return missing
          }
          next[side] += 1
        }
      case .missing(let count):
        next[side] += count
        missing += count
      case .end: break
      }
    }
    if loss == 0 { #expect(next == chatter.known.map(\.count)) }
    return missing
  }

  @Test("shuffled and repeated, but complete: every octet once, and every answer behind what it answers", arguments: 1...90)
  func shuffled(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    let chatter = Chatter(300, &random)
    #expect(Self.check(chatter, jitter: [0, 1, 4, 20][seed % 4], loss: 0, &random) == 0)
  }

  @Test("with losses: what is missing is told where it is, and before the answers to it", arguments: 1...90)
  func lossy(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    let chatter = Chatter(300, repeating: seed % 2, &random)
    _ = Self.check(chatter, jitter: [0, 1, 4, 20][seed % 4], loss: [0.02, 0.1, 0.25][seed % 3], &random)
  }

  @Test("whatever the numbers say, octets are told once and in their order, and it ends", arguments: 1...60)
  func hostile(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    var talk = seed % 4 == 0 ? Talk(nil) : Talk()
    for index in 0..<1500 {
      let reach = [20, 200, 100_000, 1 << 30][seed / 4 % 4]
      let start = Int.random(in: 0...1, using: &random) == 0 ? index : Int.random(in: -50...reach, using: &random)
      let length = Int.random(in: -20...60, using: &random)
      talk.say(
        Bool.random(using: &random) ? ">" : "<", start..<start + max(0, length),
        ack: Int.random(in: -5...reach, using: &random),
        at: 20 + Double(index), flags: Int.random(in: 0..<400, using: &random) == 0 ? "F" : "",
        payload: Array(repeating: 1, count: Int.random(in: 0...max(0, length), using: &random)))
    }
    let listener = StreamListener()
    let flows = talk.conversation.run(dissectors: listener).flows
    #expect(flows.count == 1)
    var next = [1, 1]
    var ends = [0, 0]
    for call in listener.calls {
      let side = call.sender == .low ? 0 : 1
      if ends[side] > 0 { Issue.record("\(call.line) behind the end") }
      switch call.kind {
      case .octets(let octets):
        if call.position != next[side] { Issue.record("\(call.line) stands at \(call.position), not \(next[side])") }
        next[side] += octets.count
      case .missing(let count):
        #expect(count > 0)
        next[side] += count
      case .end: ends[side] += 1
      }
    }
    #expect(ends == [1, 1])
  }
}
