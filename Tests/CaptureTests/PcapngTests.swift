import Capture
import PacketModel
import Secrets
import Testing

@Suite("pcapng files")
struct PcapngTests {
  /// Everything a pcapng file may hold, in two sections of opposite byte order.
  static func everything(isBig: Bool) -> [UInt8] {
    var builder = CaptureBuilder(isBig: isBig)
    builder.section {
      $0.option(1, "a section")
      $0.option(2, "machine\u{0}")
      $0.option(3, "Linux")
      $0.option(4, "builder")
      $0.endOfOptions()
    }
    builder.interface(1, snapLength: 100) {
      $0.option(1, "an interface")
      $0.option(2, "eth0")
      $0.option(3, "uplink")
      $0.option(6, [2, 0, 0, 0, 0, 1])
      $0.option(8, u64: 1_000_000_000)
      $0.option(9, [9])
      $0.option(11, Array([0] + Array("tcp".utf8)))
      $0.option(12, "6.1")
      $0.option(13, [4])
      $0.option(14, u64: 100)
      $0.option(15, "NIC")
    }
    builder.interface(113) { $0.option(9, [0x80 | 10]) }
    builder.enhanced(5_000_000_001, packet(1, 61)) {
      $0.option(1, "odd \u{1F986}")
      $0.option(1, [0x61, 0xff, 0x62])
      $0.option(2, $0.isBig ? [0, 0, 0, 0x41] : [0x41, 0, 0, 0])
      $0.option(4, u64: 7)
      $0.endOfOptions()
    }
    builder.enhanced(1536, packet(2, 33), interface: 1, wire: 90)
    builder.block(3) {  // A simple packet, cut by interface 0's snapshot length.
      $0.u32(200)
      $0.octets += packet(3, 100)
    }
    builder.block(2) {  // An obsolete packet.
      $0.u16(1)
      $0.u16(5)
      $0.u32(0)
      $0.u32(2048)
      $0.u32(9)
      $0.u32(9)
      $0.octets += packet(4, 9)
    }
    builder.block(4) {
      $0.option(1, [192, 0, 2, 1] + Array("a.example\u{0}b.example\u{0}".utf8))
      $0.endOfOptions()
    }
    builder.block(0x0a) {
      $0.u32(0x544c_534b)
      $0.u32(5)
      $0.octets += Array("KEYS!".utf8)
    }
    builder.block(0x0bad) { $0.u32(32_473) }
    builder.block(0x7777) { $0.octets += packet(5, 33) }
    builder.block(5) {
      $0.u32(0)
      $0.u32(0)
      $0.u32(0)
      $0.option(4, u64: 1000)
      $0.option(5, u64: 3)
      $0.option(6, u64: 900)
      $0.option(7, u64: 2)
    }
    builder.isBig.toggle()
    builder.section { $0.option(1, "another section") }
    builder.interface(101)
    builder.enhanced(1_000_000, packet(6, 20))
    return builder.octets
  }

  static let packets = [
    ReadPacket(time: 105_000_000_001, interface: 0, link: 1, wire: 61, octets: packet(1, 61), frameCheck: 2),
    ReadPacket(time: 1_500_000_000, interface: 1, link: 113, wire: 90, octets: packet(2, 33)),
    ReadPacket(time: 1_500_000_000, interface: 0, link: 1, wire: 200, octets: packet(3, 100), frameCheck: 4),
    ReadPacket(time: 2_000_000_000, interface: 1, link: 113, wire: 9, octets: packet(4, 9)),
    ReadPacket(time: 1_000_000_000, interface: 2, link: 101, wire: 20, octets: packet(6, 20)),
  ]

  @Test("every block, either byte order", arguments: [false, true])
  func everything(isBig: Bool) throws {
    let read = try readMapped(Self.everything(isBig: isBig))
    #expect(read.packets == Self.packets)
    let file = read.description
    #expect(file.damage == nil)
    #expect(file.byteOrder == .mixed)
    #expect(file.sections == 2)
    #expect(file.comments == ["a section", "another section"])
    #expect([file.hardware, file.os, file.application] == ["machine", "Linux", "builder"])
    #expect(file.version == "1.0")
    #expect(file.timeResolution == "mixed")
    #expect(file.timesMissing == 1)
    #expect(file.linkTypes.map(\.rawValue) == [1, 113, 101])
    #expect(file.packetComments.map(\.text) == ["odd \u{1F986}", "a\\xffb"])
    #expect(file.packetComments.map(\.record) == [0, 0])
    #expect(file.names == [ResolvedName(address: [192, 0, 2, 1], names: ["a.example", "b.example"])])
    #expect(file.secretBlocks == [.tlsKeyLog: 1])
    #expect(read.secrets.map(\.type) == [.tlsKeyLog])
    #expect(read.secrets.map { $0.secret.withOctets { $0.count } } == [5])
    #expect(read.records[0].flags.isInbound)
  }

