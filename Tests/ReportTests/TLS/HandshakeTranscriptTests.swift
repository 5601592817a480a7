import ApplicationModel
import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("Transcripts of handshakes")
struct HandshakeTranscriptTests {
  private func lines(_ session: TLSSession) throws -> [String] {
    let view = try #require(HandshakeLineTests.views(session).first)
    return HandshakeTranscript.text(view, style: TextStyle(width: 60)).split(separator: "\n").map(String.init)
  }

  @Test("a handshake, message by message")
  func modern() throws {
    let lines = try lines(
      TLSExamples.modern { session in
        session.certificates = [
          TLSExamples.chain(
            TLSExamples.certificate("CN=a.example", by: "CN=Lab", names: ["a.example", "b\u{1b}"], days: -10..<40))
        ]
      })
    let text = lines.joined(separator: "\n")
    #expect(lines.first == "* tls of flow 1: 10.0.0.1:40000 -> 10.0.0.2:443, frames 4 to 8")
    for wanted in [
      "* Server name: a.example", "* Offered: TLS 1.3, TLS 1.2", "* ALPN: h2, http/1.1",
      "> client_hello, 40 bytes            frame 4, 22:13:20.000000",
      "< server_hello, 40 bytes                   frame 6, +12.0 ms",
      "* TLS 1.3 / TLS_AES_128_GCM_SHA256 / x25519", "* ALPN: the server took h2", "* Full handshake",
      "* Certificates of the server (frames 6 to 7):", "*   0 subject: CN=a.example", "*     issuer: CN=Lab",
      #"*     names: a.example, b\u{1b}"#, "*     valid from 2023-11-04 to 2023-12-24",
      "*     key: ec secp256r1 256 bits; signature: ecdsa-with-SHA256",
      "* Handshake in 20.0 ms: ServerHello after 12.0 ms, its flight 4.00 ms, client's Finished 4.00 ms",
      "* Data of the client: 3 records, 300 bytes",
      "* Close_notify of the client in frame 30, close_notify of the server in frame 31",
    ] {
      #expect(lines.contains(wanted), "\(wanted)\n\(text)")
    }
  }

  @Test("a failure is told with its frames, and what was found")
  func failed() throws {
    let lines = try lines(TLSExamples.failed(.noCommonVersion, alert: 70))
    #expect(lines.contains("< alert: fatal protocol_version     frame 6, 22:13:20.005000"))
    #expect(lines.contains("* Failed at the ServerHello, ended by the server: no version in common (frames 4, 6)"))
    #expect(lines.contains { $0.hasPrefix("* Found (error): A TLS handshake failed") })
  }

  @Test("labels of secrets are told, and all lines are safe")
  func everything() throws {
    let lines = try lines(TLSExamples.everything)
    #expect(
      lines.contains(
        "* Decrypted: 3 records with the key log, from an earlier connection: CLIENT_HANDSHAKE_TRAFFIC_SECRET, CLIENT_TRAFFIC_SECRET_0"
      ))
    #expect(lines.contains("* STARTTLS in smtp, asked for in frame 2, granted in frame 3"))
    #expect(lines.allSatisfy { "*<>".contains($0.first ?? "?") })
  }

  @Test("curl's view of an exchange tells of the TLS around it")
  func exchange() throws {
    var made = HandmadeLog()
    made.log.scheme = "https"
    made.add(made.request(), made.response())
    made.add(made.request(frames: 14...14), made.response(frames: 15...15))
    var facts = TLSExamples.facts(TLSExamples.modern())
    facts.http = [made.log]
    let views = HTTPConversation(Handmade.flow(facts), Redaction())?.exchanges ?? []
    let texts = views.map { Transcript.text($0, style: TextStyle()) }
    #expect(texts.map { $0.contains("* TLS 1.3 / TLS_AES_128_GCM_SHA256 / x25519") } == [true, false])
    #expect(texts.first?.contains("* Handshake in 20.0 ms") == true)
  }

  @Test("an archive has TLS's time in that of the connection")
  func archive() throws {
    var made = HandmadeLog()
    made.log.scheme = "https"
    made.add(made.request(), made.response())
    made.add(made.request(frames: 14...14), made.response(frames: 15...15))
    var facts = TLSExamples.facts(TLSExamples.modern())
    facts.http = [made.log]
    let views = HTTPConversation(Handmade.flow(facts), Redaction())?.exchanges ?? []
    let entries = try views.map { view in
      try JSON(Handmade.json { HAREntry(view, HAROptions()).write(to: &$0) })
    }
    #expect(entries.map { $0["timings"]?["ssl"] } == [.number(20), .number(-1)])
    #expect(entries.map { $0["timings"]?["connect"] } == [.number(20), .number(-1)])
    #expect(entries[0]["time"] == .number(30))
    #expect(
      entries[1]["_tls"]
        == (try JSON(#"{"version":"1.3","cipher":"TLS_AES_128_GCM_SHA256","serverName":"a.example","alpn":"h2"}"#)))
  }
}
