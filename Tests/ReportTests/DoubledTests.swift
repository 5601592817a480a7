import Fixtures
import Foundation
import Testing

/// Captures that hold every frame twice, as mirror ports and bridges make them.
@Suite struct DoubledTests {
  static var captures: [String] {
    get throws {
      let folder = Fixture("tcplab").url
      let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
      // Where the network doubled acknowledgments too, four alike may be told apart in more than one way.
      return ["tcp/web.pcap"]
        + names.filter { $0.hasSuffix(".pcap") && $0 != "duplicate-5.server.pcap" }.sorted().map { "tcplab/\($0)" }
    }
  }

  @Test("a doubled capture says what the capture says, and counts the copies", arguments: try captures, [3, 0])
  func doubled(_ name: String, delay: UInt32) throws {
    guard FileManager.default.fileExists(atPath: Fixture(name).url.path) else {
      Issue.record("\(name) is missing")
      return
    }
    let octets = try Fixture(name).octets
    let capture = try Pcap(octets)
    let once = try Printed.flows(Fixture(name).url.path).filter { $0["transport"] as? String == "tcp" }
    let frames = once.reduce(0) { sum, flow in sum + ((flow["packets"] as? [String: Int])?.values.reduce(0, +) ?? 0) }
    var tcpCopies = 0
    try Scratch.each([capture.doubled(after: delay)]) { path in
      let lines = try Printed.stream([path]).split(separator: UInt8(ascii: "\n"))
      let objects = try lines.compactMap { try JSONSerialization.jsonObject(with: Data($0)) as? [String: Any] }
      let twice = objects.filter { $0["record"] as? String == "flow" && $0["transport"] as? String == "tcp" }
      tcpCopies = (objects.last?["quality"] as? [String: Any])?["duplicate_frames"] as? Int ?? -1
      #expect(twice.count == once.count)
      let (first, second) = (once.map(Self.essence).sorted(), twice.map(Self.essence).sorted())
      for (expected, found) in zip(first, second) where expected != found {
        let place = zip(expected, found).prefix { $0 == $1 }.count
        Issue.record(
          "\(name): …\(expected.dropFirst(max(0, place - 100)).prefix(300))… became …\(found.dropFirst(max(0, place - 100)).prefix(300))…"
        )
      }
    }
    // Of other protocols, packets with a number of their own are known again, too.
    #expect(tcpCopies >= frames)
    if name.contains("tcplab") { #expect(tcpCopies == frames) }
  }

  /// A flow's record without frames, times, and what is about copies.
  private static func essence(_ flow: [String: Any]) -> String {
    func strip(_ value: Any) -> Any {
      if let object = value as? [String: Any] {
        var rest: [String: Any] = [:]
        for (key, value) in object where !isOfFrames(key) {
          // Without copies there may be no event left.
          if let list = value as? [Any], !list.isEmpty, list.allSatisfy(isCopy) { continue }
          rest[key] = strip(value)
        }
        return rest
      }
      if let list = value as? [Any] {
        return list.filter { !isCopy($0) }.map(strip)
      }
      return value
    }
    let object = strip(flow)
    let data = try? JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
    return String(decoding: data ?? Data(), as: UTF8.self)
  }

  private static func isCopy(_ value: Any) -> Bool {
    (value as? [String: Any])?["kind"] as? String == "capture_duplicate"
  }

  private static func isOfFrames(_ key: String) -> Bool {
    key == "id" || key == "evidence" || key == "capture_duplicates" || key == "frame" || key.hasSuffix("_frame")
      || key == "events_omitted" || key == "fin_frame" || key == "fin_acked_frame"
  }
}

/// A classic pcap file as its records.
struct Pcap {
  var header: [UInt8]
  /// Each with its 16 octets of record header.
  var records: [[UInt8]]

  init(_ octets: [UInt8]) throws {
    header = Array(octets.prefix(24))
    records = []
    var place = 24
    while place + 16 <= octets.count {
      let length = (0..<4).reduce(0) { $0 | Int(octets[place + 8 + $1]) << (8 * $1) }
      let end = min(octets.count, place + 16 + length)
      records.append(Array(octets[place..<end]))
      place = end
    }
    try #require(header.starts(with: [0xd4, 0xc3, 0xb2, 0xa1]) || header.starts(with: [0x4d, 0x3c, 0xb2, 0xa1]))
  }

  var octets: [UInt8] { header + records.flatMap(\.self) }
  /// Of the file's parts of a second in one.
  private var ticks: UInt32 { header[0] == 0x4d ? 1_000_000_000 : 1_000_000 }

  /// Every record twice, so many microseconds apart.
  func doubled(after microseconds: UInt32) -> [UInt8] {
    var copy = self
    copy.records = records.flatMap { record in [record, Self.moved(record, by: Int(microseconds * (ticks / 1_000_000)), ticks)]
    }
    return copy.octets
  }

  static func moved(_ record: [UInt8], by step: Int, _ ticks: UInt32) -> [UInt8] {
    func word(_ place: Int) -> Int { (0..<4).reduce(0) { $0 | Int(record[place + $1]) << (8 * $1) } }
    let time = word(0) * Int(ticks) + word(4) + step
    var record = record
    for (place, value) in [(0, time / Int(ticks)), (4, time % Int(ticks))] {
      for octet in 0..<4 { record[place + octet] = UInt8(truncatingIfNeeded: value >> (8 * octet)) }
    }
    return record
  }
}
