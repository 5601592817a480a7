import Fixtures
import Foundation
import Testing

@Suite("--keylog")
struct KeyLogTests {
  private static let random = String(repeating: "0a", count: 32)
  private static let good = "CLIENT_RANDOM \(random) \(String(repeating: "5c", count: 48))\n"

  struct Example: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// What stands in the key log; nothing for one that is not there.
    var text: String?
    var status: Int32 = 0
    var complaint = ""
  }

  static let examples = [
    Example(testDescription: "a key log", text: good),
    Example(testDescription: "its last line without an end", text: "# a comment\n" + good.dropLast()),
    Example(testDescription: "nothing in it", text: "", complaint: "is empty"),
    Example(testDescription: "comments only", text: "# nothing\n\n", complaint: "has no secrets"),
    Example(testDescription: "no key log", text: "Dear diary,\ntoday\n", complaint: "is no key log: 2 lines of 2"),
    Example(testDescription: "a bad line", text: good + "CLIENT_RANDOM 12 zz\n", complaint: "1 line of the key log"),
    Example(
      testDescription: "a line without end", text: String(repeating: "A", count: 300_000),
      complaint: "is no key log"),
    Example(
      testDescription: "two secrets for one connection", text: good + good.replacing("5c", with: "5d"),
      complaint: "contradict earlier ones"),
    Example(testDescription: "no file", text: nil, status: 1, complaint: "cannot read the key log"),
  ]

  @Test("what is wrong with it is said, and never what stands in it", arguments: examples)
  func complains(_ example: Example) throws {
    let folder = try Folder()
    let capture = try folder.write(SmallCapture.datagrams(3), "capture.pcap")
    if let text = example.text { _ = try folder.write(Array(text.utf8), "keys.log") }
    for command in [["report"], ["http"], ["export", "har"]] {
      let result = try Program.run(command + ["--keylog", folder.path("keys.log"), capture])
      #expect(result.status == example.status, "\(result)")
      let expected = command == ["http"] && example.complaint.isEmpty ? "no HTTP exchange" : example.complaint
      if expected.isEmpty {
        #expect(result.complaint.isEmpty)
      } else {
        #expect(result.complaint.contains(expected), "\(result)")
      }
      for secret in [Self.random, "5c5c", "diary"] { #expect(!(result.complaint + result.output).contains(secret)) }
    }
  }

  @Test("the environment's is used too, and may be missing")
  func environment() throws {
    let folder = try Folder()
    let capture = try folder.write(SmallCapture.datagrams(3), "capture.pcap")
    let log = try folder.write([], "keys.log")
    #expect(try Program.run(["report", capture], environment: ["SSLKEYLOGFILE": log]).complaint.contains("is empty"))
    for path in ["", folder.path("none")] {
      #expect(try Program.run(["report", capture], environment: ["SSLKEYLOGFILE": path]).complaint.isEmpty)
    }
    let unreadable = try Program.run(["report", capture], environment: ["SSLKEYLOGFILE": folder.url.path])
    #expect(unreadable.status == 0)
    #expect(unreadable.complaint.contains("SSLKEYLOGFILE"))
  }

  @Test("a pipe is read to its end, standard input too, but not twice")
  func pipes() throws {
    let folder = try Folder()
    let capture = try folder.write(SmallCapture.datagrams(3), "capture.pcap")
    let log = try folder.write(Array((Self.good + "strange\n").utf8), "keys.log")
    let expected = "1 line of the key log"
    #expect(try Program.shell("weir report --keylog <(cat '\(log)') '\(capture)' >/dev/null").complaint.contains(expected))
    #expect(try Program.shell("cat '\(log)' | weir report --keylog - '\(capture)' >/dev/null").complaint.contains(expected))
    let twice = try Program.run(["report", "--keylog", "-", "-"])
    #expect(twice.status == 64)
    #expect(twice.complaint.contains("only once"))
  }
}
