import ApplicationModel
import PacketModel
import Testing

/// What is told of DTLS: its messages however they come, and how much is protected.
@Suite struct DTLSTests {
  typealias Talk = DTLSTalk

  /// RFC 6347 §4.2.4, figure 1.
  static var full: DTLSTalk {
    var talk = DTLSTalk()
    talk.client(Talk.handshake(1, 0, Talk.clientHello()))
    talk.server(Talk.handshake(3, 0, Talk.verifyRequest))
    talk.client(Talk.handshake(1, 1, Talk.clientHello(cookie: [1, 2, 3, 4])))
    talk.server(
      Talk.handshake(2, 1, Talk.serverHello(sessionID: [9])), Talk.handshake(11, 2, Talk.certificate),
      Talk.handshake(12, 3, [1, 2, 3]), Talk.handshake(14, 4, []))
    talk.client(Talk.handshake(16, 2, [5, 6]), Talk.changeCipherSpec, Talk.finished())
    talk.server(Talk.changeCipherSpec, Talk.finished())
    talk.client(Talk.data(100))
    talk.server(Talk.data(50), Talk.data(7))
    return talk
  }

  static let fullMessages = [
    "> 1 @1", "< 3 @2", "> 1 @3", "< 2 @4", "< 11 @4", "< 12 @4", "< 14 @4", "> 16 @5", "> 20? @5", "< 20? @6",
  ]

  @Test("a handshake with a cookie, and data")
  func whole() throws {
    let session = try #require(Self.full.sessions.first)
    #expect(Self.full.sessions.count == 1)
    #expect(session.told == Self.fullMessages)
    #expect(session.isDatagram && session.isComplete)
    #expect(session.version == .dtls12)
    #expect(session.cipherSuite?.rawValue == 0xc02b)
    #expect(session.secondClientHello?.cookie == [1, 2, 3, 4])
    #expect(session.helloVerifyRequest?.frame == 2)
    #expect(session.resumption == .full)
    #expect(session.certificates.count == 1)
    #expect(session.failure == nil)
    let times = session.times
    #expect([times.clientHelloFirst, times.clientHelloLast, times.serverHelloFirst].map { $0?.frame } == [1, 1, 4])
    #expect([times.serverFlightLast, times.clientFinished, times.serverFinished].map { $0?.frame } == [4, 5, 6])
    #expect([times.clientData, times.serverData].map { $0?.frame } == [7, 8])
    #expect([session.clientSide.records, session.serverSide.records] == [6, 9])
    #expect([session.clientSide.dataRecords, session.serverSide.dataRecords] == [1, 2])
    #expect([session.clientSide.protectedOctets, session.serverSide.protectedOctets] == [100, 57])
    #expect(Self.full.facts.client == .low)
  }

  @Test("messages in fragments of any size, in any order, some of them twice", arguments: [1, 2, 3, 16, 64], [0, 1, 2, 3])
  func fragments(size: Int, seed: UInt64) throws {
    let bodies: [(UInt8, Int, [UInt8])] = [
      (2, 0, Talk.serverHello()), (11, 1, Talk.certificate), (12, 2, Array(0..<200)), (14, 3, []),
    ]
    var parts: [[UInt8]] = []
    for (type, sequence, body) in bodies {
      for start in stride(from: 0, to: max(1, body.count), by: size) {
        parts.append(Talk.handshake(type, sequence, body, part: start..<min(body.count, start + size)))
      }
    }
    if seed > 0 {
      var random = HostileStreamTests.Seeded(state: seed)
      parts.append(contentsOf: parts)
      parts.shuffle(using: &random)
      // What has begun a side is known by its hello.
      let hello = Talk.handshake(2, 0, Talk.serverHello(), part: 0..<1)
      parts.insert(hello, at: 0)
    }
    var talk = DTLSTalk()
    talk.client(Talk.handshake(1, 0, Talk.clientHello()))
    for part in parts { talk.server(part) }
    let session = try #require(talk.sessions.first)
    #expect(session.messages.map(\.type) == [1, 2, 11, 12, 14])
    #expect(session.version == .dtls12)
    #expect(session.serverHello?.isMalformed == false)
    #expect(session.messages.map(\.length) == [58, 52, 15, 212, 12])
  }

