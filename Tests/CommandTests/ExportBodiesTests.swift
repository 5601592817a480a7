import Fixtures
import Foundation
import Testing

@Suite("weir export bodies")
struct ExportBodiesTests {
  private struct Manifest: Decodable {
    var bodies: [Body]
    var cut_bytes: Int?
    var cut_bodies: Int?
  }

  private struct Body: Decodable {
    var file: String?
    var side: String
    var method: String?
    var status: Int?
    var bytes: Int
    var cut_bytes: Int?
    var complete: Bool
    var sha256: String?
  }

  private func export(_ capture: String, to folder: Folder, _ options: String...) throws -> Program.Result {
    try Program.run(["export", "bodies", Fixture(capture).url.path, "-o", folder.path("out")] + options)
  }

  private func manifest(_ folder: Folder) throws -> Manifest {
    try JSONDecoder().decode(Manifest.self, from: Data(contentsOf: URL(filePath: folder.path("out/manifest.json"))))
  }

  /// `sha256sum` knows each file as the manifest has it, and there is no other.
  private func check(_ folder: Folder) throws {
    let bodies = try manifest(folder).bodies
    let sums = bodies.compactMap { body in body.file.map { "\(body.sha256 ?? "")  \($0)\n" } }.joined()
    _ = try folder.write(Array(sums.utf8), "sums")
    let result = try Program.shell("cd '\(folder.path("out"))' && sha256sum --quiet --strict -c ../sums && ls | grep -c .")
    #expect(result.status == 0, "\(result)")
    #expect(result.output == "\(bodies.count { $0.file != nil } + 1)\n")
  }

  @Test(
    "bodies are files, decoded, and the manifest has them all",
    arguments: [
      "http/nginx-keepalive.pcap", "http/nginx-encodings.pcap", "http/nginx-uploads.pcap", "http/python-chunked.pcap",
      "http/nginx-pipelining.pcap", "http/proxy-chain.pcap",
    ])
  func whole(_ capture: String) throws {
    let folder = try Folder()
    let result = try export(capture, to: folder)
    #expect(result.status == 0, "\(result)")
    try check(folder)
  }

  @Test("one side only")
  func sides() throws {
    for side in ["requests", "responses"] {
      let folder = try Folder()
      #expect(try export("http/nginx-uploads.pcap", to: folder, "--type", side).status == 0)
      let bodies = try manifest(folder).bodies
      #expect(!bodies.isEmpty)
      #expect(bodies.allSatisfy { $0.side + "s" == side })
      try check(folder)
    }
  }

  @Test("what is filtered out leaves nothing behind")
  func filtered() throws {
    let folder = try Folder()
    #expect(try export("http/nginx-keepalive.pcap", to: folder, "--status", "404").status == 0)
    #expect(try manifest(folder).bodies.map(\.status) == [404])
    try check(folder)
  }

  @Test("beyond the limit bodies are cut, and that is told")
  func limit() throws {
    let folder = try Folder()
    let result = try export("http/nginx-encodings.pcap", to: folder, "--max-total", "20K")
    #expect(result.status == 0)
    #expect(result.complaint.contains("are left out: all together are more than --max-total 20480"))
    let found = try manifest(folder)
    #expect(found.bodies.reduce(0) { $0 + $1.bytes } == 20_480)
    #expect(found.bodies.allSatisfy { $0.complete == ($0.cut_bytes == nil) })
    #expect(found.cut_bodies == found.bodies.count { $0.cut_bytes != nil })
    try check(folder)
  }

  @Test("a folder that is not empty is left alone")
  func occupied() throws {
    let folder = try Folder()
    #expect(try export("http/nginx-keepalive.pcap", to: folder).status == 0)
    let result = try export("http/nginx-keepalive.pcap", to: folder)
    #expect(result.status == 1)
    #expect(result.complaint.contains("is not empty"))
  }

  @Test("links are not followed, not even with --force")
  func links() throws {
    let folder = try Folder()
    let outside = try folder.write(Array("mine".utf8), "outside")
    let result = try Program.shell(
      """
      cd '\(folder.url.path)' && mkdir out && ln -s ../outside out/manifest.json \
      && ln -s ../outside out/1-0-response-hello.txt \
      && ln -s ../outside out/1.0-0-1-response.partial && mkdir out/1-2-response-missing.html
      """)
    #expect(result.status == 0, "\(result)")
    #expect(try export("http/nginx-keepalive.pcap", to: folder, "--force").status == 0)
    #expect(try String(contentsOfFile: outside, encoding: .utf8) == "mine")
    let bodies = try manifest(folder).bodies
    #expect(bodies.first?.file == "1-0-response-hello.txt")
    // A folder cannot give way.
    #expect(bodies.first { $0.status == 404 }?.file == "1.0-0-2-response.partial")
  }
}
