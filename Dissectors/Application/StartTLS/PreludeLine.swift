import Octets

/// A line of text, or the beginning of one.
struct PreludeLine: Sendable {
  /// Without its end.
  private(set) var octets: [UInt8]
  /// Whether its end was there.
  private(set) var isWhole: Bool

  enum Match: Hashable, Sendable {
    case yes, no
    /// More of the line would tell.
    case unsure
  }

  /// A line is looked at so far: no command and no greeting that matters here is longer.
  static let maximumLength = 512

  /// The first line of `octets`; nothing where it holds what no line of text does.
  init?(_ octets: ByteView) {
    guard !octets.isEmpty else { return nil }
    self.octets = []
    isWhole = false
    for index in 0..<min(octets.count, Self.maximumLength) {
      let octet = octets.uint8(at: index)
      if octet == 10 {
        isWhole = true
        break
      }
      guard octet >= 32 || octet == 13 || octet == 9 else { return nil }
      self.octets.append(octet)
    }
    if !isWhole, octets.count >= Self.maximumLength { return nil }
    if isWhole, self.octets.last == 13 { self.octets.removeLast() }
  }

  private init(octets: [UInt8], isWhole: Bool) {
    self.octets = octets
    self.isWhole = isWhole
  }

  /// Octets up to and with the first line end.
  static func end(in octets: ByteView) -> Int? {
    for index in 0..<octets.count where octets.uint8(at: index) == 10 { return index &+ 1 }
    return nil
  }

  /// Octets of a reply with a code of three digits: all lines up to that which has no `-` behind the code.
  static func extent(ofReply octets: ByteView) -> Int? {
    var start = 0
    while let length = end(in: octets.dropping(start)) {
      let line = octets.dropping(start).prefix(length)
      let hasCode = line.count > 3 && (0..<3).allSatisfy { (48...57).contains(line.uint8(at: $0)) }
      start &+= length
      if !hasCode && start == length || hasCode && line.uint8(at: 3) != UInt8(ascii: "-") { return start }
    }
    return nil
  }

  // MARK: - Words

  /// The octets before the first space.
  var word: [UInt8] { Array(octets.prefix { $0 != 32 }) }

  /// What follows the first space.
  var behindWord: PreludeLine? {
    guard let space = octets.firstIndex(of: 32), space > 0, space <= StartTLSLimits.maximumTag else { return nil }
    return PreludeLine(octets: Array(octets[(space + 1)...]), isWhole: isWhole)
  }

  /// Whether so far it could be a command's tag.
  var isTagLike: Bool {
    octets.count <= 16 && octets.allSatisfy { (48...57).contains($0) || (65...90).contains($0 & 0xdf) || $0 == 46 }
  }

  /// Whether it begins with one of some texts in upper case, with a space or the end behind it where they are whole words.
  func begins(withAnyOf texts: [String], ofWords: Bool = true) -> Match {
    var match = Match.no
    for text in texts {
      switch begins(with: text, isWord: ofWords) {
      case .yes: return .yes
      case .unsure: match = .unsure
      case .no: break
      }
    }
    return match
  }

  private func begins(with text: String, isWord: Bool) -> Match {
    var index = 0
    for octet in text.utf8 {
      guard index < octets.count else { return isWhole ? .no : .unsure }
      guard Self.upper(octets[index]) == octet else { return .no }
      index &+= 1
    }
    guard isWord else { return .yes }
    guard index < octets.count else { return isWhole ? .yes : .unsure }
    return octets[index] == 32 || octets[index] == 13 ? .yes : .no
  }

  /// Whether a text in upper case stands anywhere in it.
  func contains(_ text: String) -> Bool {
    let wanted = Array(text.utf8)
    guard octets.count >= wanted.count, !wanted.isEmpty else { return false }
    return (0...(octets.count - wanted.count)).contains { start in
      wanted.indices.allSatisfy { Self.upper(octets[start + $0]) == wanted[$0] }
    }
  }

  private static func upper(_ octet: UInt8) -> UInt8 { (97...122).contains(octet) ? octet & 0xdf : octet }
}
