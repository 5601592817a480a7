import ApplicationModel
import Octets
import Testing

@testable import ApplicationDissectors

@Suite struct SSL2HelloTests {
  /// RFC 5246 appendix E.2, from msg_type on.
  static let compatible: [UInt8] =
    [1, 3, 1, 0, 12, 0, 0, 0, 16, 0, 0, 0x39, 0, 0, 0xff, 1, 0, 0x80, 7, 0, 0xc0] + Array(1...16)

  @Test("one that offers TLS 1.0")
  func offersTLS() {
    let hello = Self.read(Self.compatible)
    #expect(hello.isSSL2Compatible && !hello.isMalformed)
    #expect(hello.recordVersion == .ssl2 && hello.legacyVersion == .tls10)
    #expect(hello.cipherSuites.map(\.rawValue) == [0x39, 0xff])
    #expect(hello.ssl2CipherKinds.map(\.name) == ["SSL_CK_RC4_128_WITH_MD5", "SSL_CK_DES_192_EDE3_CBC_WITH_MD5"])
    #expect(hello.random == Array(repeating: 0, count: 16) + Array(1...16))
    #expect(hello.ja3.isEmpty && hello.ja4.hasPrefix("t10i020000_"))
  }

  @Test("SSL 2.0 alone, with a session")
  func pure() {
    let octets: [UInt8] = [1, 0, 2, 0, 3, 0, 2, 0, 1, 1, 0, 0x80, 8, 9, 5]
    let hello = Self.read(octets)
    #expect(hello.legacyVersion == .ssl2 && hello.sessionID == [8, 9] && hello.random.last == 5)
    #expect(hello.cipherSuites.isEmpty && hello.ssl2CipherKinds.map(\.rawValue) == [0x010080])
  }

  @Test("cut short, or longer than it says")
  func damaged() {
    for end in 0..<Self.compatible.count { #expect(Self.read(Array(Self.compatible.prefix(end))).isMalformed) }
    #expect(Self.read(Self.compatible + [0]).isMalformed)
  }

  private static func read(_ octets: [UInt8]) -> TLSClientHello {
    TLSHelloReader.ssl2ClientHello(ByteView(octets.span), first: HelloText.point, last: HelloText.point)
  }
}
