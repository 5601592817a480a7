import Fixtures
import Flows
import Foundation
import Testing

@Suite struct DeterminismTests {
  static var captures: [String] {
    ["tcp/web.pcap", "fragments/datagrams.pcap", "tunnel/vxlan.pcap", "tcp/unanswered.pcap"].map { Fixture($0).url.path }
  }

  @Test("the report is the same for any number of threads", arguments: [2, 3, 4, 7])
  func threads(_ count: Int) throws {
    #expect(try Printed.stream(Self.captures, threads: count) == Printed.stream(Self.captures))
  }

  /// Every capture of the TCP laboratory that comes with Weir.
  static var laboratory: [String] { get throws { try captures(in: "tcplab") } }

  private static func captures(in name: String) throws -> [String] {
    let folder = Fixture(name).url
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return names.filter { $0.hasSuffix(".pcap") }.sorted().map { folder.appending(path: $0).path }
  }

  @Test("verdicts on losses are the same for any number of threads, and the same twice")
  func verdicts() throws {
    let paths = try Self.laboratory
    #expect(paths.count >= 30)
    let one = try Printed.stream(paths)
    #expect(String(decoding: one, as: UTF8.self).contains("retransmission"))
    for count in [1, 2, 5] { #expect(try Printed.stream(paths, threads: count) == one, "\(count) threads") }
  }

  @Test("exchanges, messages and findings are the same for any number of threads", arguments: ["http", "websocket"])
  func applications(_ folder: String) throws {
    let paths = try Self.captures(in: folder)
    #expect(paths.count >= 10)
    let one = try Printed.stream(paths)
    for text in [#""application":"#, #""record":"finding""#, "/tcp/http"] {
      #expect(String(decoding: one, as: UTF8.self).contains(text))
    }
    for count in [2, 5] { #expect(try Printed.stream(paths, threads: count) == one, "\(count) threads") }
  }

  @Test("also where flows are ended early to stay within a limit", arguments: [2, 3])
  func evictions(_ count: Int) throws {
    guard let corpus = Fixture.shared?.appending(path: "corpus/suricata-verify/output-eve-ftp-data.pcap"),
      FileManager.default.fileExists(atPath: corpus.path)
    else {
      print("skipped: ../shared is not here")
      return
    }
    var limits = FlowLimits()
    limits.maximumFlows = 5
    let paths = Array(repeating: corpus.path, count: 2) + Self.captures
    let one = try Printed.stream(paths, limits: limits)
    #expect(try Printed.stream(paths, threads: count, limits: limits) == one)
  }

  @Test("the same input twice gives the same bytes")
  func twice() throws {
    #expect(try Printed.stream(Self.captures, threads: 4) == Printed.stream(Self.captures, threads: 4))
  }
}
