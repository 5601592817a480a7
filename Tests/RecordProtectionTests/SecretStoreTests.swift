import Secrets
import Testing

@Suite struct SecretStoreTests {
  private static func octets(_ value: UInt8, _ count: Int = 32) -> [UInt8] { [UInt8](repeating: value, count: count) }
  private static func secret(_ value: UInt8) -> Secret { Secret(octets(value, 48).span) }
  private static func line(_ random: UInt8, _ secret: UInt8, label: String = "CLIENT_RANDOM") -> String {
    func hex(_ value: UInt8, _ count: Int) -> String {
      let text = String(value, radix: 16)
      return String(repeating: text.count == 1 ? "0\(text)" : text, count: count)
    }
    return "\(label) \(hex(random, 32)) \(hex(secret, 48))\n"
  }

  private func add(_ text: String, to store: SecretStore, from source: SecretSource = .keyLog) {
    let octets = Array(text.utf8)
    store.add(keyLog: octets.span, from: source)
  }

  @Test func nothingIsSeenBeforeItIsPublished() throws {
    let store = SecretStore()
    #expect(store.isEmpty && store.revision == 0)
    add(Self.line(1, 2), to: store, from: .capture)
    store.learn(Self.secret(3), from: .keyLog, of: .id([7]))
    #expect(store.isEmpty)
    #expect(store.secret(.masterSecret, for: Self.octets(1)) == nil)
    #expect(store.masterSecret(of: .id([7])) == nil)
    store.publish()
    #expect(!store.isEmpty && store.revision == 1)
    let found = try #require(store.secret(.masterSecret, for: Self.octets(1)))
    #expect(found.secret.octets == Self.octets(2, 48) && found.source == .capture)
    let learned = try #require(store.masterSecret(of: .id([7])))
    #expect(learned.secret.octets == Self.octets(3, 48) && learned.source == .keyLog)
    store.publish()
    #expect(store.revision == 1)
    // What is known already is nothing new.
    add(Self.line(1, 2), to: store)
    store.learn(Self.secret(3), from: .keyLog, of: .id([7]))
    store.publish()
    #expect(store.revision == 1)
  }

  @Test func namesAreToldApart() {
    let store = SecretStore()
    add(Self.line(1, 2), to: store)
    store.learn(Self.secret(3), from: .keyLog, of: .id(Self.octets(1)))
    store.learn(Self.secret(4), from: .keyLog, of: .ticket(Self.octets(1)))
    store.learn(Self.secret(5), from: .keyLog, of: .id([1]))
    store.learn(Self.secret(6), from: .keyLog, of: .id([1, 0]))
    store.learn(Self.secret(7), from: .keyLog, of: .ticket(Self.octets(9, 5000)))
    store.learn(Self.secret(8), from: .keyLog, of: .id([]))
    store.learn(Self.secret(8), from: .keyLog, of: .id(Self.octets(1, 33)))
    store.publish()
    func first(_ found: (secret: Secret, source: SecretSource)?) -> UInt8? { found?.secret.octets.first }
    #expect(first(store.secret(.masterSecret, for: Self.octets(1))) == 2)
    #expect(store.secret(.clientTraffic, for: Self.octets(1)) == nil)
    #expect(store.secret(.masterSecret, for: Self.octets(1, 31)) == nil)
    #expect(store.secret(.masterSecret, for: []) == nil)
    #expect(store.secret(SecretLabel(rawValue: "EXPORTER_SECRET"), for: Self.octets(1)) == nil)
    #expect(first(store.masterSecret(of: .id(Self.octets(1)))) == 3)
    #expect(first(store.masterSecret(of: .ticket(Self.octets(1)))) == 4)
    #expect(first(store.masterSecret(of: .id([1]))) == 5)
    #expect(first(store.masterSecret(of: .id([1, 0]))) == 6)
    #expect(first(store.masterSecret(of: .ticket(Self.octets(9, 5000)))) == 7)
    #expect(store.masterSecret(of: .ticket(Self.octets(9, 4999))) == nil)
    #expect(store.masterSecret(of: .id([])) == nil)
  }

