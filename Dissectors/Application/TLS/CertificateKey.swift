import SwiftASN1

/// SubjectPublicKeyInfo ::= SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING } (RFC 5280 §4.1.2.7).
struct CertificateKey {
  var type: String
  var bits: Int?
  var curve: String?

  init?(_ node: ASN1Node) {
    var fields = node.children
    guard var algorithm = fields.next()?.children,
      let identifier = algorithm.next().flatMap({ try? ASN1ObjectIdentifier(derEncoded: $0) })
    else { return nil }
    let parameters = algorithm.next()
    let key = fields.next().flatMap { try? ASN1BitString(derEncoded: $0) }?.bytes
    type = CertificateNames.key(identifier)
    switch type {
    case "rsa", "rsa-pss": bits = key.flatMap(Self.modulus)
    case "ec":
      guard let name = parameters.flatMap({ try? ASN1ObjectIdentifier(derEncoded: $0) }) else { return }
      (curve, bits) = CertificateNames.curve(name)
    // Dss-Parms ::= SEQUENCE { p, q, g } (RFC 3279 §2.3.2); DH's begin with p, too.
    case "dsa", "dh":
      var numbers = parameters?.children
      bits = numbers?.next().flatMap(Self.length)
    case "ed25519", "x25519": bits = 256
    case "ed448", "x448": bits = 448
    default: break
    }
  }

  /// RSAPublicKey ::= SEQUENCE { modulus, publicExponent } (RFC 8017 appendix A.1.1).
  private static func modulus(_ octets: ArraySlice<UInt8>) -> Int? {
    guard let key = try? DER.parse(octets) else { return nil }
    var numbers = key.children
    return numbers.next().flatMap(length)
  }

  /// Bits of an INTEGER without those that are zero before it.
  private static func length(_ node: ASN1Node) -> Int? {
    guard node.identifier == .integer, let octets = node.primitive?.drop(while: { $0 == 0 }), let first = octets.first else {
      return nil
    }
    return octets.count &* 8 &- first.leadingZeroBitCount
  }
}
