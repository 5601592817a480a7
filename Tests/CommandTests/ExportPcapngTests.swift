import Fixtures
import Foundation
import Testing

@Suite("weir export pcapng")
struct ExportPcapngTests {
  private static func fixture(_ name: String) -> String { Fixture(name).url.path }

  private static var fixtures: [String] {
    let folder = Fixture("").url
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".pcap") || $0.hasSuffix(".pcapng") }.sorted()
  }

  /// The report, without what it says of the files themselves.
  private static func report(_ paths: [String], _ options: [String] = []) throws -> NSDictionary {
    let result = try Program.run(["report", "--json"] + options + paths)
    let text = result.output.replacing("\"key_source\":\"capture\"", with: "\"key_source\":\"key_log\"")
    var report = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    report["captures"] = nil
    return report as NSDictionary
  }

  @Test("what is written reads the same: every fourth fixture")
  func whole() throws {
    let folder = try Folder()
    let written = folder.path("written.pcapng")
    let names = Self.fixtures.enumerated().filter { $0.offset % 4 == 0 }.map(\.element)
    #expect(names.count > 20)
    for name in names {
      let result = try Program.run(["export", "pcapng", Self.fixture(name), "-o", written])
      #expect(result.status == 0 && result.complaint.isEmpty, "\(name): \(result)")
      #expect(try Self.report([written]) == Self.report([Self.fixture(name)]), "\(name)")
    }
  }

  @Test("several captures become one, link types and formats mixed")
  func several() throws {
    let folder = try Folder()
    let small = try folder.write(SmallCapture.datagrams(3), "small.pcap")
    let commented = try folder.write(SmallCapture.commented("a section's comment"), "commented.pcapng")
    let inputs = [Self.fixture("tcp/web.pcap"), small, commented, Self.fixture("tunnel/vxlan.pcap")]
    let written = folder.path("written.pcapng")
    #expect(try Program.run(["export", "pcapng", "-o", written] + inputs).status == 0)
    #expect(try Self.report([written]) == Self.report(inputs))
    let text = try Program.run(["report", "--json", written]).output
    #expect(text.contains("a section's comment"))
    #expect(text.contains(#""application":"Weir "#))
  }

  @Test("a filter, and flows: the report of what is left is what the report said of it")
  func parts() throws {
    let folder = try Folder()
    let web = Self.fixture("tcp/web.pcap")
    let written = folder.path("written.pcapng")
    #expect(try Program.run(["export", "pcapng", "-f", "ip6", web, "-o", written]).status == 0)
    #expect(try Program.run(["packets", written]).output.split(separator: "\n").count > 0)
    #expect(
      try Program.run(["packets", written]).output.split(separator: "\n").count
        == Program.run(["packets", "-f", "ip6", web]).output.split(separator: "\n").count)
    for (name, flow) in [("tcp/web.pcap", "4"), ("fragments/datagrams.pcap", "1"), ("tunnel/vxlan.pcap", "1.1")] {
      let path = Self.fixture(name)
      #expect(try Program.run(["export", "pcapng", "--flow", flow, path, "-o", written]).status == 0)
      let all = try Self.flows(path)
      let some = try Self.flows(written)
      let wanted = try #require(all.first { $0["id"] as? String == flow })
      let same = some.first { $0["community_id"] as? String == wanted["community_id"] as? String }
      for key in ["packets", "bytes", "payload_bytes", "fragments", "start", "end", "state"] {
        #expect(same?[key] as? NSObject == wanted[key] as? NSObject, "\(name) \(key)")
      }
    }
  }

  private static func flows(_ path: String) throws -> [[String: Any]] {
    let document = try JSONSerialization.jsonObject(with: Data(Program.run(["report", "--json", path]).output.utf8))
    return try #require((document as? [String: Any])?["flows"] as? [[String: Any]])
  }

  @Test("secrets: those of the connections written, only when they are asked for")
  func secrets() throws {
    let folder = try Folder()
    let capture = Self.fixture("tls/openssl-tls13-suites.pcap")
    let log = try String(contentsOfFile: Self.fixture("tls/openssl-tls13-suites.keylog"), encoding: .utf8)
    let other = "CLIENT_RANDOM \(String(repeating: "ee", count: 32)) \(String(repeating: "dd", count: 48))\n"
    let keys = try folder.write(Array((log + other).utf8), "keys.log")
    let open = folder.path("open.pcapng")
    let result = try Program.run(["export", "pcapng", "--with-secrets", "--keylog", keys, capture, "-o", open])
    #expect(result.status == 0 && result.complaint.isEmpty, "\(result)")
    let octets = String(decoding: try Data(contentsOf: URL(filePath: open)), as: UTF8.self)
    #expect(octets.contains("CLIENT_TRAFFIC_SECRET_0 "))
    #expect(!octets.contains("eeee"))
    #expect(try Self.report([open]) == Self.report([capture], ["--keylog", keys]))

    let closed = folder.path("closed.pcapng")
    let without = try Program.run(["export", "pcapng", open, "-o", closed])
    #expect(without.status == 0)
    #expect(without.complaint.contains("secrets of the input were left out: --with-secrets keeps them"))
    #expect(try !String(decoding: Data(contentsOf: URL(filePath: closed)), as: UTF8.self).contains("TRAFFIC_SECRET"))
    let again = folder.path("again.pcapng")
    #expect(try Program.run(["export", "pcapng", "--with-secrets", open, "-o", again]).status == 0)
    #expect(try Data(contentsOf: URL(filePath: again)) == Data(contentsOf: URL(filePath: open)))
  }

  struct Example: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// `WEB` stands for a capture; the file to write is `-o OUT`.
    var arguments: [String]
    var status: Int32
    var complaint: String
  }

  static let examples = [
    Example(testDescription: "no such file", arguments: ["/nonexistent", "-o", "OUT"], status: 1, complaint: "no such file"),
    Example(
      testDescription: "no such flow", arguments: ["--flow", "2", "WEB", "-o", "OUT"], status: 1,
      complaint: "there is no flow 2"),
    Example(
      testDescription: "over itself", arguments: ["WEB", "-o", "WEB"], status: 64, complaint: "write the result to another file"
    ),
    Example(
      testDescription: "keys for nothing", arguments: ["--keylog", "WEB", "WEB", "-o", "OUT"], status: 64,
      complaint: "--with-secrets"),
    Example(
      testDescription: "no secrets", arguments: ["--with-secrets", "WEB", "-o", "OUT"], status: 0,
      complaint: "no secrets were written"),
    Example(
      testDescription: "a bad filter", arguments: ["-f", "tcp and", "WEB", "-o", "OUT"], status: 64,
      complaint: "the filter cannot be understood"),
    Example(
      testDescription: "never all", arguments: ["--follow", "--flow", "1", "WEB", "-o", "OUT"], status: 64,
      complaint: "--follow cannot go with"),
  ]

  @Test("what goes wrong is said, with the right status", arguments: examples)
  func complains(_ example: Example) throws {
    let folder = try Folder()
    let paths = ["WEB": Self.fixture("tcp/web.pcap"), "OUT": folder.path("out.pcapng")]
    let result = try Program.run(["export", "pcapng"] + example.arguments.map { paths[$0] ?? $0 })
    #expect(result.status == example.status, "\(result)")
    #expect(result.complaint.contains(example.complaint), "\(result)")
    #expect(result.output.isEmpty)
  }

  @Test("a pipe can be read once only")
  func pipes() throws {
    let folder = try Folder()
    let web = Self.fixture("tcp/web.pcap")
    let written = folder.path("written.pcapng")
    #expect(try Program.shell("cat '\(web)' | weir export pcapng - > '\(written)'").status == 0)
    #expect(try Self.report([written]) == Self.report([web]))
    let result = try Program.shell("cat '\(web)' | weir export pcapng --flow 4 - | wc -c")
    #expect(result.output.trimmingCharacters(in: .whitespacesAndNewlines) == "0")
    #expect(result.complaint.contains("save it to a file first"))
    #expect(try Program.run(["export", "pcapng", "--flow", "4", "-"], input: URL(filePath: web)).status == 0)
  }
}
