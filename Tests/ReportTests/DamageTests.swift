import Fixtures
import Foundation
import Reports
import Testing

/// Every way to cut or damage a capture must end in a report, never in a trap. What a report holds of damaged input is tested
/// where it is read; here it only has to be JSON, line by line.
@Suite struct DamageTests {
  static let captures = ["tcp/web.pcap", "fragments/datagrams.pcap", "tunnel/vxlan.pcap", "packets/mixed.pcap"]

  @Test("every prefix of a capture", arguments: captures)
  func prefixes(_ name: String) throws {
    let octets = try Fixture(name).octets
    var random = SplitMix(state: 1)
    let lengths = Array(24..<min(2000, octets.count)) + (0..<200).map { _ in Int.random(in: 24...octets.count, using: &random) }
    try Scratch.each(lengths.map { Array(octets.prefix($0)) }) { path in
      _ = try Printed.stream([path])
    }
  }

  @Test("seeded mutations of a capture", arguments: captures, 1...3)
  func mutations(_ name: String, seed: Int) throws {
    try Scratch.each(Self.damaged(name, 120, seed: seed)) { path in
      for line in try Printed.stream([path], threads: 1).split(separator: UInt8(ascii: "\n")) {
        _ = try JSONSerialization.jsonObject(with: Data(line))
      }
    }
  }

  @Test(
    "whatever damage makes of exchanges and messages, the schema describes it",
    arguments: [
      "http/python-oddities.pcap", "http/python-smuggling.pcap", "http/haproxy-trouble.pcap", "http/proxy-nested.pcap",
      "websocket/violations.pcap", "websocket/deflate.pcap",
    ])
  func described(_ name: String) throws {
    let check = try SchemaCheck(ReportSchema.records)
    try Scratch.each(Self.damaged(name, 12, seed: 4)) { path in
      for line in try Printed.stream([path]).split(separator: UInt8(ascii: "\n")) {
        let record = try JSON(String(decoding: line, as: UTF8.self))
        guard let kind = record["record"]?.text, kind == "flow" || kind == "finding" else { continue }
        #expect(check.faults(record, "\(kind)_record") == [])
      }
    }
  }

  private static func damaged(_ name: String, _ count: Int, seed: Int) throws -> [[UInt8]] {
    let octets = try Fixture(name).octets
    var random = SplitMix(state: UInt64(seed))
    return (0..<count).map { _ in
      var copy = octets
      // The file header stays: what is not a capture is refused before anything is read.
      for _ in 0..<Int.random(in: 1...40, using: &random) {
        let place = Int.random(in: 24..<copy.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: copy[place] = UInt8.random(in: .min ... .max, using: &random)
        case 1: copy[place] = [0, 0xff, 0x7f, 0x80].randomElement(using: &random) ?? 0
        default: copy.removeSubrange(place..<min(copy.count, place + Int.random(in: 1...9, using: &random)))
        }
      }
      return copy
    }
  }

  @Test("a frame of which no header can be read is counted all the same")
  func frameWithoutHeader() throws {
    // One octet of sixty; the file header is any Ethernet capture's.
    let record: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 60, 0, 0, 0, 0xff]
    try Scratch.each([Array(try Fixture("tcp/web.pcap").octets.prefix(24)) + record]) { path in
      let lines = String(decoding: try Printed.stream([path]), as: UTF8.self)
      #expect(lines.contains(#""protocols":[{"path":"","packets":1,"bytes":60}]"#), "\(lines)")
    }
  }
}

/// A file written anew for each input.
enum Scratch {
  static func each(_ inputs: [[UInt8]], _ body: (String) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "weir-\(UUID().uuidString).pcap")
    defer { try? FileManager.default.removeItem(at: url) }
    for octets in inputs {
      try Data(octets).write(to: url)
      try body(url.path)
    }
  }
}

/// A small generator whose sequence is the same everywhere.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