  @Test("a message that never came whole holds up nothing for good")
  func hole() throws {
    var talk = Self.full
    talk.datagrams[3] = DTLSTalk.Datagram(
      sender: .high,
      octets: Talk.handshake(2, 1, Talk.serverHello()) + Talk.handshake(12, 3, Array(0..<9), part: 0..<5)
        + Talk.handshake(14, 4, []))
    let session = try #require(talk.sessions.first)
    #expect(
      session.told == [
        "> 1 @1", "< 3 @2", "> 1 @3", "< 2 @4", "> 16 @5", "> 20? @5", "< 12 @4", "< 14 @4", "< 20? @6",
      ])
    #expect(session.isComplete)
  }

  @Test("flights sent again are told once")
  func repeated() throws {
    var talk = Self.full
    talk.datagrams = talk.datagrams.flatMap { [$0, $0] }
    let session = try #require(talk.sessions.first)
    #expect(talk.sessions.count == 1)
    #expect(session.messages.map(\.type) == [1, 3, 1, 2, 11, 12, 14, 16, 20, 20])
  }

  @Test(
    "resumption", arguments: [([9, 8], [9, 8], TLSSession.Resumption.sessionID), ([9, 8], [7], .full), ([], [7], .full)])
  func resumed(asked: [UInt8], given: [UInt8], expected: TLSSession.Resumption) throws {
    var talk = DTLSTalk()
    talk.client(Talk.handshake(1, 0, Talk.clientHello(sessionID: asked)))
    talk.server(Talk.handshake(2, 0, Talk.serverHello(sessionID: given)), Talk.changeCipherSpec, Talk.finished())
    talk.client(Talk.changeCipherSpec, Talk.finished())
    let session = try #require(talk.sessions.first)
    #expect(session.resumption == expected)
    #expect(session.isComplete)
    #expect([session.times.serverFinished, session.times.clientFinished].map { $0?.frame } == [2, 3])
  }

  @Test(
    "alerts in the clear say why",
    arguments: [(70, "no_common_version"), (40, "no_common_cipher"), (48, "certificate_unknown_authority"), (80, "alert")])
  func alerts(description: UInt8, reason: String) throws {
    var talk = DTLSTalk()
    talk.client(Talk.handshake(1, 0, Talk.clientHello()))
    talk.server(Talk.alert(2, description))
    let session = try #require(talk.sessions.first)
    #expect(session.failure?.reason.rawValue == reason)
    #expect(session.failure?.stage == .clientHello)
    #expect(session.failure?.sender == .high)
    #expect(session.failure?.frames == [1, 2])
    #expect(!session.isComplete)
  }

  @Test("a hello that nobody answers, sent again")
  func silence() throws {
    var talk = DTLSTalk()
    for _ in 0..<3 { talk.client(Talk.handshake(1, 0, Talk.clientHello())) }
    let session = try #require(talk.sessions.first)
    #expect(session.failure?.reason == .silence)
    #expect(session.failure?.frames == [1, 2, 3])
    #expect(session.told == ["> 1 @1"])
  }

  @Test("DTLS 1.3: epochs tell what cannot be read")
  func version13() throws {
    var talk = DTLSTalk()
    let client = Talk.extend(43, [2, 0xfe, 0xfc]) + Talk.extend(54, [2, 7, 7])
    let server = Talk.extend(43, [0xfe, 0xfc]) + Talk.extend(54, [3, 8, 8, 8])
    talk.client(Talk.handshake(1, 0, Talk.clientHello(extensions: client)))
    talk.server(
      Talk.handshake(2, 0, Talk.serverHello(extensions: server)), Talk.ciphertext(2, 30, connectionID: [7, 7]),
      Talk.ciphertext(2, 900, connectionID: [7, 7]))
    talk.server(Talk.ciphertext(2, 70, connectionID: [7, 7]))
    talk.client(Talk.ciphertext(2, 53, connectionID: [8, 8, 8]))
    talk.client(Talk.ciphertext(3, 100, connectionID: [8, 8, 8]), Talk.ciphertext(3, 1, connectionID: [8, 8, 8]))
    talk.server(Talk.ciphertext(3, 50, connectionID: [7, 7]))
    // A key update.
    talk.client(Talk.ciphertext(4, 100, connectionID: [8, 8, 8]))
    let session = try #require(talk.sessions.first)
    #expect(session.version == .dtls13)
    #expect(session.told == ["> 1 @1", "< 2 @2", "< 20? @2-3", "> 20? @4"])
    #expect(session.isComplete)
    #expect([session.clientSide.records, session.serverSide.records] == [5, 5])
    #expect([session.clientSide.protectedOctets, session.serverSide.protectedOctets] == [201, 50])
    #expect(session.times.serverFlightLast?.frame == 3)
    #expect(session.keyUpdates.map(\.first.frame) == [7])
    #expect(session.resumption == .full)
    #expect(session.clientSide.malformed == nil && session.serverSide.malformed == nil)
  }

  @Test("what else travels in the flow is left alone")
  func multiplexed() throws {
    var talk = Self.full
    let others: [[UInt8]] = [[0, 1, 0, 0], [0x80, 0, 1, 2], [64, 0, 0, 0], []]
    talk.datagrams = talk.datagrams.flatMap { datagram in
      [datagram] + others.map { DTLSTalk.Datagram(sender: datagram.sender.other, octets: $0) }
    }
    let session = try #require(talk.sessions.first)
    #expect(session.messages.map(\.type) == [1, 3, 1, 2, 11, 12, 14, 16, 20, 20])
    #expect([session.clientSide, session.serverSide].allSatisfy { $0.malformed == nil && $0.unreadOctets == 0 })
  }

  @Test("a client that begins again on the same ports has another session; it is recognised by its random")
  func again() {
    var talk = Self.full
    talk.client(Talk.handshake(1, 0, Talk.clientHello(random: 7)))
    talk.server(Talk.handshake(2, 0, Talk.serverHello()))
    #expect(talk.sessions.map(\.told) == [Self.fullMessages, ["> 1 @9", "< 2 @10"]])
    for _ in 0..<100 { talk.datagrams.append(contentsOf: Self.full.datagrams + talk.datagrams.suffix(2)) }
    #expect(talk.sessions.count == 16)
  }

  @Test("a datagram that the snapshot length cut is read as far as it goes, and called cut")
  func cut() throws {
    let hello = Talk.handshake(1, 0, Talk.clientHello())
    for kept in 13 + 12..<hello.count {
      var talk = DTLSTalk()
      talk.datagrams = [DTLSTalk.Datagram(sender: .low, octets: Array(hello.prefix(kept)), missing: hello.count - kept)]
      let session = try #require(talk.sessions.first)
      #expect(session.told == ["> 1 @1"])
      #expect(session.clientSide.missingOctets == hello.count - kept)
      #expect(session.clientSide.malformed == nil)
      #expect(session.clientHello?.isMalformed == false)
    }
  }

  @Test("the first octets decide, and nothing like them does")
  func recognised() {
    let hello = Talk.handshake(1, 0, Talk.clientHello())
    func isDTLS(_ octets: [UInt8]) -> Bool {
      var talk = DTLSTalk()
      talk.client(octets)
      return !talk.sessions.isEmpty
    }
    #expect(isDTLS(hello))
    // Records from the middle of a session.
    #expect(isDTLS(Talk.data(9)))
    #expect(isDTLS(Talk.data(9) + Talk.data(1)))
    #expect(!isDTLS(Talk.data(9) + [0]))
    #expect(!isDTLS(Array(hello.dropLast())))
    #expect(!isDTLS([]))
    #expect(!isDTLS([0x16, 3, 1] + hello.dropFirst(3)))
    #expect(!isDTLS(Talk.ciphertext(2, 20)))
    #expect(!isDTLS(Talk.record(22, [99] + Talk.message(1, 0, []).dropFirst())))
    #expect(!isDTLS(Talk.record(23, [], epoch: 1)))
  }

  // MARK: - Hostile input

  @Test("damage of any kind is survived", arguments: 1...20)
  func mutated(seed: UInt64) {
    var random = HostileStreamTests.Seeded(state: seed)
    for _ in 0..<200 {
      var talk = Self.full
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let index = Int.random(in: 0..<talk.datagrams.count, using: &random)
        var octets = talk.datagrams[index].octets
        guard !octets.isEmpty else { continue }
        let place = Int.random(in: 0..<octets.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: octets[place] = UInt8.random(in: 0...255, using: &random)
        case 1: octets.remove(at: place)
        case 2: octets.insert(UInt8.random(in: 0...255, using: &random), at: place)
        default:
          talk.datagrams[index].missing = octets.count - place
          octets.removeSubrange(place...)
        }
        talk.datagrams[index].octets = octets
      }
      _ = talk.facts
    }
  }

  @Test("what is kept is bounded")
  func bounded() throws {
    var talk = DTLSTalk()
    talk.client(Talk.handshake(1, 0, Talk.clientHello()))
    // Messages that never end, as many and as long as they can be.
    for sequence in 0..<2000 {
      talk.server(
        Talk.record(22, [11] + Talk.big(0x1_0000, 3) + Talk.big(sequence + 1, 2) + Talk.big(0, 3) + Talk.big(1, 3) + [0]))
      talk.server(
        Talk.record(22, [11] + Talk.big(0xff_ffff, 3) + Talk.big(sequence + 1, 2) + Talk.big(0, 3) + Talk.big(1, 3) + [0]))
      talk.client(Talk.alert(1, 90), Talk.handshake(16, sequence + 1, []))
    }
    let session = try #require(talk.sessions.first)
    #expect(session.messages.count == TLSSession.maximumMessages)
    #expect(session.alerts.count == TLSSession.maximumAlerts)
    #expect(session.omittedMessages > 1000 && session.omittedAlerts > 1000)
  }
}
