import ApplicationModel
import Fixtures
import Foundation
import PacketModel
import Secrets
import Synchronization
import Testing

/// Records of DTLS 1.0 and 1.2 that programs sent, opened with what they logged.
@Suite struct DTLSDecryptionTests {
  struct Truth: Decodable {
    var connections: [Connection]

    struct Connection: Decodable {
      var client: End
      var sent: [String: Sent]?
    }
    struct End: Decodable { var port: UInt16 }
    struct Sent: Decodable { var bytes: Int }
  }

  static let captures = ["dtls-gnutls", "dtls10", "dtls12", "dtls12-fragments", "dtls12-resumed"]

  static func truth(_ name: String) throws -> Truth {
    try JSONDecoder().decode(Truth.self, from: Data(contentsOf: Fixture("tls/\(name).truth.json").url))
  }

  static func options(_ name: String, sink: Sink? = nil) throws -> ApplicationOptions {
    let store = SecretStore()
    store.add(keyLog: try Array(Data(contentsOf: Fixture("tls/\(name).keylog").url)).span, from: .keyLog, atEnd: true)
    store.publish()
    var options = ApplicationOptions()
    options.secrets = store
    options.plaintext = sink
    return options
  }

  /// Counts what it is given.
  final class Sink: PlaintextSink {
    let counts = Mutex<[Endpoint: Int]>([:])

    func add(_ octets: Span<UInt8>, from sender: Endpoint, at: StreamPoint, flow: (frame: Int, depth: UInt8), nesting: Int) {
      let count = octets.count
      counts.withLock { $0[sender, default: 0] += count }
    }
    func skip(_: Int, from: Endpoint, at: StreamPoint, flow: (frame: Int, depth: UInt8), nesting: Int) {}
  }

  @Test("all that programs sent", arguments: captures)
  func opened(_ name: String) throws {
    for connection in try Self.truth(name).connections {
      let sink = Sink()
      let talk = try DTLSTalk(recorded: name, clientPort: connection.client.port)
      let session = try #require(talk.facts(Self.options(name, sink: sink)).tls.first)
      let sent = [connection.sent?["client"]?.bytes, connection.sent?["server"]?.bytes]
      #expect([session.clientSide.plaintextOctets, session.serverSide.plaintextOctets] == sent)
      #expect(sink.counts.withLock { [$0[.low], $0[.high]] } == sent)
      let decryption = session.decryption
      #expect(decryption.labels == ["CLIENT_RANDOM"] && decryption.source == .keyLog && decryption.problem == nil)
      for side in [decryption.client, decryption.server] {
        #expect(side.records > 0 && side.failed == 0 && side.withoutKey == 0)
      }
      let finished = session.messages.filter { $0.type == 20 }
      #expect(finished.count == 2 && finished.allSatisfy { $0.isDecrypted && !$0.isInferred && $0.length == 24 })
      #expect(session.isComplete && session.failure == nil)
      #expect(!session.alerts.isEmpty && session.alerts.allSatisfy { $0.isDecrypted && $0.description == .closeNotify })
      #expect(session.clientSide.closeNotify != nil)
    }
  }

  @Test("data in any order, and a record whose tag is not right", arguments: captures)
  func damaged(_ name: String) throws {
    for connection in try Self.truth(name).connections {
      var talk = try DTLSTalk(recorded: name, clientPort: connection.client.port)
      let whole = try #require(talk.facts(Self.options(name)).tls.first)
      let data = talk.datagrams.indices.filter { talk.datagrams[$0].octets[0] == 23 }
      let pieces = data.map { talk.datagrams[$0] }
      for (place, datagram) in zip(data, pieces.reversed()) { talk.datagrams[place] = datagram }
      let shuffled = try #require(talk.facts(Self.options(name)).tls.first)
      #expect(shuffled.clientSide.plaintextOctets == whole.clientSide.plaintextOctets)
      #expect(shuffled.serverSide.plaintextOctets == whole.serverSide.plaintextOctets)
      #expect(shuffled.decryption.records == whole.decryption.records)

      let spoiled = try #require(data.first)
      talk.datagrams[spoiled].octets[talk.datagrams[spoiled].octets.count - 1] ^= 1
      let session = try #require(talk.facts(Self.options(name)).tls.first)
      let failed = [session.decryption.client, session.decryption.server].filter { $0.failed == 1 }
      #expect(failed.count == 1 && failed.first?.firstFailure?.frame == spoiled + 1)
      #expect(session.decryption.records == whole.decryption.records - 1)
      #expect(session.clientSide.dataRecords == whole.clientSide.dataRecords)
      #expect(session.decryption.problem == nil && session.isComplete)
    }
  }

