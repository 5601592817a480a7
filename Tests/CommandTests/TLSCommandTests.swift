import Fixtures
import Foundation
import Testing

@Suite("weir tls")
struct TLSCommandTests {
  private static func fixture(_ name: String) -> String { Fixture("tls/\(name)").url.path }

  struct Example: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// `TLS`, `KEYS`, `NONE` and `CUT` stand for files: with sessions, their key log, without sessions, and damaged.
    var arguments: [String]
    var status: Int32
    var output = ""
    var complaint = ""

    init(_ name: String, _ arguments: String..., status: Int32, output: String = "", complaint: String = "") {
      testDescription = name
      self.arguments = arguments
      self.status = status
      self.output = output
      self.complaint = complaint
    }
  }

  static let examples = [
    Example("help", "tls", "--help", status: 0, output: "Examples"),
    Example("lines", "tls", "TLS", status: 0, output: "  done  "),
    Example("objects", "tls", "--json", "TLS", status: 0, output: #"{"flow":"1","session":0,"client":"#),
    Example("transcripts", "tls", "-v", "TLS", status: 0, output: "\n> client_hello, "),
    Example("transcripts with keys", "tls", "-v", "--keylog", "KEYS", "TLS", status: 0, output: "\n* Decrypted: "),
    Example("nothing there", "tls", "NONE", status: 0, complaint: "no TLS handshake found"),
    Example("nothing that matches", "tls", "--sni", "nowhere", "TLS", status: 0, complaint: "no TLS handshake matches"),
    Example("damage", "tls", "CUT", status: 2, output: "  done  ", complaint: "damaged at octet"),
    Example("no such file", "tls", "/nonexistent", status: 1, complaint: "there is no such file"),
    Example("no such flow", "tls", "--flow", "2", "TLS", status: 1, complaint: "there is no flow 2 here"),
    Example("no duration", "tls", "--slower-than", "3 parsecs", "TLS", status: 64, complaint: "not a duration"),
    Example("two forms", "tls", "-v", "--json", "TLS", status: 64, complaint: "exclude each other"),
    Example("the schema of a line", "schema", "--handshakes", status: 0, output: "weir.handshakes/1"),
  ]

  @Test("the program answers with the right status, to the right stream", arguments: examples)
  func status(_ example: Example) throws {
    let folder = try Folder()
    let tls = Fixture("tls/closed-properly.pcap")
    let paths = [
      "TLS": tls.url.path, "KEYS": Self.fixture("closed-properly.keylog"),
      "NONE": try folder.write(SmallCapture.datagrams(3), "none.pcap"),
      "CUT": try folder.write(try tls.octets.dropLast(5), "cut.pcap"),
    ]
    let result = try Program.run(example.arguments.map { paths[$0] ?? $0 })
    #expect(result.status == example.status, "\(result)")
    if example.output.isEmpty { #expect(result.output.isEmpty) } else { #expect(result.output.contains(example.output)) }
    if example.complaint.isEmpty {
      #expect(result.complaint.isEmpty)
    } else {
      #expect(result.complaint.contains(example.complaint))
    }
  }

  @Test("filters leave what they name, and the slowest come first when asked for")
  func filters() throws {
    let path = Self.fixture("failed-python.pcap")
    func lines(_ arguments: String...) throws -> [Substring] {
      try Program.run(["tls"] + arguments + [path]).output.split(separator: "\n")
    }
    let all = try lines()
    let failed = try lines("--failed")
    #expect(!failed.isEmpty && failed.count <= all.count)
    #expect(failed.allSatisfy { $0.contains("  failed  ") })
    #expect(try lines("--sort", "handshake").count == all.count)
    #expect(try lines("--slower-than", "1h").isEmpty)
  }

  @Test("several captures are one list, and threads change nothing")
  func several() throws {
    let paths = ["hello-retry.pcap", "openssl-tls10.pcap", "closed-properly.pcap"].map(Self.fixture)
    for form in [["tls"], ["tls", "-v"], ["tls", "--json"]] {
      let one = try Program.run(form + ["--threads", "1"] + paths)
      #expect(one.status == 0)
      #expect(one.output == (try Program.run(form + ["--threads", "4"] + paths)).output)
    }
  }

  @Test("no output holds a secret, whatever is asked for")
  func secrets() throws {
    let (path, keys) = (Self.fixture("closed-properly.pcap"), Self.fixture("closed-properly.keylog"))
    let log = try String(contentsOfFile: keys, encoding: .utf8)
    let secrets = log.split(separator: "\n").compactMap { $0.split(separator: " ").dropFirst(2).last.map(String.init) }
    #expect(!secrets.isEmpty)
    for form in [["tls"], ["tls", "-v"], ["tls", "--json"], ["report", "--json"], ["report"], ["http", "-v"]] {
      let result = try Program.run(form + ["--keylog", keys, path])
      for secret in secrets { #expect(!(result.output + result.complaint).lowercased().contains(secret.lowercased())) }
    }
  }
}
