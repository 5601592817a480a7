import ApplicationModel
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("Findings of TLS")
struct TLSFindingTests {
  struct Example: Sendable {
    var name: String
    /// "id severity frames".
    var findings: [String]
    var session: TLSSession

    init(_ name: String, _ findings: String..., session: TLSSession) {
      self.name = name
      self.findings = findings
      self.session = session
    }
  }

  private static func with(_ certificates: TLSCertificate..., faults: TLSCertificateChain.Faults = []) -> TLSSession {
    TLSExamples.modern { session in
      var chain = TLSExamples.chain()
      chain.certificates = certificates
      chain.faults = faults
      session.certificates = [chain]
    }
  }

  private static func leaf(
    _ names: [String] = ["a.example"], days: Range<Int64> = -10..<40, _ fill: (inout TLSCertificate) -> Void = { _ in }
  ) -> TLSCertificate {
    var leaf = TLSExamples.certificate("CN=a.example", by: "CN=Lab", names: names, days: days)
    fill(&leaf)
    return leaf
  }

  static let examples = [
    Example("a plain session", session: TLSExamples.modern()),
    Example("a session of which nothing is known", session: TLSSession(client: .low)),
    Example("an alert", "tls_handshake_failed error [4, 6]", session: TLSExamples.failed(.noCommonVersion, alert: 70)),
    Example(
      "a server that goes away", "tls_handshake_failed warning [4, 6]",
      session: TLSExamples.failed(.closed, alert: 0) { $0.alerts = [] }),
    Example("plain text", "tls_plaintext_answer warning [4, 6]", session: TLSExamples.failed(.plaintext, alert: 0)),
    Example("a good certificate", session: with(leaf())),
    Example("an expired one", "tls_certificate_expired warning [6, 7]", session: with(leaf(days: -20 ..< -1))),
    Example("one that is too young", "tls_certificate_not_yet_valid warning [6, 7]", session: with(leaf(days: 1..<20))),
    Example("one that ends soon", "tls_certificate_expiring note [6, 7]", session: with(leaf(days: -80..<3))),
    Example("a short-lived one", session: with(leaf(days: -3..<3))),
    Example(
      "an expired authority", "tls_certificate_expired note [6, 7]",
      session: with(leaf(), TLSExamples.certificate("CN=Lab", by: "CN=Root", days: -90 ..< -1))),
    Example(
      "another name", "tls_certificate_name_mismatch warning [4, 6, 7]", session: with(leaf(["b.example", "*.a.example"]))),
    Example(
      "signed by itself", "tls_self_signed note [6, 7]",
      session: with(TLSExamples.certificate("CN=a.example", names: ["a.example"], days: -10..<40))),
    Example(
      "a small key", "tls_weak_key warning [6, 7]",
      session: with(
        leaf { leaf in
          leaf.keyType = "rsa"
          leaf.keyBits = 1024
        })),
    Example("a broken chain", "tls_chain_broken warning [6, 7]", session: with(leaf(), faults: .broken)),
    Example(
      "a chain out of order", "tls_chain_wrong_order note [6, 7]", session: with(leaf(), faults: [.wrongOrder, .repeated])),
    Example("a leaf alone", "tls_chain_incomplete note [6, 7]", session: with(leaf(), faults: .leafAlone)),
    Example("a root", session: with(leaf(), faults: .containsRoot)),
    Example(
      "an old version", "tls_old_version note [4, 6]",
      session: TLSExamples.modern { $0.serverHello = TLSExamples.serverHello(.tls10, 0xc013) }),
    Example(
      "a broken version and a weak cipher", "tls_old_version warning [4, 6]", "tls_weak_cipher warning [4, 6]",
      session: TLSExamples.modern { $0.serverHello = TLSExamples.serverHello(.ssl3, 0x0005) }),
    Example(
      "a record with a wrong tag", "tls_record_damaged warning [14]",
      session: TLSExamples.modern { session in
        session.decryption.client.records = 4
        session.decryption.client.failed = 1
        session.decryption.client.firstFailure = TLSExamples.point(14, 70)
      }),
    Example(
      "a secret that is missing", "tls_not_decrypted note [4]",
      session: TLSExamples.modern { $0.decryption.problem = .secretMissing }),
    Example("no secret at all", session: TLSExamples.modern { $0.decryption.problem = .noSecret }),
    Example(
      "an end without close_notify", "tls_truncated note [31]",
      session: TLSExamples.modern { session in
        session.serverSide.closeNotify = nil
        session.clientSide.closeNotify = nil
        session.clientSide.ending = nil
      }),
    Example("one that follows the other's close_notify", session: TLSExamples.modern { $0.serverSide.closeNotify = nil }),
    Example(
      "one that an alert of unknown content may explain",
      session: TLSExamples.modern { session in
        session.clientSide.closeNotify = nil
        session.serverSide.closeNotify = nil
        session.alerts = [Endpoint.low, .high].map {
          .init(point: TLSExamples.point(29, 80), sender: $0, level: nil, description: nil, isInferred: true)
        }
      }),
    Example(
      "early data in vain", "tls_early_data_rejected note [4, 6]", session: TLSExamples.modern { $0.earlyData = .rejected }),
    Example(
      "a renegotiation", "tls_renegotiation note [12]",
      session: TLSExamples.modern { session in
        session.serverHello?.renegotiationInfo = []
        session.renegotiations = [TLSExamples.point(12, 50)]
      }),
    Example(
      "an unsafe renegotiation", "tls_renegotiation warning [12]",
      session: TLSExamples.modern { $0.renegotiations = [TLSExamples.point(12, 50)] }),
  ]

