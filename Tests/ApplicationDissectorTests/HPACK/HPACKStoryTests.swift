import Fixtures
import Foundation
import Testing

@testable import ApplicationDissectors

/// The stories of the HPACK test cases (github.com/http2jp/hpack-test-case): what six encoders made of the same fields.
@Suite struct HPACKStoryTests {
  private struct Story: Decodable {
    var cases: [Block]
  }

  private struct Block: Decodable {
    var wire: String?
    var headers: [[String: String]]
  }

  @Test("every story, block by block")
  func stories() throws {
    guard let archive = Fixture.shared?.appending(path: "vectors/hpack-test-case.tar.gz"),
      FileManager.default.fileExists(atPath: archive.path)
    else {
      print("skipped: ../shared/vectors/hpack-test-case.tar.gz is not here")
      return
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: "weir-hpack-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let tar = try Process.run(
      URL(filePath: "/usr/bin/env"), arguments: ["tar", "-xzf", archive.path, "-C", folder.path])
    tar.waitUntilExit()
    #expect(tar.terminationStatus == 0)
    var blocks = 0
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "json", !file.path.contains("raw-data") else { continue }
      let story = try JSONDecoder().decode(Story.self, from: Data(contentsOf: file))
      blocks += check(story, file.path)
    }
    #expect(blocks > 10_000)
  }

  private func check(_ story: Story, _ name: String) -> Int {
    var reading = HPACKReading()
    for (number, block) in story.cases.enumerated() {
      let head = reading.read(block.wire ?? "")
      let expected = block.headers.flatMap { $0.map { "\($0.key): \($0.value)" } }
      // Pseudo-header fields are kept apart, and empty ones say nothing.
      let (pseudo, fields) = (expected.filter { $0.hasPrefix(":") }, expected.filter { !$0.hasPrefix(":") })
      let told = reading.fields(head)
      #expect(!head.isDamaged && head.unresolved == 0, "\(name) \(number)")
      #expect(Set(told.filter { $0.hasPrefix(":") }) == Set(pseudo.filter { !$0.hasSuffix(": ") }), "\(name) \(number)")
      #expect(told.filter { !$0.hasPrefix(":") } == fields, "\(name) \(number)")
    }
    return story.cases.count
  }
}
