import ApplicationModel
import PacketModel

/// Code points of TLS in a report's words: IANA's names, `GREASE` for what means nothing (RFC 8701), the number in hexadecimal
/// for what has no name.
enum TLSNames {
  static let grease = "GREASE"

  /// "1.3", "ssl3", "dtls1.2": short, and the same in every list.
  static func version(_ version: TLSVersion) -> String {
    switch version {
    case .ssl2: "ssl2"
    case .ssl3: "ssl3"
    case .tls10: "1.0"
    case .tls11: "1.1"
    case .tls12: "1.2"
    case .tls13: "1.3"
    case .dtls10: "dtls1.0"
    case .dtls12: "dtls1.2"
    case .dtls13: "dtls1.3"
    default: version.rawValue.isGrease ? grease : hexadecimal(version.rawValue)
    }
  }

  /// "TLS 1.3": for people.
  static func title(_ version: TLSVersion) -> String {
    switch version {
    case .ssl2: "SSL 2.0"
    case .ssl3: "SSL 3.0"
    case .dtls10, .dtls12, .dtls13: "DTLS " + Self.version(version).dropFirst("dtls".count)
    default: "TLS " + Self.version(version)
    }
  }

  static func cipher(_ suite: CipherSuite) -> String { word(suite.name, suite.rawValue) }
  static func group(_ group: NamedGroup) -> String { word(group.name, group.rawValue) }
  static func scheme(_ scheme: SignatureScheme) -> String { word(scheme.name, scheme.rawValue) }
  static func type(_ type: TLSExtensionType) -> String { word(type.name, type.rawValue) }
  static func alert(_ description: TLSAlertDescription) -> String { description.name ?? hexadecimal(description.rawValue) }
  static func message(_ type: UInt8) -> String { TLSHandshakeType(rawValue: type).name ?? hexadecimal(type) }

  /// RFC 8446 §4.2.9.
  static func keyExchangeMode(_ mode: UInt8) -> String {
    switch mode {
    case 0: "psk_ke"
    case 1: "psk_dhe_ke"
    // The GREASE values of one octet (RFC 8701 §2).
    default: mode % 31 == 11 ? grease : hexadecimal(mode)
    }
  }

  /// RFC 8422 §5.1.2.
  static func pointFormat(_ format: UInt8) -> String {
    switch format {
    case 0: "uncompressed"
    case 1: "ansiX962_compressed_prime"
    case 2: "ansiX962_compressed_char2"
    default: hexadecimal(format)
    }
  }

  /// RFC 3749 §2.
  static func compression(_ method: UInt8) -> String {
    switch method {
    case 0: "null"
    case 1: "deflate"
    case 64: "lzs"
    default: hexadecimal(method)
    }
  }

  /// RFC 8879 §7.3.
  static func certificateCompression(_ algorithm: UInt16) -> String {
    switch algorithm {
    case 1: "zlib"
    case 2: "brotli"
    case 3: "zstd"
    default: word(nil, algorithm)
    }
  }

  private static func word(_ name: String?, _ number: UInt16) -> String {
    number.isGrease ? grease : name ?? hexadecimal(number)
  }

  private static func hexadecimal(_ number: some FixedWidthInteger & UnsignedInteger) -> String {
    var text: [UInt8] = []
    text.append(hexadecimal: UInt64(number), digits: number.bitWidth / 4)
    return String(decoding: text, as: UTF8.self)
  }
}
