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
      lines: [
        "1.1, 127 octets, random of 32, session of 0",
        "suites: c00a c014 39 38 88 87 c019 3a 89 c009 c013 33 32 45 44 c018 34 46 35 84 2f 41 ff",
        "extensions: 11.4 10.12 35.0 22.0 23.0",
        "groups: x25519 secp256r1 x448 secp521r1 secp384r1",
        "point formats: 0 1 2",
        "ticket of: 0",
        "has: extended master secret encrypt then mac",
      ], ja3: "1cc6e836247808b61d8e8dfbc48ad934"),
    ClientExample(
      testDescription: "TLS 1.3", message: RecordedHellos.retriedClient,
      lines: [
        "1.2, 300 octets, random of 32, session of 32",
        "suites: 1302 1303 1301 c02c c030 9f cca9 cca8 ccaa c02b c02f 9e c024 c028 6b c023 c027 67 c00a c014 39 "
          + "c009 c013 33 9d 9c 3d 3c 35 2f ff",
        "extensions: 0.20 11.4 10.6 35.0 22.0 23.0 13.42 43.9 45.2 51.38",
        "server: hrr.lab.example",
        "versions: 1.3 1.2 1.1 1.0",
        "groups: x25519 secp384r1",
        "point formats: 0 1 2",
        "schemes: 403 503 603 807 808 809 80a 80b 804 805 806 401 501 601 303 301 302 402 502 602",
        "shares: x25519.32",
        "modes: 1",
        "ticket of: 0",
        "has: extended master secret encrypt then mac",
      ], ja3: "d7d477dd98b3fab865d1970dc88a3b9c"),
    ClientExample(
      testDescription: "early data", message: RecordedHellos.earlyClient,
      lines: [
        "1.2, 413 octets, random of 32, session of 32",
        "suites: 1302 1303 1301 c02c c030 9f cca9 cca8 ccaa c02b c02f 9e c024 c028 6b c023 c027 67 c00a c014 39 "
          + "c009 c013 33 9d 9c 3d 3c 35 2f ff",
        "extensions: 0.18 11.4 10.22 35.0 22.0 23.0 13.42 43.9 45.2 51.38 42.0 41.91",
        "server: r.lab.example",
        "versions: 1.3 1.2 1.1 1.0",
        "groups: x25519 secp256r1 x448 secp521r1 secp384r1 ffdhe2048 ffdhe3072 ffdhe4096 ffdhe6144 ffdhe8192",
        "point formats: 0 1 2",
        "schemes: 403 503 603 807 808 809 80a 80b 804 805 806 401 501 601 303 301 302 402 502 602",
        "shares: x25519.32",
        "modes: 1",
        "identities of: 32 age 3651079632",
        "ticket of: 0",
        "has: early data extended master secret encrypt then mac",
      ], ja3: "73a4e2cca8dc512d9d81c80851418f14"),
    ClientExample(
      testDescription: "ticket", message: RecordedHellos.ticketClient,
      lines: [
        "1.2, 391 octets, random of 32, session of 32",
        "suites: c02c c030 9f cca9 cca8 ccaa c02b c02f 9e c024 c028 6b c023 c027 67 c00a c014 39 c009 c013 33 9d "
          + "9c 3d 3c 35 2f ff",
        "extensions: 11.4 10.12 35.176 22.0 23.0 13.42",
        "groups: x25519 secp256r1 x448 secp521r1 secp384r1",
        "point formats: 0 1 2",
        "schemes: 403 503 603 807 808 809 80a 80b 804 805 806 401 501 601 303 301 302 402 502 602",
        "ticket of: 176",
        "has: extended master secret encrypt then mac",
      ], ja3: "fbe7e189e37a07ee33706f86bc746344"),
    ClientExample(
      testDescription: "browser", message: RecordedHellos.browser,
      lines: [
        "1.2, 545 octets, random of 32, session of 32",
        "suites: a0a 1301 1302 1303 c02b c02f c02c c030 cca9 cca8 c013 c014 9c 9d 2f 35",
        "extensions: 23130.0 13.18 16.14 0.18 11.2 35.0 17513.5 65281.1 51.43 10.10 45.2 43.7 5.5 23.0 18.0 27.3 "
          + "27242.1 41.235",
        "server: app.slack.com",
        "protocols: h2 http/1.1",
        "versions: GREASE 1.3 1.2",
        "groups: GREASE x25519 secp256r1 secp384r1",
        "point formats: 0",
        "schemes: 403 804 401 503 805 501 806 601",
        "shares: GREASE.1 x25519.32",
        "modes: 1",
        "identities of: 192 age 137020040",
        "ticket of: 0",
        "renegotiation of: 0",
        "compressions: 2",
        "has: extended master secret status request",
      ], ja3: "d81fcba3f82df97ae9971d938da5caa6"),
    ClientExample(
      testDescription: "DTLS 1.3", message: RecordedHellos.datagramClient, isDatagram: true,
      lines: [
        "dtls1.2, 506 octets, random of 32, session of 0",
        "cookie of: 0",
        "suites: 1301 1302 1303 c02c c02b c030 c02f 9f 9e cca9 cca8 ccaa c027 c023 c028 c024 c00a c009 c014 c013 "
          + "6b 67 39 33 cc14 cc13 cc15",
        "extensions: 43.3 13.32 10.12 22.0 51.331",
        "versions: dtls1.3",
        "groups: secp521r1 secp384r1 secp256r1 secp224r1 ffdhe2048",
        "schemes: 603 503 403 203 806 80b 805 80a 804 809 601 501 401 301 201",
        "shares: secp256r1.65 ffdhe2048.256",
        "has: encrypt then mac",
      ], ja3: "2c8f90fec0ab96418aa8c253126b55ec"),
  ]

  @Test(arguments: clients)
  func client(_ example: ClientExample) {
    let hello = HelloText.client(example.message, isDatagram: example.isDatagram)
    #expect(HelloText.lines(hello) == example.lines)
    #expect(hello.ja3 == example.ja3)
  }

  static let servers: [(message: [UInt8], line: String, ja3s: String)] = [
    (
      RecordedHellos.retryRequest, "1.3 (1.2), TLS_AES_256_GCM_SHA384, session of 32, 43.2, 51.2, secp384r1, retry",
      "15af977ce25de452b96affa2addb1036"
    ),
    (
      RecordedHellos.earlyServer, "1.3 (1.2), TLS_AES_256_GCM_SHA384, session of 32, 43.2, 51.36, 41.2, x25519, identity 0",
      "2253c82f03b621c5144709b393fde2c9"
    ),
    (
      RecordedHellos.ticketServer,
      "1.2 (1.2), TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, session of 32, 65281.1, 23.0, renegotiation of 0, "
        + "extended master secret",
      "fd4bc6cea4877646ccd62f0792ec0b62"
    ),
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
