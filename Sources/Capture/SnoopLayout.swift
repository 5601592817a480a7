import PacketModel

/// The headers of a snoop file (RFC 1761); all numbers are big-endian.
///
/// ```
/// "snoop" 0 0 0 | version 4 | data link type 4
/// original 4 | included 4 | record length 4 | cumulative drops 4 | seconds 4 | microseconds 4 | packet | padding
/// ```
struct SnoopLayout: RecordLayout {
  let headerLength = 24
  let fractionsPerSecond: Int64 = 1_000_000
  let interface: CaptureInterface
  let version: UInt32

  static let fileHeaderLength = 16
  static let magic: [UInt8] = Array("snoop".utf8) + [0, 0, 0]

  /// Reads the file header, all of which is in the window and begins with the magic.
  init(_ window: Span<UInt8>) {
    version = window.uint32(at: 8, true)
    let dataLink = window.uint32(at: 12, true)
    var interface = CaptureInterface(
      linkType: LinkType(rawValue: Self.linkTypes[dataLink] ?? Self.unknown), snapLength: nil, timeResolution: .microseconds)
    if interface.linkType.rawValue == Self.unknown { interface.description = "snoop data link type \(dataLink)" }
    self.interface = interface
  }

  @inline(__always)
  func header(in window: Span<UInt8>, at index: Int) -> RecordHeader {
    let octets = window.extracting(index..<(index &+ 24))
    return RecordHeader(
      seconds: Int64(octets.uint32(at: 16, true)), fraction: Int64(octets.uint32(at: 20, true)),
      captured: Int(octets.uint32(at: 4, true)), wire: Int(octets.uint32(at: 0, true)),
      length: Int(octets.uint32(at: 8, true)), drops: octets.uint32(at: 12, true))
  }

  /// RFC 1761's data link types, and two Solaris added, as LINKTYPE_ values.
  private static let linkTypes: [UInt32: UInt16] = [
    0: 1, 2: 6, 4: 1, 8: 10,
    // DL_LOOP, IP over ATM (SunATM), IP over Infiniband, IPNET.
    14: 108, 18: 123, 26: 242, 31: 226,
  ]
  /// No LINKTYPE_ value is as large.
  private static let unknown: UInt16 = 0xffff
}
