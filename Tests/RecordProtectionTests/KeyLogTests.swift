import Secrets
import Testing

/// Lines of key logs. What is in them is made up.
@Suite struct KeyLogTests {
  static let random = String(repeating: "0a", count: 32)
  static let secret32 = String(repeating: "b1", count: 32)
  static let secret48 = String(repeating: "c2", count: 48)

  enum Count: CaseIterable {
    case secrets, unused, unknown, malformed

    func callAsFunction(_ summary: KeyLogSummary) -> Int {
      switch self {
      case .secrets: summary.secrets
      case .unused: summary.unused
      case .unknown: summary.unknown
      case .malformed: summary.malformed
      }
    }
  }

  /// A line and which count of the summary it raises.
  static let lines: [(line: String, count: Count)] = [
    ("CLIENT_RANDOM \(random) \(secret48)", .secrets),
    ("CLIENT_RANDOM \(random.uppercased()) \(secret48.uppercased())\r", .secrets),
    ("  CLIENT_RANDOM\t\(random)  \(secret48) ", .secrets),
    ("CLIENT_EARLY_TRAFFIC_SECRET \(random) \(secret32)", .secrets),
    ("CLIENT_HANDSHAKE_TRAFFIC_SECRET \(random) \(secret48)", .secrets),
    ("SERVER_HANDSHAKE_TRAFFIC_SECRET \(random) \(secret48)", .secrets),
    ("CLIENT_TRAFFIC_SECRET_0 \(random) \(secret32)", .secrets),
    ("SERVER_TRAFFIC_SECRET_0 \(random) \(secret32)", .secrets),
    ("RSA 0011223344556677 \(secret48)", .secrets),
    ("PMS_CLIENT_RANDOM \(random) 00", .secrets),
    ("RSA Session-ID:0011 Master-Key:\(secret48)", .secrets),
    ("EXPORTER_SECRET \(random) \(secret32)", .unused),
    ("EARLY_EXPORTER_SECRET \(random) \(secret32)", .unused),
    ("CLIENT_TRAFFIC_SECRET_1 \(random) \(secret32)", .unused),
    ("SERVER_TRAFFIC_SECRET_17 \(random) \(secret32)", .unused),
    ("ECH_SECRET \(random) \(secret32)", .unused),
    ("ECH_CONFIG \(random) 00", .unused),
    ("QUIC_SOMETHING \(random) \(secret32)", .unknown),
    ("client_random \(random) \(secret48)", .unknown),
    ("CLIENT_RANDO", .unknown),
    ("CLIENT_RANDOM", .malformed),
    ("CLIENT_RANDOM ", .malformed),
    ("CLIENT_RANDOM \(random)", .malformed),
    ("CLIENT_RANDOM \(random) \(secret48) 00", .malformed),
    ("CLIENT_RANDOM \(random.dropLast(2)) \(secret48)", .malformed),
    ("CLIENT_RANDOM \(random)00 \(secret48)", .malformed),
    ("CLIENT_RANDOM \(random) \(secret48.dropLast())", .malformed),
    ("CLIENT_RANDOM \(random) \(secret32)", .malformed),
    ("CLIENT_RANDOM \(random) \(secret48.dropLast())g", .malformed),
    ("CLIENT_RANDOM \(random.dropLast())g \(secret48)", .malformed),
    ("CLIENT_TRAFFIC_SECRET_0 \(random) \(secret32.dropLast(2))", .malformed),
    ("CLIENT_TRAFFIC_SECRET_0 \(random) \(secret48)00", .malformed),
    ("RSA 00112233445566 \(secret48)", .malformed),
    ("RSA Session-ID: Master-Key:\(secret48)", .malformed),
    ("RSA Session-ID:00 Master-Key", .malformed),
    ("RSA Session-ID:00", .malformed),
    ("PMS_CLIENT_RANDOM \(random) ", .malformed),
    ("\0\u{ff}", .unknown),
  ]

  @Test(arguments: lines)
  func line(_ line: String, _ count: Count) {
    let store = SecretStore()
    let octets = Array("\(line)\n".utf8)
    #expect(store.add(keyLog: octets.span, from: .keyLog) == octets.count)
    #expect(store.summary.lines == 1)
    for each in Count.allCases { #expect(each(store.summary) == (each == count ? 1 : 0)) }
    store.publish()
    #expect(store.isEmpty == (count != .secrets))
  }

  @Test("comments and empty lines are lines, and nothing else")
  func blank() {
    let store = SecretStore()
    let octets = Array("# CLIENT_RANDOM\n\n\r\n  \n #\n".utf8)
    store.add(keyLog: octets.span, from: .keyLog)
    var expected = KeyLogSummary()
    expected.lines = 5
    #expect(store.summary == expected)
  }

  @Test("a log that grows is taken in whole lines, however it is cut", arguments: [1, 2, 3, 64, 1000])
  func growing(size: Int) {
    let log = Array(Self.lines.map(\.line).joined(separator: "\n").utf8)
    let whole = SecretStore()
    #expect(whole.add(keyLog: log.span, from: .keyLog, atEnd: true) == log.count)
    let store = SecretStore()
    var waiting: [UInt8] = []
    for start in stride(from: 0, to: log.count, by: size) {
      waiting += log[start..<min(start + size, log.count)]
      waiting.removeFirst(store.add(keyLog: waiting.span, from: .keyLog))
    }
    #expect(!waiting.isEmpty)
    #expect(store.add(keyLog: waiting.span, from: .keyLog, atEnd: true) == waiting.count)
    #expect(store.summary == whole.summary)
    store.publish()
    whole.publish()
    #expect(store.keyLogOfAll() == whole.keyLogOfAll())
  }

  @Test func endlessLinesAreLeftBehind() {
    let store = SecretStore()
    let most = [UInt8](repeating: 0x41, count: SecretStore.maximumLineLength)
    #expect(store.add(keyLog: most.span, from: .keyLog) == 0)
    let more = most + [0x41]
    #expect(store.add(keyLog: more.span, from: .keyLog) == more.count)
    #expect(store.summary.unknown == 1)
  }

  @Test("any octets are survived", arguments: 0..<8 as Range<UInt64>)
  func damage(seed: UInt64) {
    let log = Array(Self.lines.map(\.line).joined(separator: "\n").utf8)
    var random = SplitMix(state: seed)
    for _ in 0..<200 {
      var octets = log
      for _ in 0...seed { octets[Int.random(in: 0..<octets.count, using: &random)] = UInt8.random(in: 0...255, using: &random) }
      let store = SecretStore()
      #expect(store.add(keyLog: octets.span, from: .keyLog, atEnd: true) == octets.count)
    }
  }
}
