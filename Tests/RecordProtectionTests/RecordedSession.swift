import ApplicationModel
import RecordProtection
import Secrets

/// A recorded session of TLS, read as its records come: hellos, and then every record by whatever key is next.
struct RecordedSession {
  struct Side {
    /// Octets of a record that is not complete.
    var waiting: [UInt8] = []
    var records = 0
    /// Keys in the order of their use; those before `current` are done with.
    var openers: [RecordOpener] = []
    var current = -1
    var sequence: UInt64 = 0
    /// Octets of application data.
    var data: [UInt8] = []
    var opened = 0
    var failures: [RecordFailure] = []
    var handshake: [UInt8] = []
  }

  var client = Side()
  var server = Side()
  var version = TLSVersion(rawValue: 0)
  var suite = CipherSuite(rawValue: 0)
  private(set) var clientRandom: [UInt8] = []
  private var serverRandom: [UInt8] = []
  private var sessionID: [UInt8] = []
  private var encryptThenMAC = false
  private var pending: (client: RecordOpener, server: RecordOpener)?
  private let store: SecretStore

  init(_ connection: RecordedStreams.Connection, _ store: SecretStore) {
    self.store = store
    for (isFromClient, octets) in connection.pieces { receive(octets, isFromClient ? \.client : \.server) }
  }

  private mutating func receive(_ octets: [UInt8], _ path: WritableKeyPath<RecordedSession, Side>) {
    self[keyPath: path].waiting += octets
    while self[keyPath: path].waiting.count >= 5 {
      let waiting = self[keyPath: path].waiting
      let end = 5 + waiting.number(at: 3, 2)
      guard 20...24 ~= waiting[0], waiting.count >= end else { return }
      self[keyPath: path].waiting.removeFirst(end)
      self[keyPath: path].records += 1
      read(Array(waiting[..<end]), path)
    }
  }

  private mutating func read(_ record: [UInt8], _ path: WritableKeyPath<RecordedSession, Side>) {
    let type = record[0]
    if type == 20 {
      guard version != .tls13, let pending else { return }
      self[keyPath: path].openers.append(path == \.client ? pending.client : pending.server)
      self[keyPath: path].current += 1
      self[keyPath: path].sequence = 0
      return
    }
    if version == .tls13 || self[keyPath: path].current >= 0 || isEarly(type, path) {
      if version == .tls13, type != 23 { return hear(type, Array(record[5...]), path) }
      guard let (inner, content) = open(record, path) else { return }
      hear(inner, content, path)
    } else {
      hear(type, Array(record[5...]), path)
    }
  }

  private func isEarly(_ type: UInt8, _ path: WritableKeyPath<RecordedSession, Side>) -> Bool {
    type == 23 && path == \.client && !client.openers.isEmpty
  }

  /// By the current key, or else one that comes after it.
  private mutating func open(_ record: [UInt8], _ path: WritableKeyPath<RecordedSession, Side>) -> (UInt8, [UInt8])? {
    var side = self[keyPath: path]
    defer { self[keyPath: path] = side }
    var failure = RecordFailure.badTag
    var plaintext: [UInt8] = []
    let fragment = Array(record[5...])
    let version = UInt16(record.number(at: 1, 2))
    for index in max(side.current, 0)..<max(side.openers.count, 0) {
      let sequence = index == side.current ? side.sequence : 0
      do {
        let (type, _) = try side.openers[index].open(
          type: record[0], version: version, fragment.span, sequence: sequence, into: &plaintext)
        side.current = index
        side.sequence = sequence + 1
        side.opened += 1
        return (type, plaintext)
      } catch {
        if index == side.current { failure = error }
      }
      if self.version != .tls13 { break }
    }
    side.sequence += 1
    side.failures.append(failure)
    return nil
  }

  private mutating func hear(_ type: UInt8, _ content: [UInt8], _ path: WritableKeyPath<RecordedSession, Side>) {
    if type == 23 { self[keyPath: path].data += content }
    guard type == 22 else { return }
    self[keyPath: path].handshake += content
    while self[keyPath: path].handshake.count >= 4 {
      let octets = self[keyPath: path].handshake
      let end = 4 + octets.number(at: 1, 3)
      guard octets.count >= end else { return }
      self[keyPath: path].handshake.removeFirst(end)
      message(octets[0], Array(octets[4..<end]), path)
    }
  }

  private mutating func message(_ type: UInt8, _ body: [UInt8], _ path: WritableKeyPath<RecordedSession, Side>) {
    switch type {
    case 1:
      clientRandom = Array(body[2..<34])
      if let early = store.secret(.clientEarly, for: clientRandom)?.secret {
        client.openers = [0x1301, 0x1302, 0x1303].compactMap { RecordOpener.tls13(.init(rawValue: $0), trafficSecret: early) }
      }
    case 2: serverHello(body)
    case 24 where version == .tls13:
      guard let next = self[keyPath: path].openers.last?.updated() else { return }
      self[keyPath: path].openers.append(next)
    default: break
    }
  }

  private mutating func serverHello(_ body: [UInt8]) {
    serverRandom = Array(body[2..<34])
    // A HelloRetryRequest.
    guard !serverRandom.starts(with: [0xcf, 0x21, 0xad, 0x74]) else { return }
    version = TLSVersion(rawValue: UInt16(body.number(at: 0, 2)))
    let session = 35 + Int(body[34])
    sessionID = Array(body[35..<session])
    suite = CipherSuite(rawValue: UInt16(body.number(at: session, 2)))
    encryptThenMAC = false
    var start = session + 5
    while start + 4 <= body.count {
      let length = body.number(at: start + 2, 2)
      switch body.number(at: start, 2) {
      case 22: encryptThenMAC = true
      case 43: version = TLSVersion(rawValue: UInt16(body.number(at: start + 4, 2)))
      default: break
      }
      start += 4 + length
    }
    if version == .tls13 { takeTrafficSecrets() } else { takeMasterSecret() }
  }

  private mutating func takeTrafficSecrets() {
    func openers(_ labels: [SecretLabel]) -> [RecordOpener] {
      labels.compactMap { store.secret($0, for: clientRandom) }.compactMap {
        RecordOpener.tls13(suite, trafficSecret: $0.secret)
      }
    }
    client.openers += openers([.clientHandshake, .clientTraffic])
    server.openers += openers([.serverHandshake, .serverTraffic])
  }

  private mutating func takeMasterSecret() {
    guard
      let master = store.secret(.masterSecret, for: clientRandom)?.secret ?? store.masterSecret(of: .id(sessionID))?.secret
    else { return }
    pending = RecordOpener.pair(
      version, suite, masterSecret: master, clientRandom: clientRandom, serverRandom: serverRandom,
      encryptThenMAC: encryptThenMAC)
  }
}
