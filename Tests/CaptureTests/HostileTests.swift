import Capture
import PacketModel
import Testing

@Suite("Files made to waste time")
struct HostileTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var name: String
    /// What the file begins with, and then what it repeats.
    var start: [UInt8]
    var unit: [UInt8]
    var testDescription: String { name }
  }

  private static func unit(isBig: Bool = false, _ build: (inout CaptureBuilder) -> Void) -> [UInt8] {
    var builder = CaptureBuilder(isBig: isBig)
    build(&builder)
    return builder.octets
  }

  private static let pcapng = unit {
    $0.section()
    $0.interface()
  }

  static let examples = [
    Example(name: "pcap of ones", start: CaptureBuilder.pcap().octets, unit: [0xff]),
    Example(
      name: "pcap, headers plausible but the third", start: CaptureBuilder.pcap().octets + [0xff, 0xff, 0xff, 0xff],
      unit: unit {
        $0.record(1000, 1, [], captured: 1, wire: 1)
        $0.record(1000, 1, [], captured: 17, wire: 18)
        $0.u32(-1)
      }),
    Example(
      name: "pcap, plausible headers far apart", start: CaptureBuilder.pcap().octets,
      unit: unit { $0.record(0x0003_0003, 0x0003_0003, [], captured: 0x0003_0003, wire: 0x0003_0003) }),
    Example(
      name: "pcap, three good records and a bad one", start: CaptureBuilder.pcap().octets,
      unit: unit {
        for number in 0..<3 { $0.record(1000, number, [1, 2, 3]) }
        $0.record(1000, 1, [4], captured: 16_000_000, wire: 16_000_000)
      }),
    Example(name: "pcapng of section headers without a length", start: pcapng, unit: [0x0a, 0x0d, 0x0d, 0x0a]),
    Example(
      name: "pcapng, blocks that end too far away", start: pcapng,
      unit: unit {
        $0.u32(6)
        $0.u32(1 << 20)
      }),
    Example(
      name: "pcapng of interfaces", start: pcapng, unit: unit { $0.interface { $0.option(2, "x") } }),
    Example(
      name: "pcapng of comments", start: pcapng,
      unit: unit { $0.enhanced(1, [1]) { for _ in 0..<16 { $0.option(1, "x") } } }),
    Example(
      name: "pcapng of names", start: pcapng,
      unit: unit { $0.block(4) { for _ in 0..<16 { $0.option(1, [1, 2, 3, 4, 65]) } } }),
    Example(name: "pcapng of empty blocks", start: pcapng, unit: unit { $0.block(0x1234) { _ in } }),
  ]

  /// Of either size, a quadratic search would take hours; what is allowed leaves room for other work on the machine.
  #if DEBUG
    private static let size = 1 << 20
  #else
    private static let size = 50 << 20
  #endif
  private static let allowed = Duration.seconds(30)

  @Test("millions of octets are read in time proportional to them", arguments: examples)
  func bounded(_ example: Example) throws {
    var octets = example.start
    octets.reserveCapacity(Self.size + example.unit.count)
    while octets.count < Self.size { octets += example.unit }
    let file = try ScratchFile(octets)
    let begin = ContinuousClock.now
    var reader = try CaptureReader(path: file.path)
    var records: [PacketRecord] = []
    while try reader.read(into: &records, limit: 4096) != nil {}
    #expect(ContinuousClock.now - begin < Self.allowed)
    #expect(reader.description.octetsRead == octets.count)
    #expect(reader.description.interfaces.count <= 65_536)
    #expect(reader.description.packetComments.count <= 100_000)
    #expect(reader.description.names.count <= 100_000)
  }
}
