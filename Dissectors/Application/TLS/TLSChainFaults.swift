import ApplicationModel

extension TLSCertificateChain {
  /// Judges order and links: each certificate is to be certified by the next (RFC 5246 §7.4.2; RFC 8446 §4.4.2 asks for it,
  /// no more).
  ///
  /// By names alone; a certificate whose names could not be read is not judged.
  mutating func judge() {
    let count = certificates.count
    if count == 1, omitted == 0, certificates[0].subject != nil, !certificates[0].isSelfIssued { faults.insert(.leafAlone) }
    if Set(certificates.map(\.fingerprint)).count < count { faults.insert(.repeated) }
    for place in certificates.indices.dropFirst() {
      let certificate = certificates[place]
      if certificate.isSelfIssued { faults.insert(.containsRoot) }
      if certifiesNone(before: place) { faults.insert(.unrelated) }
    }
    for place in certificates.indices.dropLast() { judgeLink(of: place) }
  }

  private mutating func judgeLink(of place: Int) {
    let certificate = certificates[place]
    // What certifies itself needs no next one, and a copy is a fault of its own.
    guard let issuer = certificate.issuer, !certificate.isSelfIssued, !isCopy(place) else { return }
    guard let next = certificates[(place &+ 1)...].first(where: { $0.fingerprint != certificate.fingerprint }) else { return }
    guard next.subject != issuer, next.subject != nil else { return }
    let stands = certificates.contains { $0.subject == issuer }
    faults.insert(stands ? .wrongOrder : .broken)
  }

  private func isCopy(_ place: Int) -> Bool {
    certificates[..<place].contains { $0.fingerprint == certificates[place].fingerprint }
  }

  private func certifiesNone(before place: Int) -> Bool {
    guard let subject = certificates[place].subject, !isCopy(place) else { return false }
    return !certificates[..<place].contains { $0.issuer == subject || $0.issuer == nil }
  }
}
