/// What a file that is not a capture seems to be, so that its user is told what to do.
public struct ForeignFormat: Hashable, Sendable {
  /// As in "it is …": "a gzip archive".
  public var name: String
  /// What to do; `FILE` stands for the path. Absent when nothing would help.
  public var advice: String?

  public init(name: String, advice: String? = nil) {
    self.name = name
    self.advice = advice
  }

  /// One sentence, or two with advice.
  func message(for path: String) -> String {
    guard let advice else { return "it looks like \(name)" }
    let file = path == "-" ? "FILE" : path
    return "it looks like \(name). \(advice.split(separator: "FILE", omittingEmptySubsequences: false).joined(separator: file))"
  }
}

extension ForeignFormat {
  /// Recognises a file by its first octets.
  init(_ octets: Span<UInt8>) {
    for known in Self.known where octets.has(known.magic, at: known.offset) {
      self = known.format
      return
    }
    self = Self.guess(octets)
  }

  private static func guess(_ octets: Span<UInt8>) -> ForeignFormat {
    let head = octets.copied(0..<min(octets.count, 512))
    if head.allSatisfy({ $0 == 0 }) { return ForeignFormat(name: "nothing but zeros", advice: "Was the disk full?") }
    if isExtensibleRecord(octets) { return ForeignFormat(name: "an ERF capture of an Endace card", advice: convert) }
    guard let text = String(validating: trimmed(head), as: UTF8.self),
      text.unicodeScalars.allSatisfy({ $0.value >= 32 || [9, 10, 12, 13].contains($0.value) })
    else { return ForeignFormat(name: "some other binary format") }
    if ["CLIENT_RANDOM ", "_TRAFFIC_SECRET", "EXPORTER_SECRET ", "SSL/TLS secrets"].contains(where: text.contains) {
      return ForeignFormat(name: "a TLS key log", advice: "Give it with --keylog, beside the capture.")
    }
    switch text.first(where: { !$0.isWhitespace }) {
    case "{", "[": return ForeignFormat(name: "JSON")
    case "<": return ForeignFormat(name: "XML or HTML")
    default:
      return ForeignFormat(name: "text", advice: "If it is a hex dump, text2pcap makes a capture of it.")
    }
  }

  /// Whether an ERF record may begin here: a little-endian time of this age in 2^-32 seconds, a type, flags whose upper bits
  /// are reserved, and a big-endian length that holds the header itself.
  private static func isExtensibleRecord(_ octets: Span<UInt8>) -> Bool {
    guard octets.count >= 16, octets.uint32(at: 0, false) != 0 else { return false }
    return (0x2000_0000...0x9000_0000).contains(octets.uint32(at: 4, false)) && (1...48).contains(octets[8] & 0x7f)
      && octets[9] & 0xc0 == 0 && octets.uint16(at: 10, true) >= 16
  }

  /// Without the character the first 512 octets may have cut in two.
  private static func trimmed(_ head: [UInt8]) -> ArraySlice<UInt8> {
    guard head.count == 512 else { return head[...] }
    var kept = head[...]
    while let last = kept.last, last >= 0x80, head.count - kept.count < 4 {
      kept.removeLast()
      if last >= 0xc0 { break }
    }
    return kept
  }
}

// MARK: - Known formats

extension ForeignFormat {
  private struct Known {
    var magic: [UInt8]
    var offset = 0
    var format: ForeignFormat

    init(_ magic: [UInt8], at offset: Int = 0, _ name: String, _ advice: String? = nil) {
      self.magic = magic
      self.offset = offset
      format = ForeignFormat(name: name, advice: advice)
    }

    init(_ magic: String, at offset: Int = 0, _ name: String, _ advice: String? = nil) {
      self.init(Array(magic.utf8), at: offset, name, advice)
    }
  }

  private static let convert = "Convert it first: editcap -F pcapng FILE out.pcapng"
  private static let unpack = "Unpack it first."

  private static func decompress(_ program: String) -> String { "Decompress it first: \(program) FILE | weir report -" }

  private static let known: [Known] = [
    Known([0x1f, 0x8b], "gzip", decompress("zcat")),
    Known([0x28, 0xb5, 0x2f, 0xfd], "zstd", decompress("zstdcat")),
    Known([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0], "xz", decompress("xzcat")),
    Known("BZh", "bzip2", decompress("bzcat")),
    Known([0x04, 0x22, 0x4d, 0x18], "lz4", decompress("lz4cat")),
    Known("PK\u{3}\u{4}", "a zip archive", unpack),
    Known([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], "a 7-Zip archive", unpack),
    Known("ustar", at: 257, "a tar archive", unpack),
    Known([0x7f, 0x45, 0x4c, 0x46], "an ELF program"),
    Known("%PDF", "a PDF document"),
    Known([0x89, 0x50, 0x4e, 0x47], "a PNG image"),
    Known([0xff, 0xd8, 0xff], "a JPEG image"),
    Known("GIF8", "a GIF image"),
    Known("RTSS", "a Microsoft Network Monitor 1 capture", convert),
    Known("GMBU", "a Microsoft Network Monitor 2 capture", convert),
    Known("XCP\u{0}", "a NetXRay or Sniffer capture", convert),
    Known("TRSNIFF data", "a Network General Sniffer capture", convert),
    Known([0x7f, 0x76, 0x65, 0x72], "a Savvius/OmniPeek capture", convert),
    Known([0x1c, 0x00, 0x01, 0xac], "an Ixia lcap hardware capture", convert),
    Known([0x1c, 0x00, 0x01, 0xab], "an Ixia lcap software capture", convert),
    Known("btsnoop\u{0}", "a Bluetooth HCI log", convert),
    // A Windows event trace begins with a buffer header: its size, 64 KiB most often, at offset 0, and its header's,
    // 0x48 … 0x68.
    Known([0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x00], "a Windows event trace", windows),
    Known([0x00, 0x00, 0x01, 0x00, 0x48, 0x00, 0x00, 0x00], "a Windows event trace", windows),
    Known("ElfFile\u{0}", "a Windows event log"),
    Known("SQLite format 3", "an SQLite database"),
  ]

  private static let windows = "Convert it first: etl2pcapng FILE out.pcapng"
}