  @Test("the first secret of a key log stays")
  func conflicts() {
    let store = SecretStore()
    add(Self.line(1, 9) + Self.line(1, 2) + Self.line(1, 9), to: store)
    store.publish()
    add(Self.line(1, 3), to: store)
    store.publish()
    #expect(store.secret(.masterSecret, for: Self.octets(1))?.secret.octets.first == 9)
    var expected = KeyLogSummary()
    (expected.lines, expected.secrets, expected.repeated, expected.conflicting) = (4, 1, 1, 2)
    #expect(store.summary == expected)
  }

  @Test("what readers tell does not depend on who tells first", arguments: [[1, 2, 3], [3, 2, 1], [2, 3, 1]] as [[UInt8]])
  func learning(order: [UInt8]) {
    let store = SecretStore()
    for value in order {
      store.learn(Self.secret(value), from: value == 1 ? .capture : .keyLog, of: .id([7]))
      store.learn(Self.secret(5), from: value == 3 ? .keyLog : .capture, of: .id([8]))
    }
    store.publish()
    #expect(store.masterSecret(of: .id([7]))?.secret.octets.first == 1)
    #expect(store.masterSecret(of: .id([7]))?.source == .capture)
    #expect(store.masterSecret(of: .id([8]))?.source == .keyLog)
    // It stays, whatever comes in a later round.
    store.learn(Self.secret(0), from: .keyLog, of: .id([7]))
    store.publish()
    #expect(store.masterSecret(of: .id([7]))?.secret.octets.first == 1)
  }

  @Test("a key log's session goes before one that was learned", arguments: [true, false])
  func sessions(logFirst: Bool) {
    let store = SecretStore()
    let line = "RSA Session-ID:07 Master-Key:\(String(repeating: "09", count: 48))\n"
    if logFirst { add(line, to: store) }
    store.learn(Self.secret(1), from: .capture, of: .id([7]))
    if !logFirst { add(line, to: store) }
    store.publish()
    #expect(store.masterSecret(of: .id([7]))?.secret.octets.first == 9)
    #expect(store.masterSecret(of: .id([7]))?.source == .keyLog)
  }

  @Test func keyLogsComeBack() {
    let store = SecretStore()
    let session = "RSA Session-ID:0a07 Master-Key:\(String(repeating: "09", count: 48))\n"
    let key = "RSA 0202020202020202 \(String(repeating: "09", count: 48))\n"
    let traffic = Self.line(1, 0xab, label: "CLIENT_TRAFFIC_SECRET_0")
    add(Self.line(3, 4) + key + session + traffic + Self.line(1, 2), to: store)
    store.learn(Self.secret(1), from: .capture, of: .id([7]))
    #expect(store.keyLogOfAll() == [])
    store.publish()
    #expect(String(decoding: store.keyLogOfAll(), as: UTF8.self) == Self.line(1, 2) + traffic + key + Self.line(3, 4) + session)
    func log(_ randoms: Set<[UInt8]>) -> String { String(decoding: store.keyLog(for: randoms), as: UTF8.self) }
    #expect(log([Self.octets(1)]) == Self.line(1, 2) + traffic)
    #expect(log([Self.octets(2, 8), Self.octets(3), [10, 7], [7], Self.octets(5)]) == key + Self.line(3, 4) + session)
    #expect(log([]) == "")
    let again = SecretStore()
    let all = store.keyLogOfAll()
    again.add(keyLog: all.span, from: .capture)
    again.publish()
    #expect(again.keyLogOfAll() == all)
  }

  @Test func manyThreadsTellAndAsk() async {
    let store = SecretStore()
    await withTaskGroup(of: Void.self) { group in
      for worker in 0..<8 {
        group.addTask {
          for number in 0..<500 {
            let name = SessionName.id([UInt8(number & 255), UInt8(number >> 8)])
            store.learn(Self.secret(UInt8(worker)), from: .capture, of: name)
            _ = store.masterSecret(of: name)
          }
        }
      }
    }
    store.publish()
    #expect((0..<500).allSatisfy { store.masterSecret(of: .id([UInt8($0 & 255), UInt8($0 >> 8)]))?.secret.octets[0] == 0 })
  }
}
