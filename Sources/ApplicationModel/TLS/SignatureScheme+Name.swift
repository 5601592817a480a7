extension SignatureScheme {
  /// IANA's name; a pair of TLS 1.2 that is no scheme is `hash_signature` (`sha224_rsa`); otherwise `GREASE` or the number.
  public var name: String { schemeName ?? pairName ?? rawValue.codePointText }

  /// RFC 8446 §4.2.3, RFC 8734, RFC 8998, RFC 9189, RFC 9367, RFC 9963 and draft-ietf-tls-mldsa.
  private var schemeName: String? {
    switch rawValue {
    case 0x0201: "rsa_pkcs1_sha1"
    case 0x0203: "ecdsa_sha1"
    case 0x0401: "rsa_pkcs1_sha256"
    case 0x0403: "ecdsa_secp256r1_sha256"
    case 0x0420: "rsa_pkcs1_sha256_legacy"
    case 0x0501: "rsa_pkcs1_sha384"
    case 0x0503: "ecdsa_secp384r1_sha384"
    case 0x0520: "rsa_pkcs1_sha384_legacy"
    case 0x0601: "rsa_pkcs1_sha512"
    case 0x0603: "ecdsa_secp521r1_sha512"
    case 0x0620: "rsa_pkcs1_sha512_legacy"
    case 0x0704: "eccsi_sha256"
    case 0x0705: "iso_ibs1"
    case 0x0706: "iso_ibs2"
    case 0x0707: "iso_chinese_ibs"
    case 0x0708: "sm2sig_sm3"
    case 0x0709: "gostr34102012_256a"
    case 0x070a: "gostr34102012_256b"
    case 0x070b: "gostr34102012_256c"
    case 0x070c: "gostr34102012_256d"
    case 0x070d: "gostr34102012_512a"
    case 0x070e: "gostr34102012_512b"
    case 0x070f: "gostr34102012_512c"
    case 0x0804: "rsa_pss_rsae_sha256"
    case 0x0805: "rsa_pss_rsae_sha384"
    case 0x0806: "rsa_pss_rsae_sha512"
    case 0x0807: "ed25519"
    case 0x0808: "ed448"
    case 0x0809: "rsa_pss_pss_sha256"
    case 0x080a: "rsa_pss_pss_sha384"
    case 0x080b: "rsa_pss_pss_sha512"
    case 0x081a: "ecdsa_brainpoolP256r1tls13_sha256"
    case 0x081b: "ecdsa_brainpoolP384r1tls13_sha384"
    case 0x081c: "ecdsa_brainpoolP512r1tls13_sha512"
    case 0x0904: "mldsa44"
    case 0x0905: "mldsa65"
    case 0x0906: "mldsa87"
    default: nil
    }
  }

  /// RFC 5246 §7.4.1.4.1: hash (8) | signature (8).
  private var pairName: String? {
    guard let hash = hashName else { return nil }
    return switch rawValue & 0xff {
    case 0: "\(hash)_anonymous"
    case 1: "\(hash)_rsa"
    case 2: "\(hash)_dsa"
    case 3: "\(hash)_ecdsa"
    default: nil
    }
  }

  private var hashName: String? {
    switch rawValue >> 8 {
    case 0: "none"
    case 1: "md5"
    case 2: "sha1"
    case 3: "sha224"
    case 4: "sha256"
    case 5: "sha384"
    case 6: "sha512"
    default: nil
    }
  }
}
