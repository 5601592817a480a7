import ApplicationModel
import Octets
import Testing

@testable import ApplicationDissectors

/// Hellos as tshark reads them, too.
@Suite struct TLSHelloTests {
  struct ClientExample: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var message: [UInt8]
    var isDatagram = false
    var lines: [String]
    /// tshark's.
    var ja3: String
  }

  static let clients = [
    ClientExample(
      testDescription: "TLS 1.1", message: RecordedHellos.tls11Client,
      lines: [], ja3: "1cc6e836247808b61d8e8dfbc48ad934"),
    ClientExample(
      testDescription: "TLS 1.3", message: RecordedHellos.retriedClient,
      lines: [], ja3: "d7d477dd98b3fab865d1970dc88a3b9c"),
    ClientExample(
      testDescription: "early data", message: RecordedHellos.earlyClient,
      lines: [], ja3: "73a4e2cca8dc512d9d81c80851418f14"),
    ClientExample(
      testDescription: "ticket", message: RecordedHellos.ticketClient,
      lines: [], ja3: "fbe7e189e37a07ee33706f86bc746344"),
    ClientExample(
      testDescription: "browser", message: RecordedHellos.browser,
      lines: [], ja3: "d81fcba3f82df97ae9971d938da5caa6"),
    ClientExample(
      testDescription: "DTLS 1.3", message: RecordedHellos.datagramClient, isDatagram: true,
      lines: [], ja3: "2c8f90fec0ab96418aa8c253126b55ec"),
  ]

  @Test(arguments: clients)
  func client(_ example: ClientExample) {
    let hello = HelloText.client(example.message, isDatagram: example.isDatagram)
    #expect(HelloText.lines(hello) == example.lines)
    #expect(hello.ja3 == example.ja3)
  }

  static let servers: [(message: [UInt8], line: String, ja3s: String)] = [
    (RecordedHellos.retryRequest, "", "15af977ce25de452b96affa2addb1036"),
    (RecordedHellos.earlyServer, "", "2253c82f03b621c5144709b393fde2c9"),
    (RecordedHellos.ticketServer, "", "fd4bc6cea4877646ccd62f0792ec0b62"),
  ]

  @Test(arguments: servers)
  func server(_ message: [UInt8], _ line: String, _ ja3s: String) {
    let hello = HelloText.server(message)
    #expect(HelloText.line(hello) == line)
    #expect(hello.ja3s == ja3s)
  }

  @Test("extensions of a client that are seldom sent")
  func seldom() {
    let hello = MadeHello(extensions: [
      (0, [0, 6, 0, 0, 3, 0x61, 0xff, 0x62]), (27, [4, 0, 1, 0, 2]), (28, [0x40, 1]), (49, []), (50, [0, 2, 4, 3]),
      (0xfe0d, [0, 0, 1, 0, 3, 7, 0, 2, 9, 9, 0, 3, 8, 8, 8]),
    ]).read()
    #expect(hello.serverName == [0x61, 0xff, 0x62])
    #expect(
      HelloText.lines(hello).dropFirst(4) == [
        "certificate schemes: 403", "compressions: 1 2", "record limit: 16385", "ech: 1.3.7 2 3", "has: post-handshake auth",
      ])
    #expect(MadeHello(extensions: [(0xfe0d, [1])]).read().isInnerHello)
  }

  @Test("an extension that breaks its format leaves the others alone")
  func brokenExtension() {
    let hello = MadeHello(extensions: [
      (0, [0, 9, 0, 0, 3, 0x61]), (10, [0, 3, 0, 29, 0]), (43, [2, 3, 4]), (41, [1, 2, 3]),
    ]).read()
    #expect(hello.isMalformed)
    #expect(hello.serverName == nil && hello.groups.isEmpty)
    #expect(hello.supportedVersions == [.tls13])
    #expect(hello.extensions.count == 4)
  }

  @Test("what a server adds under encryption")
  func encryptedExtensions() {
    let body: [UInt8] = [0, 13, 0, 16, 0, 5, 0, 3, 2, 0x68, 0x32, 0, 42, 0, 0]
    let told = TLSHelloReader.encryptedExtensions(ByteView(body.span))
    #expect(told.selectedProtocol == Array("h2".utf8) && told.acceptsEarlyData)
    for end in 0..<body.count {
      _ = TLSHelloReader.encryptedExtensions(ByteView(body.span).prefix(end))
    }
  }
}
