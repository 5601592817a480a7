import Octets

/// What stands before a frame's payload (RFC 6455 §5.2).
///
///     FIN (1) | RSV1-3 (3) | opcode (4) | MASK (1) | payload length (7) | extended length (0, 16 or 64)
///     | masking key (0 or 32)
struct WebSocketFrameHeader: Hashable, Sendable {
  var isFinal: Bool
  /// RSV1 is 4, RSV2 is 2, RSV3 is 1.
  var reserved: UInt8
  var opcode: UInt8
  /// Nothing where the payload is as sent.
  var mask: WebSocketMask?
  /// Octets of the payload.
  var length: Int
  /// Whether the length has the shortest form that holds it, as it must.
  var isMinimal: Bool

  var isControl: Bool { opcode & 8 != 0 }
  var isKnown: Bool { opcode <= 2 || (8...10).contains(opcode) }

  /// The longest header.
  static let maximumLength = 14

  enum Reading: Hashable, Sendable {
    /// A header, and its own octets.
    case header(WebSocketFrameHeader, octets: Int)
    /// So many octets are needed to go on.
    case cut(needed: Int)
    /// The length's top bit is set: a frame that would outlast the stream's numbers.
    case impossible(octets: Int)
  }

  /// Reads the header with which the octets begin.
  static func read(_ octets: ByteView) -> Reading {
    guard octets.count >= 2 else { return .cut(needed: 2) }
    let first = octets.uint8(at: 0)
    let second = octets.uint8(at: 1)
    let short = Int(second & 0x7f)
    let extended = short == 127 ? 8 : short == 126 ? 2 : 0
    let keyStart = 2 &+ extended
    let end = keyStart &+ (second & 0x80 != 0 ? 4 : 0)
    guard octets.count >= end else { return .cut(needed: end) }
    var length = short
    var isMinimal = true
    if extended == 2 {
      length = Int(octets.uint16(at: 2))
      isMinimal = length > 125
    } else if extended == 8 {
      guard let long = Int(exactly: octets.uint64(at: 2)) else { return .impossible(octets: end) }
      length = long
      isMinimal = length > 0xffff
    }
    let mask = second & 0x80 != 0 ? WebSocketMask(key: octets.uint32(at: keyStart)) : nil
    let header = WebSocketFrameHeader(
      isFinal: first & 0x80 != 0, reserved: first >> 4 & 7, opcode: first & 0x0f, mask: mask, length: length,
      isMinimal: isMinimal)
    return .header(header, octets: end)
  }
}
