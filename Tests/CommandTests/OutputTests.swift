import Foundation
import Testing

@Suite("Where results go")
struct OutputTests {
  @Test("a file takes its name only when it is whole, and keeps its permissions")
  func replacing() throws {
    let folder = try Folder()
    let path = try folder.write(SmallCapture.datagrams(3), "capture.pcap")
    let report = try folder.write(Array("old".utf8), "report.json")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: report)
    #expect(try Program.run(["report", "--json", "-o", report, folder.path("missing.pcap")]).status == 1)
    #expect(try folder.text("report.json") == "old")
    #expect(try Program.run(["report", "--json", "-o", report, path]).status == 0)
    #expect(try folder.text("report.json").hasPrefix("{\"schema\""))
    #expect(try FileManager.default.attributesOfItem(atPath: report)[.posixPermissions] as? Int == 0o640)
    #expect(try folder.names() == ["capture.pcap", "report.json"])
  }

  @Test("a capture is never written over")
  func overInput() throws {
    let folder = try Folder()
    let path = try folder.write(SmallCapture.datagrams(3), "capture.pcap")
    let result = try Program.run(["report", "--json", "-o", path, path])
    #expect(result.status == 64)
    #expect(try Data(contentsOf: URL(filePath: path)) == Data(SmallCapture.datagrams(3)))
  }

  @Test("what a capture holds cannot reach the terminal as more than text")
  func hostile() throws {
    let folder = try Folder()
    let path = try folder.write(SmallCapture.commented("\u{1b}[31mred\u{7}\u{202e}\r\n\u{9b}2J"), "\u{1b}]0;title\u{7}.pcapng")
    let result = try Program.run([path])
    #expect(result.output.contains("comment: \\u{1b}[31mred\\u{7}\\u{202e}"))
    #expect(result.output.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
    #expect(!result.output.unicodeScalars.contains("\u{202e}"))
    let missing = try Program.run([path + "\n.missing"])
    #expect(missing.complaint.unicodeScalars.filter { $0.properties.generalCategory == .control } == ["\n"])
  }

  @Test(
    "colour only on a terminal, and not for those who do not want it",
    arguments: [
      (["TERM": "xterm"], true), (["TERM": "xterm", "NO_COLOR": "1"], false), (["TERM": "dumb"], false),
    ])
  func colour(environment: [String: String], isColoured: Bool) throws {
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/script") else { return }
    let folder = try Folder()
    let path = try folder.write(SmallCapture.datagrams(3), "capture.pcap")
    let terminal = try Program.shell("script -qec \"'\(Program.url.path)' '\(path)'\" /dev/null", environment: environment)
    #expect(terminal.output.contains("Capture quality"))
    #expect(terminal.output.contains("\u{1b}[") == isColoured)
    #expect(try !Program.run([path], environment: environment).output.contains("\u{1b}"))
  }

  @Test("the summary fits the columns it is given", arguments: [60, 72, 100, 140])
  func width(_ columns: Int) throws {
    let folder = try Folder()
    let path = try folder.write(SmallCapture.datagrams(3000), "capture.pcap")
    let lines = try Program.run(["capture.pcap", path].suffix(1), environment: ["COLUMNS": String(columns)]).output
      .split(separator: "\n")
    // The first names the file, as long as it is.
    #expect(lines.dropFirst().allSatisfy { $0.count <= columns })
  }
}
