// What a suite is worth. Its name says it: registered names are made of the same few words.
extension CipherSuite {
  /// Whether who learns the server's key later cannot read what was said (RFC 7525 §6.3): keys are exchanged anew each time.
  ///
  /// TLS 1.3 knows no other, but for a key agreed on beforehand and used alone, which is not the suite's to say.
  public var isForwardSecret: Bool {
    if rawValue >> 8 == 0x13 { return true }
    return hasWord(of: Self.freshWords) || isAnonymous
  }

  /// Whether it keeps less than it promises: no encryption, no authentication, ciphers for export, RC4, RC2, DES, 3DES, IDEA
  /// (blocks of 64 bits: RFC 7525 §4.1, "Sweet32"), MD5.
  public var isWeak: Bool { hasWord(of: Self.weakWords) || encryptsNothing }

  /// Nobody proves who they are.
  public var isAnonymous: Bool { hasWord(of: ["anon"]) }

  /// Its records can be read by all; those of RFC 9150 are only kept from changes.
  public var encryptsNothing: Bool { hasWord(of: ["NULL"]) || rawValue == 0xc0b4 || rawValue == 0xc0b5 }

  /// No suite at all, but a word to the server: RFC 5746 §3.3, RFC 7507 §2.
  public var isSignal: Bool { rawValue == 0x00ff || rawValue == 0x5600 }

  /// Whether one of these stands between underscores in its name. Octet by octet: it is asked for every handshake.
  private func hasWord(of words: [String]) -> Bool {
    let name = name
    let octets = name.utf8.span
    var start = 0
    while start < octets.count {
      var end = start
      while end < octets.count, octets[end] != UInt8(ascii: "_") { end &+= 1 }
      let word = octets.extracting(start..<end)
      if words.contains(where: { Self.isEqual(word, $0) }) { return true }
      start = end &+ 1
    }
    return false
  }

  private static func isEqual(_ octets: Span<UInt8>, _ word: String) -> Bool {
    let wanted = word.utf8.span
    guard wanted.count == octets.count else { return false }
    for index in octets.indices where octets[index] != wanted[index] { return false }
    return true
  }

  private static let freshWords: [String] = ["DHE", "ECDHE", "ECCPWD", "ECJPAKE"]
  private static let weakWords: [String] = [
    "anon", "EXPORT", "EXPORT1024", "RC2", "RC4", "DES", "DES40", "3DES", "IDEA", "MD5", "KEA",
  ]
}
