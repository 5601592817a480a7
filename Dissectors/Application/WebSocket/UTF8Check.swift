import Octets

/// Whether octets are UTF-8 (RFC 3629 §4), however they are cut.
struct UTF8Check: Hashable, Sendable {
  private(set) var isValid = true
  private var progress = Progress()

  /// The character under way.
  struct Progress: Hashable {
    /// Octets that it still needs, and what the next of them may be.
    var needed: UInt8 = 0
    var least: UInt8 = 0x80
    var most: UInt8 = 0xbf
  }

  /// Whether the octets so far are whole characters.
  var isWhole: Bool { isValid && progress.needed == 0 }

  /// They end within a character.
  mutating func refuse() { isValid = false }

  /// Takes more octets, masked or not; the key must have been turned to where they begin.
  mutating func add(_ octets: ByteView, mask: WebSocketMask = .none) {
    guard isValid else { return }
    let word = mask.word
    // A local one stays in registers.
    var progress = progress
    var index = 0
    let count = octets.count
    while index < count {
      // Most text is ASCII, eight octets a step. A key fits every step of eight as it fits the first.
      if progress.needed == 0, index & 3 == 0 {
        while count &- index >= 8, (octets.uint64(at: index) ^ word) & 0x8080_8080_8080_8080 == 0 { index &+= 8 }
        if index == count { break }
      }
      guard progress.add(octets.uint8(at: index) ^ mask[index]) else { return isValid = false }
      index &+= 1
    }
    self.progress = progress
  }
}

extension UTF8Check.Progress {
  /// Takes an octet, or refuses it.
  @inline(__always)
  fileprivate mutating func add(_ octet: UInt8) -> Bool {
    if needed == 0 {
      switch octet {
      case 0...0x7f: return true
      case 0xc2...0xdf: needed = 1
      // No longer form than needed, no surrogates, nothing above U+10FFFF.
      case 0xe0...0xef:
        needed = 2
        if octet == 0xe0 { least = 0xa0 } else if octet == 0xed { most = 0x9f }
      case 0xf0...0xf4:
        needed = 3
        if octet == 0xf0 { least = 0x90 } else if octet == 0xf4 { most = 0x8f }
      default: return false
      }
      return true
    }
    guard octet >= least, octet <= most else { return false }
    needed &-= 1
    (least, most) = (0x80, 0xbf)
    return true
  }
}
