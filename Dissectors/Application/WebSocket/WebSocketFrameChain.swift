import ApplicationModel
import Dissection
import Octets

/// Octets read as frames, one behind the other, where nobody knows that a frame begins with them: a guess, and what speaks
/// for it.
struct WebSocketFrameChain: Hashable, Sendable {
  /// Octets of text in a last frame that goes on behind the octets, from which on it speaks for itself.
  static let strongText = 64

  /// Who sends such frames: clients mask theirs.
  private(set) var role: StreamRole
  private(set) var frames = 0
  /// Octets of text, uncompressed: all UTF-8.
  private(set) var textOctets = 0
  /// Whether some of the text is what text seldom has: control characters.
  private(set) var hasControlCharacters = false
  /// Whether the last frame's end is the octets' end.
  private(set) var isWhole = true

  /// Nothing when the octets cannot be frames: whole ones to their end, or one last piece of much text.
  init?(_ octets: ByteView, _ agreement: WebSocketAgreement) {
    guard octets.count >= 2 else { return nil }
    role = octets.uint8(at: 1) & 0x80 != 0 ? .client : .server
    var rest = octets
    // A message may be under way, or not.
    var isInMessage: Bool?
    var isText = false
    while !rest.isEmpty {
      guard case .header(let header, let length) = WebSocketFrameHeader.read(rest) else { return nil }
      guard isPlausible(header, agreement) else { return nil }
      if !header.isControl {
        guard isInMessage != (header.opcode != 0) else { return nil }
        isInMessage = !header.isFinal
        if header.opcode != 0 { isText = header.opcode == 1 && header.reserved == 0 && !agreement.hasUnknownExtensions }
      }
      let payload = rest.dropping(length).prefix(header.length)
      let isCut = payload.count < header.length
      if isText, !header.isControl {
        // A fragment may end within a character.
        guard addText(payload, header, mayBeCut: isCut || !header.isFinal) else { return nil }
      } else if header.opcode == 8, !isClose(payload, header) {
        return nil
      }
      if isCut {
        guard isText, !header.isControl, payload.count >= Self.strongText else { return nil }
        isWhole = false
      }
      frames &+= 1
      rest = rest.dropping(length &+ header.length)
    }
  }

  private func isPlausible(_ header: WebSocketFrameHeader, _ agreement: WebSocketAgreement) -> Bool {
    guard header.isKnown, header.isMinimal, (header.mask != nil) == (role == .client) else { return false }
    guard header.reserved & ~agreement.reservedBits(of: header) == 0 else { return false }
    return !header.isControl || (header.isFinal && header.length <= 125)
  }

  private mutating func addText(_ payload: ByteView, _ header: WebSocketFrameHeader, mayBeCut: Bool) -> Bool {
    // What continues a message may begin within a character.
    let mask = header.mask ?? .none
    var text: [UInt8] = []
    mask.append(payload, to: &text)
    let start = header.opcode == 0 ? text.prefix(3).prefix { $0 & 0xc0 == 0x80 }.count : 0
    var check = UTF8Check()
    check.add(ByteView(text.span).dropping(start))
    guard mayBeCut ? check.isValid : check.isWhole else { return false }
    textOctets &+= text.count
    if text.contains(where: { $0 < 0x20 && !(9...13).contains($0) || $0 == 0x7f }) { hasControlCharacters = true }
    return true
  }

  private func isClose(_ payload: ByteView, _ header: WebSocketFrameHeader) -> Bool {
    guard !payload.isEmpty else { return true }
    var octets: [UInt8] = []
    (header.mask ?? .none).append(payload, to: &octets)
    return WebSocketClosePayload(octets).violation == nil
  }
}

// MARK: - Recognition

extension WebSocketFrameChain {
  /// Octets of text that must speak for frames where no handshake does.
  static let sufficientText = 16

  /// Whether octets are surely frames, though nothing announced them: whole ones, with text in them and nothing but text.
  static func recognise(_ octets: ByteView) -> Recognition {
    // The first octet refuses nearly everything else at once.
    guard octets.count >= sufficientText, octets.uint8(at: 0) & 0x70 == 0, octets.uint8(at: 0) & 0x0f <= 10 else { return .no }
    guard let chain = WebSocketFrameChain(octets, WebSocketAgreement()) else { return .no }
    guard chain.isWhole, chain.textOctets >= sufficientText, !chain.hasControlCharacters else { return .no }
    return chain.role == .client ? .client : .server
  }
}
