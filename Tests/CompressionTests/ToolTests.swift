import Compression
import Foundation
import Testing

/// Content of megabytes, compressed on the spot by whatever programs the machine has.
@Suite("Other programs' streams")
struct ToolTests {
  struct Tool: CustomTestStringConvertible, Sendable {
    let command: String
    let format: CompressionFormat
    init(_ command: String, _ format: CompressionFormat) {
      self.command = command
      self.format = format
    }
    var testDescription: String { command }
    var name: Substring { command.prefix { $0 != " " } }
    var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/\(name)") }
  }

  static let tools = [
    Tool("gzip -1 -c", .gzip), Tool("gzip -9 -c", .gzip), Tool("brotli -q 1 -c", .brotli), Tool("brotli -q 5 -c", .brotli),
    Tool("zstd -1 -c", .zstandard), Tool("zstd -12 -c", .zstandard), Tool("pzstd -p 4 -c", .zstandard),
  ]

  @Test("what they made is what comes out", arguments: tools)
  func decoded(_ tool: Tool) throws {
    guard tool.isInstalled else {
      print("skipped: \(tool.command), for /usr/bin/\(tool.name) is not there")
      return
    }
    let file = FileManager.default.temporaryDirectory.appending(path: "weir-compression-\(UUID().uuidString)")
    defer { for name in [file.path, file.path + ".out"] { try? FileManager.default.removeItem(atPath: name) } }
    let plain = Self.prose(2_000_000)
    try Data(plain).write(to: file)
    let process = try Process.run(
      URL(filePath: "/bin/sh"), arguments: ["-c", "\(tool.command) '\(file.path)' > '\(file.path).out' 2> /dev/null"])
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    let octets = try Array(Data(contentsOf: URL(filePath: file.path + ".out")))
    #expect(octets.count < plain.count / 2)
    for size in [17, 1460, Int.max] {
      let decoded = decode(octets, tool.format, size: size)
      #expect(decoded.error == nil && decoded.isFinished && decoded.plain == plain, "\(size)")
    }
    for part in [octets.count / 3, octets.count - 1] {
      let decoded = decode(Array(octets.prefix(part)), tool.format, size: 1460)
      #expect(decoded.error == .truncated && plain.starts(with: decoded.plain) && decoded.plain.count > plain.count / 5)
    }
  }

  /// Words that come again, near and far, among numbers that do not.
  private static func prose(_ count: Int) -> [UInt8] {
    var generator = SeededGenerator(state: 7)
    let words = (0..<3000).map { _ in
      (0..<Int.random(in: 2...10, using: &generator)).map { _ in UInt8.random(in: 97...122, using: &generator) }
    }
    var text: [UInt8] = []
    while text.count < count {
      text += words[min(Int.random(in: 0..<3000, using: &generator), Int.random(in: 0..<3000, using: &generator))]
      if Int.random(in: 0..<40, using: &generator) == 0 { text += Array(" \(generator.next() >> 40)\n".utf8) }
      text.append(32)
    }
    return text
  }
}
