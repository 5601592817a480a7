/// Makes keys of what a terminal sends: UTF-8, and the sequences of xterm, tmux, screen, rxvt and the Linux console.
///
/// A pure machine: octets in, keys out. What it does not know is left out whole.
public struct LiveKeyReader: Sendable {
  private var pending: [UInt8] = []

  /// Longer than any key's sequence: an unfinished one of this length is none.
  private static let longestSequence = 32

  public init() {}

  /// Whether octets wait for more: an escape character alone is either the key or the beginning of another.
  public var isWaiting: Bool { !pending.isEmpty }

  public mutating func keys(_ octets: [UInt8]) -> [LiveKey] {
    pending += octets
    var keys: [LiveKey] = []
    var rest = pending[...]
    while let first = rest.first {
      guard let length = Self.length(rest) else {
        if rest.count < Self.longestSequence { break }
        rest = []
        break
      }
      if let key = first == Self.escape ? Self.key(sequence: rest.prefix(length)) : Self.key(character: rest.prefix(length)) {
        keys.append(key)
      }
      rest = rest.dropFirst(length)
    }
    pending = Array(rest)
    return keys
  }

  /// No more has come for a while: what waits is all there is.
  public mutating func flush() -> [LiveKey] {
    defer { pending = [] }
    return pending == [Self.escape] ? [.escape] : []
  }

  // MARK: - Octets

  /// Octets of the key at the front; nothing when they have not all come.
  private static func length(_ octets: ArraySlice<UInt8>) -> Int? {
    guard let first = octets.first else { return nil }
    guard first == escape else {
      let length = first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 1
      return octets.count >= length ? length : nil
    }
    guard let second = octets.dropFirst().first else { return nil }
    switch second {
    case UInt8(ascii: "O"): return octets.count >= 3 ? 3 : nil
    case UInt8(ascii: "["):
      // Parameters and intermediates, then one octet of 0x40 to 0x7e (ECMA-48 §5.4); the Linux console's function keys have
      // a second bracket.
      let isDoubled = octets.dropFirst(2).first == UInt8(ascii: "[")
      let end = octets.dropFirst(isDoubled ? 3 : 2).firstIndex { (0x40...0x7e).contains($0) || $0 == escape }
      guard let end else { return nil }
      return end - octets.startIndex + (octets[end] == escape ? 0 : 1)
    case escape: return 1
    default: return 2
    }
  }

  private static func key(sequence: ArraySlice<UInt8>) -> LiveKey? {
    if sequence.count == 1 { return .escape }
    guard let last = sequence.last, sequence.count > 2 else { return nil }
    switch last {
    case UInt8(ascii: "A"): return .up
    case UInt8(ascii: "B"): return .down
    case UInt8(ascii: "H"): return .home
    case UInt8(ascii: "F"): return .end
    case UInt8(ascii: "M") where sequence.dropFirst().first == UInt8(ascii: "O"): return .enter
    case UInt8(ascii: "~"):
      switch sequence.dropFirst(2).first {
      case UInt8(ascii: "1"), UInt8(ascii: "7"): return sequence.count == 4 ? .home : nil
      case UInt8(ascii: "4"), UInt8(ascii: "8"): return .end
      case UInt8(ascii: "5"): return .pageUp
      case UInt8(ascii: "6"): return .pageDown
      default: return nil
      }
    default: return nil
    }
  }

  private static func key(character octets: ArraySlice<UInt8>) -> LiveKey? {
    switch octets.first {
    case 0x0a, 0x0d: return .enter
    case 0x08, 0x7f: return .backspace
    case 0x0c: return .redraw
    default: break
    }
    let scalars = String(validating: octets, as: UTF8.self)?.unicodeScalars
    return scalars?.first.map { .character($0) }
  }

  private static let escape: UInt8 = 0x1b
}
