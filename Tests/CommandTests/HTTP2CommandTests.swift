import Fixtures
import Foundation
import Testing

@Suite("weir http2")
struct HTTP2CommandTests {
  private static func fixture(_ name: String) -> String { Fixture("http2/\(name)").url.path }

  struct Example: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// `PUSH`, `NONE` and `CUT` stand for files: with connections, without any, and damaged.
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
    Example("help", "http2", "--help", status: 0, output: "Examples"),
    Example("lines", "http2", "PUSH", status: 0, output: "  prior  "),
    Example("objects", "http2", "--json", "PUSH", status: 0, output: #"{"flow":"1","session":0,"client":"#),
    Example("a chart", "http2", "--flow", "1", "PUSH", status: 0, output: "\nid  request "),
    Example("a chart in ASCII", "http2", "--flow", "1", "--ascii", "PUSH", status: 0, output: " |0---"),
    Example("a stream", "http2", "--flow", "1", "--stream", "13", "PUSH", status: 0, output: "\n13  GET "),
    Example("an object of a flow", "http2", "--flow", "1", "--json", "PUSH", status: 0, output: #"{"flow":"1","#),
    Example("exchanges of a stream", "http", "--stream", "13", "PUSH", status: 0, output: "[stream 13"),
    Example("nothing there", "http2", "NONE", status: 0, complaint: "no HTTP/2 connection found"),
    Example("nothing that matches", "http2", "--host", "nowhere", "PUSH", status: 0, complaint: "no HTTP/2 connection matches"),
    Example("damage", "http2", "CUT", status: 2, output: "  prior  ", complaint: "damaged at octet"),
    Example("no such file", "http2", "/nonexistent", status: 1, complaint: "there is no such file"),
    Example("no such flow", "http2", "--flow", "2", "PUSH", status: 1, complaint: "there is no flow 2 here"),
    Example("a stream of no flow", "http2", "--stream", "1", "PUSH", status: 64, complaint: "the chart that --flow draws"),
    Example("no streams", "http2", "--flow", "1", "--limit", "0", "PUSH", status: 64, complaint: "from 1 up"),
    Example("no order", "http2", "--sort", "size", "PUSH", status: 64, complaint: "size"),
    Example("the schema of a line", "schema", "--connections", status: 0, output: "weir.connections/1"),
  ]

  @Test("the program answers with the right status, to the right stream", arguments: examples)
  func status(_ example: Example) throws {
    let folder = try Folder()
    let push = Fixture("http2/nghttp-push.pcap")
    let paths = [
      "PUSH": push.url.path, "NONE": try folder.write(SmallCapture.datagrams(3), "none.pcap"),
      "CUT": try folder.write(try push.octets.dropLast(5), "cut.pcap"),
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

  @Test("a chart is as wide as COLUMNS says, in the characters of the locale", arguments: [80, 140])
  func width(_ columns: Int) throws {
    let arguments = ["http2", "--flow", "1", Self.fixture("nghttp-push.pcap")]
    let drawn = try Program.run(arguments, environment: ["COLUMNS": "\(columns)", "LC_ALL": "C.UTF-8"]).output
    #expect(drawn.split(separator: "\n").allSatisfy { $0.count <= columns }, "\(drawn)")
    #expect(drawn.contains("├0─"))
    let plain = try Program.run(arguments, environment: ["COLUMNS": "\(columns)", "LC_ALL": "C"]).output
    #expect(plain.utf8.allSatisfy { $0 < 0x80 })
    #expect(plain.split(separator: "\n").count == drawn.split(separator: "\n").count)
  }

  @Test("several captures are one list, and threads change nothing")
  func several() throws {
    let paths = ["nghttp-push.pcap", "nghttp-trailers.pcap", "h2-resets.pcap"].map(Self.fixture)
    for form in [["http2"], ["http2", "--sort", "held"], ["http2", "--json"]] {
      let one = try Program.run(form + ["--threads", "1"] + paths)
      #expect(one.status == 0)
      #expect(one.output == (try Program.run(form + ["--threads", "4"] + paths)).output)
    }
  }
}
