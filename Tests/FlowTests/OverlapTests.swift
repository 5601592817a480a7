import Flows
import PacketModel
import Testing

/// Octets that contradict earlier ones, octets behind an end, and connections that take an earlier one's ports.
@Suite struct OverlapTests {
  private static let text: [UInt8] = (0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 3) }

  struct Example: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// What comes first, and what comes then.
    var first: [Range<Int>]
    var second: Range<Int>
    /// An octet of the second that is changed.
    var changed: Int?
    /// Which of the first it contradicts.
    var contradicted: Int?
  }

  static let examples = [
    Example(testDescription: "the same octets", first: [0..<1000], second: 0..<1000),
    Example(testDescription: "other octets", first: [0..<1000], second: 0..<1000, changed: 500, contradicted: 0),
    Example(testDescription: "another first octet", first: [0..<1000], second: 0..<1000, changed: 0, contradicted: 0),
    Example(testDescription: "another last octet", first: [0..<1000], second: 0..<1000, changed: 999, contradicted: 0),
    Example(testDescription: "a part, the same", first: [0..<1000], second: 200..<700),
    Example(testDescription: "a part, changed", first: [0..<1000], second: 200..<700, changed: 699, contradicted: 0),
    Example(testDescription: "other boundaries, the same", first: [0..<1000, 1000..<2000], second: 500..<1500),
    Example(
      testDescription: "other boundaries, changed in the second", first: [0..<1000, 1000..<2000], second: 500..<1500,
      changed: 1000,
      contradicted: 1),
    Example(
      testDescription: "other boundaries, changed in the first", first: [0..<1000, 1000..<2000], second: 500..<1500,
      changed: 999,
      contradicted: 0),
    Example(testDescription: "new octets behind are nobody's", first: [0..<1000], second: 500..<1500, changed: 1200),
    Example(testDescription: "one octet, changed", first: [0..<1000], second: 100..<101, changed: 100, contradicted: 0),
  ]

  @Test("octets again, other than before", arguments: examples, [1000, 0xffff_fe00] as [UInt32])
  func conflicts(_ example: Example, clientISN: UInt32) throws {
    var talk = Talk(clientISN: clientISN)
    for (index, range) in example.first.enumerated() {
      talk.say(">", range, at: 20 + Double(index) * 0.1, payload: Array(Self.text[range]))
    }
    var octets = Array(Self.text[example.second])
    if let changed = example.changed { octets[changed - example.second.lowerBound] ^= 0x40 }
    let frame = talk.say(">", example.second, at: 320, payload: octets)
    let analysis = talk.analysis
    let event = try #require(analysis.events.first)
    #expect(analysis.events.count == 1 && event.frame == frame)
    if let contradicted = example.contradicted {
      #expect(event.kind == .conflictingOverlap && event.originalFrame == 4 + contradicted)
      #expect(analysis.low.conflictingOverlaps == 1 && analysis.low.retransmissions.segments == 0)
    } else {
      #expect(event.kind == .retransmission && analysis.low.conflictingOverlaps == 0)
    }
  }

  @Test("data of a SYN (RFC 7413), sent again without it, is no conflict")
  func fastOpen() throws {
    let octets = Array(Self.text[0..<100])
    var lines: [Conversation.Line] = [
      .init(">", "S", 1000, 0, 100, at: 0), .init("<", "S.", 500, 1001, at: 0.01), .init(">", ".", 1001, 501, 100, at: 0.0102),
      .init("<", ".", 501, 1101, at: 0.02),
    ]
    for index in [0, 2] { lines[index].payload = octets }
    let analysis = try #require(Conversation(lines).flows().first?.analysis)
    // The server did not take the SYN's data: sent again behind its SYN-ACK.
    #expect(analysis.events.map(\.kind) == [.retransmission])
    lines[2].payload?[10] ^= 1
    #expect(Conversation(lines).flows().first?.analysis?.events.map(\.kind) == [.conflictingOverlap])
  }

  @Test("headers without their octets contradict nothing")
  func withoutOctets() throws {
    var talk = Talk()
    talk.say(">", 0..<1000, at: 20)
    talk.say(">", 0..<1000, at: 320, payload: Array(Self.text[1000..<2000]))
    #expect(talk.analysis.events.map(\.kind) == [.retransmission])
  }

  @Test("payload behind a FIN, and behind a RST")
  func afterClose() throws {
    var talk = Talk()
    talk.say(">", 0..<100, at: 20)
    talk.say(">", at: 21, flags: "F")
    let frame = talk.say(">", 101..<200, at: 22)
    // What lies before the FIN is a retransmission only.
    talk.say(">", 0..<100, at: 322)
    let analysis = talk.analysis
    #expect(analysis.events.map(\.kind) == [.dataAfterClose, .retransmission])
    #expect(analysis.events.first?.frame == frame && analysis.low.dataAfterClose == 1)
    var reset = Talk()
    reset.say(">", 0..<100, at: 20)
    reset.conversation.lines.append(.init("<", "R.", reset.serverISN + 1, reset.clientISN + 101, at: 0.03))
    let late = reset.say(">", 100..<200, at: 31)
    #expect(reset.analysis.told == ["\(late) data_after_close"])
  }

  @Test("another connection on the same addresses and ports names the earlier one's first and last frames")
  func reuse() throws {
    var talk = CopyTests.transfer()
    let last = talk.conversation.lines.count
    talk.conversation.lines += [
      .init(">", "S", 9000, 0, at: 2), .init("<", "S.", 70_000, 9001, at: 2.01), .init(">", ".", 9001, 70_001, at: 2.02),
      .init(">", "P.", 9001, 70_001, 50, at: 2.03),
    ]
    let flows = talk.conversation.flows()
    #expect(flows.count == 2)
    let analysis = try #require(flows.last?.analysis)
    #expect(analysis.told == ["\(last + 1) port_reuse"])
    let event = try #require(analysis.events.first)
    #expect(event.originalFrame == 1 && event.evidence.frames == [last])
    // Its own SYN is not its predecessor's again, nor are its octets.
    #expect(analysis.low.retransmissions.segments == 0)
  }

  @Test("the same SYN again after a connection that was refused is the same opening; after one that was used, another")
  func reuseOfNumber() throws {
    let refused = Conversation([
      .init(">", "S", 5, 0, at: 0), .init("<", "R.", 0, 6, at: 0.1), .init(">", "S", 5, 0, at: 0.6),
    ]).flows()
    #expect(refused.first?.analysis?.events.map(\.kind) == [.retransmission])
    var used = Talk()
    used.say(">", 0..<100, at: 20)
    used.conversation.lines.append(.init("<", "R.", used.serverISN + 1, used.clientISN + 101, at: 0.03))
    used.conversation.lines.append(.init(">", "S", used.clientISN, 0, at: 2))
    let flows = used.conversation.flows()
    #expect(flows.last?.analysis?.events.map(\.kind) == [.portReuse])
  }
}
