import ApplicationModel

/// What a cipher suite protects records with, whatever the keys were agreed on with.
struct SuiteProtection: Hashable, Sendable {
  var cipher: RecordCipher
  /// The one the suite's name ends with: of the MAC where the cipher needs one, else of the key derivation.
  var hash: RecordHash

  init(_ cipher: RecordCipher, _ hash: RecordHash) {
    self.cipher = cipher
    self.hash = hash
  }

  init?(_ suite: CipherSuite) {
    guard let found = Self.bySuite[suite.rawValue] else { return nil }
    self = found
  }

  /// What TLS 1.2 and 1.3 derive keys with: SHA-256, or a stronger one where the suite names it (RFC 5246 §5).
  var derivationHash: RecordHash { hash == .sha384 ? .sha384 : .sha256 }

  /// Octets of a record's MAC; none where the cipher authenticates.
  var macLength: Int { if case .aead = cipher.form { 0 } else { hash.length } }

  /// TLS 1.3 has suites of its own (RFC 8446 §B.4).
  static let tls13: Set<UInt16> = [0x1301, 0x1302, 0x1303, 0x1304, 0x1305]

  private static let bySuite: [UInt16: SuiteProtection] = {
    var table: [UInt16: SuiteProtection] = [:]
    for (cipher, hash, suites) in rows {
      for suite in suites { table[suite] = SuiteProtection(cipher, hash) }
    }
    return table
  }()

  /// The suites of IANA's registry by what follows `WITH_` in their names, and those that were in use without an entry there.
  private static let rows: [(RecordCipher, RecordHash, [UInt16])] = [
    (.null, .md5, [0x0001]),
    (.null, .sha1, [0x0002, 0x002c, 0x002d, 0x002e, 0xc001, 0xc006, 0xc00b, 0xc010, 0xc015, 0xc039]),
    (.null, .sha256, [0x003b, 0x00b0, 0x00b4, 0x00b8, 0xc03a]),
    (.null, .sha384, [0x00b1, 0x00b5, 0x00b9, 0xc03b]),
    (.rc4, .md5, [0x0004, 0x0018, 0x0024]),
    (
      .rc4, .sha1,
      [0x0005, 0x0020, 0x0066, 0x008a, 0x008e, 0x0092, 0xc002, 0xc007, 0xc00c, 0xc011, 0xc016, 0xc033]
    ),
    (.des, .md5, [0x0022]),
    (.des, .sha1, [0x0009, 0x000c, 0x000f, 0x0012, 0x0015, 0x001a, 0x001e, 0x0062, 0x0063]),
    (.idea, .md5, [0x0025]),
    (.idea, .sha1, [0x0007, 0x0021]),
    (.seed, .sha1, Array(0x0096...0x009b)),
    (.tripleDES, .md5, [0x0023]),
    (
      .tripleDES, .sha1,
      [0x000a, 0x000d, 0x0010, 0x0013, 0x0016, 0x001b, 0x001f, 0x008b, 0x008f, 0x0093, 0xc003, 0xc008, 0xc00d, 0xc012]
        + [0xc017, 0xc01a, 0xc01b, 0xc01c, 0xc034]
    ),
    (
      .aes128CBC, .sha1,
      Array(0x002f...0x0034) + [0x008c, 0x0090, 0x0094, 0xc004, 0xc009, 0xc00e, 0xc013, 0xc018, 0xc01d, 0xc01e, 0xc01f]
        + [0xc035]
    ),
    (
      .aes256CBC, .sha1,
      Array(0x0035...0x003a) + [0x008d, 0x0091, 0x0095, 0xc005, 0xc00a, 0xc00f, 0xc014, 0xc019, 0xc020, 0xc021, 0xc022]
        + [0xc036]
    ),
    (
      .aes128CBC, .sha256,
      [0x003c, 0x003e, 0x003f, 0x0040, 0x0067, 0x006c, 0x00ae, 0x00b2, 0x00b6] + others(0xc023, 0xc029) + [0xc037]
    ),
    (.aes256CBC, .sha256, [0x003d, 0x0068, 0x0069, 0x006a, 0x006b, 0x006d]),
    (.aes256CBC, .sha384, [0x00af, 0x00b3, 0x00b7] + others(0xc024, 0xc02a) + [0xc038]),
    (.camellia128CBC, .sha1, Array(0x0041...0x0046)),
    (.camellia256CBC, .sha1, Array(0x0084...0x0089)),
    (.camellia128CBC, .sha256, Array(0x00ba...0x00bf) + others(0xc072, 0xc078) + others(0xc094, 0xc09a)),
    (.camellia256CBC, .sha256, Array(0x00c0...0x00c5)),
    (.camellia256CBC, .sha384, others(0xc073, 0xc079) + others(0xc095, 0xc09b)),
    (.aria128CBC, .sha256, others(0xc03c, 0xc04e) + others(0xc064, 0xc068) + [0xc070]),
    (.aria256CBC, .sha384, others(0xc03d, 0xc04f) + others(0xc065, 0xc069) + [0xc071]),
    (
      .aes128GCM, .sha256,
      [0x1301] + others(0x009c, 0x00ac) + others(0xc02b, 0xc031) + [0xc0b0, 0xd001]
    ),
    (
      .aes256GCM, .sha384,
      [0x1302] + others(0x009d, 0x00ad) + others(0xc02c, 0xc032) + [0xc0b1, 0xd002]
    ),
    (.aria128GCM, .sha256, others(0xc050, 0xc062) + others(0xc06a, 0xc06e)),
    (.aria256GCM, .sha384, others(0xc051, 0xc063) + others(0xc06b, 0xc06f)),
    (.aes128CCM, .sha256, [0x1304, 0xc09c, 0xc09e, 0xc0a4, 0xc0a6, 0xc0ac, 0xc0b2, 0xd005]),
    (.aes256CCM, .sha256, [0xc09d, 0xc09f, 0xc0a5, 0xc0a7, 0xc0ad]),
    (.aes256CCM, .sha384, [0xc0b3]),
    (.aes128CCM8, .sha256, [0x1305, 0xc0a0, 0xc0a2, 0xc0a8, 0xc0aa, 0xc0ae, 0xd003]),
    (.aes256CCM8, .sha256, [0xc0a1, 0xc0a3, 0xc0a9, 0xc0ab, 0xc0af]),
    (.chaCha20Poly1305, .sha256, [0x1303] + Array(0xcca8...0xccae)),
    (.draftChaCha20Poly1305, .sha256, [0xcc13, 0xcc14, 0xcc15]),
  ]

  /// Every other number: many suites come in pairs of 128 and 256 bits.
  private static func others(_ first: UInt16, _ last: UInt16) -> [UInt16] { Array(stride(from: first, through: last, by: 2)) }
}
