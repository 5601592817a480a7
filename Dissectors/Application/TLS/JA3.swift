import ApplicationModel
import Crypto

/// JA3 and JA3S: fingerprints of what hellos offer and choose.
///
/// JA3 is the MD5 of `version,ciphers,extensions,groups,point formats`, JA3S of `version,cipher,extensions`: decimal numbers,
/// lists joined by "-", in the order of the wire, GREASE left out.
enum JA3 {
  static func text(of hello: TLSClientHello) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(typicalLength)
    append(hello.legacyVersion.rawValue, to: &text)
    text.append(comma)
    appendList(hello.cipherSuites.count, to: &text) { hello.cipherSuites[$0].rawValue }
    text.append(comma)
    appendList(hello.extensions.count, to: &text) { hello.extensions[$0].type.rawValue }
    text.append(comma)
    appendList(hello.groups.count, to: &text) { hello.groups[$0].rawValue }
    text.append(comma)
    appendList(hello.pointFormats.count, to: &text) { UInt16(hello.pointFormats[$0]) }
    return text
  }

  static func text(of hello: TLSServerHello) -> [UInt8] {
    var text: [UInt8] = []
    append(hello.legacyVersion.rawValue, to: &text)
    text.append(comma)
    append(hello.cipherSuite.rawValue, to: &text)
    text.append(comma)
    appendList(hello.extensions.count, to: &text) { hello.extensions[$0].type.rawValue }
    return text
  }

  static func digest(_ text: [UInt8]) -> String { HexText.lowercase(Insecure.MD5.hash(data: text)) }

  private static func appendList(_ count: Int, to text: inout [UInt8], _ number: (Int) -> UInt16) {
    var isFirst = true
    for index in 0..<count {
      let number = number(index)
      guard !number.isGrease else { continue }
      if !isFirst { text.append(hyphen) }
      isFirst = false
      append(number, to: &text)
    }
  }

  /// In decimal.
  private static func append(_ number: UInt16, to text: inout [UInt8]) {
    var divisor: UInt16 = 10_000
    while divisor > max(number, 1) { divisor /= 10 }
    while divisor > 0 {
      text.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }

  private static let comma = UInt8(ascii: ",")
  private static let hyphen = UInt8(ascii: "-")
  /// Octets that browsers' texts have.
  private static let typicalLength = 256
}

extension TLSClientHello {
  /// JA3 and JA4. SSLv2's form has no extensions, and no JA3 that anybody agreed on.
  mutating func takeFingerprints(isDatagram: Bool) {
    ja4 = JA4.fingerprint(of: self, isDatagram: isDatagram)
    guard !isSSL2Compatible else { return }
    let text = JA3.text(of: self)
    ja3 = JA3.digest(text)
    ja3Text = String(decoding: text, as: UTF8.self)
  }
}

extension TLSServerHello {
  mutating func takeFingerprint() {
    let text = JA3.text(of: self)
    ja3s = JA3.digest(text)
    ja3sText = String(decoding: text, as: UTF8.self)
  }
}
