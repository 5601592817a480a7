import ApplicationModel
import Fixtures
import Foundation
import Secrets
import Testing

/// Captures of whole sessions with their key logs, in the shared corpus.
@Suite struct RecordedSessionTests {
  /// Sessions, and octets of application data from both sides (tshark's).
  static let rows: [(name: String, sessions: Int, octets: Int)] = [
    ("lab/tls-10-11-a.pcap", 2, 14854),
    ("lab/tls-12-clientcert-a.pcap", 1, 8830),
    ("lab/tls-12-ecdhe-a.pcap", 2, 9315),
    ("lab/tls-12-renego-resume-a.pcap", 6, 0),
    ("lab/tls-12-rsa-kex-a.pcap", 1, 2106),
    ("lab/tls-13-basic-a.pcap", 2, 10352),
    ("lab/tls-13-clientcert-a.pcap", 1, 9040),
    ("lab/tls-13-hrr-a.pcap", 1, 5068),
    ("lab/tls-13-resume-early-a.pcap", 2, 69),
    ("lab/tls-bigchain-a.pcap", 2, 10282),
    ("lab/tls-psk-a.pcap", 1, 4944),
    ("pcapfs/all_ciphers_test__all_ciphers.pcap", 30, 0),
  ]

  @Test(arguments: rows)
  func opened(_ row: (name: String, sessions: Int, octets: Int)) throws {
    guard let capture = Fixture.shared?.appending(path: "corpus").appending(path: row.name),
      FileManager.default.fileExists(atPath: capture.path)
    else {
      print("skipped: ../shared/corpus/\(row.name) is not here")
      return
    }
    let store = SecretStore()
    let log = try [UInt8](Data(contentsOf: capture.appendingPathExtension("keylog")))
    store.add(keyLog: log.span, from: .keyLog, atEnd: true)
    store.publish()
    #expect(store.summary.malformed == 0 && store.summary.unknown == 0)
    let streams = try RecordedStreams(capture: [UInt8](Data(contentsOf: capture)))
    let sessions = streams.connections.map { RecordedSession($0, store) }.filter { $0.suite.rawValue != 0 }
    #expect(sessions.count == row.sessions)
    for session in sessions {
      #expect(session.client.opened > 0 && session.server.opened > 0)
      #expect(session.client.failures == [] && session.server.failures == [])
    }
    let octets = sessions.reduce(0) { $0 + $1.client.data.count + $1.server.data.count }
    if row.octets > 0 { #expect(octets == row.octets) }
  }
}
