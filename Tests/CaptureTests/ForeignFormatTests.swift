import Capture
import Foundation
import Testing

@Suite("What is no capture")
struct ForeignFormatTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var name: String
    var octets: [UInt8]
    /// What the error must say.
    var says: [String]
    var testDescription: String { name }

    init(_ name: String, _ octets: [UInt8], says: String...) {
      self.name = name
      self.octets = octets + Array(repeating: 0x80, count: 40)
      self.says = says
    }

    init(_ name: String, text: String, says: String...) {
      self.name = name
      octets = Array(text.utf8)
      self.says = says
    }
  }

  static let examples = [
    Example("gzip", [0x1f, 0x8b, 8], says: "gzip", "zcat ", " | weir report -"),
    Example("zstd", [0x28, 0xb5, 0x2f, 0xfd], says: "zstd", "zstdcat "),
    Example("xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], says: "xz", "xzcat "),
    Example("bzip2", Array("BZh9".utf8), says: "bzip2", "bzcat "),
    Example("lz4", [0x04, 0x22, 0x4d, 0x18], says: "lz4", "lz4cat "),
    Example("zip", [0x50, 0x4b, 3, 4], says: "zip"),
    Example("ELF", [0x7f, 0x45, 0x4c, 0x46], says: "ELF"),
    Example("PDF", Array("%PDF-1.7".utf8), says: "PDF"),
    Example("PNG", [0x89, 0x50, 0x4e, 0x47], says: "PNG"),
    Example("Network Monitor", Array("GMBU".utf8), says: "Microsoft Network Monitor", "editcap"),
    Example("ERF", [1, 2, 3, 4, 0, 0, 0, 0x60, 2, 4, 0, 100, 0, 0, 0, 80], says: "ERF", "editcap"),
    Example("ETL", [0, 0, 1, 0, 0x48, 0, 0, 0], says: "Windows event trace", "etl2pcapng"),
    Example("a later snoop", Array("snoop".utf8) + [0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0], says: "version 4"),
    Example("pcapng without byte order", [0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0, 1, 2, 3, 4], says: "byte order"),
    Example("noise", [0x93, 0x1a, 0xff, 3], says: "binary"),
    Example("JSON", text: " {\"frames\": []}", says: "JSON"),
    Example("XML", text: "<?xml version=\"1.0\"?><psml/>", says: "XML"),
    Example("text", text: "No.     Time        Source", says: "text"),
    Example("text cut inside a character", text: String(repeating: "a", count: 511) + "éé", says: "text"),
    Example("a key log", text: "CLIENT_RANDOM 00 11", says: "key log", "--keylog"),
    Example("nothing", text: "", says: "empty"),
    Example("zeros", text: String(repeating: "\u{0}", count: 100), says: "zeros"),
    Example("a pcap header cut short", [0xd4, 0xc3, 0xb2, 0xa1], says: "pcap").cut(to: 10, "10 octets"),
  ]

  @Test("an error says what the file looks like and what to do", arguments: examples)
  func foreign(_ example: Example) throws {
    let file = try ScratchFile(example.octets)
    let error = #expect(throws: CaptureError.self) { _ = try ReadCapture(path: file.path) }
    let message = error.map { "\($0)" } ?? ""
    for text in example.says { #expect(message.contains(text), "\(message)") }
    #expect(message.contains(file.path))
  }

  @Test("a stream is refused in the same words", arguments: examples)
  func streamed(_ example: Example) throws {
    let file = try ScratchFile(example.octets)
    let mapped = #expect(throws: CaptureError.self) { _ = try ReadCapture(path: file.path) }
    let streamed = #expect(throws: CaptureError.self) { _ = try readStreamed(example.octets, chunk: 7) }
    #expect(mapped?.reason == streamed?.reason)
  }

  @Test("files that cannot be opened")
  func unopened() {
    let directory = FileManager.default.temporaryDirectory.path
    #expect(throws: CaptureError(path: directory, .directory)) { _ = try ReadCapture(path: directory) }
    let missing = directory + "/no-such-capture.pcap"
    #expect(throws: CaptureError(path: missing, .missing)) { _ = try ReadCapture(path: missing) }
  }
}

extension ForeignFormatTests.Example {
  func cut(to count: Int, _ more: String) -> Self {
    var copy = self
    copy.octets = Array(octets.prefix(count))
    copy.says.append(more)
    return copy
  }
}