  @Test("what is to be told, and nothing else", arguments: examples.indices)
  func findings(_ index: Int) {
    let example = Self.examples[index]
    let found = FlowFindings.all(Handmade.flow(TLSExamples.facts(example.session)))
    #expect(found.map { "\($0.id) \($0.severity.rawValue) \($0.frames)" } == example.findings, "\(example.name)")
    for finding in found { #expect(finding.text.hasSuffix(".") && !finding.text.contains("\n"), "\(finding.text)") }
  }

  @Test("a failure says who ended it, where and why")
  func failure() {
    let facts = TLSExamples.facts(TLSExamples.failed(.noCommonVersion, alert: 70))
    let found = FlowFindings.all(Handmade.flow(facts))
    #expect(
      found.map(\.text) == [
        "A TLS handshake failed at the ServerHello, ended by the server: no version in common (protocol_version)."
      ])
    #expect(
      found.first?.values == [
        .init("stage", .text("server_hello")), .init("reason", .text("no_common_version")), .init("sender", .text("server")),
        .init("alert", .text("protocol_version")), .init("server_name", .text("a.example")),
      ])
  }

  @Test("a body that only the end delimits makes an end without close_notify grave")
  func truncated() {
    var made = HandmadeLog()
    made.log.scheme = "https"
    made.add(made.request(), made.response { $0.framing = .close })
    var facts = TLSExamples.facts(
      TLSExamples.modern { session in
        session.serverSide.closeNotify = nil
        session.clientSide.ending = nil
        session.clientSide.closeNotify = nil
      })
    facts.http = [made.log]
    let found = FlowFindings.all(Handmade.flow(facts))
    #expect(found.map { "\($0.id) \($0.severity.rawValue)" } == ["tls_truncated warning"])
    facts.http[0].scheme = "http"
    #expect(FlowFindings.all(Handmade.flow(facts)).map(\.severity) == [.note])
  }

  @Test("of a kind there is one, however many sessions there are")
  func once() {
    let session = TLSExamples.failed(.reset, alert: 40)
    #expect(FlowFindings.all(Handmade.flow(TLSExamples.facts(session, session, session))).count == 1)
  }

  @Test(
    "names and certificates (RFC 9525)",
    arguments: [
      (["a.example"], "a.example", true), (["A.Example."], "a.example", true), (["b.example"], "a.example", false),
      (["*.example"], "a.example", true), (["*.example"], "b.a.example", false), (["*.example"], "example", false),
      (["*.a.example"], "a.example", false), (["a*.example"], "ab.example", false), (["*"], "example", false),
      (["10.0.0.2"], "10.0.0.2", true), ([], "a.example", true), ([], "b.example", false), (["a.example"], "", nil),
      (["a.example"], "a\u{0}b", nil), (["*."], ".", false),
    ] as [([String], String, Bool?)])
  func names(_ names: [String], _ name: String, _ isMatch: Bool?) {
    let certificate = TLSExamples.certificate("CN=a.example,O=Lab", by: "CN=Lab", names: names)
    #expect(CertificateNames.matches(certificate, Array(name.utf8)) == isMatch)
  }
}
