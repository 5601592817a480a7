import Fixtures
import Foundation
import Testing

/// Captures of real losses, damaged where headers lie: no verdict may trap, and each must be JSON.
@Suite struct VerdictFuzzTests {
  static let captures = [
    "tcplab/zero-window.client.pcap", "tcplab/fin-lost.client.pcap", "tcplab/tail-loss.server.pcap",
    "tcplab/synack-lost.server.pcap", "tcplab/keepalive.client.pcap", "tcplab/half-close.client.pcap",
    "tcplab/ipv6/loss-10.server.pcap", "tcplab/offload/loss-10.client.pcap",
  ]

  @Test("bits flipped, frames cut, swapped, repeated and dropped, and times of any kind", arguments: captures)
  func damaged(_ name: String) throws {
    let original = try Pcap(try Fixture(name).octets)
    var random = SplitMix(state: name.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
    let inputs = (0..<40).map { _ in Self.damage(original, &random).octets }
    try Scratch.each(inputs) { path in
      let lines = try Printed.stream([path]).split(separator: UInt8(ascii: "\n"))
      #expect(lines.count >= 2)
      for line in lines { _ = try JSONSerialization.jsonObject(with: Data(line)) }
    }
  }

  private static func damage(_ original: Pcap, _ random: inout SplitMix) -> Pcap {
    var capture = original
    // A few hundred frames say enough, and quickly.
    let start = capture.records.count > 200 ? Int.random(in: 0..<(capture.records.count - 200), using: &random) : 0
    capture.records = Array(capture.records.dropFirst(start).prefix(200))
    var jumps = 0
    let rate = [2, 10, 50].randomElement(using: &random) ?? 10
    var records: [[UInt8]] = []
    for var record in capture.records {
      guard Int.random(in: 0..<rate, using: &random) == 0, record.count > 70 else {
        records.append(record)
        continue
      }
      switch Int.random(in: 0..<9, using: &random) {
      case 0, 1, 2:
        // The TCP header and its options.
        let place = Int.random(in: 50..<min(record.count, 100), using: &random)
        record[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
      case 3:
        let place = Int.random(in: 50..<min(record.count - 3, 90), using: &random)
        let word = [[0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff], [0x7f, 0xff, 0xff, 0xff], [0x80, 0, 0, 0]] as [[UInt8]]
        record.replaceSubrange(place..<place + 4, with: word.randomElement(using: &random) ?? [])
      case 4 where jumps < 6:
        // Seconds of any kind: 1970 to 2106.
        jumps += 1
        for octet in 0..<4 { record[octet] = UInt8.random(in: 0...255, using: &random) }
      case 5:
        records.append(record)
        record = Pcap.moved(record, by: Int.random(in: 0...50_000, using: &random), 1_000_000)
      case 6:
        let length = Int.random(in: 30..<record.count - 16, using: &random)
        record = Array(record.prefix(16 + length))
        record[8] = UInt8(length & 255)
        record[9] = UInt8(length >> 8)
      case 7: continue
      default:
        if let last = records.popLast() {
          records.append(record)
          record = last
        }
      }
      records.append(record)
    }
    capture.records = records
    return capture
  }
}
