extension SSL2CipherKind {
  /// draft-hickman-netscape-ssl-00 §C.4, with the 64-bit RC4 that came later; otherwise the number.
  public var name: String {
    switch rawValue {
    case 0x010080: "SSL_CK_RC4_128_WITH_MD5"
    case 0x020080: "SSL_CK_RC4_128_EXPORT40_WITH_MD5"
    case 0x030080: "SSL_CK_RC2_128_CBC_WITH_MD5"
    case 0x040080: "SSL_CK_RC2_128_CBC_EXPORT40_WITH_MD5"
    case 0x050080: "SSL_CK_IDEA_128_CBC_WITH_MD5"
    case 0x060040: "SSL_CK_DES_64_CBC_WITH_MD5"
    case 0x0700c0: "SSL_CK_DES_192_EDE3_CBC_WITH_MD5"
    case 0x080080: "SSL_CK_RC4_64_WITH_MD5"
    default: "0x" + hexDigits(rawValue, 6)
    }
  }
}
