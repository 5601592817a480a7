import Fixtures
import Foundation
import Testing

@Suite("Packets as printed before")
struct GoldenTests {
  @Test("are printed so still", arguments: Form.allCases)
  func golden(form: Form) throws {
    let text = try form.text(of: Fixture("packets/mixed.pcap").url.path)
    let golden = Fixture("").url.deletingLastPathComponent().appending(path: "golden/packets/mixed.\(form.rawValue)")
    if ProcessInfo.processInfo.environment["WEIR_GOLDEN"] == "write" { try Data(text).write(to: golden) }
    #expect(try String(decoding: text, as: UTF8.self) == String(contentsOf: golden, encoding: .utf8))
  }
}
