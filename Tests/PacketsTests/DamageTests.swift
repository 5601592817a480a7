import Analysis
import Capture
import DissectorCatalog
import Fixtures
import Foundation
import Octets
import PacketModel
import Reports
import Testing

@Suite("Damaged frames")
struct DamageTests {
  /// Frames of the shipped capture, and of the corpus where there is one.
  private static func frames() throws -> [(octets: [UInt8], linkType: LinkType)] {
    var frames: [(octets: [UInt8], linkType: LinkType)] = []
    for path in [Fixture("packets/mixed.pcap").url.path] + corpus() {
      var run = PacketRun(options: RunOptions(), detail: .facts)
      var left = path.hasSuffix("mixed.pcap") ? Int.max : 1
      try run.read(path) { frame, _, octets, _ in
        frames.append((octets.prefix(512).copied(), frame.record.linkType))
        left -= 1
        return left > 0 ? .more : .enough
      }
    }
    return frames
  }

  @Test("are printed at any length, whole or cut by the capture")
  func prefixes() throws {
    var printer = AllForms()
    for (octets, linkType) in try Self.frames() {
      for length in 0...min(octets.count, 200) {
        printer.print(Array(octets.prefix(length)), missing: 0, linkType)
        printer.print(Array(octets.prefix(length)), missing: octets.count - length, linkType)
      }
    }
    #expect(printer.isSound)
  }

  @Test("are printed whatever octets they have")
  func mutations() throws {
    var printer = AllForms()
    // A seeded generator, so that a failure can be had again (Knuth's MMIX constants).
    var state: UInt64 = 0x5eed
    func random(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(1, limit)
    }
    for (octets, linkType) in try Self.frames() where !octets.isEmpty {
      for _ in 0..<40 {
        var damaged = octets
        for _ in 0...random(6) {
          // Headers are where damage matters.
          damaged[random(min(damaged.count, 128))] = random(3) == 0 ? [0, 1, 0x7f, 0x80, 0xff][random(5)] : UInt8(random(256))
        }
        printer.print(damaged, missing: random(2) * random(100), linkType)
      }
    }
    #expect(printer.isSound)
  }
}

/// Prints frames in all forms, for what they do to the program.
private struct AllForms {
  private var inspector = PacketInspector()
  private var lineInspector = PacketInspector(detail: .facts)
  private var line = PacketLine()
  private(set) var isSound = true
  private var number = 0

  mutating func print(_ octets: [UInt8], missing: Int, _ linkType: LinkType) {
    number += 1
    let view = ByteView(octets.span, missing: missing)
    let length = octets.count + missing
    let time = Timestamp(nanoseconds: Int64(number) * 1_000_000)
    let packet = inspector.inspect(view, linkType: linkType, number: number, time: time, wireLength: length)
    let facts = lineInspector.inspect(view, linkType: linkType, number: number, time: time, wireLength: length)
    let frame = PacketRun.Frame(
      number: number,
      record: PacketRecord(time: time, interface: 0, linkType: linkType, wireLength: length, octets: 0..<octets.count),
      interfaces: [], path: "-")
    var text: [UInt8] = []
    line.write(facts, frame, routes: lineInspector.routes, to: &text)
    let lineEnd = text.count
    PacketDetails.write(packet, frame, to: &text)
    InspectedPacketJSON.writeLine(packet, frame, view, withOctets: true, to: &text)
    // A line is a line, whatever the network sent.
    let isPrintable = text[..<lineEnd].allSatisfy { $0 >= 0x20 && $0 != 0x7f }
    let isSameAnswer = packet.layers.map(\.id) == facts.layers.map(\.id) && packet.malformed?.error == facts.malformed?.error
    if !isPrintable || !isSameAnswer { isSound = false }
  }
}
