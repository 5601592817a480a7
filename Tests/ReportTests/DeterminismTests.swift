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
