import Analysis
import ApplicationModel
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("The summary of TLS")
struct TLSTextTests {
  private func text(_ sessions: TLSSession..., style: TextStyle = TextStyle()) -> ReportText {
    var digest = FlowDigest()
    digest.add(sessions.map { Handmade.flow(TLSExamples.facts($0)) })
    return ReportText(RunResult(), digest, style: style)
  }

  @Test("handshakes by outcome, version and cipher; failures, expired certificates and the longest each with its frames")
  func handshakes() {
    let expired = TLSExamples.modern { session in
      session.certificates = [TLSExamples.chain(TLSExamples.certificate("CN=a", by: "CN=Lab", days: -20 ..< -1))]
      session.resumption = .psk
      session.serverSide.plaintextOctets = 1
    }
    let report = text(
      TLSExamples.modern(), expired, expired, TLSExamples.failed(.noCommonVersion, alert: 70), TLSSession(client: .low))
    #expect(
      report.tls == [
        "TLS: 5 sessions in 5 connections",
        "  3 handshakes done, 1 failed, 1 under way when the capture began, 2 resumed, 2 decrypted", "  versions: 3 TLS 1.3",
        "  ciphers: 3 AES_128_GCM_SHA256", "  Failed handshakes",
        "                              why                                      flow  frames",
        "    a.example (10.0.0.2:443)  no version in common (protocol_version)     1     4-6", "  Expired certificates",
        "                                                flow  frames",
        "    a.example (10.0.0.2:443)  since 2023-11-13     1     4-8", "  Longest handshakes",
        "                              version     time  flow  frames",
        "    a.example (10.0.0.2:443)  TLS 1.3  20.0 ms     1     4-8",
        "    a.example (10.0.0.2:443)  TLS 1.3  20.0 ms     1     4-8",
        "    a.example (10.0.0.2:443)  TLS 1.3  20.0 ms     1     4-8",
      ])
  }

  @Test("nothing is said of what was not there")
  func none() { #expect(text().tls.isEmpty) }

  @Test("of many failures a few lines")
  func bounded() {
    var digest = FlowDigest()
    let failed = Handmade.flow(TLSExamples.facts(TLSExamples.failed(.reset, alert: 40)))
    for _ in 1...100 { digest.add([failed]) }
    let report = ReportText(RunResult(), digest, style: TextStyle())
    #expect(report.tls.count < 16)
    #expect(report.tls.contains("    and 92 more"))
  }
}
