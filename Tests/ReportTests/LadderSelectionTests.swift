import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("What of a long flow is drawn")
struct LadderSelectionTests {
  @Test("beginning, end, and what happened between with its first transmission")
  func notable() {
    var example = LadderExample.long(pairs: 500)
    example.tell(.retransmission, 500) { $0.originalFrame = 100 }
    let lines = lines(example)
    #expect(frames(lines) == Array(1...6) + [100] + Array(498...502) + Array(998...1003))
    #expect(
      elisions(lines) == [
        "… 93 segments, nothing unusual (7–99) …", "… 397 segments, nothing unusual (101–497) …",
        "… 495 segments, nothing unusual (503–997) …",
      ])
  }

  @Test("what is left out is told in numbers")
  func counted() {
    var example = LadderExample.long(pairs: 500)
    for frame in stride(from: 101, through: 121, by: 2) { example.tell(.duplicateAck, frame) }
    example.tell(.zeroWindowProbeAck, 300)
    #expect(elisions(lines(example)) == ["… 991 segments, 11 duplicate ACKs, 1 probe answer (7–997) …"])
  }

  @Test("of what happens too often the worst is drawn, up to the limit", arguments: [1, 2, 10, 30, 200])
  func limited(_ limit: Int) {
    var example = LadderExample.long(pairs: 5000)
    for frame in stride(from: 50, to: 10_000, by: 7) { example.tell(.retransmission, frame) { $0.stall = Int64(frame % 1000) } }
    example.tell(.outOfOrder, 33)
    var options = Ladder.Options()
    options.limit = limit
    let lines = lines(example, options)
    #expect(frames(lines).count == limit)
    // No other frame ending in 999 is among them.
    #expect(frames(lines).contains(4999) == (limit > 2))
    #expect(elisions(lines).contains { $0.contains("1 out of order") })
  }

  @Test("no more than is asked for, and all of it")
  func extents() {
    let example = LadderExample.long(pairs: 500)
    var options = Ladder.Options()
    options.extent = .all
    #expect(frames(lines(example, options)) == Array(1...1003))
    options.limit = 10
    #expect(frames(lines(example, options)) == Array(1...10))
    #expect(elisions(lines(example, options)) == ["… 993 segments, nothing unusual (11–1003) …"])
    options = Ladder.Options()
    options.extent = .frames(500...503)
    #expect(frames(lines(example, options)) == Array(500...503))
    options.extent = .frames(1002 ... .max)
    #expect(frames(lines(example, options)) == [1002, 1003])
    options.extent = .frames(5000...6000)
    #expect(frames(lines(example, options)).isEmpty)
    #expect(elisions(lines(example, options)) == ["… 1,003 segments, nothing unusual (1–1003) …"])
  }

  @Test("a short flow is drawn whole, and a few segments between others are no gap")
  func bridged() {
    #expect(frames(lines(.long(pairs: 18))) == Array(1...39))
    #expect(elisions(lines(.long(pairs: 18))).isEmpty)
    var example = LadderExample.long(pairs: 500)
    example.tell(.outOfOrder, 11)
    example.tell(.outOfOrder, 19)
    // 7 and 8 are two, 14 to 16 three.
    #expect(frames(lines(example)) == Array(1...13) + Array(17...21) + Array(998...1003))
  }

  @Test("silence is drawn, and a FIN in the middle")
  func turns() {
    var example = LadderExample.long(pairs: 500)
    for index in 600..<example.segments.count {
      example.segments[index].time = LadderExample.moment(5_000_000 + Int64(index))
    }
    example.segments[300].flags.insert(.fin)
    let lines = lines(example)
    #expect(frames(lines) == Array(1...6) + Array(299...303) + Array(600...603) + Array(998...1003))
    #expect(elisions(lines).contains("4.70 s"))
  }

  @Test("an event of a frame that is not drawn is told with the one it repeats, or the one before it")
  func elsewhere() {
    var example = LadderExample.opened
    example.segments[2].frame = 8
    example.tell(.captureDuplicate, 3) { $0.originalFrame = 1 }
    example.tell(.challengeAck, 5)
    let lines = lines(example).filter { $0.contains("│") }.suffix(5).map { $0.dropFirst(28) }
    #expect(lines[1].hasPrefix("│  captured twice: again in 3 "))
    #expect(lines[3].hasPrefix("│  frame 5: challenge ACK"))
  }

  @Test("half a million segments are a page")
  func many() {
    var example = LadderExample.long(pairs: 250_000)
    for frame in stride(from: 10, to: 500_000, by: 100) { example.tell(.retransmission, frame) }
    #expect(lines(example).count < 500)
  }

  // MARK: - Reading a drawing

  private func lines(_ example: LadderExample, _ options: Ladder.Options = Ladder.Options()) -> [String] {
    let lines = Ladder(example.finished, style: TextStyle(), options: options).lines
    return Array(lines.drop { !$0.contains("frame ") })
  }

  private func frames(_ lines: [String]) -> [Int] {
    lines.compactMap { $0.prefixMatch(of: #/ *(\d+) {2}/#).flatMap { Int($0.1) } }
  }

  private func elisions(_ lines: [String]) -> [String] {
    lines.compactMap { $0.firstMatch(of: /⋮\s+(.*?)\s+⋮/).map { String($0.1) } }
  }
}
