import ApplicationModel
import Octets
import PacketModel

@testable import ApplicationDissectors

/// Hellos read from handshake messages, and what is told of them as lines: one a field that says something.
enum HelloText {
  static let point = StreamPoint(frame: 1, time: Timestamp(nanoseconds: 0))

  static func client(_ message: [UInt8], isDatagram: Bool = false) -> TLSClientHello {
    TLSHelloReader.clientHello(
      ByteView(message.span).dropping(isDatagram ? 12 : 4), first: point, last: point,
      recordVersion: isDatagram ? .dtls10 : .tls10, isDatagram: isDatagram)
  }

  static func server(_ message: [UInt8], isDatagram: Bool = false) -> TLSServerHello {
    TLSHelloReader.serverHello(
      ByteView(message.span).dropping(isDatagram ? 12 : 4), first: point, last: point,
      recordVersion: isDatagram ? .dtls10 : .tls10)
  }

  static func lines(_ hello: TLSClientHello) -> [String] {
    let sizes = "\(hello.length) octets, random of \(hello.random.count), session of \(hello.sessionID.count)"
    var lines = ["\(hello.legacyVersion.name), \(sizes)"]
    func add(_ name: String, _ entries: [String]) {
      if !entries.isEmpty { lines.append("\(name): " + entries.joined(separator: " ")) }
    }
    add("cookie of", hello.cookie.map { ["\($0.count)"] } ?? [])
    add("suites", hello.cipherSuites.map { String($0.rawValue, radix: 16) })
    add("extensions", hello.extensions.map { "\($0.type.rawValue).\($0.length)" })
    add("server", hello.serverName.map { [text($0)] } ?? [])
    add("protocols", hello.protocols.map(text))
    add("versions", hello.supportedVersions.map(\.name))
    add("groups", hello.groups.map(\.name))
    add("point formats", hello.pointFormats.map { "\($0)" })
    add("schemes", hello.signatureSchemes.map { String($0.rawValue, radix: 16) })
    add("certificate schemes", hello.certificateSignatureSchemes.map { String($0.rawValue, radix: 16) })
    add("shares", hello.keyShares.map { "\($0.group.name).\($0.length)" })
    add("modes", hello.pskModes.map { "\($0)" })
    add("identities of", hello.pskIdentities.map { "\($0.identity.count) age \($0.obfuscatedTicketAge)" })
    add("ticket of", hello.sessionTicket.map { ["\($0.count)"] } ?? [])
    add("renegotiation of", hello.renegotiationInfo.map { ["\($0.count)"] } ?? [])
    add("compressions", hello.certificateCompressions.map { "\($0)" })
    add("record limit", hello.recordSizeLimit.map { ["\($0)"] } ?? [])
    add(
      "ech",
      hello.encryptedClientHello.map { ["\($0.kdf).\($0.aead).\($0.configID) \($0.encapsulatedKeyLength) \($0.payloadLength)"] }
        ?? [])
    let flags = [
      ("early data", hello.hasEarlyData), ("extended master secret", hello.hasExtendedMasterSecret),
      ("encrypt then mac", hello.hasEncryptThenMAC), ("post-handshake auth", hello.hasPostHandshakeAuth),
      ("status request", hello.hasStatusRequest), ("inner hello", hello.isInnerHello), ("malformed", hello.isMalformed),
    ]
    add("has", flags.filter(\.1).map(\.0))
    return lines
  }

  static func line(_ hello: TLSServerHello) -> String {
    var words = [
      "\(hello.version.name) (\(hello.legacyVersion.name))", hello.cipherSuite.name, "session of \(hello.sessionID.count)",
    ]
    words += hello.extensions.map { "\($0.type.rawValue).\($0.length)" }
    if let name = hello.selectedProtocol { words.append("alpn \(text(name))") }
    if let group = hello.group { words.append(group.name) }
    if let identity = hello.selectedIdentity { words.append("identity \(identity)") }
    if let info = hello.renegotiationInfo { words.append("renegotiation of \(info.count)") }
    let flags = [
      ("retry", hello.isHelloRetryRequest), ("ticket", hello.hasSessionTicket), ("cookie", hello.hasCookie),
      ("extended master secret", hello.hasExtendedMasterSecret), ("encrypt then mac", hello.hasEncryptThenMAC),
      ("malformed", hello.isMalformed),
    ]
    words += flags.filter(\.1).map(\.0)
    return words.joined(separator: ", ")
  }

  private static func text(_ octets: [UInt8]) -> String { String(decoding: octets, as: UTF8.self) }
}
