import ApplicationModel
import Octets
import PacketModel

/// Reads hello messages, whose octets their sender chose freely: whatever they are, a value comes of them.
///
/// Where the format is broken the value says so (`isMalformed`) and keeps what stood before.
enum TLSHelloReader {
  /// A ClientHello's body: what follows the handshake message's header (4 octets; DTLS: 12).
  static func clientHello(
    _ body: ByteView, first: StreamPoint, last: StreamPoint, recordVersion: TLSVersion, isDatagram: Bool
  ) -> TLSClientHello {
    var hello = TLSClientHello(first: first, recordVersion: recordVersion, legacyVersion: recordVersion)
    hello.last = last
    hello.length = body.count &+ (isDatagram ? datagramHeaderLength : headerLength)
    do throws(MalformedPacket) {
      try hello.read(body, isDatagram: isDatagram)
    } catch {
      hello.isMalformed = true
    }
    hello.takeFingerprints(isDatagram: isDatagram)
    hello.limitLists()
    return hello
  }

  /// An SSLv2-compatible CLIENT-HELLO (RFC 5246 appendix E.2), from its message type on: the record header, 2 octets, is not
  /// part of it.
  static func ssl2ClientHello(_ body: ByteView, first: StreamPoint, last: StreamPoint) -> TLSClientHello {
    var hello = TLSClientHello(first: first, recordVersion: .ssl2, legacyVersion: .ssl2)
    hello.last = last
    hello.length = body.count
    hello.isSSL2Compatible = true
    do throws(MalformedPacket) {
      try hello.readSSL2(body)
    } catch {
      hello.isMalformed = true
    }
    hello.takeFingerprints(isDatagram: false)
    hello.limitLists()
    return hello
  }

  /// A ServerHello's or HelloRetryRequest's body.
  static func serverHello(
    _ body: ByteView, first: StreamPoint, last: StreamPoint, recordVersion: TLSVersion
  ) -> TLSServerHello {
    var hello = TLSServerHello(first: first, recordVersion: recordVersion, legacyVersion: recordVersion)
    hello.last = last
    hello.length = body.count &+ (recordVersion.isDatagram ? datagramHeaderLength : headerLength)
    do throws(MalformedPacket) {
      try hello.read(body)
    } catch {
      hello.isMalformed = true
    }
    hello.takeFingerprint()
    hello.limitLists()
    return hello
  }

  /// EncryptedExtensions' ALPN choice, and whether it accepts early data (RFC 8446 §4.3.1).
  static func encryptedExtensions(_ body: ByteView) -> (selectedProtocol: [UInt8]?, acceptsEarlyData: Bool) {
    // What a server may say there is what older versions' servers say in their hello.
    let nowhere = StreamPoint(frame: 0, time: Timestamp(nanoseconds: 0))
    var hello = TLSServerHello(first: nowhere, recordVersion: .tls12, legacyVersion: .tls12)
    var rest = body
    try? hello.readExtensions(&rest)
    return (hello.selectedProtocol, hello.extensions.contains { $0.type == .earlyData })
  }

  private static let headerLength = 4
  private static let datagramHeaderLength = 12
}
