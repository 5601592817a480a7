import ApplicationModel
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("Schema of TLS")
struct TLSSchemaTests {
  let check: SchemaCheck

  init() throws { check = try SchemaCheck(ReportSchema.records) }

  private static let sessions: [TLSSession] = [
    TLSExamples.everything, TLSExamples.modern(), TLSExamples.failed(.noCommonVersion, alert: 70), TLSSession(client: .high),
  ]

  private static func json(_ sessions: [TLSSession]) throws -> JSON {
    var facts = ApplicationFacts()
    facts.tls = sessions
    var finished = Handmade.flow(facts)
    finished.connection?.ackFrame = 3
    finished.connection?.ackTime = Timestamp(nanoseconds: Handmade.start - 2_000_000)
    return try JSON.flow(finished)
  }

  @Test("everything that is written is described")
  func described() throws {
    let flow = try Self.json(Self.sessions)
    #expect(check.faults(flow, "flow_members") == [])
    #expect(flow["tls_inner"]?.items.count == 3)
    for session in Self.sessions { #expect(check.faults(try Self.json([session]), "flow_members") == []) }
  }

  @Test("every key that the schema has is written some time")
  func written() throws {
    let definitions = try #require(try JSON(ReportSchema.records)["$defs"])
    let flow = try Self.json([
      TLSExamples.everything, TLSExamples.everything, TLSExamples.modern { $0.clientSide.closeNotify = nil },
    ])
    let all = [flow["tls"]].compactMap { $0 } + (flow["tls_inner"]?.items ?? [])
    func each(_ key: String) -> [JSON] { all.compactMap { $0[key] } }
    let rows: [(String, [JSON])] = [
      ("tls_session_members", all), ("tls_client_hello", each("client_hello")),
      ("tls_server_hello", each("server_hello")), ("tls_certificate", each("certificates").flatMap(\.items)),
      ("tls_certificate_message", each("certificate_messages").flatMap(\.items)),
      ("tls_message", each("messages").flatMap(\.items)), ("tls_alert", each("alerts").flatMap(\.items)),
      ("tls_renegotiation", each("renegotiations").flatMap(\.items)), ("tls_key_update", each("key_updates").flatMap(\.items)),
      ("tls_timing", each("timing")), ("tls_failure", each("failure")),
      ("tls_side", each("sides").flatMap { [$0["client"], $0["server"]].compactMap { $0 } }),
      ("tls_close", each("close").flatMap { [$0["client"], $0["server"]].compactMap { $0 } }),
      ("tls_decryption", each("decryption")), ("tls_decryption_side", each("decryption").compactMap { $0["client"] }),
    ]
    for (definition, values) in rows {
      let keys = values.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
      #expect(keys == definitions[definition]?["properties"]?.keys, "\(definition)")
    }
    let words = definitions["tls_certificate_message"]?["properties"]?["faults"]?["items"]?["enum"]?.items
    #expect(words?.compactMap(\.text) == TLSCertificateRecord.faults.map(\.1))
  }

  @Test(
    "what must not be written is refused",
    arguments: [
      ("tls_session", "other", "1"), ("tls_session", "version", #""TLS 1.3""#), ("tls_session", "cipher_id", "65536"),
      ("tls_session", "cipher_id", nil), ("tls_session", "resumption", #""unknown""#), ("tls_session", "early_data", "true"),
      ("tls_session", "decrypted", nil), ("tls_session", "key_source", #""secret""#), ("tls_session", "alerts", "[]"),
      ("tls_session", "client_random", #""""#), ("tls_session", "master_secret", #""00""#),
      ("tls_session", "datagram", "false"),
      ("tls_client_hello", "ja3", #""00""#), ("tls_client_hello", "session_id", #""00""#),
      ("tls_client_hello", "cipher_suites", "[1]"), ("tls_client_hello", "malformed", "false"),
      ("tls_server_hello", "cipher_suite_id", nil), ("tls_server_hello", "ja3", #""00""#),
    ] as [(String, String, String?)])
  func refused(_ definition: String, _ key: String, _ value: String?) throws {
    let session = try #require(try Self.json([TLSExamples.everything])["tls"])
    let values = [
      "tls_session": session, "tls_client_hello": session["client_hello"], "tls_server_hello": session["server_hello"],
    ]
    var changed = try #require(values[definition] ?? nil)
    #expect(check.faults(changed, definition) == [])
    changed[key] = try value.map { try JSON($0) }
    #expect(check.faults(changed, definition) != [])
  }
}
