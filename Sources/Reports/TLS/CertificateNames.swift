import ApplicationModel

/// Whether a certificate is for a name (RFC 9525 §6; RFC 6125 before it).
enum CertificateNames {
  /// Nothing where it cannot be said: the name is no host's, or the certificate's names were not read.
  static func matches(_ certificate: TLSCertificate, _ name: [UInt8]) -> Bool? {
    let host = String(decoding: name, as: UTF8.self).lowercased()
    guard !host.isEmpty, name.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { return nil }
    var names = certificate.names
    // Peers no longer look there, but private authorities' certificates have their names nowhere else.
    if names.isEmpty, let subject = certificate.subject {
      names = subject.split(separator: ",").filter { $0.hasPrefix("CN=") }.map { String($0.dropFirst(3)) }
    }
    guard !names.isEmpty else { return nil }
    if names.contains(where: { matches($0.lowercased(), host) }) { return true }
    return certificate.omittedNames > 0 ? nil : false
  }

  /// A wildcard stands for one label, the leftmost, and for all of it (§6.3).
  private static func matches(_ pattern: String, _ host: String) -> Bool {
    let pattern = withoutDot(pattern)
    let host = withoutDot(host)
    guard pattern.hasPrefix("*.") else { return pattern == host }
    guard let dot = host.firstIndex(of: "."), dot > host.startIndex else { return false }
    return pattern.dropFirst(1) == host[dot...]
  }

  /// The root's dot may be written (RFC 9525 §6.3 compares without it).
  private static func withoutDot(_ name: String) -> Substring { name.hasSuffix(".") ? name.dropLast() : name[...] }
}
