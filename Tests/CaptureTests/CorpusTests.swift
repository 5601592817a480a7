import Capture
import Fixtures
import Foundation
import PacketModel
import Testing

@Suite("The shared corpus")
struct CorpusTests {
  /// Captures in which more can be read than the manifest counts, and why.
  private static let explained: [String: (packets: Int, why: String)] = [
    "suricata-verify/bug-1450-04__tls_DER-incomplete-header.pcap":
      (13, "tshark stops at an impossible length in frame 7's place; seven whole records follow it, which we find")
  ]

  /// Captures that are damaged: all others must be read without a complaint.
  private static let damaged: Set = [
    "pcapplusplus/Fuzzers__RegressionTests__regression_samples__crash-exception-cast-constructed-record.pcap",
    "pcapplusplus/Fuzzers__RegressionTests__regression_samples__crash-invalid-asn-record-len.pcap",
    "pcapplusplus/Fuzzers__RegressionTests__regression_samples__radiuslayer.pcap",
    "suricata-verify/bug-1450-04__tls_DER-incomplete-header.pcap",
    "suricata-verify/bug-6875-01__fuzz.pcap",
    "suricata-verify/http-mime-truncated.pcap",
  ]

  struct Row: Sendable, CustomTestStringConvertible {
    var path: String
    var packets: Int
    var format: String
    var testDescription: String { path }
  }

  private static let rows: [Row] = {
    guard let corpus = Fixture.shared?.appending(path: "corpus"),
      let manifest = try? String(contentsOf: corpus.appending(path: "MANIFEST.tsv"), encoding: .utf8)
    else {
      print("The shared corpus is missing: nothing compared.")
      return []
    }
    return manifest.split(separator: "\n").dropFirst().compactMap { line in
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard columns.count > 4, let packets = Int(columns[3]) else { return nil }
      return Row(path: String(columns[0]), packets: packets, format: String(columns[4]))
    }
  }()

  // The manifest counts packets. tshark's own numbers differ in pcapng-gen's test102 and test202, where it also takes
  // custom blocks for frames, and where it refuses a link type or a version of pcapng.
  @Test("every capture has the packets, the format and the health its manifest says")
  func packets() throws {
    for row in Self.rows {
      let path = try #require(Fixture.shared).appending(path: "corpus").appending(path: row.path).path
      let read = try ReadCapture(path: path, limit: 7)
      #expect(read.packets.count == Self.explained[row.path]?.packets ?? row.packets, "\(row.path)")
      #expect(row.format.hasPrefix(read.description.format?.rawValue ?? "?"), "\(row.path)")
      // One interface that counts nanoseconds makes the manifest say so of the whole file.
      let isNano = read.description.interfaces.contains { $0.timeResolution == .nanoseconds }
      #expect(row.format.contains("/ns") == isNano, "\(row.path)")
      #expect(row.format.contains("modified") == (read.description.variant == "modified"), "\(row.path)")
      #expect((read.description.damage != nil) == Self.damaged.contains(row.path), "\(row.path)")
      #expect(read.description.timesClamped == 0, "\(row.path)")
    }
  }

  @Test("through a pipe, every capture is the same", arguments: [4096])
  func streamed(chunk: Int) throws {
    for row in Self.rows {
      let url = try #require(Fixture.shared).appending(path: "corpus").appending(path: row.path)
      let octets = try [UInt8](Data(contentsOf: url))
      guard octets.count < 50_000 else { continue }
      let streamed = try readStreamed(octets, chunk: chunk)
      let mapped = try ReadCapture(path: url.path)
      #expect(streamed.packets == mapped.packets, "\(row.path)")
      #expect(streamed.description.damage == mapped.description.damage, "\(row.path)")
    }
  }
}
