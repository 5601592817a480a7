import PacketModel

/// The headers of a pcap file (draft-ietf-opsawg-pcap §4 and §5), and of its elder variants.
///
/// ```
/// magic 4 | major 2 | minor 2 | reserved 4 | reserved 4 | snapshot length 4 | link type and more 4
/// seconds 4 | micro- or nanoseconds 4 | captured 4 | original 4          [ interface 4 | protocol 2 | type 1 | pad 1 ]
/// ```
struct PcapLayout: RecordLayout {
  /// Order of the two lengths of a record: files of old versions have them the other way round (libpcap, sf-pcap.c).
  private enum LengthOrder { case usual, swapped, whicheverFits }

  let isBig: Bool
  let headerLength: Int
  let fractionsPerSecond: Int64
  let interface: CaptureInterface
  let version: String
  private let lengthOrder: LengthOrder

  static let fileHeaderLength = 24

  /// Reads the file header; nothing when the first four octets are no pcap magic. The window holds `fileHeaderLength` octets.
  init?(_ window: Span<UInt8>) {
    guard let magic = PcapMagic(window) else { return nil }
    isBig = magic.isBig
    headerLength = magic.isModified ? 24 : 16
    fractionsPerSecond = magic.isNano ? 1_000_000_000 : 1_000_000
    let major = window.uint16(at: 4, isBig)
    let minor = window.uint16(at: 6, isBig)
    version = "\(major).\(minor)"
    lengthOrder =
      switch (major, minor) {
      case (543, 0), (2, ..<3): .swapped
      case (2, 3): .whicheverFits
      default: .usual
      }
    let snapLength = Int(window.uint32(at: 16, isBig))
    let link = window.uint32(at: 20, isBig)
    var interface = CaptureInterface(
      linkType: LinkType(rawValue: UInt16(truncatingIfNeeded: link)), snapLength: snapLength == 0 ? nil : snapLength,
      timeResolution: magic.isNano ? .nanoseconds : .microseconds)
    // The four top bits count 16-bit words of frame check sequence, but only if the P bit says so.
    if link & 0x0400_0000 != 0 { interface.frameCheckLength = Int(link >> 28) * 2 }
    self.interface = interface
  }

  @inline(__always)
  func header(in window: Span<UInt8>, at index: Int) -> RecordHeader {
    let octets = window.extracting(index..<(index &+ 16))
    var captured = Int(octets.uint32(at: 8, isBig))
    var wire = Int(octets.uint32(at: 12, isBig))
    if lengthOrder != .usual, lengthOrder == .swapped || captured > wire { swap(&captured, &wire) }
    return RecordHeader(
      seconds: Int64(octets.uint32(at: 0, isBig)), fraction: Int64(octets.uint32(at: 4, isBig)), captured: captured,
      wire: wire, length: headerLength &+ captured)
  }
}

/// The first four octets of a pcap file: byte order, resolution and shape of records in one.
struct PcapMagic {
  var isBig: Bool
  var isNano: Bool
  /// Alexey Kuznetzov's patches to libpcap: eight more octets in each record's header.
  var isModified: Bool

  init?(_ window: Span<UInt8>) {
    guard window.count >= 4 else { return nil }
    let big = window.uint32(at: 0, true)
    switch big {
    case 0xa1b2_c3d4, 0xd4c3_b2a1: (isNano, isModified) = (false, false)
    case 0xa1b2_3c4d, 0x4d3c_b2a1: (isNano, isModified) = (true, false)
    case 0xa1b2_cd34, 0x34cd_b2a1: (isNano, isModified) = (false, true)
    default: return nil
    }
    isBig = big >> 16 == 0xa1b2
  }
}
