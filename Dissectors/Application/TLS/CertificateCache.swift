import ApplicationModel
import Crypto
import Octets
import Synchronization

/// Certificates that were read before: a server sends the same ones to all who come.
///
/// What a certificate says follows from its octets alone, so that it makes no difference who read it, or whether it was kept.
final class CertificateCache: Sendable {
  static let shared = CertificateCache()

  private struct Kept: Sendable {
    var certificates: [[UInt8]: TLSCertificate] = [:]
    /// Octets of DER.
    var octets = 0
  }

  private let kept = Mutex(Kept())

  private init() {}

  func certificate(_ der: ByteView) -> TLSCertificate {
    let octets = der.copied()
    let fingerprint = Array(SHA256.hash(data: octets))
    if let known = kept.withLock({ $0.certificates[fingerprint] }) { return known }
    var certificate = TLSCertificate(fingerprint: fingerprint, length: octets.count)
    if octets.count <= Self.maximumLength { certificate.read(octets) }
    keep(certificate)
    return certificate
  }

  /// When there is no more room all make way: that is seldom, and needs no book about who was asked for last.
  private func keep(_ certificate: TLSCertificate) {
    kept.withLock { kept in
      if kept.octets &+ certificate.length > Self.maximumOctets { kept = Kept() }
      guard certificate.length <= Self.maximumLength else { return }
      kept.octets &+= max(certificate.length, Self.minimumCost)
      kept.certificates[certificate.fingerprint] = certificate
    }
  }

  /// Octets of a certificate that is read: signatures of SLH-DSA have 50 KB, and nothing else in it is large.
  private static let maximumLength = 1 << 17
  /// Octets of DER whose reading is kept, which takes about as many: some eight thousand certificates.
  private static let maximumOctets = 16 << 20
  /// What an empty one takes.
  private static let minimumCost = 512
}
