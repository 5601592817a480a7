import ApplicationModel
import Crypto

/// JA4, FoxIO's fingerprint of a ClientHello: `t13d1516h2_8daaf6152771_e5627efa2ab1`.
///
/// - What carries it, the highest version, whether a server is named, how many ciphers and extensions, the first protocol.
/// - SHA-256 of the ciphers, sorted, its first twelve digits.
/// - SHA-256 of the extensions, sorted, server_name and ALPN left out, and of signature algorithms as they were sent.
///
/// GREASE does not count.
enum JA4 {
  static func fingerprint(of hello: TLSClientHello, isDatagram: Bool) -> String {
    let ciphers = hello.cipherSuites.map(\.rawValue).filter { !$0.isGrease }
    let extensions = hello.extensions.map(\.type.rawValue).filter { !$0.isGrease }
    var text: [UInt8] = []
    text.reserveCapacity(36)
    text.append(isDatagram ? UInt8(ascii: "d") : UInt8(ascii: "t"))
    text += version(of: hello).utf8
    let namesServer = hello.extensions.contains { $0.type == .serverName }
    text.append(namesServer ? UInt8(ascii: "d") : UInt8(ascii: "i"))
    appendCount(ciphers.count, to: &text)
    appendCount(extensions.count, to: &text)
    appendProtocol(hello.protocols.first ?? [], to: &text)
    text.append(underscore)
    appendDigest(cipherText(ciphers), to: &text)
    text.append(underscore)
    appendDigest(extensionText(extensions, hello.signatureSchemes), to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// The highest of supported_versions where that stands, else the message's own. Versions of DTLS count down.
  private static func version(of hello: TLSClientHello) -> String {
    let offered = hello.supportedVersions.filter { !$0.rawValue.isGrease }
    let highest = offered.max { $0.rank < $1.rank }
    return switch highest ?? hello.legacyVersion {
    case .tls13: "13"
    case .tls12: "12"
    case .tls11: "11"
    case .tls10: "10"
    case .ssl3: "s3"
    case .ssl2: "s2"
    case .dtls13: "d3"
    case .dtls12: "d2"
    case .dtls10: "d1"
    default: "00"
    }
  }

  /// Two digits.
  private static func appendCount(_ count: Int, to text: inout [UInt8]) {
    let count = UInt8(truncatingIfNeeded: min(count, 99))
    text.append(UInt8(ascii: "0") &+ count / 10)
    text.append(UInt8(ascii: "0") &+ count % 10)
  }

  /// The name's first and last character, or, where one of them is neither letter nor digit, those of its hexadecimal form.
  private static func appendProtocol(_ name: [UInt8], to text: inout [UInt8]) {
    guard let first = name.first, let last = name.last else {
      text += [UInt8(ascii: "0"), UInt8(ascii: "0")]
      return
    }
    if isAlphanumeric(first), isAlphanumeric(last) {
      text += [first, last]
    } else {
      text += [HexText.digit(first >> 4), HexText.digit(last)]
    }
  }

  private static func isAlphanumeric(_ octet: UInt8) -> Bool {
    switch octet {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }

  private static func cipherText(_ ciphers: [UInt16]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(ciphers.count &* 5)
    appendList(ciphers.sorted(), to: &text)
    return text
  }

  private static func extensionText(_ extensions: [UInt16], _ schemes: [SignatureScheme]) -> [UInt8] {
    let counted = extensions.filter { $0 != TLSExtensionType.serverName.rawValue }
      .filter { $0 != TLSExtensionType.protocolNegotiation.rawValue }
    var text: [UInt8] = []
    text.reserveCapacity((counted.count &+ schemes.count) &* 5 &+ 1)
    appendList(counted.sorted(), to: &text)
    let schemes = schemes.map(\.rawValue).filter { !$0.isGrease }
    if !text.isEmpty, !schemes.isEmpty {
      text.append(underscore)
      appendList(schemes, to: &text)
    }
    return text
  }

  private static func appendList(_ numbers: [UInt16], to text: inout [UInt8]) {
    for (place, number) in numbers.enumerated() {
      if place > 0 { text.append(UInt8(ascii: ",")) }
      HexText.append(UInt8(truncatingIfNeeded: number >> 8), to: &text)
      HexText.append(UInt8(truncatingIfNeeded: number), to: &text)
    }
  }

  /// Nothing has the digest zero.
  private static func appendDigest(_ octets: [UInt8], to text: inout [UInt8]) {
    guard !octets.isEmpty else {
      text += Array(repeating: UInt8(ascii: "0"), count: 12)
      return
    }
    for octet in SHA256.hash(data: octets).prefix(6) { HexText.append(octet, to: &text) }
  }

  private static let underscore = UInt8(ascii: "_")
}
