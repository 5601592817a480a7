import ApplicationModel
import Octets

/// RFC 8446 §4.1.2, with DTLS's cookie of RFC 6347 §4.2.1:
///
///     legacy_version (16) | random (256) | legacy_session_id<0..32> | [cookie<0..2^8-1>] |
///     cipher_suites<2..2^16-2> | legacy_compression_methods<1..2^8-1> | [extensions<8..2^16-1>]
///
/// Before TLS 1.3 extensions may be missing altogether (RFC 5246 §7.4.1.2).
extension TLSClientHello {
  mutating func read(_ body: ByteView, isDatagram: Bool) throws(MalformedPacket) {
    var rest = body
    legacyVersion = TLSVersion(rawValue: try rest.takeUInt16())
    random = try rest.take(32).copied()
    sessionID = try rest.takeVector8().copied()
    if isDatagram { cookie = try rest.takeVector8().copied() }
    cipherSuites = try rest.takeVector16().codePoints()
    compressionMethods = try rest.takeVector8().copied()
    if !rest.isEmpty { try readExtensions(&rest) }
  }

  /// RFC 5246 appendix E.2, in 16-bit lengths that all stand before what they measure:
  ///
  ///     msg_type (8) | version (16) | cipher_spec_length | session_id_length | challenge_length |
  ///     cipher_specs, 24 bits each | session_id | challenge
  mutating func readSSL2(_ body: ByteView) throws(MalformedPacket) {
    var rest = body
    _ = try rest.takeUInt8()
    legacyVersion = TLSVersion(rawValue: try rest.takeUInt16())
    let cipherLength = Int(try rest.takeUInt16())
    let sessionLength = Int(try rest.takeUInt16())
    let challengeLength = Int(try rest.takeUInt16())
    var kinds = try rest.take(cipherLength)
    while kinds.count >= 3 {
      let kind = UInt32(try kinds.takeUInt24())
      if kind <= 0xffff {
        cipherSuites.append(CipherSuite(rawValue: UInt16(truncatingIfNeeded: kind)))
      } else {
        ssl2CipherKinds.append(SSL2CipherKind(rawValue: kind))
      }
    }
    try kinds.end(of: "cipher specs")
    sessionID = try rest.take(sessionLength).copied()
    let challenge = try rest.take(challengeLength)
    guard challenge.count <= 32 else {
      throw MalformedPacket(.badLength(field: "challenge", value: challenge.count), at: challenge.offset)
    }
    random = Array(repeating: 0, count: 32 &- challenge.count)
    challenge.append(to: &random)
    try rest.end(of: "client hello")
  }

  /// A hello of 64 KiB could name some thirty thousand things, each of them larger here than on the wire.
  mutating func limitLists() {
    var left = 0
    Self.limit(&cipherSuites, to: Self.maximumEntries, &left)
    Self.limit(&ssl2CipherKinds, to: Self.maximumEntries, &left)
    Self.limit(&extensions, to: Self.maximumEntries, &left)
    Self.limit(&supportedVersions, to: Self.maximumEntries, &left)
    Self.limit(&groups, to: Self.maximumEntries, &left)
    Self.limit(&signatureSchemes, to: Self.maximumEntries, &left)
    Self.limit(&certificateSignatureSchemes, to: Self.maximumEntries, &left)
    Self.limit(&keyShares, to: Self.maximumEntries, &left)
    Self.limit(&certificateCompressions, to: Self.maximumEntries, &left)
    Self.limit(&protocols, to: Self.maximumNames, &left)
    Self.limit(&pskIdentities, to: Self.maximumNames, &left)
    omitted = left
    // JA3's text has all of them once more.
    if left > 0 { ja3Text = "" }
  }

  private static func limit<Entry>(_ list: inout [Entry], to maximum: Int, _ left: inout Int) {
    guard list.count > maximum else { return }
    left &+= list.count &- maximum
    list = Array(list.prefix(maximum))
  }
}
