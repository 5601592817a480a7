import Fixtures
import Foundation
import Reports
import Testing

@Suite struct FixtureReportTests {
  private static func tcp(_ flow: [String: Any], _ part: String) -> String? {
    ((flow["tcp"] as? [String: Any])?[part] as? [String: Any])?["outcome"] as? String
  }

  @Test("what happened to each connection of web.pcap, as its maker knows")
  func web() throws {
    let flows = try Printed.flows(Fixture("tcp/web.pcap").url.path).filter { $0["transport"] as? String == "tcp" }
      .sorted { ($0["first_frame"] as? Int ?? 0) < ($1["first_frame"] as? Int ?? 0) }
    #expect(flows.map { Self.tcp($0, "handshake") } == ["complete", "complete", "complete", "refused", "refused"])
    #expect(flows.map { Self.tcp($0, "teardown") } == ["closed", "closed", "reset", "reset", "reset"])
    let sizes = flows.prefix(2).compactMap { ($0["payload_bytes"] as? [String: Int])?["server"] }
    // Two responses each: 5 and 20,000 octets of body behind headers of equal length but for the digits.
    #expect(sizes.count == 2 && sizes[0] == sizes[1] && sizes[0] > 20_005)
  }

  @Test("a SYN nobody answers is one flow, repetitions counted")
  func unanswered() throws {
    let flows = try Printed.flows(Fixture("tcp/unanswered.pcap").url.path).filter { $0["transport"] as? String == "tcp" }
    #expect(flows.count == 1)
    #expect(flows.first.flatMap { Self.tcp($0, "handshake") } == "no_answer")
  }

  @Test("fragments are put together, and an ICMP error is told of the flow it speaks of")
  func fragments() throws {
    let flows = try Printed.flows(Fixture("fragments/datagrams.pcap").url.path)
    let echoes = flows.filter { ($0["server"] as? [String: Any])?["port"] as? Int == 5300 }
    #expect(echoes.count == 2)
    for flow in echoes {
      #expect(flow["payload_bytes"] as? [String: Int] == ["client": 5420, "server": 5420])
      #expect(flow["packets"] as? [String: Int] == ["client": 3, "server": 3])
      #expect(flow["fragments"] != nil)
    }
    let refused = try #require(flows.first { ($0["server"] as? [String: Any])?["port"] as? Int == 9 })
    let error = try #require(refused["icmp_errors"] as? [String: Int])
    #expect(error["type"] == 3 && error["code"] == 3 && error["count"] == 1)
  }

  @Test("no checksum of the captures is called damaged: what a sender's card had yet to finish is told apart")
  func offload() throws {
    for name in ["tcp/web.pcap", "fragments/datagrams.pcap", "tunnel/vxlan.pcap", "tcp/unanswered.pcap"] {
      let last = try Printed.stream([Fixture(name).url.path]).split(separator: UInt8(ascii: "\n")).last
      let summary = try JSONSerialization.jsonObject(with: Data(try #require(last))) as? [String: Any]
      let bad = (summary?["quality"] as? [String: Any])?["bad_checksums"] as? [String: Int]
      #expect(bad?.values.allSatisfy { $0 == 0 } == true, "\(name): \(bad ?? [:])")
    }
  }

  @Test("a flow inside a tunnel says which")
  func tunnel() throws {
    let inner = try Printed.flows(Fixture("tunnel/vxlan.pcap").url.path).filter { $0["tunnels"] != nil }
    #expect(!inner.isEmpty)
    for flow in inner {
      let tunnels = try #require(flow["tunnels"] as? [[String: Any]])
      #expect(tunnels.first?["protocol"] as? String == "vxlan")
      #expect(tunnels.first?["identifier"] as? Int == 9)
    }
  }

  @Test("secrets stay out of the report, unless they are asked for")
  func secrets() throws {
    let path = Fixture("http/nginx-secrets.pcap").url.path
    let shown = String(decoding: try Printed.stream([path]), as: UTF8.self)
    let all = String(decoding: try Printed.stream([path], redaction: Redaction(revealSecrets: true)), as: UTF8.self)
    for secret in ["s3cr3t-session", "s3cr3t-bearer", "s3cr3t-key", "s3cr3t-query", "s3cr3t-token", "YWxpY2U6d29uZGVybGFuZA=="]
    {
      #expect(all.contains(secret))
      #expect(!shown.contains(secret))
    }
    #expect(shown.contains(#"["Set-Cookie","session=[redacted]; HttpOnly"]"#))
    #expect(shown.contains(#""target":"/hello.txt?access_token=[redacted]&page=2""#))
  }
}
