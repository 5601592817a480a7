import Capture
import Fixtures
import Foundation
import PacketModel
import Testing

@Suite("The shared corpus")
struct CorpusTests {
  /// Captures whose number of packets we do not share with the manifest, and why.
  private static let explained: [String: (packets: Int, why: String)] = [:]

  @Test("every capture has the packets its manifest says")
  func packets() throws {
    guard let shared = Fixture.shared?.appending(path: "corpus"),
      let manifest = try? String(contentsOf: shared.appending(path: "MANIFEST.tsv"), encoding: .utf8)
    else {
      print("No shared corpus: nothing compared.")
      return
    }
    for line in manifest.split(separator: "\n").dropFirst() {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      let path = String(columns[0])
      do {
        var reader = try CaptureReader(path: shared.appending(path: path).path)
        var records: [PacketRecord] = []
        var count = 0
        while try reader.read(into: &records, limit: 1000) != nil { count += records.count }
        let expected = Self.explained[path]?.packets ?? Int(columns[3])
        if count != expected || reader.description.damage != nil {
        print(path, count, columns[3], reader.description.damage as Any) }
      } catch {
        print("\(path): \(error) \(columns[3]) \(columns[4])")
      }
    }
  }
}
