import Capture
import PacketModel
import Secrets
import Testing

/// What is written is read again as it was.
@Suite("writing pcapng files")
struct PcapngWriterTests {
  private static func interfaces() -> [CaptureInterface] {
    var first = CaptureInterface(linkType: LinkType(rawValue: 1), snapLength: 100, timeResolution: .microseconds)
    first.comments = ["an interface", "with two comments"]
    first.name = "eth0"
    first.description = "uplink"
    first.macAddress = [2, 0, 0, 0, 0, 1]
    first.speed = 1_000_000_000
    first.filter = "tcp"
    first.os = "6.1"
    first.hardware = "NIC"
    first.frameCheckLength = 4
    var second = CaptureInterface(linkType: LinkType(rawValue: 101), snapLength: nil, timeResolution: .nanoseconds)
    second.timeOffset = -1000
    let third = CaptureInterface(
      linkType: LinkType(rawValue: 113), snapLength: 65_535, timeResolution: TimeResolution(rawValue: 0))
    return [first, second, third]
  }

  private static func record(_ nanoseconds: Int64, interface: Int, wire: Int, _ count: Int) -> PacketRecord {
    PacketRecord(
      time: Timestamp(nanoseconds: nanoseconds), interface: interface, linkType: LinkType(rawValue: 1), wireLength: wire,
      octets: 0..<count)
  }

  @Test("all that a file can say")
  func everything() throws {
    var writer = PcapngWriter()
    writer.begin(hardware: "machine", os: "Linux", application: "Weir", comments: ["a section", "another comment"])
    let numbers = Self.interfaces().map { writer.add($0) }
    #expect(numbers == [0, 1, 2])
    writer.add(secrets: Array("KEYS!".utf8).span, type: .tlsKeyLog)
    writer.add([
      ResolvedName(address: [192, 0, 2, 1], names: ["a.example", "b.example"]),
      ResolvedName(address: [0x20, 1, 0xd, 0xb8] + Array(repeating: 0, count: 12), names: ["six.example"]),
    ])
    let octets = (0..<90).map { UInt8($0) }
    var flagged = Self.record(1_700_000_000_123_456_000, interface: 0, wire: 61, 60)
    flagged.flags = PacketFlags(rawValue: 1)
    writer.add(flagged, of: 0, octets.span.extracting(0..<60), comments: ["odd \u{1F986}", "even"], drops: 7)
    writer.add(Self.record(-1, interface: 1, wire: 33, 33), of: 1, octets.span.extracting(0..<33))
    writer.add(Self.record(1_700_000_001_000_000_000, interface: 2, wire: 1 << 20, 90), of: 2, octets.span)
    writer.add(Self.record(0, interface: 0, wire: 0, 0), of: 0, octets.span.extracting(0..<0))
    var statistics = CaptureStatistics()
    statistics.start = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
    statistics.end = Timestamp(nanoseconds: 1_700_000_002_000_000_000)
    statistics.received = 1000
    statistics.droppedByInterface = 3
    statistics.acceptedByFilter = 900
    statistics.droppedByKernel = 2
    statistics.delivered = 898
    statistics.comments = ["counted"]
    writer.add(statistics, of: 0, at: Timestamp(nanoseconds: 0))

    let read = try readMapped(writer.take())
    #expect(writer.count == 0)
    let file = read.description
    #expect(file.damage == nil && file.brokenOptions == 0)
    #expect([file.hardware, file.os, file.application] == ["machine", "Linux", "Weir"])
    #expect(file.comments == ["a section", "another comment"])
    var interfaces = Self.interfaces()
    interfaces[0].statistics = statistics
    interfaces[0].droppedBetween = 7
    #expect(file.interfaces == interfaces)
    #expect(file.names.map(\.names) == [["a.example", "b.example"], ["six.example"]])
    #expect(file.packetComments.map(\.text) == ["odd \u{1F986}", "even"])
    #expect(file.packetDrops.map(\.count) == [7])
    #expect(file.secretBlocks == [.tlsKeyLog: 1])
    #expect(read.secrets.map { $0.secret.withOctets { $0.count } } == [5])
    #expect(read.packets.map(\.time) == [1_700_000_000_123_456_000, -1, 1_700_000_001_000_000_000, 0])
    #expect(read.packets.map(\.wire) == [61, 33, 1 << 20, 0])
    #expect(read.packets.map(\.octets.count) == [60, 33, 90, 0])
    #expect(read.packets.map(\.link) == [1, 101, 113, 1])
    #expect(read.packets[2].octets == octets)
    #expect(read.records[0].flags.isInbound)
  }

  @Test("clocks keep their resolution where nanoseconds are a multiple of it", arguments: [0, 3, 6, 9, 12, 0x8a] as [UInt8])
  func clocks(_ resolution: UInt8) throws {
    var writer = PcapngWriter()
    writer.begin(hardware: nil, os: nil, application: "Weir", comments: [])
    let raw = TimeResolution(rawValue: resolution)
    _ = writer.add(CaptureInterface(linkType: LinkType(rawValue: 1), snapLength: nil, timeResolution: raw))
    let time: Int64 = resolution <= 9 ? 1_234_000_000_000 : 1_234_567_890_123
    writer.add(Self.record(time, interface: 0, wire: 1, 1), of: 0, [1 as UInt8].span)
    let read = try readMapped(writer.take())
    #expect(read.packets.map(\.time) == [time])
    #expect(read.description.interfaces[0].timeResolution == (resolution <= 9 ? raw : .nanoseconds))
  }

  @Test("what cannot be said is not said: interfaces nobody described, texts that are too long")
  func bounds() throws {
    var writer = PcapngWriter()
    writer.begin(hardware: nil, os: nil, application: "Weir", comments: [String(repeating: "x", count: 70_000)])
    writer.add(Self.record(0, interface: 0, wire: 1, 1), of: 0, [1 as UInt8].span)
    writer.add(CaptureStatistics(), of: 3, at: Timestamp(nanoseconds: 0))
    _ = writer.add(CaptureInterface(linkType: LinkType(rawValue: 1), snapLength: nil, timeResolution: .nanoseconds))
    let read = try readMapped(writer.take())
    #expect(read.packets.isEmpty)
    #expect(read.description.damage == nil)
    #expect(read.description.comments.map(\.count) == [65_535])
  }
}
