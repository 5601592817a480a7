import Fixtures
import Foundation
import Testing

@Suite("weir http and weir export")
struct HTTPCommandTests {
  private static func fixture(_ name: String) -> String { Fixture(name).url.path }

  struct Example: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// `HTTP`, `NONE` and `CUT` stand for captures: with exchanges, without, and damaged.
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
    Example("help of http", "http", "--help", status: 0, output: "Examples"),
    Example("help of export", "export", "--help", status: 0, output: "Examples"),
    Example("help of export har", "export", "har", "--help", status: 0, output: "Examples"),
    Example("help of export bodies", "help", "export", "bodies", status: 0, output: "Examples"),
    Example("lines", "http", "HTTP", status: 0, output: "http://origin.test:9123/missing"),
    Example("objects", "http", "--json", "HTTP", status: 0, output: #"{"flow":"1","exchange":0,"#),
    Example("transcripts", "http", "-v", "HTTP", status: 0, output: "\n> GET /missing HTTP/1.1"),
    Example("an archive", "export", "har", "HTTP", status: 0, output: #"{"log":{"version":"1.2""#),
    Example("an archive of nothing", "export", "har", "NONE", status: 0, output: "\"entries\":[\n]}}"),
    Example("nothing there", "http", "NONE", status: 0, complaint: "no HTTP exchange found"),
    Example("nothing that matches", "http", "--status", "599", "HTTP", status: 0, complaint: "no HTTP exchange matches"),
    Example("damage", "http", "CUT", status: 2, output: "/hello.txt", complaint: "damaged at octet"),
    Example("no such file", "http", "/nonexistent", status: 1, complaint: "there is no such file"),
    Example("no such flow", "http", "--flow", "2", "HTTP", status: 1, complaint: "there is no flow 2 here"),
    Example("no flow's id", "http", "--flow", "x", "HTTP", status: 64, complaint: "not a flow's id"),
    Example("no status", "http", "--status", "many", "HTTP", status: 64, complaint: "not a status"),
    Example("no duration", "http", "--slower-than", "3 parsecs", "HTTP", status: 64, complaint: "not a duration"),
    Example("two forms", "http", "-v", "--json", "HTTP", status: 64, complaint: "exclude each other"),
    Example("no folder", "export", "bodies", "HTTP", status: 64, complaint: "--output"),
    Example("a file for a folder", "export", "bodies", "HTTP", "-o", "HTTP", status: 1, complaint: "is a file"),
    Example(
      "a folder that cannot be", "export", "bodies", "HTTP", "-o", "/proc/none", status: 1, complaint: "cannot make the folder"),
    Example("a file that cannot be", "export", "har", "HTTP", "-o", "/nonexistent/x", status: 1, complaint: "cannot write"),
  ]

  @Test("the program answers with the right status, to the right stream", arguments: examples)
  func status(_ example: Example) throws {
    let folder = try Folder()
    let http = Fixture("http/nginx-keepalive.pcap")
    let paths = [
      "HTTP": http.url.path, "NONE": try folder.write(SmallCapture.datagrams(3), "none.pcap"),
      "CUT": try folder.write(try http.octets.dropLast(5), "cut.pcap"),
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

  // MARK: - Lists

  /// Columns are as wide as they need to be for the lines there are: a space stands for them here.
  private func lines(_ arguments: String...) throws -> [String] {
    let result = try Program.run(["http"] + arguments)
    return result.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
  }

  @Test("filters leave what they name")
  func filters() throws {
    let path = Self.fixture("http/nginx-keepalive.pcap")
    let all = try lines(path)
    #expect(try lines("--status", "404", path) == all.filter { $0.contains("/missing") })
    #expect(try lines("--status", "3xx", "--status", "500", path).count == 5)
    #expect(try lines("--method", "POST", path).isEmpty)
    #expect(try lines("--host", "origin.test", "--flow", "1", path) == all)
    #expect(try lines("--slower-than", "2ms", path) == Array(all.prefix(1)))
  }

  @Test("the slowest come first when asked for")
  func sorted() throws {
    let path = Self.fixture("http/python-waits.pcap")
    let all = try lines(path)
    for key in ["wait", "total"] {
      let sorted = try lines("--sort", key, path)
      #expect(sorted.first?.contains("/poll?since=") == true)
      #expect(sorted.last?.contains("/echo") == true)
      #expect(sorted.sorted() == all.sorted())
    }
  }

  @Test("several captures are one list, and threads change nothing")
  func several() throws {
    let paths = ["http/proxy-chain.pcap", "http/proxy-nested.pcap", "websocket/deflate.pcap"].map(Self.fixture)
    for form in [["http"], ["http", "-v"], ["http", "--json"], ["export", "har"]] {
      let one = try Program.run(form + ["--threads", "1"] + paths)
      #expect(one.status == 0)
      #expect(one.output == (try Program.run(form + ["--threads", "4"] + paths)).output)
    }
  }

  @Test("secrets are hidden until they are asked for")
  func secrets() throws {
    let path = Self.fixture("http/nginx-secrets.pcap")
    for form in [["http"], ["http", "-v"], ["http", "--json"], ["export", "har"]] {
      let hidden = try Program.run(form + [path]).output
      let shown = try Program.run(form + ["--reveal-secrets", path]).output
      #expect(hidden.contains("[redacted]"))
      #expect(!shown.contains("[redacted]"))
      #expect(hidden != shown)
    }
  }

  @Test("standard input is read, and a reader that goes away is no error")
  func pipes() throws {
    let path = Self.fixture("http/nginx-keepalive.pcap")
    let result = try Program.shell("cat '\(path)' | weir http - | head -n 1; exit ${PIPESTATUS[1]}")
    #expect(result.status == 0)
    #expect(result.complaint.isEmpty)
    #expect(result.output.split(whereSeparator: \.isWhitespace).joined(separator: " ") == (try lines(path).first))
  }
}