  @Test("what an interface says of itself")
  func interface() throws {
    let file = try readMapped(Self.everything(isBig: false)).description
    var expected = CaptureInterface(
      linkType: LinkType(rawValue: 1), snapLength: 100, timeResolution: TimeResolution(rawValue: 9))
    expected.comments = ["an interface"]
    expected.name = "eth0"
    expected.description = "uplink"
    expected.macAddress = [2, 0, 0, 0, 0, 1]
    expected.speed = 1_000_000_000
    expected.filter = "tcp"
    expected.os = "6.1"
    expected.frameCheckLength = 4
    expected.timeOffset = 100
    expected.hardware = "NIC"
    expected.droppedBetween = 7
    expected.statistics = file.interfaces[0].statistics
    #expect(file.interfaces[0] == expected)
    #expect(file.interfaces[0].statistics?.received == 1000)
    #expect(file.interfaces[0].statistics?.droppedByInterface == 3)
    #expect(file.interfaces[0].statistics?.acceptedByFilter == 900)
    #expect(file.interfaces[0].statistics?.droppedByKernel == 2)
    #expect(file.interfaces[1].timeResolution.description == "2^-10 s")
    #expect(file.interfaces[1].droppedBetween == 5)
  }

  @Test("through a pipe", arguments: [1, 2, 3, 64, 4096])
  func streamed(chunk: Int) throws {
    #expect(try readStreamed(Self.everything(isBig: true), chunk: chunk).packets == Self.packets)
  }

  @Test("secrets are not printed")
  func secrets() throws {
    let read = try readMapped(Self.everything(isBig: false))
    var dumped = ""
    dump(read.description, to: &dumped)
    dump(read.secrets, to: &dumped)
    let written = Array("KEYS!".utf8).map { "\($0)" }
    for text in ["\(read.secrets)", String(reflecting: read.secrets), dumped] {
      #expect(!text.contains("KEYS!"))
      #expect(!text.contains(written.joined(separator: ", ")))
    }
    #expect(!dumped.contains("- \(written[0])\n"))
  }

  struct Resolution: Sendable, CustomTestStringConvertible {
    var raw: UInt8
    var ticks: UInt64
    var offset: Int64 = 0
    var nanoseconds: Int64
    var isClamped = false
    var testDescription: String { "\(raw), \(ticks) ticks, \(offset) s" }
  }

  static let resolutions = [
    Resolution(raw: 0, ticks: 5, nanoseconds: 5_000_000_000),
    Resolution(raw: 3, ticks: 5, nanoseconds: 5_000_000),
    Resolution(raw: 6, ticks: 5, nanoseconds: 5000),
    Resolution(raw: 9, ticks: 5, nanoseconds: 5),
    Resolution(raw: 12, ticks: 5999, nanoseconds: 5),
    Resolution(raw: 28, ticks: .max, nanoseconds: 1),
    Resolution(raw: 127, ticks: .max, nanoseconds: 0),
    Resolution(raw: 0x80, ticks: 3, nanoseconds: 3_000_000_000),
    Resolution(raw: 0x80 | 20, ticks: 1 << 19, nanoseconds: 500_000_000),
    Resolution(raw: 0x80 | 63, ticks: 1 << 63, nanoseconds: 1_000_000_000),
    Resolution(raw: 0xff, ticks: .max, nanoseconds: 0),
    Resolution(raw: 6, ticks: 5, offset: -1, nanoseconds: -999_995_000),
    Resolution(raw: 6, ticks: .max, nanoseconds: .max, isClamped: true),
    Resolution(raw: 0, ticks: .max, nanoseconds: .max, isClamped: true),
    Resolution(raw: 9, ticks: 0, offset: .min, nanoseconds: .min, isClamped: true),
    Resolution(raw: 9, ticks: 1, offset: .max, nanoseconds: .max, isClamped: true),
  ]

  @Test("every resolution and offset", arguments: resolutions)
  func resolution(_ row: Resolution) throws {
    var builder = CaptureBuilder()
    builder.section()
    builder.interface {
      $0.option(9, [row.raw])
      $0.option(14, u64: UInt64(bitPattern: row.offset))
    }
    builder.enhanced(row.ticks, packet(1, 4))
    let read = try readMapped(builder.octets)
    #expect(read.packets.map(\.time) == [row.nanoseconds])
    #expect(read.description.timesClamped == (row.isClamped ? 1 : 0))
  }
}
