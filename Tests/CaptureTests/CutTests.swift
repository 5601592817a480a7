import Capture
import PacketModel
import Testing

@Suite("Files cut anywhere")
struct CutTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var name: String
    var octets: [UInt8]
    /// Octets without which the file is no capture at all.
    var header: Int
    /// Where each record ends in the file.
    var ends: [Int]
    /// Ends of other blocks: the file is whole there too.
    var wholeAt: Set<Int> = []
    var testDescription: String { name }
  }

  private static var pcap: Example {
    var builder = CaptureBuilder.pcap()
    var ends: [Int] = []
    for number in 0..<4 {
      builder.record(1000 + number, number, packet(number, 20 + number))
      ends.append(builder.octets.count)
    }
    return Example(name: "pcap", octets: builder.octets, header: 24, ends: ends, wholeAt: [24])
  }

  private static var snoop: Example {
    var builder = CaptureBuilder.snoop()
    var ends: [Int] = []
    for number in 0..<4 {
      builder.snoopRecord(1000 + number, number, packet(number, 20 + number))
      ends.append(builder.octets.count)
    }
    return Example(name: "snoop", octets: builder.octets, header: 16, ends: ends, wholeAt: [16])
  }

  private static var pcapng: Example {
    var builder = CaptureBuilder(isBig: true)
    var whole: Set<Int> = []
    builder.section { $0.option(1, "cut") }
    whole.insert(builder.octets.count)
    builder.interface { $0.option(2, "eth0") }
    whole.insert(builder.octets.count)
    var ends: [Int] = []
    for number in 0..<4 {
      builder.enhanced(UInt64(number), packet(number, 20 + number)) { $0.option(1, "a comment") }
      ends.append(builder.octets.count)
    }
    return Example(name: "pcapng", octets: builder.octets, header: 12, ends: ends, wholeAt: whole)
  }

  static let examples = [pcap, snoop, pcapng]

  @Test("every beginning of a file delivers the records it holds whole", arguments: examples)
  func cut(_ example: Example) throws {
    for length in 0...example.octets.count {
      let octets = Array(example.octets[..<length])
      guard length >= example.header else {
        #expect(throws: CaptureError.self, "\(length) octets") { try readMapped(octets) }
        continue
      }
      let read = try readMapped(octets)
      let readable = example.ends.filter { $0 <= length }.count
      #expect(read.packets.map(\.octets) == (0..<readable).map { packet($0, 20 + $0) }, "\(length) octets")
      let isWhole = example.ends.contains(length) || example.wholeAt.contains(length)
      #expect((read.description.damage == nil) == isWhole, "\(length) octets")
      if let damage = read.description.damage {
        #expect(damage.offset + damage.skippedOctets == length)
        #expect(damage.reason.hasPrefix("the file ends inside"))
      }
    }
  }
}
