/// The parser of the format a capture turned out to have: chosen once, switched over once for each chunk.
enum CaptureParser: Sendable {
  case pcap(RecordParser<PcapLayout>)
  case pcapng(PcapngParser)
  case snoop(RecordParser<SnoopLayout>)

  /// Octets at the start of a capture from which its format can be told.
  static let mostHeader = 24

  /// Appends records; answers nothing at the limit, else the octets wanted from `position` on (see `RecordParser.parse`).
  mutating func parse(
    _ octets: Span<UInt8>, _ place: WindowPlace, at position: inout Int, into records: inout [PacketRecord],
    limit: Int, _ description: inout CaptureDescription
  ) -> Int? {
    let wanted: Int?
    switch consume self {
    case .pcap(var parser):
      wanted = parser.parse(octets, place, at: &position, into: &records, limit: limit, &description)
      self = .pcap(parser)
    case .pcapng(var parser):
      wanted = parser.parse(octets, place, at: &position, into: &records, limit: limit, &description)
      self = .pcapng(parser)
    case .snoop(var parser):
      wanted = parser.parse(octets, place, at: &position, into: &records, limit: limit, &description)
      self = .snoop(parser)
    }
    return wanted
  }
}

// MARK: - Telling the format

extension CaptureParser {
  /// Reads the file header at the front of the window and moves `position` behind it; of pcapng nothing is taken, for its
  /// header is a block. Answers nothing when more octets might tell more.
  static func detect(
    _ octets: Span<UInt8>, isFinal: Bool, at position: inout Int, _ description: inout CaptureDescription
  ) throws(CaptureError) -> CaptureParser? {
    let path = description.path
    guard octets.count >= mostHeader || isFinal else { return nil }
    guard octets.count > 0 else { throw CaptureError(path: path, .empty) }
    if PcapMagic(octets) != nil { return try pcap(octets, at: &position, &description) }
    if octets.has(SnoopLayout.magic) { return try snoop(octets, at: &position, &description) }
    if octets.has([0x0a, 0x0d, 0x0d, 0x0a]) { return try pcapng(octets, &description) }
    throw CaptureError(path: path, .notACapture(ForeignFormat(octets)))
  }

  private static func pcap(
    _ octets: Span<UInt8>, at position: inout Int, _ description: inout CaptureDescription
  ) throws(CaptureError) -> CaptureParser {
    let needed = PcapLayout.fileHeaderLength
    guard octets.count >= needed, let layout = PcapLayout(octets) else {
      throw CaptureError(path: description.path, .headerCut(format: "pcap", needed: needed, available: octets.count))
    }
    description.format = .pcap
    description.variant = layout.headerLength == 24 ? "modified" : nil
    description.version = layout.version
    description.byteOrder = layout.isBig ? .big : .little
    description.interfaces = [layout.interface]
    position = needed
    return .pcap(RecordParser(layout))
  }

  private static func snoop(
    _ octets: Span<UInt8>, at position: inout Int, _ description: inout CaptureDescription
  ) throws(CaptureError) -> CaptureParser {
    let needed = SnoopLayout.fileHeaderLength
    guard octets.count >= needed else {
      throw CaptureError(path: description.path, .headerCut(format: "snoop", needed: needed, available: octets.count))
    }
    let layout = SnoopLayout(octets)
    // Versions from 3 on are Shomiti's, with link types and record headers of their own.
    guard layout.version <= 2 else {
      let text = "this is a snoop file of version \(layout.version); RFC 1761 has only version 2. Convert it with editcap"
      throw CaptureError(path: description.path, .unreadableHeader(text))
    }
    description.format = .snoop
    description.version = String(layout.version)
    description.byteOrder = .big
    description.interfaces = [layout.interface]
    position = needed
    return .snoop(RecordParser(layout))
  }

  private static func pcapng(
    _ octets: Span<UInt8>, _ description: inout CaptureDescription
  ) throws(CaptureError) -> CaptureParser {
    guard octets.count >= PcapngBlock.leastLength else {
      throw CaptureError(path: description.path, .headerCut(format: "pcapng", needed: 28, available: octets.count))
    }
    guard PcapngBlock(octets, at: 0, isBig: false) != nil else {
      let text = "it begins as a pcapng file does, but its section header has no byte order or no length that can be"
      throw CaptureError(path: description.path, .unreadableHeader(text))
    }
    description.format = .pcapng
    return .pcapng(PcapngParser())
  }
}
