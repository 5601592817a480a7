import ApplicationModel

/// What the two sides agreed on, as far as frames need it.
struct WebSocketAgreement: Hashable, Sendable {
  /// permessage-deflate, and how.
  var compression: WebSocketSession.Compression?
  /// Extensions that Weir does not know: they may use any reserved bit, and change payloads.
  var hasUnknownExtensions = false
  /// Whether the session is seen from its first frame.
  var isFromStart = true

  /// Nothing is known: what usual endpoints agree on is taken for granted.
  static let unknown = WebSocketAgreement(compression: WebSocketSession.Compression(), isFromStart: false)

  /// The reserved bits that a frame may have set.
  func reservedBits(of header: WebSocketFrameHeader) -> UInt8 {
    if hasUnknownExtensions { return 7 }
    // RSV1 of a message's first fragment tells that it is compressed (RFC 7692 §6).
    return compression != nil && (header.opcode == 1 || header.opcode == 2) ? 4 : 0
  }
}