  @Test("without a secret of its own, what is protected stays so")
  func noSecret() throws {
    let connection = try #require(Self.truth("dtls12").connections.first)
    let talk = try DTLSTalk(recorded: "dtls12", clientPort: connection.client.port)
    let session = try #require(talk.facts(Self.options("dtls10")).tls.first)
    #expect(session.decryption.problem == .noSecret && session.decryption.records == 0)
    #expect(session.told.contains { $0.contains("20?") })
    #expect(session.clientSide.plaintextOctets == 0 && session.isComplete)
  }

  @Test("secrets of DTLS 1.3, of which no keys are made")
  func unsupported() throws {
    let connection = try #require(Self.truth("dtls13-nss").connections.first)
    let talk = try DTLSTalk(recorded: "dtls13-nss", clientPort: connection.client.port)
    // Debian builds NSS without a key log: a secret is made up for the connection.
    let random = try #require(talk.facts(Self.options("dtls13-nss")).tls.first?.clientHello?.random)
    let name = random.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    let line = "CLIENT_HANDSHAKE_TRAFFIC_SECRET \(name) \(String(repeating: "5a", count: 32))\n"
    let options = try Self.options("dtls13-nss")
    options.secrets?.add(keyLog: Array(line.utf8).span, from: .keyLog)
    options.secrets?.publish()
    let session = try #require(talk.facts(options).tls.first)
    #expect(session.decryption.problem == .unsupported && session.decryption.records == 0)
  }

  @Test("a hello in the clear changes no keys that are in use")
  func injected() throws {
    let connection = try #require(Self.truth("dtls12").connections.first)
    var talk = try DTLSTalk(recorded: "dtls12", clientPort: connection.client.port)
    let whole = try #require(talk.facts(Self.options("dtls12")).tls.first)
    let data = try #require(talk.datagrams.firstIndex { $0.octets[0] == 23 })
    for type in [1, 2] as [UInt8] {
      let body = type == 1 ? DTLSTalk.clientHello(random: 7) : DTLSTalk.serverHello()
      for sequence in 1..<9 {
        let hello = DTLSTalk.handshake(type, sequence, body)
        talk.datagrams.insert(.init(sender: type == 1 ? .low : .high, octets: hello), at: data)
      }
    }
    let session = try #require(talk.facts(Self.options("dtls12")).tls.first)
    #expect(session.decryption.records == whole.decryption.records && session.decryption.problem == nil)
  }
}

extension DTLSTalk {
  /// The datagrams that a client's port sent and received in a capture: a pcap file, little-endian, of Ethernet frames with
  /// IPv4 headers without options.
  init(recorded name: String, clientPort: UInt16) throws {
    let octets = try Array(Data(contentsOf: Fixture("tls/\(name).pcap").url))
    var position = 24
    while position + 16 <= octets.count {
      let length = (0..<4).reduce(0) { $0 | Int(octets[position + 8 + $1]) << (8 * $1) }
      let frame = Array(octets[(position + 16)..<(position + 16 + length)])
      position += 16 + length
      guard frame.count > 42, frame[23] == 17 else { continue }
      let ports = [34, 36].map { UInt16(frame[$0]) << 8 | UInt16(frame[$0 + 1]) }
      let end = 34 + Int(frame[38]) << 8 + Int(frame[39])
      if ports[0] == clientPort { client(Array(frame[42..<end])) }
      if ports[1] == clientPort { server(Array(frame[42..<end])) }
    }
  }
}
