import Capture
import PacketModel
import Testing

@Suite("pcap and snoop files")
struct PcapTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var name: String
    var octets: [UInt8]
    var packets: [ReadPacket]
    var format = CaptureFormat.pcap
    var order = CaptureByteOrder.little
    var resolution = "us"
    var testDescription: String { name }
  }

  /// Two packets, the second cut by the snapshot length.
  private static func pcap(
    _ name: String, isBig: Bool = false, magic: Int = 0xa1b2_c3d4, minor: Int = 4, link: Int = 1, linkType: Int = 1,
    frameCheck: Int = 0, isModified: Bool = false, isNano: Bool = false
  ) -> Example {
    var builder = CaptureBuilder.pcap(isBig: isBig, magic: magic, minor: minor, link: link)
    builder.record(1_000_000_000, 123_456, packet(1, 60), isModified: isModified)
    builder.record(4_294_967_295, 999_999, packet(2, 7), wire: 1500, isModified: isModified)
    let unit: Int64 = isNano ? 1 : 1000
    return Example(
      name: name, octets: builder.octets,
      packets: [
        ReadPacket(
          time: 1_000_000_000_000_000_000 + 123_456 * unit, interface: 0, link: linkType, wire: 60, octets: packet(1, 60),
          frameCheck: frameCheck),
        ReadPacket(
          time: 4_294_967_295_000_000_000 + 999_999 * unit, interface: 0, link: linkType, wire: 1500,
          octets: packet(2, 7), frameCheck: frameCheck),
      ],
      order: isBig ? .big : .little, resolution: isNano ? "ns" : "us")
  }

  private static var swapped: Example {
    var builder = CaptureBuilder.pcap(minor: 2)
    // Before version 2.3 the wire length stood first.
    builder.record(5, 6, packet(1, 10), captured: 40, wire: 10)
    return Example(
      name: "version 2.2, lengths swapped", octets: builder.octets,
      packets: [ReadPacket(time: 5_000_006_000, interface: 0, link: 1, wire: 40, octets: packet(1, 10))])
  }

  private static func snoop(_ dataLink: Int, linkType: Int) -> Example {
    var builder = CaptureBuilder.snoop(dataLink: dataLink)
    builder.snoopRecord(7, 8, packet(1, 61))
    builder.snoopRecord(9, 10, packet(2, 4), drops: 3)
    return Example(
      name: "snoop, data link \(dataLink)", octets: builder.octets,
      packets: [
        ReadPacket(time: 7_000_008_000, interface: 0, link: linkType, wire: 61, octets: packet(1, 61)),
        ReadPacket(time: 9_000_010_000, interface: 0, link: linkType, wire: 4, octets: packet(2, 4)),
      ], format: .snoop, order: .big)
  }

  static let examples = [
    pcap("little-endian"), pcap("big-endian", isBig: true),
    pcap("little-endian, nanoseconds", magic: 0xa1b2_3c4d, isNano: true),
    pcap("big-endian, nanoseconds", isBig: true, magic: 0xa1b2_3c4d, isNano: true),
    pcap("modified", magic: 0xa1b2_cd34, isModified: true),
    pcap("modified, big-endian", isBig: true, magic: 0xa1b2_cd34, isModified: true),
    pcap("link type with a frame check of no words", link: 0x0400_0001),
    pcap("link type with a frame check of two words", link: 0x2400_0001, frameCheck: 4),
    pcap("link type with frame check bits nobody vouches for", link: 0x3000_0084, linkType: 0x84),
    pcap("reserved bits of the link type", link: 0x03ff_0071, linkType: 113),
    pcap("a version to come", minor: 99),
    swapped, snoop(4, linkType: 1), snoop(0, linkType: 1), snoop(8, linkType: 10), snoop(77, linkType: 0xffff),
  ]

  @Test("every variant", arguments: examples, [1, 1000])
  func variant(_ example: Example, limit: Int) throws {
    let read = try readMapped(example.octets, limit: limit)
    #expect(read.packets == example.packets)
    #expect(read.description.format == example.format)
    #expect(read.description.byteOrder == example.order)
    #expect(read.description.timeResolution == example.resolution)
    #expect(read.description.damage == nil)
    #expect(read.description.records == example.packets.count)
    #expect(read.description.octetsRead == example.octets.count)
  }

  @Test("every variant, through a pipe", arguments: examples, [1, 2, 3, 64, 4096])
  func streamed(_ example: Example, chunk: Int) throws {
    #expect(try readStreamed(example.octets, chunk: chunk).packets == example.packets)
  }

  @Test("records of a map are places in the file")
  func places() throws {
    let read = try readMapped(Self.examples[0].octets)
    #expect(read.records.map(\.octets) == [40..<100, 116..<123])
  }

  @Test("a packet of more octets than were on the wire is kept whole")
  func contradiction() throws {
    var builder = CaptureBuilder.pcap()
    builder.record(1, 1, packet(1, 60), wire: 20)
    builder.record(2, 1, packet(2, 60))
    let read = try readMapped(builder.octets)
    #expect(read.packets.map(\.wire) == [60, 60])
    #expect(read.description.contradictoryLengths == 1)
    #expect(read.description.damage == nil)
  }

  @Test("packets beyond the usual length are read when the snapshot length or the next record vouches for them")
  func large() throws {
    for snapLength in [0, 65_535, 400_000] {
      var builder = CaptureBuilder.pcap(snapLength: snapLength)
      builder.record(1, 1, packet(1, 300_000))
      builder.record(2, 1, packet(2, 60))
      let read = try readMapped(builder.octets)
      #expect(read.packets.map(\.wire) == [300_000, 60], "snapshot length \(snapLength)")
      #expect(try readStreamed(builder.octets, chunk: 4096).packets == read.packets)
    }
  }

  @Test("a file of nothing but its header has no packets and no damage")
  func headerOnly() throws {
    let read = try readMapped(CaptureBuilder.pcap().octets)
    #expect(read.packets.isEmpty)
    #expect(read.description.damage == nil)
  }
}
