import Flows
import PacketModel
import Testing

@Suite struct SequenceTests {
  static func opened(_ isn: UInt32) -> [Conversation.Line] {
    [
      .init(">", "S", isn, 0, at: 0), .init("<", "S.", 500, isn &+ 1, at: 0.01), .init(">", ".", isn &+ 1, 501, at: 0.02),
    ]
  }

  struct Example: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Segments of the client: offset of the first octet in its stream, and length.
    var segments: [(Int, Int)]
    /// Seconds before the last; the others are a millisecond apart.
    var pause = 0.001
    /// What they are told as, in the order of their frames.
    var told: [SegmentEvent.Kind] = []
    var repeated = 0
    var missing = 0
    var unique: Int
  }

  static let examples = [
    Example(testDescription: "in order", segments: [(0, 100), (100, 100)], unique: 200),
    Example(
      testDescription: "a segment again", segments: [(0, 100), (100, 100), (0, 100)], pause: 0.05, told: [.retransmission],
      repeated: 100,
      unique: 200),
    Example(testDescription: "two swapped", segments: [(100, 100), (0, 100)], told: [.outOfOrder], unique: 200),
    Example(testDescription: "a hole", segments: [(0, 100), (200, 100), (300, 50)], told: [.gap], missing: 100, unique: 250),
    Example(
      testDescription: "a hole filled", segments: [(0, 100), (200, 100), (300, 50), (100, 100)], told: [.outOfOrder],
      unique: 350),
    Example(
      testDescription: "a hole filled with more than it needed", segments: [(0, 100), (200, 100), (50, 200)],
      told: [.outOfOrder], repeated: 100, unique: 300),
    Example(
      testDescription: "an early segment again", segments: [(0, 100), (200, 100), (200, 100)], pause: 0.05,
      told: [.gap, .retransmission],
      repeated: 100, missing: 100, unique: 200),
    Example(
      testDescription: "two holes", segments: [(0, 10), (20, 10), (40, 10), (30, 10)], told: [.gap, .outOfOrder], missing: 10,
      unique: 40),
  ]

  @Test("octets that come again, early, or never", arguments: examples, [1, 0xffff_ff80, 0x7fff_ffff] as [UInt32])
  func octets(_ example: Example, isn: UInt32) throws {
    let lines = example.segments.enumerated().map { index, segment in
      let time = 0.1 + Double(index) * 0.001 + (index == example.segments.count - 1 ? example.pause : 0)
      return Conversation.Line(">", "P.", isn &+ 1 &+ UInt32(segment.0), 501, segment.1, at: time)
    }
    let flows = Conversation(Self.opened(isn) + lines).flows()
    let report = try #require(flows.first?.report)
    #expect(flows.count == 1)
    #expect(report.repeatedOctets(.low) == example.repeated)
    #expect(report.missingOctets(.low) == example.missing)
    #expect(report.uniqueOctets(.low) == example.unique)
    #expect(flows.first?.analysis?.events.map(\.kind) == example.told)
  }

  @Test("a stream of more than 4 GiB counts on where sequence numbers wrap")
  func long() throws {
    let step = 1 << 20
    var lines = Self.opened(0xffff_0000)
    var sequence: UInt32 = 0xffff_0001
    for index in 0..<5000 {
      lines.append(.init(">", ".", sequence, 501, step, at: 1 + Double(index) * 0.001))
      sequence = sequence &+ UInt32(step)
    }
    lines.append(.init("<", ".", 501, sequence, at: 7))
    let report = try #require(Conversation(lines).flows().first?.report)
    #expect(report.uniqueOctets(.low) == 5000 * step)
    #expect(report.half(.low).next == 5000 * step + 1)
    #expect(report.missingOctets(.low) == 0)
    #expect(report.half(.high).acknowledged == 5000 * step + 1)
  }

  @Test("octets acknowledged but never captured are missing; one beyond the last may be the FIN")
  func acknowledgedUnseen() throws {
    let base = Self.opened(100) + [.init(">", "P.", 101, 501, 10, at: 0.1)]
    let beyond = Conversation(base + [.init("<", ".", 501, 161, at: 0.2)])
    #expect(beyond.flows().first?.report?.missingOctets(.low) == 50)
    let fin = Conversation(base + [.init("<", ".", 501, 112, at: 0.2)])
    #expect(fin.flows().first?.report?.missingOctets(.low) == 0)
  }

  @Test("picked up in the middle, what lies before the first segment is not called repeated")
  func midstream() throws {
    let flows = Conversation([
      .init(">", ".", 5000, 900, 100, at: 0), .init(">", ".", 4900, 900, 100, at: 0.001),
      .init(">", ".", 5100, 900, 50, at: 0.002),
    ]).flows()
    let report = try #require(flows.first?.report)
    #expect(report.repeatedOctets(.low) == 0)
    #expect(report.missingOctets(.low) == 0)
    #expect(report.missingOctets(.high) == nil)
  }

  @Test("holes without number do not take memory without limit")
  func bounded() throws {
    var lines = Self.opened(1)
    for index in 0..<20_000 {
      lines.append(.init(">", ".", 2 &+ UInt32(index * 20 + 10), 501, 10, at: 1 + Double(index) * 0.0001))
    }
    let report = try #require(Conversation(lines).flows().first?.report)
    #expect(report.uniqueOctets(.low) == 200_000)
    #expect(report.missingOctets(.low) == 200_000)
  }
}
