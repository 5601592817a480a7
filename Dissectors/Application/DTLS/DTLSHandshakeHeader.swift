import Octets

/// The header of a handshake message, or of a fragment of one (RFC 6347 §4.2.2, RFC 9147 §5.2).
///
///     msg_type (1) | length (3) | message_seq (2) | fragment_offset (3) | fragment_length (3) | fragment
struct DTLSHandshakeHeader: Hashable, Sendable {
  /// HandshakeType.
  var type: UInt8
  /// Octets of the message's body.
  var length: Int
  var sequence: UInt16
  /// Which octets of the body follow.
  var fragment: Range<Int>

  static let headerLength = 12

  /// Whether the body follows in one piece.
  var isWhole: Bool { fragment.count == length }

  /// The header with which `octets` begin; nothing where none does, or where it contradicts itself.
  init?(_ octets: ByteView) {
    guard octets.count >= Self.headerLength else { return nil }
    type = octets.uint8(at: 0)
    length = Int(octets.uint32(at: 0) & 0xff_ffff)
    sequence = octets.uint16(at: 4)
    let offset = Int(octets.uint32(at: 5) & 0xff_ffff)
    let count = Int(octets.uint32(at: 8) & 0xff_ffff)
    guard offset &+ count <= length, count > 0 || length == 0 else { return nil }
    fragment = offset..<(offset &+ count)
  }
}
