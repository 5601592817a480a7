import ApplicationModel
import Secrets
import Testing

@testable import RecordProtection

/// The expected octets are published (TLS 1.2 with SHA-256: the IETF's TLS list, 2009) or tlslite-ng's.
@Suite struct DerivationTests {
  static let functions: [(ProtocolGeneration, RecordHash, secret: String, expected: String)] = [
    (
      .tls12, .sha256, "9bbe436ba940f017b17652849a71db35",
      """
      e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17
      abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff70187347b66
      """
    ),
    (
      .tls12, .sha384, "9bbe436ba940f017b17652849a71db35",
      """
      dd88775cd827187b67a3f7652b5c13f715791cc46e0274a6d3fb16651103defc544cd8afb68369a219bb918b8b21ddb1764af0a70339e6de
      c085e574f655851ba692513203536bdfc3675e53768210f0a2389dd324311a440c7c30ef44b391d914c3b0c7
      """
    ),
    (
      .tls10, .sha256, "9bbe436ba940f017b17652849a71db3507",
      """
      11112e77b7963dfd472b87a806593b360cbc34cb21ba724aaa006091627b479343748f66124338cfff36182f20b0e542c4f2c84c417e6663
      2067df5e91410e51eebf3385b678ffdebe031de44e4a5883687b29f94517626d76f992eb9e497589a54a25af
      """
    ),
    (
      .ssl3, .sha256, "9bbe436ba940f017b17652849a71db35",
      """
      808d751749e3199a086430d9a22f92cf9b3d7bc8f3e2bb5a649a006cc0c8671bd4905c378a85312df6da248fe89d0f6104e75f73b9e6f622
      09365a39c60dcd09c18cd7ccd41f97145c0d886faa885bdd295061422f2f9f14bf9bf52718a7915c87a601bb
      """
    ),
  ]

  @Test(arguments: functions)
  func function(_ generation: ProtocolGeneration, _ hash: RecordHash, secret: String, expected: String) throws {
    let seed = [UInt8](hex: "a0ba9f936cda311827a6f796ffd5198c")
    let function = PseudoRandomFunction(generation: generation, hash: hash)
    let secret = Secret([UInt8](hex: secret).span)
    let derived = try #require(function.derive(secret, "test label", [seed], count: 100))
    #expect(derived.octets == [UInt8](hex: expected))
    // No length is a multiple of the hash's.
    #expect(function.derive(secret, "test label", [seed], count: 1)?.octets == [derived.octets[0]])
    #expect(function.derive(secret, "test label", [seed], count: 0)?.count == 0)
  }

  static let masters: [(TLSVersion, suite: UInt16, plain: String, extended: String?)] = [
    (
      .ssl3, 0x002f, "a4e5ffa851fbc6e4fa57740dc361a9b26216521f5c44828c1d8da63b06e36db1dba5c7572ff41af0767beadcdc997bec", nil
    ),
    (
      .tls10, 0x002f, "c5d16129087bc44c95904fec62f5a178d0545bf6f22459bc7f6e763f77544b632d76c44899fd9cd45d4636a9240f73f6",
      "6023d475a9bcee687e9fdc6e34ded7076b3ab6cfd73510702a373623d0c64b1c6390f8d347bd499a1cb0917784a23a79"
    ),
    (
      .tls11, 0x002f, "c5d16129087bc44c95904fec62f5a178d0545bf6f22459bc7f6e763f77544b632d76c44899fd9cd45d4636a9240f73f6",
      "6023d475a9bcee687e9fdc6e34ded7076b3ab6cfd73510702a373623d0c64b1c6390f8d347bd499a1cb0917784a23a79"
    ),
    (
      .dtls10, 0x002f, "c5d16129087bc44c95904fec62f5a178d0545bf6f22459bc7f6e763f77544b632d76c44899fd9cd45d4636a9240f73f6",
      "6023d475a9bcee687e9fdc6e34ded7076b3ab6cfd73510702a373623d0c64b1c6390f8d347bd499a1cb0917784a23a79"
    ),
    (
      .tls12, 0x002f, "a8537d81a7d96d13e825f7e4f4cc3aa15a88c93441b2cd614ea74dcc3a283dcbce75223ecf9cceb7e520070683e8cc0e",
      "6492658a41fb9b6e0278ca3d96eb115ed1b956ffad108877c019e655fc4d527a3309a28e2bce924b0519d0f43b0f5e13"
    ),
    (
      .tls12, 0x009d, "01e0ef697d40d05b279489200008a0ed864276c0cfff5af17d5d19b40854ca7bd98a06618dff88445471bb314daa3294",
      "550de375a2f6cac25cc70887d14229e2ea749ec77696791898c41bfec32a60dd55878f216808e99baad0338488ead10f"
    ),
  ]

  @Test("master secrets, extended by the hash of \"messages\" too", arguments: masters)
  func masterSecret(_ version: TLSVersion, suite: UInt16, plain: String, extended: String?) {
    let suite = CipherSuite(rawValue: suite)
    let premaster = [UInt8](0..<48)
    func derive(_ sessionHash: [UInt8]?) -> [UInt8]? {
      MasterSecret.derive(
        version, suite, premaster: Secret(premaster.span), clientRandom: [UInt8](repeating: 1, count: 32),
        serverRandom: [UInt8](repeating: 2, count: 32), sessionHash: sessionHash)?.octets
    }
    #expect(derive(nil) == [UInt8](hex: plain))
    guard let extended else { return }
    #expect(derive(MasterSecret.sessionHash(version, suite, of: Array("messages".utf8))) == [UInt8](hex: extended))
  }

  @Test func noOtherVersion() {
    let secret = Secret([UInt8](repeating: 1, count: 48).span)
    for version: TLSVersion in [.tls13, .ssl2, .dtls13, TLSVersion(rawValue: 0x0505)] {
      #expect(
        MasterSecret.derive(
          version, CipherSuite(rawValue: 0x002f), premaster: secret, clientRandom: [], serverRandom: [], sessionHash: nil)
          == nil)
    }
  }
}
