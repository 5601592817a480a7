extension TLSVersion {
  /// `1.3`, `ssl3`, `dtls1.2`; a draft of TLS 1.3 is `1.3-draft23`, what means nothing `GREASE` or its number.
  public var name: String {
    switch self {
    case .ssl2: "ssl2"
    case .ssl3: "ssl3"
    case .tls10: "1.0"
    case .tls11: "1.1"
    case .tls12: "1.2"
    case .tls13: "1.3"
    // OpenSSL's, before there was a standard.
    case TLSVersion(rawValue: 0x0100): "dtls1.0-openssl"
    case .dtls10: "dtls1.0"
    case .dtls12: "dtls1.2"
    case .dtls13: "dtls1.3"
    default: draft ?? rawValue.codePointText
    }
  }

  /// Versions in use while TLS 1.3 was made (RFC 8446's drafts; 0xfb.. are Facebook's, 0x7e.. Google's experiments).
  private var draft: String? {
    switch rawValue >> 8 {
    case 0x7f: "1.3-draft\(rawValue & 0xff)"
    case 0xfb: "1.3-facebook\(rawValue & 0xff)"
    case 0x7e: "1.3-google\(rawValue & 0xff)"
    default: nil
    }
  }

  /// Whether datagrams carry it: DTLS counts its versions down from 0xfeff.
  public var isDatagram: Bool { rawValue >> 8 == 0xfe || rawValue == 0x0100 }

  /// Grows from older to newer, among versions of TLS and among those of DTLS.
  public var rank: UInt16 { isDatagram ? ~rawValue : rawValue }
}
