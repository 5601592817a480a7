import ApplicationModel
import Octets

/// RFC 8446 §4.1.3:
///
///     legacy_version (16) | random (256) | legacy_session_id_echo<0..32> | cipher_suite (16) |
///     legacy_compression_method (8) | [extensions<6..2^16-1>]
extension TLSServerHello {
  mutating func read(_ body: ByteView) throws(MalformedPacket) {
    var rest = body
    legacyVersion = TLSVersion(rawValue: try rest.takeUInt16())
    random = try rest.take(32).copied()
    if !legacyVersion.isTLS13Draft { sessionID = try rest.takeVector8().copied() }
    cipherSuite = CipherSuite(rawValue: try rest.takeUInt16())
    if !legacyVersion.isTLS13Draft { compressionMethod = try rest.takeUInt8() }
    if !rest.isEmpty { try readExtensions(&rest) }
  }

  /// Also of EncryptedExtensions.
  mutating func readExtensions(_ octets: inout ByteView) throws(MalformedPacket) {
    var rest = try octets.takeVector16()
    while !rest.isEmpty {
      let type = TLSExtensionType(rawValue: try rest.takeUInt16())
      let content = try rest.takeVector16()
      extensions.append(TLSExtension(type: type, length: content.count))
      do throws(MalformedPacket) {
        try readExtension(type, content)
      } catch {
        isMalformed = true
      }
    }
    try octets.end(of: "server hello")
  }

  private mutating func readExtension(_ type: TLSExtensionType, _ content: ByteView) throws(MalformedPacket) {
    var rest = content
    switch type {
    // A list of the one that was chosen (RFC 7301 §3.1).
    case .protocolNegotiation:
      var list = try rest.takeVector16()
      selectedProtocol = try list.takeVector8().copied()
      try list.end(of: "protocol name list")
    case .encryptThenMAC: hasEncryptThenMAC = true
    case .extendedMasterSecret: hasExtendedMasterSecret = true
    case .sessionTicket: hasSessionTicket = true
    case .preSharedKey: selectedIdentity = try rest.takeUInt16()
    case .supportedVersions: selectedVersion = TLSVersion(rawValue: try rest.takeUInt16())
    case .cookie:
      _ = try rest.takeVector16()
      hasCookie = true
    // A HelloRetryRequest names a group and has no share (RFC 8446 §4.2.8).
    case .keyShare:
      group = NamedGroup(rawValue: try rest.takeUInt16())
      if !isHelloRetryRequest { _ = try rest.takeVector16() }
    case .renegotiationInfo: renegotiationInfo = try rest.takeVector8().copied()
    default: return
    }
    try rest.end(of: "extension")
  }

  mutating func limitLists() {
    guard extensions.count > TLSClientHello.maximumEntries else { return }
    extensions = Array(extensions.prefix(TLSClientHello.maximumEntries))
    ja3sText = ""
  }
}

extension TLSServerHello {
  /// Whether it is a HelloRetryRequest: by its random (RFC 8446 §4.1.3).
  var isHelloRetryRequest: Bool { random == Self.retryRandom }

  /// SHA-256 of "HelloRetryRequest".
  private static let retryRandom: [UInt8] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
  ]
}

extension TLSVersion {
  /// Drafts 16 to 21 of TLS 1.3 (0x7f10 to 0x7f15), whose ServerHello had neither session nor compression method.
  fileprivate var isTLS13Draft: Bool { 0x7f10...0x7f15 ~= rawValue }
}
