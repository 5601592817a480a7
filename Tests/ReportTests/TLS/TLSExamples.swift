import ApplicationModel
import PacketModel

@testable import Flows
@testable import Reports

/// TLS sessions written by hand: the client is the flow's, unless a test says otherwise.
enum TLSExamples {
  static func point(_ frame: Int, _ milliseconds: Int64) -> StreamPoint { HandmadeLog.point(frame, milliseconds) }

  /// Seconds since 1970, some days from the flow's start.
  static func day(_ days: Int64) -> Int64 { Handmade.start / 1_000_000_000 + days * 86_400 }

  static func certificate(
    _ subject: String, by issuer: String? = nil, names: [String] = [], days: Range<Int64> = -10..<10, fingerprint: UInt8 = 0xab
  ) -> TLSCertificate {
    var certificate = TLSCertificate(fingerprint: [UInt8](repeating: fingerprint, count: 32), length: 900)
    certificate.subject = subject
    certificate.issuer = issuer ?? subject
    certificate.isSelfIssued = issuer == nil
    certificate.serial = "1f"
    certificate.notBefore = day(days.lowerBound)
    certificate.notAfter = day(days.upperBound)
    certificate.names = names
    certificate.keyType = "ec"
    certificate.keyBits = 256
    certificate.curve = "secp256r1"
    certificate.signatureAlgorithm = "ecdsa-with-SHA256"
    return certificate
  }

  static func chain(
    _ certificates: TLSCertificate..., frames: ClosedRange<Int> = 6...7, at milliseconds: Int64 = 15,
    from sender: Endpoint = .high
  ) -> TLSCertificateChain {
    var chain = TLSCertificateChain(
      first: point(frames.lowerBound, milliseconds), last: point(frames.upperBound, milliseconds + 1), sender: sender)
    chain.certificates = certificates
    return chain
  }

  // MARK: - Sessions

  static func clientHello(_ version: TLSVersion = .tls12, name: String? = "a.example", frame: Int = 4) -> TLSClientHello {
    var hello = TLSClientHello(first: point(frame, 0), recordVersion: .tls10, legacyVersion: version)
    hello.length = 200
    hello.random = [UInt8](repeating: 7, count: 32)
    hello.cipherSuites = [CipherSuite(rawValue: 0x1301), CipherSuite(rawValue: 0xc02f)]
    hello.compressionMethods = [0]
    hello.serverName = name.map { Array($0.utf8) }
    hello.ja3 = String(repeating: "0", count: 32)
    hello.ja3Text = "771,4865-49199,0-16,,"
    hello.ja4 = "t13d0202h2_0123456789ab_ba9876543210"
    return hello
  }

  static func serverHello(_ version: TLSVersion, _ cipher: UInt16, frame: Int = 6) -> TLSServerHello {
    let isModern = version == .tls13
    var hello = TLSServerHello(
      first: point(frame, 12), recordVersion: .tls12, legacyVersion: isModern ? .tls12 : version)
    hello.length = 90
    hello.cipherSuite = CipherSuite(rawValue: cipher)
    hello.selectedVersion = isModern ? .tls13 : nil
    hello.group = isModern ? NamedGroup(rawValue: 29) : nil
    hello.ja3s = String(repeating: "1", count: 32)
    hello.ja3sText = "771,4865,43-51"
    return hello
  }

  /// A handshake of TLS 1.3 that took 20 ms, closed by both.
  static func modern(_ fill: (inout TLSSession) -> Void = { _ in }) -> TLSSession {
    var session = TLSSession(client: .low)
    session.clientHello = clientHello()
    session.clientHello?.protocols = [Array("h2".utf8), Array("http/1.1".utf8)]
    session.clientHello?.supportedVersions = [.tls13, .tls12]
    session.serverHello = serverHello(.tls13, 0x1301)
    session.selectedProtocol = Array("h2".utf8)
    session.resumption = .full
    session.times.clientHelloFirst = point(4, 0)
    session.times.clientHelloLast = point(4, 0)
    session.times.serverHelloFirst = point(6, 12)
    session.times.serverFlightLast = point(7, 16)
    session.times.serverFinished = point(7, 16)
    session.times.clientFinished = point(8, 20)
    session.messages = [
      message(1, .low, 4, 0), message(2, .high, 6, 12), message(20, .high, 7, 16), message(20, .low, 8, 20),
    ]
    session.isComplete = true
    for (path, end) in [(\TLSSession.clientSide, 30), (\TLSSession.serverSide, 31)] {
      session[keyPath: path].records = 5
      session[keyPath: path].dataRecords = 3
      session[keyPath: path].protectedOctets = 300
      session[keyPath: path].closeNotify = point(end, 90)
      session[keyPath: path].ending = .closed
      session[keyPath: path].end = point(end, 90)
    }
    fill(&session)
    return session
  }

  /// A handshake that a server ended with an alert.
  static func failed(_ reason: TLSSession.Failure.Reason, alert: UInt8, _ fill: (inout TLSSession) -> Void = { _ in })
    -> TLSSession
  {
    var session = TLSSession(client: .low)
    session.clientHello = clientHello()
    session.times.clientHelloFirst = point(4, 0)
    session.times.clientHelloLast = point(4, 0)
    session.alerts = [
      .init(point: point(6, 5), sender: .high, level: 2, description: TLSAlertDescription(rawValue: alert))
    ]
    session.failure = .init(stage: .serverHello, reason: reason, sender: .high, frames: [4, 6])
    session.serverSide.ending = .closed
    session.serverSide.end = point(7, 5)
    fill(&session)
    return session
  }

  static func message(_ type: UInt8, _ sender: Endpoint, _ frame: Int, _ milliseconds: Int64) -> TLSSession.HandshakeMessage {
    TLSSession.HandshakeMessage(
      type: type, sender: sender, first: point(frame, milliseconds), last: point(frame, milliseconds), length: 40)
  }

  static func facts(_ sessions: TLSSession...) -> ApplicationFacts {
    var facts = ApplicationFacts()
    facts.protocols = [.tls]
    facts.tls = sessions
    return facts
  }
}
