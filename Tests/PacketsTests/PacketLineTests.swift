import Analysis
import Capture
import DissectorCatalog
import Octets
import PacketModel
import Reports
import Testing

@Suite("A packet as one line")
struct PacketLineTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var frame: [UInt8]
    /// Octets cut off by the snapshot length.
    var cut = 0
    var linkType = LinkType.ethernet
    var line: String

    init(_ name: String, _ frame: FrameBuilder, cut: Int = 0, linkType: LinkType = .ethernet, _ line: String) {
      testDescription = name
      self.frame = frame.octets
      self.cut = cut
      self.linkType = linkType
      self.line = line
    }
  }

  static let rows = [
    Row(
      "a datagram in a VLAN", .text("hello").udp(5000, 53).ipv4(17).vlan(42, 0x0800).ethernet(0x8100),
      "vlan 42  10.0.0.1:5000 > 10.0.0.2:53  UDP, len 5"),
    Row(
      "an echo in two VLANs",
      .text("ping").icmp(8, 0, [0, 9, 0, 3]).ipv4(1).vlan(5, 0x0800).vlan(6, 0x8100).ethernet(0x88a8),
      "vlan 6  vlan 5  10.0.0.1 > 10.0.0.2  ICMP Echo, id 9, seq 3, len 4"),
    Row(
      "a SYN's options", FrameBuilder().tcp(4000, 80, 100, 0, 2, options: [2, 4, 5, 180, 1, 3, 3, 7, 4, 2, 0, 0]).ipv4(6).ethernet(0x0800),
      "10.0.0.1:4000 > 10.0.0.2:80  TCP [S] seq 0, win 64, mss 1460, wscale 7, sackOK, len 0"),
    Row(
      "a wrong checksum", .text("data").tcp(4000, 80, 100, 7, 24, damage: 0x1234).ipv4(6).ethernet(0x0800),
      "10.0.0.1:4000 > 10.0.0.2:80  TCP [P.] seq 1:5, ack 1, win 64, len 4 [bad tcp checksum]"),
    Row(
      "a length that lies", .text("data").udp(1, 2).ipv4(17, length: 200).ethernet(0x0800),
      "10.0.0.1:1 > 10.0.0.2:2  UDP, len 4 [malformed ipv4: total_length is 200, which cannot be]"),
    Row(
      "a header that ends early", FrameBuilder([1, 2, 3]).ipv4(6).ethernet(0x0800),
      "10.0.0.1 > 10.0.0.2  TCP, len 3 [malformed tcp: needs 20 octets, has 3]"),
    Row(
      "a header cut by the capture", FrameBuilder().tcp(4000, 80, 100, 0, 2).ipv4(6).ethernet(0x0800), cut: 12,
      "10.0.0.1 > 10.0.0.2  TCP, len 20 [cut: tcp]"),
    Row(
      "a payload cut by the capture", .text("hello").tcp(4000, 80, 100, 0, 2).ipv4(6).ethernet(0x0800), cut: 3,
      "10.0.0.1:4000 > 10.0.0.2:80  TCP [S] seq 0:5, win 64, len 5"),
    Row(
      "a fragment", .text("eight oc").ipv4(17, fragment: 0x2005).ethernet(0x0800),
      "10.0.0.1 > 10.0.0.2  UDP fragment, id 7, offset 40, len 8, more"),
    Row(
      "an error and what it quotes",
      .text("").udp(5000, 53).ipv4(17).icmp(3, 3, [0, 0, 0, 0]).ipv4(1).ethernet(0x0800),
      "10.0.0.1 > 10.0.0.2  ICMP Destination Unreachable (Port Unreachable) for 10.0.0.1:5000 > 10.0.0.2:53 UDP"),
    Row(
      "an error that quotes an echo",
      FrameBuilder().icmp(8, 0, [0, 9, 0, 3]).ipv4(1).icmp(11, 0, [0, 0, 0, 0]).ipv4(1).ethernet(0x0800),
      "10.0.0.1 > 10.0.0.2  ICMP Time Exceeded (Time to Live Exceeded in Transit) for 10.0.0.1 > 10.0.0.2 ICMP"),
    Row(
      "a neighbor solicitation",
      FrameBuilder().icmpv6(135, [0, 0, 0, 0, 0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9]).ipv6(58).ethernet(0x86dd),
      "fe80::1 > ff02::1  ICMPv6 Neighbor Solicitation, target fe80::9"),
    Row(
      "who has an address",
      FrameBuilder([0, 1, 8, 0, 6, 4, 0, 1, 2, 0, 0, 0, 0, 1, 10, 0, 0, 1, 0, 0, 0, 0, 0, 0, 10, 0, 0, 9]).ethernet(0x0806),
      "ARP who-has 10.0.0.9 tell 10.0.0.1, from 02:00:00:00:00:01"),
    Row(
      "where an address is",
      FrameBuilder([0, 1, 8, 0, 6, 4, 0, 2, 2, 0, 0, 0, 0, 1, 10, 0, 0, 1, 2, 0, 0, 0, 0, 2, 10, 0, 0, 2]).ethernet(0x0806),
      "ARP 10.0.0.1 is-at 02:00:00:00:00:01"),
    Row(
      "an IP protocol without a name", .text("?").ipv4(200).ethernet(0x0800),
      "10.0.0.1 > 10.0.0.2  IP protocol 200, len 1"),
    Row(
      "an EtherType without a name", .text("?").ethernet(0x1234),
      "02:00:00:00:00:01 > 02:00:00:00:00:02  ethertype 0x1234, len 1"),
    Row("a link type nobody reads", .text("?"), linkType: LinkType(rawValue: 147), "USER0 (linktype 147), len 1"),
    Row("an empty frame", FrameBuilder(), "[malformed ethernet: needs 14 octets, has 0]"),
  ]

  @Test("tells what users look for", arguments: rows)
  func line(_ row: Row) {
    var printer = LinePrinter()
    let line = printer.line(row.frame, cut: row.cut, row.linkType)
    #expect(line == "     1  00:00:00.000000  " + row.line || row.frame.isEmpty && line.hasSuffix(row.line), "\(line)")
  }

  @Test("counts sequence numbers from the beginning of each direction")
  func sequences() {
    var printer = LinePrinter()
    let there = { (sequence: UInt32, acknowledgment: UInt32, flags: UInt8, text: String) in
      FrameBuilder.text(text).tcp(4000, 80, sequence, acknowledgment, flags).ipv4(6).ethernet(0x0800).octets
    }
    #expect(printer.line(there(0xffff_ffff, 0, 2, "")).hasSuffix("[S] seq 0, win 64, len 0"))
    // Past the end of the number space.
    #expect(printer.line(there(0, 501, 24, "four")).hasSuffix("[P.] seq 1:5, ack 1, win 64, len 4"))
    #expect(printer.line(there(0xffff_ffff, 501, 16, "")).hasSuffix("[.] seq 0, ack 1, win 64, len 0"))
    // A new connection of the same ports.
    #expect(printer.line(there(77, 0, 2, "")).hasSuffix("[S] seq 0, win 64, len 0"))
    #expect(printer.line(there(78, 9001, 16, "")).hasSuffix("[.] seq 1, ack 1, win 64, len 0"))
  }

  @Test("shows sequence numbers as sent when asked")
  func absoluteSequences() {
    var style = PacketLine.Style()
    style.absoluteSequence = true
    var printer = LinePrinter(style)
    let frame = FrameBuilder.text("four").tcp(4000, 80, 1000, 501, 24).ipv4(6).ethernet(0x0800).octets
    #expect(printer.line(frame).hasSuffix("[P.] seq 1000:1004, ack 501, win 64, len 4"))
  }

  @Test("prints times in five ways", arguments: [
    (PacketTime.clock, 6, "20:06:00.000001", "20:06:01.500001"),
    (.clock, 9, "20:06:00.000001002", "20:06:01.500001002"),
    (.relative, 6, "0.000000", "1.500000"),
    (.delta, 9, "0.000000000", "1.500000000"),
    (.absolute, 6, "2026-11-23T20:06:00.000001Z", "2026-11-23T20:06:01.500001Z"),
    (.absolute, 9, "2026-11-23T20:06:00.000001002Z", "2026-11-23T20:06:01.500001002Z"),
    (.epoch, 9, "1795464360.000001002", "1795464361.500001002"),
  ])
  func times(style: PacketTime, digits: Int, first: String, second: String) {
    var printer = PacketTimePrinter(style)
    let time = Timestamp(nanoseconds: 1_795_464_360_000_001_002)
    for (time, expected) in [(time, first), (Timestamp(nanoseconds: time.nanoseconds + 1_500_000_000), second)] {
      var text: [UInt8] = []
      printer.append(time, nanoseconds: digits == 9, to: &text)
      #expect(String(decoding: text, as: UTF8.self) == expected)
    }
  }

  @Test("bears any time a file can name", arguments: PacketTime.allCases)
  func extremeTimes(style: PacketTime) {
    var printer = PacketTimePrinter(style)
    var text: [UInt8] = []
    for nanoseconds in [Int64.min, -1, 0, .max, .min] {
      printer.append(Timestamp(nanoseconds: nanoseconds), nanoseconds: true, to: &text)
    }
    #expect(!text.isEmpty)
  }

  @Test("has colours only when asked")
  func colours() {
    let frame = FrameBuilder.text("data").tcp(4000, 80, 100, 7, 24, damage: 1).ipv4(6).ethernet(0x0800).octets
    var plain = LinePrinter()
    #expect(!plain.line(frame).contains("\u{1b}"))
    var style = PacketLine.Style()
    style.colour = true
    var coloured = LinePrinter(style)
    #expect(coloured.line(frame).contains("\u{1b}[31m[bad tcp checksum]\u{1b}[0m"))
  }
}

/// Inspects frames and prints them, numbered from 1, all at the epoch.
struct LinePrinter {
  private var inspector = PacketInspector(detail: .facts)
  private var printer: PacketLine
  private var number = 0

  init(_ style: PacketLine.Style = PacketLine.Style()) { printer = PacketLine(style) }

  mutating func line(_ frame: [UInt8], cut: Int = 0, _ linkType: LinkType = .ethernet) -> String {
    number += 1
    let time = Timestamp(nanoseconds: 0)
    let packet = inspector.inspect(
      ByteView(frame.span.extracting(first: frame.count - cut), missing: cut), linkType: linkType, number: number, time: time,
      wireLength: frame.count)
    var text: [UInt8] = []
    let record = PacketRecord(
      time: time, interface: 0, linkType: linkType, wireLength: frame.count, octets: 0..<frame.count - cut)
    printer.write(
      packet, PacketRun.Frame(number: number, record: record, interfaces: [], path: "-"), routes: inspector.routes, to: &text)
    return String(decoding: text, as: UTF8.self)
  }
}
