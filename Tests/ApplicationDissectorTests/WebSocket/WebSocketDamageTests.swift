import ApplicationModel
import Dissection
import Octets
import PacketModel
import Testing

/// Whatever the octets are: no trap, and no more kept than the bounds say.
@Suite struct WebSocketDamageTests {
  /// SplitMix64: the same numbers from the same seed.
  struct Random: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var word = state
      word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
      word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
      return word ^ word >> 31
    }
  }

  static let examples =
    WebSocketFrameTests.all + WebSocketDeflateTests.examples + WebSocketGapTests.inside + WebSocketGapTests.between

  @Test("damaged sessions end in an answer, whole and cut the same", arguments: 1...8)
  func mutations(seed: Int) {
    var random = Random(state: UInt64(seed))
    for example in Self.examples {
      for _ in 0..<12 {
        var talk = example.talk
        talk.steps = talk.steps.map { damaged($0, &random) }
        let facts = talk.read()
        #expect(facts.findings.count <= Finding.maximum)
        #expect(facts.webSockets.count == 1)
        // Where no border is lost, cutting changes nothing.
        if facts.webSockets.first?.unreadOctets == 0, facts.webSockets.first?.missingOctets == 0, talk.upgrade != nil {
          #expect(talk.read(chunk: Int.random(in: 1...7, using: &random)).webSocketLines == facts.webSocketLines)
        }
      }
    }
  }

  private func damaged(_ step: WebSocketTalk.Step, _ random: inout Random) -> WebSocketTalk.Step {
    func damaged(_ octets: [UInt8]) -> [UInt8] {
      guard !octets.isEmpty else { return octets }
      var octets = octets
      for _ in 0..<Int.random(in: 0...3, using: &random) where !octets.isEmpty {
        let place = Int.random(in: 0..<octets.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: octets[place] = UInt8.random(in: .min ... .max, using: &random)
        case 1: octets[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
        case 2: octets.insert(UInt8.random(in: .min ... .max, using: &random), at: place)
        default: octets.remove(at: place)
        }
      }
      return octets
    }
    switch step {
    case .client(let octets): return .client(damaged(octets))
    case .server(let octets): return .server(damaged(octets))
    case .clientGap(let count): return .clientGap(count + Int.random(in: 0...2, using: &random))
    case .serverGap(let count): return .serverGap(count + Int.random(in: 0...2, using: &random))
    case .clientEnds, .serverEnds, .end: return step
    }
  }

  @Test("noise", arguments: 1...20)
  func noise(seed: Int) {
    var random = Random(state: UInt64(seed))
    let steps: [WebSocketTalk.Step] = (0..<50).map { index in
      let octets = (0..<Int.random(in: 1...200, using: &random)).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      return index % 7 == 6 ? .serverGap(octets.count) : index % 2 == 0 ? .client(octets) : .server(octets)
    }
    for upgrade in [nil, WebSocketTalk.upgrade(), WebSocketTalk.deflate()] {
      let facts = WebSocketTalk(steps, upgrade: upgrade).read()
      #expect(facts.findings.allSatisfy { $0.frames.count <= 8 && $0.frames == $0.frames.sorted() })
    }
  }

  @Test("messages, Pings and frames of evidence are bounded")
  func bounds() {
    var dissector = WebSocketTalk([]).make()
    let many = Array(repeatElement(frame(2, "") + frame(9, ""), count: 1000).joined())
    for index in 0..<70 { WebSocketTalk.receive(many, .low, WebSocketTalk.place(index), nil, &dissector) }
    #expect(dissector.memory < 32 << 20)
    let facts = WebSocketTalk.facts(&dissector)
    let session = facts.webSockets.first
    #expect(session?.messages.count == WebSocketSession.maximumMessages)
    #expect(session?.omittedMessages == 70_000 - WebSocketSession.maximumMessages)
    #expect(session?.pings.count == WebSocketSession.maximumPings)
    #expect(session?.omittedPings == 70_000 - WebSocketSession.maximumPings)
    #expect(session?.client.frames == 140_000)
    #expect(facts.findings.map(\.id) == ["websocket_unmasked_client_frame"])
    #expect(facts.findings.first?.frames == Array(0..<8))
  }

  @Test("a length as great as may be")
  func longest() {
    let header = octets("82 7f 7f ff ff ff ff ff ff ff")
    let facts = WebSocketTalk([
      .server(header + [1, 2, 3]), .serverGap(.max >> 1), .server([4]), .serverGap(.max >> 1), .serverGap(100), .server([5]),
    ]).read()
    #expect(facts.webSockets.first?.messages.count == 1)
  }
}
