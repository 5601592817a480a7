extension CipherSuite {
  /// IANA's name; a private one's usual name; otherwise `GREASE` or the number.
  public var name: String { knownName ?? rawValue.codePointText }

  private var knownName: String? {
    switch rawValue >> 8 {
    case 0x00: classicName
    case 0xc0, 0xc1: ellipticName
    default: laterName
    }
  }

  /// TLS 1.3 (RFC 8446 appendix B.4), ChaCha20 (RFC 7905; 0xcc13 to 0xcc15 are its draft's), and what nobody registered:
  /// China's GM/T 0024 at 0xe0.., Salsa20's draft at 0xe4.., FIPS suites of SSL 3.0 at 0xfe.. and 0xff...
  private var laterName: String? {
    switch rawValue {
    case 0x1301: "TLS_AES_128_GCM_SHA256"
    case 0x1302: "TLS_AES_256_GCM_SHA384"
    case 0x1303: "TLS_CHACHA20_POLY1305_SHA256"
    case 0x1304: "TLS_AES_128_CCM_SHA256"
    case 0x1305: "TLS_AES_128_CCM_8_SHA256"
    case 0x1306: "TLS_AEGIS_256_SHA512"
    case 0x1307: "TLS_AEGIS_128L_SHA256"
    case 0x5600: "TLS_FALLBACK_SCSV"
    case 0xcc13: "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    case 0xcc14: "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
    case 0xcc15: "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    case 0xcca8: "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    case 0xcca9: "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"
    case 0xccaa: "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    case 0xccab: "TLS_PSK_WITH_CHACHA20_POLY1305_SHA256"
    case 0xccac: "TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256"
    case 0xccad: "TLS_DHE_PSK_WITH_CHACHA20_POLY1305_SHA256"
    case 0xccae: "TLS_RSA_PSK_WITH_CHACHA20_POLY1305_SHA256"
    case 0xd001: "TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256"
    case 0xd002: "TLS_ECDHE_PSK_WITH_AES_256_GCM_SHA384"
    case 0xd003: "TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256"
    case 0xd005: "TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256"
    case 0xe001: "ECDHE_SM1_SM3"
    case 0xe003: "ECC_SM1_SM3"
    case 0xe005: "IBSDH_SM1_SM3"
    case 0xe007: "IBC_SM1_SM3"
    case 0xe009: "RSA_SM1_SM3"
    case 0xe00a: "RSA_SM1_SHA1"
    case 0xe011: "ECDHE_SM4_CBC_SM3"
    case 0xe013: "ECC_SM4_CBC_SM3"
    case 0xe015: "IBSDH_SM4_CBC_SM3"
    case 0xe017: "IBC_SM4_CBC_SM3"
    case 0xe019: "RSA_SM4_CBC_SM3"
    case 0xe01a: "RSA_SM4_CBC_SHA1"
    case 0xe01c: "RSA_SM4_CBC_SHA256"
    case 0xe051: "ECDHE_SM4_GCM_SM3"
    case 0xe053: "ECC_SM4_GCM_SM3"
    case 0xe055: "IBSDH_SM4_GCM_SM3"
    case 0xe057: "IBC_SM4_GCM_SM3"
    case 0xe059: "RSA_SM4_GCM_SM3"
    case 0xe05a: "RSA_SM4_GCM_SHA256"
    case 0xe410: "TLS_RSA_WITH_ESTREAM_SALSA20_SHA1"
    case 0xe411: "TLS_RSA_WITH_SALSA20_SHA1"
    case 0xe412: "TLS_ECDHE_RSA_WITH_ESTREAM_SALSA20_SHA1"
    case 0xe413: "TLS_ECDHE_RSA_WITH_SALSA20_SHA1"
    case 0xe414: "TLS_ECDHE_ECDSA_WITH_ESTREAM_SALSA20_SHA1"
    case 0xe415: "TLS_ECDHE_ECDSA_WITH_SALSA20_SHA1"
    case 0xe416: "TLS_PSK_WITH_ESTREAM_SALSA20_SHA1"
    case 0xe417: "TLS_PSK_WITH_SALSA20_SHA1"
    case 0xe418: "TLS_ECDHE_PSK_WITH_ESTREAM_SALSA20_SHA1"
    case 0xe419: "TLS_ECDHE_PSK_WITH_SALSA20_SHA1"
    case 0xe41a: "TLS_RSA_PSK_WITH_ESTREAM_SALSA20_SHA1"
    case 0xe41b: "TLS_RSA_PSK_WITH_SALSA20_SHA1"
    case 0xe41c: "TLS_DHE_PSK_WITH_ESTREAM_SALSA20_SHA1"
    case 0xe41d: "TLS_DHE_PSK_WITH_SALSA20_SHA1"
    case 0xe41e: "TLS_DHE_RSA_WITH_ESTREAM_SALSA20_SHA1"
    case 0xe41f: "TLS_DHE_RSA_WITH_SALSA20_SHA1"
    case 0xfefe: "SSL_RSA_FIPS_WITH_DES_CBC_SHA"
    case 0xfeff: "SSL_RSA_FIPS_WITH_3DES_EDE_CBC_SHA"
    case 0xffe0: "SSL_RSA_FIPS_WITH_3DES_EDE_CBC_SHA"
    case 0xffe1: "SSL_RSA_FIPS_WITH_DES_CBC_SHA"
    default: nil
    }
  }
}
