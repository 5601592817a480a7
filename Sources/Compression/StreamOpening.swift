/// The first octets of a stream, of a further member or of a further frame, held until they tell what begins here.
struct StreamOpening: Sendable {
  enum Verdict: Hashable, Sendable {
    case undecided
    case begins
    /// Nothing of the format begins here.
    case differs
  }

  private var octets: [4 of UInt8] = [0, 0, 0, 0]
  private(set) var count = 0

  /// What is held, as it came.
  var held: [UInt8] { (0..<count).map { octets[$0] } }

  /// More than four are never needed, nor kept.
  mutating func append(_ octet: UInt8) {
    guard count < octets.count else { return }
    octets[count] = octet
    count &+= 1
  }

  mutating func clear() { count = 0 }

  func verdict(for format: CompressionFormat) -> Verdict {
    switch format {
    case .zlib, .rawDeflate, .brotli: .begins
    case .deflate: count < 2 ? .undecided : .begins
    case .gzip: matches(Self.gzip, least: 0xff)
    case .zstandard:
      // Legacy formats have other numbers and are not for decoders of content codings.
      count > 0 && octets[0] >> 4 == 5 ? matches(Self.skippable, least: 0xf0) : matches(Self.frame, least: 0xff)
    }
  }

  /// CMF and FLG of RFC 1950 §2.2: method 8, a window that exists, and the two a multiple of 31.
  var isZlibHeader: Bool {
    octets[0] & 0x0f == 8 && octets[0] >> 4 <= 7 && (Int(octets[0]) << 8 | Int(octets[1])) % 31 == 0
  }

  /// `least` masks the first octet.
  private func matches(_ magic: [UInt8], least mask: UInt8) -> Verdict {
    for index in 0..<min(count, magic.count) {
      guard (index == 0 ? octets[0] & mask : octets[index]) == magic[index] else { return .differs }
    }
    return count < magic.count ? .undecided : .begins
  }

  /// RFC 1952 §2.3.1.
  private static let gzip: [UInt8] = [0x1f, 0x8b]
  /// RFC 8878 §3.1.1.
  private static let frame: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd]
  /// RFC 8878 §3.1.2; 50 to 5f stand for user data.
  private static let skippable: [UInt8] = [0x50, 0x2a, 0x4d, 0x18]
}
