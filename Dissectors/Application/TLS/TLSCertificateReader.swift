import ApplicationModel
import Octets
import PacketModel

/// Reads Certificate messages. Placeholder.
enum TLSCertificateReader {
  /// A Certificate message's body, of TLS 1.3 or before.
  static func chain(
    _ body: ByteView, isTLS13: Bool, first: StreamPoint, last: StreamPoint, sender: Endpoint
  ) -> TLSCertificateChain { TLSCertificateChain(first: first, last: last, sender: sender) }

  /// A CompressedCertificate message's body (RFC 8879 §4).
  static func compressedChain(
    _ body: ByteView, first: StreamPoint, last: StreamPoint, sender: Endpoint
  ) -> TLSCertificateChain { TLSCertificateChain(first: first, last: last, sender: sender) }
}
