import Foundation
import Testing

@Suite("weir live")
struct LiveCommandTests {
  static let refused: [(arguments: [String], complaint: String)] = [
    (["--json", "--ndjson"], "exclude each other"),
    (["-f", "tcp prot 80"], "^"),
    (["-c", "0"], "--count"),
    (["-W", "3"], "-w"),
    (["-w", "capture.pcapng", "-W", "3"], "-C"),
    (["-w", "-", "-C", "1"], "second file"),
    (["-w", "capture.pcapng", "-C", "much"], "much"),
    (["-w", "capture.pcap", "--write-format", "pcap", "--comment", "said"], "comment"),
    (["--duration", "long"], "long"),
    (["--interval", "1ms"], "100ms"),
    (["--time-precision", "ms"], "precision"),
    (["--metrics", "nowhere"], "nowhere"),
    (["--keylog", "-"], "key log"),
    (["eth0"], "eth0"),
    (["-i", "lo"], "twice"),
    (["-i", ""], "weir interfaces"),
    (["-o", ""], "-o"),
    (["-w", ""], "-w"),
    (["-w", "folder/"], "-w"),
  ]

  @Test("options that make no sense are refused, before anything is opened", arguments: refused)
  func options(_ arguments: [String], _ complaint: String) throws {
    let result = try Program.run(["live", "-i", "lo"] + arguments)
    #expect(result.status == 64, "\(arguments): \(result.complaint)")
    #expect(result.complaint.contains(complaint), "\(arguments): \(result.complaint)")
    #expect(result.output == "")
  }

  @Test("an interface that is not there is told with those that are")
  func missing() throws {
    guard geteuid() == 0 else { return }
    let result = try Program.run(["live", "-i", "nonesuch0", "--json"])
    #expect(result.status == 1)
    #expect(result.complaint.contains("nonesuch0") && result.complaint.contains("lo"), "\(result.complaint)")
    #expect(result.complaint.split(separator: "\n").count == 1, "\(result.complaint)")
  }

  @Test("without permission the remedy is told, in one line")
  func denied() throws {
    let setpriv = "/usr/bin/setpriv"
    guard geteuid() != 0 || FileManager.default.isExecutableFile(atPath: setpriv) else { return }
    // Root without capabilities is nobody in particular.
    let prefix = geteuid() == 0 ? "'\(setpriv)' --bounding-set=-all --inh-caps=-all " : ""
    let result = try Program.shell("\(prefix)'\(Program.url.path)' live -i lo --json --duration 100ms")
    // Who tests may have been given the permission.
    guard result.status != 0 || geteuid() == 0 else { return }
    #expect(result.status == 1)
    #expect(
      result.complaint.contains("sudo setcap cap_net_raw,cap_net_admin=eip \(Program.url.path)"), "\(result.complaint)")
    #expect(result.complaint.split(separator: "\n").count == 1, "\(result.complaint)")
    #expect(result.output == "")
  }
}

@Suite("weir live, in network namespaces", .enabled(if: Namespaces.canBe, Namespaces.whyNot), .serialized)
struct LiveNamespaceTests {
  /// A web server of a few files, and a moment for it to begin.
  private func serve(_ spaces: Namespaces, _ folder: Folder) throws -> Program.Running {
    _ = try folder.write(Array("hello".utf8), "small.txt")
    _ = try folder.write(Array(repeating: UInt8(ascii: "x"), count: 200_000), "large.bin")
    let command = ["python3", "-m", "http.server", "80", "--bind", Namespaces.serverAddress, "--directory", folder.url.path]
    let server = try spaces.start(command, in: spaces.server)
    for _ in 0..<200 {
      if try spaces.run(["curl", "-s", url("small.txt")], in: spaces.server).status == 0 { return server }
      Thread.sleep(forTimeInterval: 0.05)
    }
    Issue.record("python3 -m http.server does not answer")
    return server
  }

  private func url(_ name: String) -> String { "http://\(Namespaces.serverAddress)/\(name)" }

