import Analysis
import Capture
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("Metrics as Prometheus reads them")
struct PrometheusTests {
  private func exposition(_ snapshot: LiveSnapshot) throws -> Exposition {
    try Exposition(String(decoding: PrometheusText.text(snapshot), as: UTF8.self))
  }

  @Test("every family has its help, its type and its samples")
  func families() throws {
    let found = try exposition(LiveExamples.snapshot(9, interfaces: ["eth0", "lo"]))
    let types = Dictionary(uniqueKeysWithValues: found.families.map { ($0.name, $0.type) })
    #expect(types["weir_packets_total"] == "counter")
    #expect(types["weir_flows"] == "gauge")
    #expect(types["weir_request_seconds"] == "histogram")
    #expect(found.families.allSatisfy { $0.name.hasPrefix("weir_") && !$0.help.isEmpty })
    #expect(found.value("weir_packets_total", ["interface": "lo"]) == "22500")
    #expect(found.value("weir_dropped_by_kernel_total", ["interface": "eth0"]) == "0")
    #expect(found.value("weir_dropped_by_kernel_total", ["interface": "lo"]) == "7")
    #expect(found.value("weir_received_total", ["interface": "lo"]) == "22501")
    #expect(found.value("weir_interface_up", ["interface": "lo"]) == "1")
    #expect(found.value("weir_flows") == "12")
    #expect(found.value("weir_flows_begun_total") == "912")
    #expect(found.value("weir_flows_ended_total") == "900")
    #expect(found.value("weir_flows_evicted_total") == "0")
    #expect(found.value("weir_tcp_segments_total") == "4000")
    #expect(found.value("weir_tcp_retransmitted_segments_total") == "12")
    #expect(found.value("weir_exchanges_total") == "18")
    #expect(found.value("weir_failed_exchanges_total") == "1")
    #expect(found.value("weir_memory_bytes") == "3145728")
    #expect(found.value("weir_last_packet_timestamp_seconds") == "1700000009")
    #expect(found.value("weir_build_info", ["version": ReportDocument.version]) == "1")
  }

  @Test("buckets count up to all")
  func histograms() throws {
    let found = try exposition(LiveExamples.snapshot(1))
    let buckets = found.family("weir_handshake_seconds")?.samples.filter { $0.name.hasSuffix("_bucket") } ?? []
    #expect(
      buckets.map { $0.labels["le"] ?? "" } == [
        "0.0001", "0.0005", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10",
        "+Inf",
      ])
    #expect(buckets.map(\.value) == [0, 1, 3, 8, 16].map(String.init) + Array(repeating: "20", count: 11))
    #expect(found.value("weir_handshake_seconds_sum") == "0.063")
    #expect(found.value("weir_handshake_seconds_count") == "20")
    #expect(found.value("weir_request_seconds_sum") == "0.84")
  }

  @Test("nothing captured yet, and interfaces that do not tell their drops")
  func empty() throws {
    var snapshot = LiveSnapshot()
    snapshot.interfaces = [("any", LiveStatistics())]
    let found = try exposition(snapshot)
    #expect(found.family("weir_dropped_by_kernel_total") == nil)
    #expect(found.family("weir_last_packet_timestamp_seconds") == nil)
    #expect(found.value("weir_packets_total", ["interface": "any"]) == "0")
    #expect(found.value("weir_handshake_seconds_sum") == "0")
  }

  @Test("names with anything in them, and twice")
  func labels() throws {
    var snapshot = LiveSnapshot()
    var down = LiveStatistics()
    down.failure = "gone"
    snapshot.interfaces = [("a\"b\\c\nd", LiveStatistics()), ("é", down), ("é", LiveStatistics())]
    let found = try exposition(snapshot)
    #expect(found.value("weir_packets_total", ["interface": "a\"b\\c\nd"]) == "0")
    #expect(found.value("weir_interface_up", ["interface": "é"]) == "0")
  }
}

/// A strict reader of the text format 0.0.4: throws on whatever a lenient one would let pass.
struct Exposition {
  struct Sample {
    var name: String
    var labels: [String: String]
    var value: String
  }

  struct Family {
    var name: String
    var help: String
    var type: String
    var samples: [Sample] = []
  }

  struct Mistake: Error {
    var line: Int
    var why: String
  }

  private(set) var families: [Family] = []

  func family(_ name: String) -> Family? { families.first { $0.name == name } }

  func value(_ name: String, _ labels: [String: String] = [:]) -> String? {
    families.lazy.flatMap(\.samples).first { $0.name == name && $0.labels == labels }?.value
  }

  init(_ text: String) throws {
    guard text.hasSuffix("\n") else { throw Mistake(line: 0, why: "the last line has no end") }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    var seen: Set<String> = []
    for (index, line) in lines.enumerated() {
      func mistake(_ why: String) -> Mistake { Mistake(line: index + 1, why: "\(why): \(line)") }
      if let found = line.wholeMatch(of: /# HELP ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)/) {
        guard family(String(found.1)) == nil else { throw mistake("a family twice") }
        families.append(Family(name: String(found.1), help: String(found.2), type: ""))
      } else if let found = line.wholeMatch(of: /# TYPE ([a-zA-Z_:][a-zA-Z0-9_:]*) (counter|gauge|histogram)/) {
        guard let last = families.last, last.name == found.1, last.type.isEmpty else { throw mistake("a type elsewhere") }
        families[families.count - 1].type = String(found.2)
      } else if let found = line.wholeMatch(of: /([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (-?[0-9]+(?:\.[0-9]+)?)/) {
        guard let family = families.last, !family.type.isEmpty else { throw mistake("a sample without type") }
        let suffixes = family.type == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
        guard suffixes.contains(where: { family.name + $0 == found.1 }) else { throw mistake("a sample elsewhere") }
        guard let labels = Self.labels(found.2 ?? "") else { throw mistake("labels") }
        guard seen.insert("\(found.1) \(found.2 ?? "")").inserted else { throw mistake("a sample twice") }
        let sample = Sample(name: String(found.1), labels: labels, value: String(found.3))
        families[families.count - 1].samples.append(sample)
      } else {
        throw mistake("no line of the format")
      }
    }
    for family in families where family.samples.isEmpty { throw Mistake(line: 0, why: "\(family.name) has no samples") }
  }

  /// `name="value"`, with commas between; in values a backslash escapes itself, a quotation mark and a line's end.
  private static func labels(_ text: Substring) -> [String: String]? {
    var labels: [String: String] = [:]
    var rest = text
    while !rest.isEmpty {
      guard let name = rest.prefixMatch(of: /([a-zA-Z_][a-zA-Z0-9_]*)="/) else { return nil }
      rest = rest[name.range.upperBound...]
      var value = ""
      while let character = rest.popFirst(), character != "\"" {
        guard character == "\\" else {
          value.append(character)
          continue
        }
        switch rest.popFirst() {
        case "\\": value.append("\\")
        case "\"": value.append("\"")
        case "n": value.append("\n")
        default: return nil
        }
      }
      guard labels.updateValue(value, forKey: String(name.1)) == nil else { return nil }
      if !rest.isEmpty, rest.popFirst() != "," { return nil }
    }
    return labels
  }
}
