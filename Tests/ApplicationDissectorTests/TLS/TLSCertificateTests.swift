import ApplicationModel
import Octets
import Testing

@testable import ApplicationDissectors

/// Certificates as OpenSSL prints them.
@Suite struct TLSCertificateTests {
  struct Example: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var der: [UInt8]
    var lines: [String]
  }

  static let examples = [
    Example(
      testDescription: "root", der: TestCertificates.root,
      lines: [
        #"CN=Root CA,O=Weir\, Tests,C=DE"#, #"CN=Root CA,O=Weir\, Tests,C=DE"#, "1", "1795813121 5251813121", "",
        "ec 256 secp256r1", "ecdsa-with-SHA256", "authority self-issued",
        "7474af354a979460b0fae54e17d766b45308e88d54c43984 03514a4363e5b229",
      ]),
    Example(
      testDescription: "intermediate", der: TestCertificates.intermediate,
      lines: [
        #"CN=Intermediate,O=Weir\, Tests,C=DE"#, #"CN=Root CA,O=Weir\, Tests,C=DE"#, "a1b2c3", "1795813121 2659813121", "",
        "ec 384 secp384r1", "ecdsa-with-SHA256", "authority",
        "9e8089703bd033542a35fe9d2e90690519bc8c2d67604b08 0d895e07c74126cb",
      ]),
    Example(
      testDescription: "leaf", der: TestCertificates.leaf,
      lines: [
        ##"DC=org,serialNumber=77,emailAddress=a@example.com,CN=example.com+UID=u1,OU=\ lead trail\ ,O=\#A\+B/C,"##
          + ##"L=Köln\; \"x\",ST=Baden,C=DE"##,
        #"CN=Intermediate,O=Weir\, Tests,C=DE"#, "f00", "1795813122 1830373122",
        "example.com *.example.com 192.0.2.1 2001:db8::1 a@example.com https://example.com/x", "rsa 1024",
        "ecdsa-with-SHA384", "", "1d238c6308872677f426abe2f351810e2c78365ff633186c f89ac858ae4342ec",
      ]),
    Example(
      testDescription: "alone", der: TestCertificates.alone,
      lines: [
        "CN=self", "CN=self", "0", "1795813122 1804453122", "", "ed25519 256", "ED25519", "authority self-issued",
        "1330c5f884099d4842b9e596f73795737d375c357ffa361b 96992e9e887bbb6a",
      ]),
    Example(
      testDescription: "pss", der: TestCertificates.pss,
      lines: [
        "CN=pss", "CN=pss", "4b3b2a454a5d6a061ff94de76ec8b41a668320bb", "1795813122 1796677122", "", "rsa-pss 1024",
        "rsassaPss",
        "authority self-issued", "c4ba123e5fa6ca1688e1984a471efc48aa1651c3f96036ea 30e495cdba1474a1",
      ]),
  ]

  @Test(arguments: examples)
  func certificate(_ example: Example) {
    var expected = example.lines
    expected[8] = expected[8].filter { $0 != " " }
    // Twice: the second one was read before.
    for _ in 0..<2 { #expect(Self.lines(CertificateCache.shared.certificate(ByteView(example.der.span))) == expected) }
  }

  private static func lines(_ certificate: TLSCertificate) -> [String] {
    let key = [certificate.keyType, certificate.keyBits.map { "\($0)" }, certificate.curve].compactMap { $0 }
    let flags = (certificate.isAuthority ? ["authority"] : []) + (certificate.isSelfIssued ? ["self-issued"] : [])
    return [
      certificate.subject ?? "-", certificate.issuer ?? "-", certificate.serial ?? "-",
      "\(certificate.notBefore ?? -1) \(certificate.notAfter ?? -1)", certificate.names.joined(separator: " "),
      key.joined(separator: " "), certificate.signatureAlgorithm ?? "-", flags.joined(separator: " "),
      HexText.lowercase(certificate.fingerprint),
    ]
  }

  @Test("damage of any kind leaves the fingerprint, and ends nothing", arguments: examples.indices)
  func damaged(_ row: Int) {
    let der = Self.examples[row].der
    for end in 0..<der.count {
      var certificate = TLSCertificate(fingerprint: [], length: end)
      certificate.read(Array(der.prefix(end)))
      #expect(certificate.subject == nil)
    }
    var random = Mutations(state: UInt64(row) + 1)
    for _ in 0..<2000 {
      var octets = der
      random.damage(&octets)
      var certificate = TLSCertificate(fingerprint: [], length: octets.count)
      certificate.read(octets)
      #expect((certificate.subject?.utf8.count ?? 0) < 4 * octets.count)
    }
    // Octets that change and none that move: lengths stay right, so that the inner readers are met.
    for _ in 0..<4000 {
      var octets = der
      for _ in 0...random.number(below: 3) { octets[random.number(below: octets.count)] = UInt8(random.number(below: 256)) }
      var certificate = TLSCertificate(fingerprint: [], length: octets.count)
      certificate.read(octets)
    }
  }

  @Test("a piece that is wrong leaves the others")
  func lenient() throws {
    // The first UTCTime of the leaf, "261127205842Z", becomes no time.
    var der = TestCertificates.leaf
    let time = try #require(der.firstRange(of: Array("261127205842Z".utf8)))
    der[time.lowerBound] = 0x78
    var certificate = TLSCertificate(fingerprint: [], length: der.count)
    certificate.read(der)
    #expect(certificate.notBefore == nil && certificate.notAfter == 1_830_373_122)
    #expect(certificate.names.count == 6 && certificate.keyBits == 1024)
    // A name with a letter beyond ASCII.
    der = TestCertificates.leaf
    let name = try #require(der.firstRange(of: Array("*.example.com".utf8)))
    der[name.lowerBound] = 0xff
    certificate.read(der)
    #expect(certificate.names.contains("\u{fffd}.example.com"))
  }
}
