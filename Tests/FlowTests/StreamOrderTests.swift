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

    init(_ count: Int, _ random: inout SplitMix) {
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
        case 6 where sent > 2000:
          // Sent again a good while later, with other borders, and with what is known now.
          let start = Int.random(in: sent - 2000..<sent - 1000, using: &random)
          segments.append((side, start..<start + Int.random(in: 2...90, using: &random), knows[side]))
        default: segments.append((side, sent..<sent, knows[side]))
        }
      }
    }
  }

  /// What a reader was told beside the octets.
  private struct Told {
    var missing = 0
    /// Octets that came before what their sender knew when it sent them.
    var early = 0
  }

  /// Tells what the capture makes of it, and checks what a reader is told.
  private static func check(_ chatter: Chatter, jitter: Int, loss: Double, _ random: inout SplitMix) -> Told {
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
    var told = Told()
    for call in listener.calls {
      let side = call.sender == .low ? 0 : 1
      switch call.kind {
      case .octets(let octets):
        if call.position != next[side] + 1 { Issue.record("\(call.line) stands at \(next[side])") }
        for octet in octets {
          guard octet == Chatter.octet(side, next[side]) else {
            Issue.record("\(call.line): another octet than \(next[side])")
            return told
          }
          if chatter.known[side][next[side]] > next[1 - side] { told.early += 1 }
          next[side] += 1
        }
      case .missing(let count):
        next[side] += count
        told.missing += count
      case .end: break
      }
    }
    if loss == 0 { #expect(next == chatter.known.map(\.count)) }
    return told
  }

  @Test("shuffled and repeated, but complete: every octet once, and every answer behind what it answers", arguments: 1...600)
  func shuffled(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    let chatter = Chatter(300, &random)
    let told = Self.check(chatter, jitter: [0, 1, 4, 20][seed % 4], loss: 0, &random)
    #expect(told.missing == 0)
    #expect(told.early == 0)
  }

  /// Where a first transmission is lost and its repetition came, with another acknowledgment, nothing tells what was known when
  /// the octets were sent first. So with losses a few conversations of those that are also shuffled have an octet too early.
  @Test("with losses: every octet in its place, what is missing is told, and hardly an answer before what it answers")
  func lossy() {
    var disordered = 0
    for seed in 1...600 {
      var random = SplitMix(state: UInt64(seed))
      let chatter = Chatter(300, &random)
      let jitter = [0, 1, 4, 20][seed % 4]
      let told = Self.check(chatter, jitter: jitter, loss: [0.02, 0.1, 0.25][seed % 3], &random)
      if told.early > 0 { disordered += 1 }
    }
    #expect(disordered < 30)
  }
}
