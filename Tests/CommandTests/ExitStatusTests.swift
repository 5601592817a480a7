import Foundation
import Testing

/// Exit status: 0 done; 1 could not read or write; 2 done, but the input was damaged; 64 wrong usage.
@Suite("Exit status and streams")
struct ExitStatusTests {
  struct Example: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// `GOOD`, `CUT` and `TEXT` stand for captures and a file that is none.
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
    Example("nothing to do", status: 64, complaint: "USAGE: weir"),
    Example("version", "--version", status: 0, output: "0.1.0"),
    Example("help", "--help", status: 0, output: "Exit status"),
    Example("help as a word", "help", status: 0, output: "Examples"),
    Example("help of report", "help", "report", status: 0, output: "NO_COLOR"),
    Example("help of packets", "packets", "--help", status: 0, output: "Examples"),
    Example("help of stream", "stream", "--help", status: 0, output: "Examples"),
    Example("help of explain", "explain", "--help", status: 0, output: "Examples"),
    Example("help of schema", "schema", "--help", status: 0, output: "Examples"),
    Example("an unknown option", "--nonsense", "GOOD", status: 64, complaint: "--nonsense"),
    Example("two styles at once", "report", "--json", "--ndjson", "GOOD", status: 64, complaint: "exclude each other"),
    Example("standard input twice", "report", "-", "-", status: 64, complaint: "only once"),
    Example("a summary", "GOOD", status: 0, output: "3 packets"),
    Example("a document", "report", "--json", "GOOD", status: 0, output: "{\"schema\":\"weir.report/1\""),
    Example("lines", "report", "--ndjson", "GOOD", status: 0, output: "{\"record\":\"capture\""),
    Example("packets", "packets", "GOOD", status: 0, output: "10.0.0.1"),
    Example("the schema", "schema", status: 0, output: "urn:weir:report:1"),
    Example("the schema of exchanges", "schema", "--exchanges", status: 0, output: "urn:weir:exchanges:1"),
    Example("no such file", "/nonexistent", status: 1, complaint: "weir: /nonexistent: there is no such file\n"),
    Example("no capture", "TEXT", status: 1, complaint: "is not a capture"),
    Example("a damaged capture", "CUT", status: 2, output: "2 packets", complaint: "damaged at octet"),
    Example(
      "a damaged capture beside a missing one", "CUT", "/nonexistent", status: 1, output: "2 packets", complaint: "damaged"),
    Example("a filter that is none", "report", "-f", "port prot", "GOOD", status: 64, complaint: "^"),
    Example("a filter", "report", "--json", "-f", "src port 2", "GOOD", status: 0, output: "\"filtered_packets\":2"),
    Example(
      "a filter these packets have nothing for", "report", "-f", "ether host 1:2:3:4:5:6", "GOOD", status: 1,
      complaint: "link type"),
    Example(
      "a folder that is missing", "schema", "-o", "/nonexistent/file", status: 1, complaint: "cannot write /nonexistent/file"),
    Example(
      "a full disk", "schema", "-o", "/dev/full", status: 1, complaint: "cannot write /dev/full: No space left on device\n"),
  ]

  @Test("the program answers with the right status, to the right stream", arguments: examples)
  func status(_ example: Example) throws {
    let folder = try Folder()
    let good = SmallCapture.datagrams(3)
    let paths = [
      "GOOD": try folder.write(good, "good.pcap"), "CUT": try folder.write(good.dropLast(5), "cut.pcap"),
      "TEXT": try folder.write(Array("Dear reader, this is no capture at all, but a letter.".utf8), "letter.txt"),
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

  @Test("a bad filter's message points at the word")
  func pointer() throws {
    let folder = try Folder()
    let result = try Program.run(["report", "-f", "tcp prot 80", try folder.write(SmallCapture.datagrams(1), "good.pcap")])
    #expect(result.status == 64)
    let lines = result.complaint.split(separator: "\n").map(String.init)
    let index = try #require(lines.firstIndex { $0.hasSuffix("tcp prot 80") })
    let word = try #require(lines[index].range(of: "prot")).lowerBound
    #expect(
      lines[index + 1] == String(repeating: " ", count: lines[index].distance(from: lines[index].startIndex, to: word)) + "^")
  }

  @Test("standard output on a full disk ends with status 1 and the reason")
  func fullDisk() throws {
    let result = try Program.shell("weir schema > /dev/full")
    #expect(result.status == 1)
    #expect(result.complaint == "weir: cannot write standard output: No space left on device\n")
  }

  @Test("a reader that goes away is no error")
  func brokenPipe() throws {
    let folder = try Folder()
    let path = try folder.write(SmallCapture.datagrams(20_000), "many.pcap")
    let result = try Program.shell("weir report --ndjson '\(path)' | head -n 1; exit ${PIPESTATUS[0]}")
    #expect(result.status == 0)
    #expect(result.complaint.isEmpty)
    #expect(result.output.split(separator: "\n").count == 1)
  }
}
