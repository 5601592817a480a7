import Octets
import PacketModel

/// The options of a Hop-by-Hop or Destination Options header (RFC 8200 §4.2).
enum IPv6Options {
  /// The value of the first option of `type`, as its place among the options: behind type and length.
  static func value(of type: UInt8, in options: ByteView) -> Range<Int>? {
    var index = 0
    while let kind = options.octet(at: index) {
      // Pad1 is the one option without a length.
      if kind == 0 {
        index += 1
        continue
      }
      guard let length = options.octet(at: index + 1), index + 2 + Int(length) <= options.count else { return nil }
      if kind == type { return (index + 2)..<(index + 2 + Int(length)) }
      index += 2 + Int(length)
    }
    return nil
  }

  static let jumboPayload: UInt8 = 0xc2
  static let homeAddress: UInt8 = 0xc9
}
