import Foundation
import Secrets
import Testing

@Suite struct SecretTests {
  @Test func saysItsSizeAlone() {
    let secret = Secret(Array("correct horse".utf8).span)
    var dumped = ""
    dump(secret, to: &dumped)
    for text in ["\(secret)", String(reflecting: secret), dumped, "\([secret])", "\((secret, 1))"] {
      #expect(!text.contains("horse") && !text.contains("99") && !text.contains("0x"), "\(text)")
    }
    #expect("\(secret)" == "a secret of 13 octets")
  }

  @Test func hexadecimal() {
    func read(_ text: String) -> [UInt8]? {
      let digits = Array(text.utf8)
      return Secret(hexadecimal: digits.span)?.octets
    }
    #expect(read("00fFA9") == [0, 255, 0xa9])
    #expect(read("") == [])
    for text in ["0", "000", "0g", "g0", "0x00", " 00", "00 "] { #expect(read(text) == nil, "\(text)") }
  }

  @Test func parts() {
    let secret = Secret([UInt8](0..<10).span)
    #expect(secret.part(2..<5).octets == [2, 3, 4])
    #expect(secret.part(8..<12).octets == [8, 9])
    #expect(secret.part(20..<22).octets == [])
  }

  @Test func arraysAreOverwritten() {
    var octets: [UInt8] = [1, 2, 3]
    Secret.overwrite(&octets)
    #expect(octets == [0, 0, 0])
    var none: [UInt8] = []
    Secret.overwrite(&none)
    #expect(none == [])
  }
}
