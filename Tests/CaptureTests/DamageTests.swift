import Capture
import PacketModel
import Testing

@Suite("Damaged captures")
struct DamageTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var name: String
    var octets: [UInt8]
    /// The numbers of the packets that can still be read.
    var readable: [Int]
    var damage: CaptureDamage?
    var testDescription: String { name }
  }

  /// Twenty records of 76 octets each, from offset 24 on, unless changed.
  private static func pcap(_ change: (inout [UInt8]) -> Void) -> [UInt8] {
    var builder = CaptureBuilder.pcap()
    for number in 0..<20 { builder.record(1_000_000 + number, number, packet(number, 60)) }
    change(&builder.octets)
    return builder.octets
  }

  /// Twenty blocks of 92 octets each, from offset 48 on, unless changed.
  private static func pcapng(_ change: (inout [UInt8]) -> Void) -> [UInt8] {
    var builder = CaptureBuilder()
    builder.section()
    builder.interface()
    for number in 0..<20 { builder.enhanced(UInt64(1_000_000 + number), packet(number, 60)) }
    change(&builder.octets)
    return builder.octets
  }

  private static func snoop(_ change: (inout [UInt8]) -> Void) -> [UInt8] {
    var builder = CaptureBuilder.snoop()
    for number in 0..<20 { builder.snoopRecord(1_000_000 + number, number, packet(number, 60)) }
    change(&builder.octets)
    return builder.octets
  }

  private static func all(without missing: ClosedRange<Int>) -> [Int] { (0..<20).filter { !missing.contains($0) } }

  static let examples = [
    Example(
      name: "pcap, an impossible length", octets: pcap { $0.replaceSubrange(412..<416, with: [0xff, 0xff, 0xff, 0xff]) },
      readable: all(without: 5...5),
      damage: CaptureDamage(offset: 404, reason: "", skippedOctets: 76, count: 1)),
    Example(
      name: "pcap, a header of garbage", octets: pcap { $0.replaceSubrange(404..<420, with: packet(99, 16)) },
      readable: all(without: 5...5), damage: CaptureDamage(offset: 404, reason: "", skippedOctets: 76, count: 1)),
    Example(
      name: "pcap, a length with one bit too many", octets: pcap { $0[404 + 9] = 1 },
      readable: all(without: 5...5), damage: CaptureDamage(offset: 404, reason: "", skippedOctets: 76, count: 1)),
    Example(
      name: "pcap, three records overwritten", octets: pcap { $0.replaceSubrange(404..<632, with: packet(98, 228)) },
      readable: all(without: 5...7), damage: CaptureDamage(offset: 404, reason: "", skippedOctets: 228, count: 1)),
    Example(
      name: "pcap, three records of zeros with a bad length",
      octets: pcap {
        $0.replaceSubrange(404..<632, with: Array(repeating: 0, count: 228))
        $0[404 + 11] = 0xff
      },
      readable: all(without: 5...7), damage: CaptureDamage(offset: 404, reason: "", skippedOctets: 228, count: 1)),
    Example(
      name: "pcap, garbage put between records", octets: pcap { $0.insert(contentsOf: packet(97, 1001), at: 404) },
      readable: all(without: 20...20), damage: CaptureDamage(offset: 404, reason: "", skippedOctets: 1001, count: 1)),
    Example(
      name: "pcap, only the last record behind garbage",
      octets: pcap {
        $0.replaceSubrange(404..<(24 + 19 * 76), with: packet(96, 14 * 76))
      },
      readable: [0, 1, 2, 3, 4, 19], damage: CaptureDamage(offset: 404, reason: "", skippedOctets: 14 * 76, count: 1)),
    Example(
      name: "pcap, garbage to the end", octets: pcap { $0.replaceSubrange(404..., with: packet(95, 5000)) },
      readable: [0, 1, 2, 3, 4], damage: CaptureDamage(offset: 404, reason: "", skippedOctets: 5000, count: 1)),
    Example(
      name: "pcap, two damages",
      octets: pcap {
        $0[404 + 11] = 0xff
        $0[24 + 12 * 76 + 11] = 0xff
      },
      readable: (0..<20).filter { $0 != 5 && $0 != 12 },
      damage: CaptureDamage(offset: 404, reason: "", skippedOctets: 152, count: 2)),
    Example(
      name: "snoop, an impossible length",
      octets: snoop { $0.replaceSubrange(440..<444, with: [9, 9, 9, 9]) },
      readable: all(without: 5...5), damage: CaptureDamage(offset: 436, reason: "", skippedOctets: 84, count: 1)),
    Example(
      name: "pcapng, an impossible length", octets: pcapng { $0[48 + 5 * 92 + 7] = 0xff },
      readable: all(without: 5...5), damage: CaptureDamage(offset: 508, reason: "", skippedOctets: 92, count: 1)),
    Example(
      name: "pcapng, lengths that differ", octets: pcapng { $0[48 + 5 * 92 + 88] = 96 },
      readable: all(without: 5...5), damage: CaptureDamage(offset: 508, reason: "", skippedOctets: 92, count: 1)),
    Example(
      name: "pcapng, garbage put between blocks", octets: pcapng { $0.insert(contentsOf: packet(94, 1001), at: 508) },
      readable: all(without: 20...20), damage: CaptureDamage(offset: 508, reason: "", skippedOctets: 1001, count: 1)),
    Example(
      name: "pcapng, an interface that does not exist", octets: pcapng { $0[48 + 5 * 92 + 8] = 1 },
      readable: all(without: 5...5), damage: CaptureDamage(offset: 508, reason: "", skippedOctets: 92, count: 1)),
    Example(
      name: "pcapng, more captured than the block holds", octets: pcapng { $0[48 + 5 * 92 + 20] = 61 },
      readable: all(without: 5...5), damage: CaptureDamage(offset: 508, reason: "", skippedOctets: 92, count: 1)),
    Example(
      name: "pcapng, only the last block behind garbage",
      octets: pcapng {
        $0.replaceSubrange(508..<(48 + 19 * 92), with: packet(93, 14 * 92))
      },
      readable: [0, 1, 2, 3, 4, 19], damage: CaptureDamage(offset: 508, reason: "", skippedOctets: 14 * 92, count: 1)),
  ]

  @Test("what can be read is read, and the damage is told", arguments: examples)
  func damaged(_ example: Example) throws {
    let read = try readMapped(example.octets)
    #expect(read.packets.map(\.octets) == example.readable.map { packet($0, 60) })
    var damage = read.description.damage
    #expect(damage?.reason.isEmpty == false)
    damage?.reason = ""
    #expect(damage == example.damage)
  }

  @Test("a stream is read as a file is", arguments: examples, [1, 7, 64, 4096])
  func streamed(_ example: Example, chunk: Int) throws {
    let read = try readStreamed(example.octets, chunk: chunk)
    #expect(read.packets.map(\.octets) == example.readable.map { packet($0, 60) })
    #expect(read.description.damage == (try readMapped(example.octets).description.damage))
  }

  @Test("no packets are made of garbage", arguments: 1...20)
  func garbage(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed) &* 0x9e37_79b9_7f4a_7c15)
    var octets = CaptureBuilder.pcap().octets
    for _ in 0..<100_000 { octets.append(UInt8.random(in: 0...255, using: &generator)) }
    let read = try readMapped(octets)
    // The first sixteen octets are read as a header if they can be one; nothing else may be.
    #expect(read.packets.count <= 1)
    #expect(read.description.damage != nil)
  }
}
