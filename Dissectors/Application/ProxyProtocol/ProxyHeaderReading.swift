import ApplicationModel
import Octets

/// A header read from the octets with which a client begins, and what is wrong with it.
struct ProxyHeaderReading: Hashable, Sendable {
  /// Nothing when so little can be read that it says nothing.
  var header: ProxyHeader?
  /// What breaks the format, in a few words each.
  var problems: [String] = []

  /// The signature of version 2, §2.2: what no other protocol begins with.
  static let signature: [UInt8] = [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]
  /// Octets of the longest line of version 1, §2.1.
  static let maximumLine = 107
  /// Octets of version 2's header before its addresses.
  static let fixedLength = 16

  enum Extent: Hashable, Sendable {
    /// So many octets are header.
    case whole(Int)
    case cut
    /// A line that does not end where it must.
    case endless
  }

  /// How many of the octets are the header. They begin as one does.
  static func extent(of octets: ByteView) -> Extent {
    guard octets.octet(at: 0) != signature[0] else {
      guard octets.count >= fixedLength else { return .cut }
      let length = fixedLength &+ Int(octets.uint16(at: 14))
      return octets.count >= length ? .whole(length) : .cut
    }
    for index in 0..<min(octets.count, maximumLine) where octets.uint8(at: index) == UInt8(ascii: "\n") {
      return .whole(index + 1)
    }
    return octets.count < maximumLine ? .cut : .endless
  }

  /// Reads a whole header.
  init(_ octets: ByteView, at point: StreamPoint) {
    if octets.octet(at: 0) == Self.signature[0] { readBlock(octets, point) } else { readLine(octets, point) }
  }
}
