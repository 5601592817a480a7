/// Names of the small code points in hellos.
public enum TLSHelloNames {
  /// IANA, TLS Compression Method Identifiers.
  public static func compressionMethod(_ method: UInt8) -> String {
    switch method {
    case 0: "null"
    case 1: "DEFLATE"
    case 64: "LZS"
    default: method.codePointText
    }
  }

  /// RFC 8879 §7.3.
  public static func certificateCompression(_ algorithm: UInt16) -> String {
    switch algorithm {
    case 1: "zlib"
    case 2: "brotli"
    case 3: "zstd"
    default: algorithm.codePointText
    }
  }

  /// RFC 8422 §5.1.2.
  public static func pointFormat(_ format: UInt8) -> String {
    switch format {
    case 0: "uncompressed"
    case 1: "ansiX962_compressed_prime"
    case 2: "ansiX962_compressed_char2"
    default: format.codePointText
    }
  }

  /// RFC 8446 §4.2.9. Octets have GREASE of their own (RFC 8701 §2).
  public static func pskMode(_ mode: UInt8) -> String {
    switch mode {
    case 0: "psk_ke"
    case 1: "psk_dhe_ke"
    case 0x0b, 0x2a, 0x49, 0x68, 0x87, 0xa6, 0xc5, 0xe4: "GREASE"
    default: mode.codePointText
    }
  }
}
