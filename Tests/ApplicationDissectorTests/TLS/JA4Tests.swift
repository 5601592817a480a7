import ApplicationModel
import Crypto
import Flows
import Fixtures
import Foundation
import Testing

@testable import ApplicationDissectors

@Suite struct JA4Tests {
  /// The first part of the fingerprint.
  static let beginnings: [(hello: MadeHello, expected: String)] = [
    (MadeHello(suites: []), "t12i000000"),
    (MadeHello(suites: [0x0a0a, 0x1301, 0x5a5a]), "t12i010000"),
    (MadeHello(suites: Array(1...150)), "t12i990000"),
    (MadeHello(version: .ssl3), "ts3i010000"),
    (MadeHello(version: TLSVersion(rawValue: 0x0999)), "t00i010000"),
    (MadeHello(extensions: [(0, [0, 4, 0, 0, 1, 0x61])]), "t12d010100"),
    (MadeHello(extensions: [(0x2a2a, []), (43, [6, 0x9a, 0x9a, 3, 4, 3, 3])]), "t13i010100"),
    (MadeHello(version: .dtls12, extensions: [(43, [4, 0xfe, 0xfd, 0xfe, 0xfc])], isDatagram: true), "dd3i010100"),
    (MadeHello(version: .dtls10, isDatagram: true), "dd1i010000"),
    (MadeHello(extensions: [(16, protocols("h2"))]), "t12i0101h2"),
    (MadeHello(extensions: [(16, protocols("http/1.1", "h2"))]), "t12i0101h1"),
    (MadeHello(extensions: [(16, protocols("q"))]), "t12i0101qq"),
    (MadeHello(extensions: [(16, [0, 0])]), "t12i010100"),
    (MadeHello(extensions: [(16, [0, 2, 1, 0xab])]), "t12i0101ab"),
    (MadeHello(extensions: [(16, [0, 3, 2, 0x30, 0xab])]), "t12i01013b"),
    (MadeHello(extensions: [(16, [0, 5, 4, 0x30, 0x31, 0xab, 0xcd])]), "t12i01013d"),
    (MadeHello(extensions: [(16, [0, 3, 2, 0x0a, 0x0a])]), "t12i01010a"),
  ]

  private static func protocols(_ names: String...) -> [UInt8] {
    let list = names.flatMap { [UInt8($0.utf8.count)] + $0.utf8 }
    return MadeHello.octets(UInt16(list.count)) + list
  }

  @Test(arguments: beginnings.indices)
  func beginning(_ row: Int) {
    let (hello, expected) = Self.beginnings[row]
    #expect(hello.read().ja4.prefix { $0 != "_" } == expected)
  }

  @Test("what is sorted and what is not, GREASE and the named server left out")
  func digests() {
    let hello = MadeHello(
      suites: [0x1302, 0x0a0a, 0x1301],
      extensions: [
        (51, [0, 0]), (13, [0, 6, 8, 4, 0x1a, 0x1a, 4, 3]), (0, [0, 4, 0, 0, 1, 0x61]), (0x3a3a, []), (10, [0, 2, 0, 29]),
      ])
    #expect(hello.read().ja4 == "t12d020400_\(Self.digest("1301,1302"))_\(Self.digest("000a,000d,0033_0804,0403"))")
    let bare = MadeHello(suites: [0x0a0a])
    #expect(bare.read().ja4 == "t12i000000_000000000000_000000000000")
    let unsigned = MadeHello(extensions: [(23, [])])
    #expect(unsigned.read().ja4 == "t12i010100_\(Self.digest("1301"))_\(Self.digest("0017"))")
  }

  private static func digest(_ text: String) -> String {
    SHA256.hash(data: Data(text.utf8)).prefix(6).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  @Test("the reference's captures")
  func vectors() throws {
    guard let folder = Fixture.shared?.appending(path: "vectors/ja4") else { return }
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    var compared = 0
    for truth in files where truth.pathExtension == "json" {
      let streams = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: truth)) as? [[String: Any]])
      let expected = streams.flatMap { stream in
        stream.filter { $0.key.wholeMatch(of: /JA4(\.\d+)?/) != nil }.compactMap { $0.value as? String }
      }
      let flows = try WebSocketTruthTests.flows(truth.deletingPathExtension().path)
      let found = flows.flatMap { $0.application?.tls ?? [] }.compactMap { $0.clientHello?.ja4 }
      #expect(found.sorted() == expected.sorted(), "\(truth.lastPathComponent)")
      compared += expected.count
    }
    #expect(compared >= 9)
  }
}
