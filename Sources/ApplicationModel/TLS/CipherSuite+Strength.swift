// What a suite is worth. Its name says it: registered names are made of the same few words.
extension CipherSuite {
  /// Whether who learns the server's key later cannot read what was said (RFC 7525 §6.3): keys are exchanged anew each time.
  ///
  /// TLS 1.3 knows no other, but for a key agreed on beforehand and used alone, which is not the suite's to say.
  public var isForwardSecret: Bool {
    if rawValue >> 8 == 0x13 { return true }
    return words.contains { ["DHE", "ECDHE", "ECCPWD", "ECJPAKE"].contains($0) } || isAnonymous
  }

  /// Whether it keeps less than it promises: no encryption, no authentication, ciphers for export, RC4, RC2, DES, 3DES, IDEA
  /// (blocks of 64 bits: RFC 7525 §4.1, "Sweet32"), MD5.
  public var isWeak: Bool { isAnonymous || encryptsNothing || words.contains { Self.weakWords.contains($0) } }

  /// Nobody proves who they are.
  public var isAnonymous: Bool { words.contains("anon") }

  /// Its records can be read by all; those of RFC 9150 are only kept from changes.
  public var encryptsNothing: Bool { words.contains("NULL") || rawValue == 0xc0b4 || rawValue == 0xc0b5 }

  /// No suite at all, but a word to the server: RFC 5746 §3.3, RFC 7507 §2.
  public var isSignal: Bool { rawValue == 0x00ff || rawValue == 0x5600 }

  private var words: [Substring] { name.split(separator: "_") }

  private static let weakWords: Set<Substring> = [
    "EXPORT", "EXPORT1024", "RC2", "RC4", "DES", "DES40", "3DES", "IDEA", "MD5", "KEA",
  ]
}