  /// Captures at the server's while a client asks; what was printed, and how it ended.
  private func capture(_ arguments: [String], asking names: [String]) throws -> Program.Result {
    let spaces = try Namespaces()
    let folder = try Folder()
    let server = try serve(spaces, folder)
    // Not by SIGTERM, which the tests' runner may have blocked for it.
    defer {
      kill(server.process.processIdentifier, SIGKILL)
      server.process.waitUntilExit()
    }
    let live = try spaces.start([Program.url.path, "live", "-i", "s0"] + arguments, in: spaces.server)
    try spaces.waitForCapture(by: live)
    for name in names { _ = try spaces.run(["curl", "-s", "-o", "/dev/null", url(name)], in: spaces.client) }
    Thread.sleep(forTimeInterval: 0.5)
    live.process.interrupt()
    return try live.finish()
  }

  @Test("the report of a live capture is that of the file it wrote", arguments: ["pcapng", "pcap"])
  func equal(_ format: String) throws {
    let folder = try Folder()
    let path = folder.path("own.\(format)")
    let result = try capture(
      ["--json", "-f", "tcp", "-w", path, "--write-format", format], asking: ["small.txt", "large.bin", "missing"])
    #expect(result.status == 0, "\(result.complaint)")
    let file = try Program.run(["report", "--json", path])
    #expect(file.status == 0, "\(file.complaint)")
    #expect(try withoutCaptures(result.output) == withoutCaptures(file.output))
    let live = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let flows = try #require(live["flows"] as? [[String: Any]])
    let exchanges = flows.flatMap { $0["http"] as? [[String: Any]] ?? [] }
    let statuses = exchanges.compactMap { ($0["response"] as? [String: Any])?["status"] as? Int }
    #expect(statuses == [200, 200, 404])
    let captures = try #require(live["captures"] as? [[String: Any]])
    #expect(captures.map { $0["interface"] as? String } == ["s0"])
    #expect(captures.first?["dropped_by_kernel"] as? Int == 0)
  }

  /// A document is one line; "captures" is its third member, and holds no array's end but its own inside strings.
  private func withoutCaptures(_ text: String) throws -> String {
    let start = try #require(text.range(of: "\"captures\":["))
    let end = try #require(text.range(of: "],\"quality\"", range: start.upperBound..<text.endIndex))
    return String(text[..<start.lowerBound] + text[end.upperBound...])
  }

  @Test("exchanges are records as they end, before their flow is one")
  func records() throws {
    let result = try capture(["--ndjson", "--immediate"], asking: ["small.txt", "missing"])
    #expect(result.status == 0, "\(result.complaint)")
    let records = try result.output.split(separator: "\n").map { line in
      try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    let kinds = records.compactMap { $0["record"] as? String }
    #expect(kinds.filter { $0 == "exchange" }.count == 2)
    #expect(kinds.last == "summary")
    let exchange = try #require(records.first { $0["record"] as? String == "exchange" })
    let id = try #require(exchange["flow"] as? String)
    let flow = try #require(records.firstIndex { $0["record"] as? String == "flow" && $0["id"] as? String == id })
    #expect(try #require(kinds.firstIndex(of: "exchange")) < flow)
  }

  @Test("an interface that is taken away ends its capture with what came before")
  func gone() throws {
    let spaces = try Namespaces()
    let folder = try Folder()
    let path = folder.path("own.pcapng")
    let live = try spaces.start([Program.url.path, "live", "-i", "s0", "--json", "-f", "udp", "-w", path], in: spaces.server)
    try spaces.waitForCapture(by: live)
    let send = "for i in 1 2 3; do echo $i >/dev/udp/\(Namespaces.serverAddress)/9; done"
    _ = try spaces.run(["bash", "-c", send], in: spaces.client)
    Thread.sleep(forTimeInterval: 0.4)
    _ = try spaces.run(["ip", "link", "del", "s0"], in: spaces.server)
    let result = try live.finish()
    #expect(result.status == 1)
    #expect(result.complaint.contains("s0"), "\(result.complaint)")
    let file = try Program.run(["report", "--json", path])
    #expect(file.status == 0, "\(file.complaint)")
    #expect(try withoutCaptures(result.output) == withoutCaptures(file.output))
  }
}
