import Foundation
import Testing

@Suite("weir interfaces")
struct InterfacesTests {
  @Test("a table, loopback in it")
  func table() throws {
    let result = try Program.run(["interfaces"])
    #expect(result.status == 0)
    let lines = result.output.split(separator: "\n")
    #expect(lines.first?.hasPrefix("interface") == true)
    #expect(lines.contains { $0.hasPrefix("lo ") && $0.contains("up, loopback") && $0.contains("127.0.0.1/8") })
  }

  @Test("one document, or the file that was asked for")
  func json() throws {
    let folder = try Folder()
    let result = try Program.run(["interfaces", "--json", "-o", folder.path("list.json")])
    #expect(result.status == 0)
    #expect(result.output.isEmpty)
    let text = try folder.text("list.json")
    let document = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(document["schema"] as? String == "weir.interfaces/1")
    let interfaces = try #require(document["interfaces"] as? [[String: Any]])
    let loopback = try #require(interfaces.first { $0["name"] as? String == "lo" })
    #expect(loopback["loopback"] as? Bool == true)
    #expect(loopback["mac"] == nil)
  }

  @Test(
    "who may not open interfaces is told once, and what to do; the rest is listed",
    .enabled(if: geteuid() == 0, "needs root, to give it up"))
  func forbidden() throws {
    // Nobody may read the build folder everywhere: the program is copied to where anyone may.
    let folder = try Folder()
    let program = folder.path("weir")
    try FileManager.default.copyItem(at: Program.url, to: URL(filePath: program))
    let result = try Program.shell(
      "chmod 755 '\(folder.url.path)'; setpriv --reuid=65534 --regid=65534 --clear-groups '\(program)' interfaces")
    #expect(result.status == 0)
    #expect(result.output.contains("up, loopback"))
    let name = URL(filePath: program).resolvingSymlinksInPath().path
    #expect(
      result.complaint == "weir: warning: link types are not told, for there is no permission to open interfaces: "
        + "run \"sudo setcap cap_net_raw,cap_net_admin=eip \(name)\" once, or run this with sudo\n")
  }

  @Test("the schema")
  func schema() throws {
    let result = try Program.run(["schema", "--interfaces"])
    #expect(result.status == 0)
    #expect(result.output.contains("urn:weir:interfaces:1"))
  }
}
