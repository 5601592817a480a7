import Foundation
import Testing

@Suite("Where captures come from")
struct InputTests {
  @Test("the same report from a file, from standard input and from a named pipe")
  func ways() throws {
    let folder = try Folder()
    let octets = SmallCapture.datagrams(50)
    let path = try folder.write(octets, "capture.pcap")
    let fifo = try folder.makeFifo("pipe")
    let named = try Program.run(["report", "--json", path]).output
    let given = try Program.run(["report", "--json", "-"], input: URL(filePath: path)).output
    let writer = try Process.run(URL(filePath: "/bin/bash"), arguments: ["-c", "cat '\(path)' > '\(fifo)'"])
    let piped = try Program.run(["report", "--json", fifo]).output
    writer.waitUntilExit()
    #expect(named.contains("\"packets\":50"))
    #expect(given == named.replacing("\"\(path)\"", with: "\"-\""))
    #expect(piped == named.replacing("\"\(path)\"", with: "\"\(fifo)\""))
  }

  @Test("captures are read in the order they are named, one that is missing left out, and frames count on")
  func order() throws {
    let folder = try Folder()
    let later = try folder.write(SmallCapture.datagrams(2, second: 2_000_000_000), "later.pcap")
    let earlier = try folder.write(SmallCapture.datagrams(3), "earlier.pcap")
    let result = try Program.run(["report", "--json", later, folder.path("missing.pcap"), earlier])
    #expect(result.status == 1)
    #expect(result.complaint.split(separator: "\n").count == 1)
    let document = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let captures = try #require(document["captures"] as? [[String: Any]])
    #expect(captures.map { $0["path"] as? String } == [later, earlier])
    #expect(captures.map { $0["packets"] as? Int } == [2, 3])
    let flows = try #require(document["flows"] as? [[String: Any]])
    #expect(flows.compactMap { $0["last_frame"] as? Int }.max() == 5)
  }

  @Test("any number of threads gives the same octets")
  func threads() throws {
    let folder = try Folder()
    let path = try folder.write(SmallCapture.datagrams(10_000), "capture.pcap")
    for style in [["--json"], ["--ndjson"], []] {
      let reports = try ["1", "2", "3", "5"].map { try Program.run(["report", "--threads", $0] + style + [path]).output }
      #expect(Set(reports).count == 1)
      #expect(reports[0].isEmpty == false)
    }
  }

  @Test("Ctrl-C ends reading, not the report")
  func interrupt() throws {
    let folder = try Folder()
    let fifo = try folder.makeFifo("pipe")
    let running = try Program.start(["report", "--json", fifo])
    // More than a pipe holds: when it is written, the program has begun to read.
    let handle = try FileHandle(forWritingTo: URL(filePath: fifo))
    try handle.write(contentsOf: Data(SmallCapture.datagrams(20_000)))
    running.process.interrupt()
    let result = try running.finish()
    try handle.close()
    #expect(result.status == 0)
    #expect(result.complaint.isEmpty)
    let document = try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any]
    #expect((document?["flows"] as? [Any])?.isEmpty == false)
  }
}
