import Foundation
import Testing

@Suite("Drawings in a folder")
struct PlotTests {
  static let capture = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "../../Fixtures/captures/tcp/web.pcap"
  )
  .standardizedFileURL.path

  @Test("a folder is made and filled, and the report is what it is without", arguments: [[], ["--json"], ["--ndjson"]])
  func folder(_ style: [String]) throws {
    let folder = try Folder()
    let drawn = try Program.run(["report", "--plots", folder.path("a/b")] + style + [Self.capture])
    #expect(drawn.status == 0)
    #expect(drawn.complaint == "")
    #expect(drawn.output == (try Program.run(["report"] + style + [Self.capture])).output)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("a/b")).sorted()
    #expect(names == ["flow-24.svg", "flow-4.svg", "flow-46.svg", "index.html"])
    let page = try folder.text("a/b/index.html")
    for name in names where name != "index.html" { #expect(page.contains("href=\"\(name)\"")) }
  }

  @Test("the drawings are the same for any number of threads, and as lines")
  func threads() throws {
    let folder = try Folder()
    for (name, arguments) in [("one", ["--threads", "1"]), ("four", ["--threads", "4", "--ndjson"])] {
      let result = try Program.run(["report", "--max-plots", "2", "--plots", folder.path(name)] + arguments + [Self.capture])
      #expect(result.status == 0)
      #expect(result.complaint.contains("has 2 of 3 TCP connections"))
      #expect(try folder.text("\(name)/index.html").contains("1 other left out"))
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("one")).sorted()
    #expect(names.count == 3)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("four")).sorted() == names)
    for name in names { #expect(try folder.text("one/\(name)") == folder.text("four/\(name)")) }
  }

  @Test("one flow alone, by its id")
  func flow() throws {
    let folder = try Folder()
    #expect(try Program.run(["report", "--plots", folder.path("p"), "--flow", "46", Self.capture]).status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("p")).sorted() == ["flow-46.svg", "index.html"])
    let missing = try Program.run(["report", "--plots", folder.path("p"), "--flow", "4711", Self.capture])
    #expect(missing.status == 1)
    #expect(missing.complaint.contains("no TCP connection 4711"))
  }

  @Test(
    "what cannot work is told before anything is read",
    arguments: [
      (["--plots", "FILE"], 1, "is a file: --plots takes a folder"), (["--plots", "FILE/below"], 1, "cannot make the folder"),
      (["--plots", "x", "--flow", "1x"], 64, "is not a flow's id"), (["--flow", "1"], 64, "needs --plots"),
      (["--max-plots", "5"], 64, "needs --plots"), (["--plots", "x", "--max-plots", "0"], 64, "from 1 up, or all"),
      (["--plots", "x", "--flow", "1", "--max-plots", "5"], 64, "exclude each other"),
    ])
  func refused(_ arguments: [String], _ status: Int32, _ complaint: String) throws {
    let folder = try Folder()
    let file = try folder.write([1], "FILE")
    let filled = arguments.map { $0.replacing("FILE", with: file) }
    let result = try Program.run(["report"] + filled + [Self.capture])
    #expect(result.status == status)
    #expect(result.output == "")
    #expect(result.complaint.contains(complaint))
  }

  @Test("a drawing that cannot be written is an error, and leaves nothing half done")
  func unwritable() throws {
    let folder = try Folder()
    // Root may write anywhere, but not over a folder.
    try FileManager.default.createDirectory(atPath: folder.path("p/flow-46.svg/x"), withIntermediateDirectories: true)
    let result = try Program.run(["report", "--plots", folder.path("p"), "--flow", "46", Self.capture])
    #expect(result.status == 1)
    #expect(result.complaint.contains("cannot write") && result.complaint.contains("flow-46.svg"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("p")) == ["flow-46.svg"])
  }
}
