import ApplicationModel
import Fixtures
import Flows
import Foundation
import PacketModel
import Testing

/// DTLS, and TLS that another protocol begins, of real programs: compared with what they said of it.
@Suite struct DTLSAndStartTLSTruthTests {
  static let captures = [
    "dtls-gnutls", "dtls10", "dtls12", "dtls12-fragments", "dtls12-resumed", "dtls13-nss", "starttls-mail", "starttls-others",
    "starttls-psql", "starttls-python", "starttls-refused",
  ]

  struct Truth: Decodable {
    var connections: [Connection]

    struct Connection: Decodable {
      var transport: String
      var client: End
      var server_name: String?
      var version: String?
      var hello_verify: Bool?
      var certificates: [String]?
      var complete: Bool
      var starttls: String?
      var starttls_refused: String?
    }
    struct End: Decodable { var port: UInt16 }
  }

  private static let versions: [String: [UInt16]] = [
    // NSS speaks a draft of DTLS 1.3.
    "udp 1.0": [0xfeff], "udp 1.2": [0xfefd], "udp 1.3": [0xfefc, 0x7f2b], "tcp 1.2": [0x0303], "tcp 1.3": [0x0304],
  ]

  @Test("sessions as the programs told of them", arguments: captures)
  func sessions(_ name: String) throws {
    let truth = try JSONDecoder().decode(Truth.self, from: Data(contentsOf: Fixture("tls/\(name).truth.json").url))
    let flows = try WebSocketTruthTests.flows(Fixture("tls/\(name).pcap").url.path)
    #expect(!truth.connections.isEmpty)
    for connection in truth.connections {
      let flow = try #require(
        flows.first { [$0.flow.key.lowPort, $0.flow.key.highPort].contains(connection.client.port) })
      Self.compare(flow.application ?? ApplicationFacts(), connection, client: flow.roles.client)
    }
  }

  private static func compare(_ facts: ApplicationFacts, _ truth: Truth.Connection, client: Endpoint) {
    let port = "port \(truth.client.port)"
    let inner = truth.transport == "udp" ? "dtls" : "tls"
    let expected = truth.starttls_refused.map { [$0] } ?? (truth.starttls.map { [$0, inner] } ?? [inner])
    #expect(facts.protocols.map(\.name) == expected, "\(port)")
    #expect(facts.tls.count == (truth.starttls_refused == nil ? 1 : 0), "\(port)")
    guard let session = facts.tls.first else { return }
    #expect(session.client == client, "\(port)")
    #expect(session.isDatagram == (truth.transport == "udp"), "\(port)")
    #expect(session.isComplete == truth.complete, "\(port)")
    #expect(session.startTLS?.name == truth.starttls, "\(port)")
    if truth.starttls != nil { #expect(session.startTLS?.response != nil, "\(port)") }
    #expect(session.serverName.map { String(decoding: $0, as: UTF8.self) } == truth.server_name, "\(port)")
    if let version = truth.version {
      #expect(versions["\(truth.transport) \(version)"]?.contains(session.version?.rawValue ?? 0) == true, "\(port)")
    }
    if let isVerified = truth.hello_verify { #expect((session.helloVerifyRequest != nil) == isVerified, "\(port)") }
    for side in [session.clientSide, session.serverSide] {
      #expect(side.malformed == nil && side.unreadOctets == 0 && side.missingOctets == 0, "\(port)")
      #expect(side.records > 0, "\(port)")
    }
    // Those of TLS 1.3 are encrypted.
    guard let certificates = truth.certificates, session.version?.rawValue != 0x0304 else { return }
    let told = session.certificates.first { $0.sender != client }?.certificates.map { certificate in
      certificate.fingerprint.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
    #expect(told == certificates, "\(port)")
  }
}
