import ApplicationModel
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("Records of TLS")
struct TLSRecordTests {
  private func record(_ sessions: TLSSession..., isClientHigh: Bool = false) throws -> JSON {
    var facts = ApplicationFacts()
    facts.tls = sessions
    return try JSON.flow(Handmade.flow(isClientHigh: isClientHigh, facts))
  }

  @Test("what was agreed on")
  func agreement() throws {
    let tls = try #require(try record(TLSExamples.modern())["tls"])
    let expected: [(String, String)] = [
      ("version", #""1.3""#), ("cipher_id", "4865"), ("server_name", #""a.example""#),
      ("alpn", #"{"offered":["h2","http/1.1"],"selected":"h2"}"#), ("resumed", "false"), ("resumption", #""full""#),
      ("early_data", #""none""#), ("ech", "false"), ("handshake_s", "0.02"), ("complete", "true"), ("decrypted", "false"),
      ("records", #"{"client":5,"server":5}"#),
      (
        "timing",
        #"{"client_hello_s":0,"server_hello_s":0.012,"server_flight_s":0.004,"client_finished_s":0.004,"frames":"#
          + #"{"client_hello":4,"client_hello_last":4,"server_hello":6,"server_flight_last":7,"client_finished":8,"server_finished":7}}"#
      ),
    ]
    for (key, text) in expected { #expect(tls[key] == (try JSON(text)), "\(key)") }
    #expect(tls["client_hello"]?["ja4"]?.text == "t13d0202h2_0123456789ab_ba9876543210")
    #expect(tls["client_hello"]?["frame"] == .number(4))
    #expect(tls["server_hello"]?["ja3s"]?.text == String(repeating: "1", count: 32))
  }

  @Test("what is not known is absent")
  func unknown() throws {
    let tls = try #require(try record(TLSSession(client: .low))["tls"])
    #expect(tls.keys == ["complete", "records", "sides", "decrypted"])
  }

  @Test("sides are the flow's, whoever sent the ClientHello", arguments: [false, true])
  func reversed(_ isClientHigh: Bool) throws {
    var session = TLSExamples.modern()
    session.clientSide.records = 1
    session.serverSide.records = 2
    session.decryption.client.failed = 3
    let tls = try #require(try record(session, isClientHigh: isClientHigh)["tls"])
    #expect(tls["records"] == (try JSON(isClientHigh ? #"{"client":2,"server":1}"# : #"{"client":1,"server":2}"#)))
    #expect(tls["sides"]?[isClientHigh ? "server" : "client"]?["records"] == .number(1))
    #expect(tls["decryption"]?[isClientHigh ? "server" : "client"]?["failed"] == .number(3))
    #expect(tls["client_hello"]?["sender"]?.text == (isClientHigh ? "server" : "client"))
    #expect(tls["messages"]?[1]?["sender"]?.text == (isClientHigh ? "client" : "server"))
  }

  @Test("names that are no text are written without loss")
  func octets() throws {
    let session = TLSExamples.modern { session in
      session.clientHello?.serverName = [0x61, 0xff, 0x00, 0x22]
      session.clientHello?.protocols = [[0x0a, 0x0a], [0xc3, 0x28]]
    }
    let tls = try #require(try record(session)["tls"])
    #expect(tls["server_name"]?.text == "a\\xff\u{0}\"")
    #expect(tls["alpn"]?["offered"] == .array([.string("\n\n"), .string("\\xc3(")]))
  }

  @Test("GREASE and numbers without names are told apart")
  func grease() throws {
    let hello = try #require(try record(TLSExamples.everything)["tls"]?["client_hello"])
    #expect(hello["supported_versions"] == (try JSON(#"["GREASE","1.3","dtls1.2","1.3-draft28","ssl2","ssl3"]"#)))
    #expect(hello["psk_modes"] == (try JSON(#"["psk_dhe_ke","psk_ke","GREASE","0x4d"]"#)))
    #expect(hello["certificate_compressions"] == (try JSON(#"["zlib","brotli","zstd","0x0009","GREASE"]"#)))
    #expect(hello["cipher_suites"]?.items.suffix(2) == [.string("GREASE"), .string("0xfff0")])
    #expect(hello["cipher_suite_ids"]?.items.suffix(2) == [.number(0x1a1a), .number(0xfff0)])
    #expect(hello["groups"]?[0]?.text == "GREASE")
    #expect(hello["key_shares"]?[0] == (try JSON(#"{"group":"GREASE","bytes":1}"#)))
    #expect(hello["extensions"]?[0] == (try JSON(#"{"name":"GREASE","id":2570,"bytes":5}"#)))
  }

  @Test("certificates: whose, and whether they were valid then")
  func certificates() throws {
    let tls = try #require(try record(TLSExamples.everything)["tls"])
    let certificates = tls["certificates"]?.items ?? []
    #expect(certificates.compactMap { $0["validity"]?.text } == ["valid", "expired", "not_yet_valid"])
    #expect(certificates.compactMap { $0["sender"]?.text } == ["server", "server", "client"])
    #expect(certificates[0]["sha256"]?.text == String(repeating: "ab", count: 32))
    #expect(certificates[0]["not_before"]?.text == "2023-11-04T22:13:20.000000000Z")
    #expect(tls["certificate_messages"]?[0]?["certificates"] == .number(2))
    #expect(tls["certificate_messages"]?[0]?["faults"]?.items.count == 7)
  }

  @Test(
    "dates beyond the capture's clock",
    arguments: [
      (253_402_300_799, "9999-12-31T23:59:59.000000000Z"), (-62_167_219_200, "0000-01-01T00:00:00.000000000Z"),
      (-1, "1969-12-31T23:59:59.000000000Z"), (951_782_400, "2000-02-29T00:00:00.000000000Z"), (253_402_300_800, nil),
      (.min, nil), (.max, nil),
    ] as [(Int64, String?)])
  func dates(_ seconds: Int64, _ text: String?) { #expect(CertificateTime.rfc3339(seconds) == text) }

  @Test("how a side ended: a FIN without close_notify is told")
  func ends() throws {
    let session = TLSExamples.modern { session in
      session.clientSide.closeNotify = nil
      session.serverSide.ending = .reset
    }
    let tls = try #require(try record(session)["tls"])
    #expect(tls["close"]?["client"] == (try JSON(#"{"ended_by":"fin","frame":30,"truncated":true}"#)))
    #expect(tls["close"]?["server"] == (try JSON(#"{"close_notify_frame":31,"ended_by":"reset","frame":31}"#)))
  }

  @Test("whether it was decrypted, and with what")
  func decrypted() throws {
    let tls = try #require(try record(TLSExamples.everything)["tls"])
    #expect(tls["decrypted"] == .bool(true))
    #expect(tls["key_source"]?.text == "key_log")
    #expect(tls["client_random"]?.text == String(repeating: "07", count: 32))
    let handshakeOnly = TLSExamples.modern { $0.decryption.server.records = 2 }
    #expect(try record(handshakeOnly)["tls"]?["decrypted"] == .bool(false))
    let closedOnly = TLSExamples.modern { session in
      session.decryption.server.records = 2
      session.clientSide.dataRecords = 0
      session.serverSide.dataRecords = 0
    }
    #expect(try record(closedOnly)["tls"]?["decrypted"] == .bool(true))
  }

  @Test("the time since TCP's handshake is told of what stands right behind it")
  func opening() {
    let opened = Timestamp(nanoseconds: Handmade.start - 1_000_000)
    #expect(TLSTiming(TLSExamples.modern(), opened: opened).opening == 1_000_000)
    #expect(TLSTiming(TLSExamples.modern { $0.nesting = 1 }, opened: opened).opening == nil)
    #expect(TLSTiming(TLSExamples.modern { $0.isComplete = false }, opened: nil).handshake == nil)
    let everything = TLSTiming(TLSExamples.everything, opened: opened)
    #expect(everything.opening == nil)
    #expect(everything.serverFinished == 2_000_000)
    #expect(everything.handshake == 22_000_000)
  }
}
