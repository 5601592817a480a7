import Fixtures
import Foundation
import Testing

@Suite("weir stream --decrypted")
struct StreamDecryptedTests {
  private static let capture = Fixture("tls/openssl-tls12-ecdhe.pcap").url.path
  private static let keys = Fixture("tls/openssl-tls12-ecdhe.keylog").url.path

  private func stream(_ arguments: String...) throws -> Program.Result {
    try Program.run(["stream", "--flow", "1"] + arguments + [Self.capture])
  }

  @Test("what each side said, and both in their order")
  func sides() throws {
    let client = try stream("--decrypted", "--keylog", Self.keys, "--side", "client")
    let server = try stream("--decrypted", "--keylog", Self.keys, "--side", "server")
    let both = try stream("--decrypted", "--keylog", Self.keys)
    #expect([client, server, both].allSatisfy { $0.status == 0 && $0.complaint.isEmpty }, "\(both)")
    #expect(client.output.hasPrefix("0: what the client says"))
    #expect(server.output.hasPrefix("0: what the server answers"))
    #expect(both.output == client.output + server.output)
  }

  @Test("the key log is followed with the capture: what comes late opens what came before")
  func followed() throws {
    let folder = try Folder()
    let capture = try folder.write(Array(Data(contentsOf: URL(filePath: Self.capture))), "capture.pcap")
    let running = try Program.start(
      ["report", "--ndjson", "--follow", "--keylog", folder.path("keys.log"), capture])
    Thread.sleep(forTimeInterval: 1)
    _ = try folder.write(Array(Data(contentsOf: URL(filePath: Self.keys))), "keys.log")
    running.process.interrupt()
    let result = try running.finish()
    let whole = try Program.run(["report", "--ndjson", "--keylog", Self.keys, Self.capture])
    func opened(_ text: String) -> Int { text.split(separator: "\n").count { $0.contains(#""key_source":"key_log""#) } }
    #expect(result.complaint.contains("there is no key log"))
    #expect(opened(whole.output) > 0)
    #expect(opened(result.output) == opened(whole.output))
  }

  @Test("what cannot be opened is said")
  func closed() throws {
    let none = try stream("--decrypted")
    #expect(none.status == 1 && none.output.isEmpty)
    #expect(none.complaint.contains("no secrets to open flow 1"))
    #expect(try stream("--keylog", Self.keys).status == 64)
  }
}
