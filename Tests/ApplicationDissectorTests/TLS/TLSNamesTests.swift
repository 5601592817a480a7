import ApplicationModel
import Testing

@Suite struct TLSNamesTests {
  static let versions: [(number: UInt16, name: String)] = [
    (0x0002, "ssl2"), (0x0300, "ssl3"), (0x0301, "1.0"), (0x0302, "1.1"), (0x0303, "1.2"), (0x0304, "1.3"), (0xfeff, "dtls1.0"),
    (0xfefd, "dtls1.2"), (0xfefc, "dtls1.3"), (0x7f17, "1.3-draft23"), (0xfb1a, "1.3-facebook26"), (0x1a1a, "GREASE"),
    (0x0305, "0x0305"),
  ]

  @Test(arguments: versions)
  func version(_ number: UInt16, _ name: String) { #expect(TLSVersion(rawValue: number).name == name) }

  /// `openssl ciphers -V -stdname` agrees in all that it knows; here are some of each kind.
  static let suites: [(number: UInt16, name: String, isForwardSecret: Bool, isWeak: Bool)] = [
    (0x0000, "TLS_NULL_WITH_NULL_NULL", false, true),
    (0x0003, "TLS_RSA_EXPORT_WITH_RC4_40_MD5", false, true),
    (0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA", false, true),
    (0x0018, "TLS_DH_anon_WITH_RC4_128_MD5", true, true),
    (0x001e, "TLS_KRB5_WITH_DES_CBC_SHA", false, true),
    (0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA", false, false),
    (0x0031, "TLS_DH_RSA_WITH_AES_128_CBC_SHA", false, false),
    (0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA", true, false),
    (0x008c, "TLS_PSK_WITH_AES_128_CBC_SHA", false, false),
    (0x00c6, "TLS_SM4_GCM_SM3", false, false),
    (0x00ff, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV", false, false),
    (0x1301, "TLS_AES_128_GCM_SHA256", true, false),
    (0x1305, "TLS_AES_128_CCM_8_SHA256", true, false),
    (0x5600, "TLS_FALLBACK_SCSV", false, false),
    (0xc005, "TLS_ECDH_ECDSA_WITH_AES_256_CBC_SHA", false, false),
    (0xc006, "TLS_ECDHE_ECDSA_WITH_NULL_SHA", true, true),
    (0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", true, false),
    (0xc0b0, "TLS_ECCPWD_WITH_AES_128_GCM_SHA256", true, false),
    (0xc0b4, "TLS_SHA256_SHA256", false, true),
    (0xc100, "TLS_GOSTR341112_256_WITH_KUZNYECHIK_CTR_OMAC", false, false),
    (0xcc13, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", true, false),
    (0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", true, false),
    (0xd001, "TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256", true, false),
    (0xfeff, "SSL_RSA_FIPS_WITH_3DES_EDE_CBC_SHA", false, true),
    (0x0a0a, "GREASE", false, false),
    (0x0a1a, "0x0a1a", false, false),
  ]

  @Test(arguments: suites.indices)
  func suite(_ row: Int) {
    let (number, name, isForwardSecret, isWeak) = Self.suites[row]
    let suite = CipherSuite(rawValue: number)
    #expect(suite.name == name)
    #expect(suite.isForwardSecret == isForwardSecret, "\(name)")
    #expect(suite.isWeak == isWeak, "\(name)")
  }

  @Test("no name twice, but for the drafts of ChaCha20 and FIPS's two numbers")
  func distinct() {
    var seen: [String: UInt16] = [:]
    var twice: [UInt16] = []
    for number in UInt16.min...UInt16.max where !number.isGrease {
      let name = CipherSuite(rawValue: number).name
      if seen.updateValue(number, forKey: name) != nil { twice.append(number) }
    }
    #expect(twice == [0xcca8, 0xcca9, 0xccaa, 0xffe0, 0xffe1])
    #expect(seen.keys.count { !$0.hasPrefix("0x") } == 403)
  }

  @Test func others() {
    #expect(NamedGroup(rawValue: 0x11ec).name == "X25519MLKEM768")
    #expect(NamedGroup(rawValue: 29).name == "x25519")
    #expect(NamedGroup(rawValue: 0x2a2a).name == "GREASE")
    #expect(NamedGroup(rawValue: 0x6399).name == "X25519Kyber768Draft00")
    #expect(SignatureScheme(rawValue: 0x0804).name == "rsa_pss_rsae_sha256")
    #expect(SignatureScheme(rawValue: 0x0301).name == "sha224_rsa")
    #expect(SignatureScheme(rawValue: 0x0402).name == "sha256_dsa")
    #expect(SignatureScheme(rawValue: 0xefef).name == "0xefef")
    #expect(TLSExtensionType(rawValue: 0).name == "server_name")
    #expect(TLSExtensionType(rawValue: 0xfe0d).name == "encrypted_client_hello")
    #expect(TLSExtensionType(rawValue: 0x1234).name == "0x1234")
    #expect(TLSAlertDescription(rawValue: 40).name == "handshake_failure")
    #expect(TLSAlertDescription(rawValue: 200).name == "0xc8")
    #expect(TLSHandshakeType(rawValue: 25).name == "compressed_certificate")
    #expect(TLSContentType(rawValue: 23).name == "application_data")
    #expect(SSL2CipherKind(rawValue: 0x010203).name == "0x010203")
    #expect(TLSHelloNames.pskMode(0x2a) == "GREASE")
    #expect(TLSHelloNames.certificateCompression(2) == "brotli")
  }
}
