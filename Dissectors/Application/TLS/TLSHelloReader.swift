import ApplicationModel
import Octets
import PacketModel

/// Reads hello messages. Placeholder.
enum TLSHelloReader {
  /// A ClientHello's body: what follows the handshake message's header (4 octets; DTLS: 12).
  static func clientHello(
    _ body: ByteView, first: StreamPoint, last: StreamPoint, recordVersion: TLSVersion, isDatagram: Bool
  ) -> TLSClientHello { TLSClientHello(first: first, recordVersion: recordVersion, legacyVersion: recordVersion) }

  /// An SSLv2-compatible CLIENT-HELLO (RFC 5246 appendix E.2), record header (2 octets) excluded.
  static func ssl2ClientHello(_ body: ByteView, first: StreamPoint, last: StreamPoint) -> TLSClientHello {
    TLSClientHello(first: first, recordVersion: .ssl2, legacyVersion: .ssl2)
  }

  /// A ServerHello's or HelloRetryRequest's body.
  static func serverHello(
    _ body: ByteView, first: StreamPoint, last: StreamPoint, recordVersion: TLSVersion
  ) -> TLSServerHello { TLSServerHello(first: first, recordVersion: recordVersion, legacyVersion: recordVersion) }

  /// EncryptedExtensions' ALPN choice, and whether it accepts early data (RFC 8446 §4.3.1).
  static func encryptedExtensions(_ body: ByteView) -> (selectedProtocol: [UInt8]?, acceptsEarlyData: Bool) { (nil, false) }
}

extension TLSServerHello {
  /// Whether it is a HelloRetryRequest: by its random (RFC 8446 §4.1.3).
  var isHelloRetryRequest: Bool { false }
}

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
