import ApplicationModel
import PacketModel

/// A chain of certificates in a transcript's lines, numbered as `openssl s_client -showcerts` has it.
struct CertificateNotes {
  let chain: TLSCertificateChain
  let isServer: Bool

  var lines: [String] {
    let whose = isServer ? "server" : "client"
    let frames =
      chain.first.frame == chain.last.frame ? "frame \(chain.last.frame)" : "frames \(chain.first.frame) to \(chain.last.frame)"
    guard !chain.certificates.isEmpty else { return ["The \(whose) presented no certificate (\(frames))"] }
    var notes = ["Certificates of the \(whose) (\(frames)):"]
    for (index, certificate) in chain.certificates.enumerated() {
      for (place, words) in words(of: certificate).enumerated() {
        notes.append(place == 0 ? "  \(index) \(words)" : spaces(3 + String(index).count) + words)
      }
    }
    if chain.omitted > 0 { notes.append("  and \(HumanUnits.count(chain.omitted)) more") }
    if let compression = chain.compression {
      notes.append("  compressed with \(TLSHelloNames.certificateCompression(compression))")
    }
    if chain.hasStatus { notes.append("  with a stapled OCSP response") }
    let faults = TLSCertificateRecord.faults.filter { chain.faults.contains($0.0) }.map { $0.1.replacing("_", with: " ") }
    if !faults.isEmpty { notes.append("  chain: \(faults.joined(separator: ", "))") }
    return notes
  }

  /// The leaf at length, for it is what clients compare; of the others whose they are and until when.
  func words(of certificate: TLSCertificate) -> [String] {
    var lines = ["subject: \(certificate.subject.map { SafeText.escape($0) } ?? "not read")"]
    if let issuer = certificate.issuer {
      lines.append("issuer: \(SafeText.escape(issuer))" + (certificate.isSelfIssued ? " (itself)" : ""))
    }
    if !certificate.names.isEmpty {
      let names = certificate.names.map { SafeText.escape($0) }
      lines.append("names: \(HandshakeNotes.list(names, most: 8, omitted: certificate.omittedNames))")
    }
    if let validity = validity(of: certificate) { lines.append(validity) }
    let key = [certificate.keyType, certificate.curve, certificate.keyBits.map { "\($0) bits" }].compactMap(\.self)
    let signature = certificate.signatureAlgorithm.map { "signature: \($0)" }
    let terms = [key.isEmpty ? nil : "key: " + key.joined(separator: " "), signature].compactMap(\.self)
    if !terms.isEmpty { lines.append(SafeText.escape(terms.joined(separator: "; "))) }
    lines.append("sha256: " + certificate.fingerprint.map { "\(hex($0 >> 4))\(hex($0 & 15))" }.joined())
    return lines
  }

  private func validity(of certificate: TLSCertificate) -> String? {
    let dates = (certificate.notBefore.flatMap(CertificateTime.date), certificate.notAfter.flatMap(CertificateTime.date))
    guard let from = dates.0, let until = dates.1 else { return nil }
    switch certificate.validity(at: chain.last.time) {
    case .expired: return "valid from \(from) to \(until): expired when it was sent"
    case .notYetValid: return "valid from \(from) to \(until): not valid yet when it was sent"
    case .valid, nil: return "valid from \(from) to \(until)"
    }
  }

  private func hex(_ digit: UInt8) -> Character { Character(UnicodeScalar(hexDigit(digit))) }
}
