import ApplicationModel
import PacketModel

@testable import Flows
@testable import Reports

/// A session with everything in it that can be told, whether or not it goes together.
extension TLSExamples {
  static var everything: TLSSession {
    modern { session in
      session.isDatagram = true
      session.nesting = 1
      session.tunnel = 0
      session.startTLS = .init(name: "smtp", request: point(2, -20), response: point(3, -10))
      session.clientHello.map { session.secondClientHello = filled($0) }
      session.clientHello.map { session.clientHello = filled($0) }
      session.serverHello.map { session.helloRetryRequest = filled($0) }
      session.serverHello.map { session.serverHello = filled($0) }
      session.helloVerifyRequest = point(5, 4)
      session.resumption = .psk
      session.earlyData = .rejected
      session.certificates = chains
      session.certificateRequest = point(6, 13)
      session.times.serverFinished = point(9, 22)
      session.times.clientData = point(10, 30)
      session.times.serverData = point(11, 40)
      session.messages[0].isDecrypted = true
      session.messages[1].isInferred = true
      session.omittedMessages = 1
      session.alerts = alerts
      session.omittedAlerts = 2
      session.renegotiations = [point(12, 50)]
      session.keyUpdates = [message(24, .low, 13, 60)]
      session.sessionTickets = 2
      session.plaintextAnswer = point(16, 85)
      session.failure = .init(stage: .finished, reason: .decryptFailed, sender: .low, frames: [4, 9])
      fill(&session.clientSide)
      session.decryption.client = .init()
      session.decryption.client.records = 3
      session.decryption.client.failed = 1
      session.decryption.client.withoutKey = 2
      session.decryption.client.firstFailure = point(14, 70)
      session.decryption.labels = ["CLIENT_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0"]
      session.decryption.source = .keyLog
      session.decryption.fromSession = true
      session.decryption.problem = .secretMissing
    }
  }

  private static func fill(_ side: inout TLSSession.Side) {
    side.plaintextOctets = 250
    side.padding = 4
    side.missingOctets = 5
    side.unreadOctets = 6
    side.malformed = point(15, 80)
    side.closeNotify = nil
  }

  private static var chains: [TLSCertificateChain] {
    var leaf = certificate("CN=a.example", by: "CN=Lab", names: ["a.example", "10.0.0.2"])
    leaf.isAuthority = true
    leaf.omittedNames = 2
    var chain = chain(leaf, certificate("CN=Lab", days: -20 ..< -5))
    chain.omitted = 1
    chain.compression = 2
    chain.hasStatus = true
    chain.faults = TLSCertificateChain.Faults(rawValue: 0x7f)
    return [chain, Self.chain(certificate("CN=client", days: 5..<9), from: .low)]
  }

  private static var alerts: [TLSSession.Alert] {
    [
      .init(point: point(6, 5), sender: .high, level: 1, description: .closeNotify),
      .init(point: point(6, 5), sender: .high, level: 2, description: TLSAlertDescription(rawValue: 40), isDecrypted: true),
      .init(point: point(6, 5), sender: .high, level: 9, description: TLSAlertDescription(rawValue: 200)),
      .init(point: point(7, 6), sender: .low, level: nil, description: nil, isInferred: true),
    ]
  }

  private static func filled(_ hello: TLSClientHello) -> TLSClientHello {
    var hello = hello
    hello.isSSL2Compatible = true
    hello.cookie = [1]
    hello.cipherSuites += [CipherSuite(rawValue: 0x1a1a), CipherSuite(rawValue: 0xfff0)]
    hello.extensions = [0x0a0a, 0, 0xfe0d, 0xfff0].map { TLSExtension(type: TLSExtensionType(rawValue: $0), length: 5) }
    hello.supportedVersions = [0x7a7a, 0x0304, 0xfefd, 0x7f1c, 2, 0x0300].map { TLSVersion(rawValue: $0) }
    hello.groups = [0x2a2a, 29, 0x11ec].map { NamedGroup(rawValue: $0) }
    hello.pointFormats = [0, 1, 2, 9]
    hello.compressionMethods = [0, 1, 64, 200]
    hello.signatureSchemes = [0x0403, 0xfff1].map { SignatureScheme(rawValue: $0) }
    hello.certificateSignatureSchemes = [SignatureScheme(rawValue: 0x0804)]
    hello.keyShares = [
      .init(group: NamedGroup(rawValue: 0x2a2a), length: 1), .init(group: NamedGroup(rawValue: 29), length: 32),
    ]
    hello.ssl2CipherKinds = [SSL2CipherKind(rawValue: 0x010080)]
    hello.isInnerHello = true
    hello.omitted = 3
    hello.pskModes = [1, 0, 0x0b, 77]
    hello.pskIdentities = [.init(identity: [1, 2, 3], obfuscatedTicketAge: 0xffff_ffff)]
    hello.sessionTicket = []
    hello.hasEarlyData = true
    hello.hasExtendedMasterSecret = true
    hello.hasEncryptThenMAC = true
    hello.hasPostHandshakeAuth = true
    hello.hasStatusRequest = true
    hello.renegotiationInfo = []
    hello.certificateCompressions = [1, 2, 3, 9, 0x4a4a]
    hello.recordSizeLimit = 16_385
    hello.encryptedClientHello = .init(kdf: 1, aead: 1, configID: 5, encapsulatedKeyLength: 32, payloadLength: 208)
    hello.isMalformed = true
    return hello
  }

  private static func filled(_ hello: TLSServerHello) -> TLSServerHello {
    var hello = hello
    hello.extensions = [TLSExtension(type: TLSExtensionType(rawValue: 43), length: 2)]
    hello.selectedIdentity = 0
    hello.hasSessionTicket = true
    hello.hasExtendedMasterSecret = true
    hello.hasEncryptThenMAC = true
    hello.hasCookie = true
    hello.renegotiationInfo = [1]
    hello.isMalformed = true
    return hello
  }
}
