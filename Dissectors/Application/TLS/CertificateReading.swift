import ApplicationModel
import SwiftASN1
import X509

/// Certificate (RFC 5280 §4.1), piece by piece: what is wrong in one piece leaves only that one out.
///
///     Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue }
///     TBSCertificate ::= SEQUENCE {
///       version [0] DEFAULT v1, serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo,
///       issuerUniqueID [1] OPTIONAL, subjectUniqueID [2] OPTIONAL, extensions [3] OPTIONAL }
extension TLSCertificate {
  mutating func read(_ octets: [UInt8]) {
    // Some old software writes lengths as only BER allows.
    guard let root = (try? DER.parse(octets)) ?? (try? BER.parse(octets)) else { return }
    var certificate = root.children
    guard let signed = certificate.next() else { return }
    signatureAlgorithm = certificate.next().flatMap(Self.algorithm)
    var fields = signed.children
    var field = fields.next()
    if let version = field, version.isTagged(0) { field = fields.next() }
    serial = field?.primitive.map(Self.serial)
    let signature = fields.next()
    signatureAlgorithm = signatureAlgorithm ?? signature.flatMap(Self.algorithm)
    issuer = fields.next().flatMap { DistinguishedNameText($0)?.text }
    var validity = fields.next()?.children
    notBefore = validity?.next().flatMap(CertificateTime.seconds)
    notAfter = validity?.next().flatMap(CertificateTime.seconds)
    subject = fields.next().flatMap { DistinguishedNameText($0)?.text }
    isSelfIssued = subject != nil && subject == issuer
    if let key = fields.next().flatMap(CertificateKey.init) {
      keyType = key.type
      keyBits = key.bits
      curve = key.curve
    }
    while let field = fields.next() {
      guard field.isTagged(3) else { continue }
      var wrapped = field.children
      var extensions = wrapped.next()?.children
      while let node = extensions?.next() { readExtension(node) }
    }
  }

  /// Lower-case hexadecimal. A negative one, which RFC 5280 §4.1.2.2 forbids, stands as its octets.
  private static func serial(_ octets: ArraySlice<UInt8>) -> String {
    let digits = HexText.lowercase(octets).drop { $0 == "0" }
    return digits.isEmpty ? "0" : String(digits)
  }

  /// AlgorithmIdentifier ::= SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }.
  private static func algorithm(_ node: ASN1Node) -> String? {
    var fields = node.children
    return fields.next().flatMap { try? ASN1ObjectIdentifier(derEncoded: $0) }.map(CertificateNames.algorithm)
  }
}

// MARK: - Extensions

extension TLSCertificate {
  /// Extension ::= SEQUENCE { extnID, critical DEFAULT FALSE, extnValue OCTET STRING }.
  private mutating func readExtension(_ node: ASN1Node) {
    guard let found = try? Certificate.Extension(derEncoded: node) else { return }
    switch found.oid {
    case .X509ExtensionID.subjectAlternativeName: readNames(found.value)
    case .X509ExtensionID.basicConstraints:
      if case .isCertificateAuthority? = try? BasicConstraints(found) { isAuthority = true }
    default: break
    }
  }

  /// GeneralNames ::= SEQUENCE OF GeneralName (RFC 5280 §4.2.1.6).
  private mutating func readNames(_ octets: ArraySlice<UInt8>) {
    guard let root = try? DER.parse(octets) else { return }
    var nodes = root.children
    while let node = nodes.next() {
      guard let name = Self.name(node) else { continue }
      if names.count < Self.maximumNames { names.append(name) } else { omittedNames &+= 1 }
    }
  }

  private static func name(_ node: ASN1Node) -> String? {
    switch try? GeneralName(derEncoded: node) {
    case .dnsName(let name), .rfc822Name(let name), .uniformResourceIdentifier(let name): name
    case .ipAddress(let address): CertificateNames.address(address.bytes)
    case .directoryName, .otherName, .x400Address, .ediPartyName, .registeredID: nil
    // Names with letters beyond ASCII, which RFC 5280 §7.2 wants encoded.
    case nil: node.identifier.isText ? node.primitive.map { String(decoding: $0, as: UTF8.self) } : nil
    }
  }
}

extension ASN1Identifier {
  /// rfc822Name, dNSName and uniformResourceIdentifier.
  fileprivate var isText: Bool { tagClass == .contextSpecific && [1, 2, 6].contains(tagNumber) }
}
