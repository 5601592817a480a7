import Flows
import PacketModel

/// Which flows a user typed for: every word must match.
///
/// A number is a port, with or without a colon before it; with a dot or a colon in it, a word is the beginning of an address;
/// else a part of a protocol's name. Made once, for it is asked of every flow alive.
struct LiveFilter: Sendable {
  private enum Word: Sendable {
    case port(UInt16)
    /// The first bits of an IPv4 address.
    case four(bits: UInt32, mask: UInt32)
    /// The beginning of an IPv6 address as text.
    case six(String)
    case name(String)
  }

  /// As it was typed.
  let text: String
  private let words: [Word]

  /// Characters that can be typed: an IPv6 address and two words.
  static let longestText = 64

  init(_ text: String = "") {
    self.text = text
    words = text.lowercased().split(separator: " ").map { Self.word(String($0)) }
  }

  var isEmpty: Bool { words.isEmpty }

  func matches(_ glimpse: FlowGlimpse) -> Bool {
    words.allSatisfy { matches($0, glimpse) }
  }

  private func matches(_ word: Word, _ glimpse: FlowGlimpse) -> Bool {
    let key = glimpse.flow.key
    switch word {
    case .port(let port): return FlowRecord.hasPorts(key.transport) && (key.lowPort == port || key.highPort == port)
    case .four(let bits, let mask):
      guard key.version == .four else { return false }
      return [key.lowAddress, key.highAddress].contains { UInt32(truncatingIfNeeded: $0.low) & mask == bits }
    case .six(let start):
      guard key.version == .six else { return false }
      return [key.lowAddress, key.highAddress].contains { $0.text(.six).hasPrefix(start) }
    case .name(let part):
      return FlowRecord.transportName(key.transport).contains(part) || glimpse.application?.name.contains(part) == true
    }
  }

  // MARK: - Words

  private static func word(_ text: String) -> Word {
    let plain = text.hasPrefix(":") && !text.hasPrefix("::") ? String(text.dropFirst()) : text
    if plain.utf8.allSatisfy({ (48...57).contains($0) }), let port = UInt16(plain) { return .port(port) }
    return four(text) ?? (text.contains(":") ? .six(text) : .name(text))
  }

  /// "10.0." or "10.0.0.1".
  private static func four(_ text: String) -> Word? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (2...4).contains(parts.count) || (parts.count == 5 && parts[4].isEmpty) else { return nil }
    let numbers = (parts.last == "" ? parts.dropLast() : parts[...]).map { UInt8($0) }
    var bits: UInt32 = 0
    for number in numbers {
      guard let number else { return nil }
      bits = bits << 8 | UInt32(number)
    }
    let rest = UInt32(32 - 8 * numbers.count)
    return .four(bits: bits << rest, mask: ~0 << rest)
  }
}
