/// The kind of a pcapng block (draft-ietf-opsawg-pcapng §4, §10.1).
struct PcapngBlockType: RawRepresentable, Hashable {
  var rawValue: UInt32

  static let sectionHeader = PcapngBlockType(rawValue: 0x0a0d_0d0a)
  static let interface = PcapngBlockType(rawValue: 1)
  /// Obsolete, but still found.
  static let packet = PcapngBlockType(rawValue: 2)
  static let simplePacket = PcapngBlockType(rawValue: 3)
  static let nameResolution = PcapngBlockType(rawValue: 4)
  static let statistics = PcapngBlockType(rawValue: 5)
  static let enhancedPacket = PcapngBlockType(rawValue: 6)
  static let secrets = PcapngBlockType(rawValue: 0x0a)
  static let custom = PcapngBlockType(rawValue: 0x0bad)
  static let customNotCopied = PcapngBlockType(rawValue: 0x4000_0bad)

  /// Octets of the smallest block of the kind, or nothing for kinds not known here.
  var leastLength: Int? {
    switch self {
    case .sectionHeader: 28
    case .interface, .secrets: 20
    case .packet, .enhancedPacket: 32
    case .simplePacket, .nameResolution, .custom, .customNotCopied: 16
    case .statistics: 24
    default: nil
    }
  }
}

/// The frame around every block, with its length checked at both ends.
///
/// ```
/// type 4 | length 4 | body, padded to 32 bits | length 4
/// ```
struct PcapngBlock {
  var type: PcapngBlockType
  /// Octets from the type to the second length, both included.
  var length: Int
  /// The byte order the lengths are in; a section header brings its own.
  var isBig: Bool

  /// Of the smallest block there can be.
  static let leastLength = 12
  static let byteOrderMagic: UInt32 = 0x1a2b_3c4d

  /// Reads type and first length; nothing when they cannot be right. Twelve octets are in the window.
  init?(_ octets: Span<UInt8>, at index: Int, isBig sectionIsBig: Bool) {
    let head = octets.extracting(index..<(index &+ 12))
    type = PcapngBlockType(rawValue: head.uint32(at: 0, sectionIsBig))
    isBig = sectionIsBig
    if type == .sectionHeader {
      switch head.uint32(at: 8, true) {
      case Self.byteOrderMagic: isBig = true
      case Self.byteOrderMagic.byteSwapped: isBig = false
      default: return nil
      }
    }
    length = Int(head.uint32(at: 4, isBig))
    let least = type.leastLength ?? Self.leastLength
    let most = type.leastLength == nil ? RecordLimits.confirmable : RecordLimits.believed
    guard length >= least, length <= most else { return nil }
  }

  /// Octets the block takes up. The length should be a multiple of four; where it is not, the padding was not counted.
  @inline(__always)
  var paddedLength: Int { (length &+ 3) & ~3 }

  /// Whether the second length is the first. The whole block is in the window.
  @inline(__always)
  func isClosed(_ octets: Span<UInt8>, at index: Int) -> Bool {
    octets.uint32(at: index &+ paddedLength &- 4, isBig) == UInt32(truncatingIfNeeded: length)
  }
}
