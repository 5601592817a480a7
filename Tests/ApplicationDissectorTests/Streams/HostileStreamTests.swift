import ApplicationModel
import Dissection
import PacketModel
import Testing

/// Damaged dialogues: whatever comes, readers neither trap nor hold more than they may.
@Suite struct HostileStreamTests {
  /// Numbers that look random and are the same in every run (SplitMix64).
  struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9e37_79b9_7f4a_7c15
      var mixed = state
      mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
      mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
      return mixed ^ (mixed >> 31)
    }
  }

  static let examples = HTTP1Tests.framing + HTTP1Tests.losses + HTTP1Tests.handovers

  @Test("octets changed, left out, doubled; sides swapped", arguments: examples)
  func damaged(_ example: HTTP1Tests.Example) {
    var random = Seeded(state: 4)
    for _ in 0..<200 {
      let lines = example.lines.map { damage($0, &random) }
      let facts = Dialogue(lines, isFromStart: Bool.random(using: &random)).facts(
        cutInto: [1, 7, 64, .max].randomElement(using: &random) ?? 1)
      for log in facts.http {
        for exchange in log.exchanges {
          // Every place that is told lies in what was kept.
          for message in [exchange.request?.message, exchange.response?.message].compactMap({ $0 }) {
            #expect(message.fields.upperBound <= log.fields.count)
            #expect(message.trailers.upperBound <= log.fields.count)
            #expect(message.bodyOctets >= 0 && message.wireBodyOctets >= message.encodedBodyOctets)
          }
          if let request = exchange.request { #expect(request.target.upperBound <= log.octets.count) }
        }
        #expect(log.fields.allSatisfy { $0.value.upperBound <= log.octets.count && $0.name.upperBound <= log.octets.count })
      }
      #expect(facts.findings.count <= Finding.maximum)
    }
  }

  private func damage(_ line: Dialogue.Line, _ random: inout Seeded) -> Dialogue.Line {
    switch line {
    case .client(let text):
      .octets(damage(Array(text.utf8), &random), Int.random(in: 0..<20, using: &random) == 0 ? .high : .low)
    case .server(let text):
      .octets(damage(Array(text.utf8), &random), Int.random(in: 0..<20, using: &random) == 0 ? .low : .high)
    default: line
    }
  }

  private func damage(_ octets: [UInt8], _ random: inout Seeded) -> [UInt8] {
    var octets = octets
    for _ in 0..<Int.random(in: 0..<4, using: &random) where !octets.isEmpty {
      let place = Int.random(in: 0..<octets.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: octets[place] = UInt8.random(in: .min ... .max, using: &random)
      case 1: octets.remove(at: place)
      case 2: octets.insert(octets[place], at: place)
      case 3: octets.removeSubrange(place...)
      default: octets[place] = [13, 10, 0, 32, 58, 255, 48].randomElement(using: &random) ?? 0
      }
    }
    return octets
  }

  @Test("a head that never ends is given up")
  func endlessHead() {
    let lines: [Dialogue.Line] =
      [.client("GET / HTTP/1.1\r\n")] + Array(repeating: .client(String(repeating: "A: b\r\n", count: 20_000)), count: 40)
    let facts = Dialogue(lines).facts()
    #expect(facts.http.first?.exchanges.count == 1)
    #expect((facts.http.first?.memory ?? 0) < 4 << 20)
  }

  @Test("a client that never waits is not held for ever")
  func endlessHeld() {
    let lines: [Dialogue.Line] =
      [.client("CONNECT o:1 HTTP/1.1\r\n\r\n")] + Array(repeating: .client(String(repeating: "x", count: 60_000)), count: 20)
    #expect(Dialogue(lines).facts().http.first?.exchanges.count == 1)
  }

  @Test(
    "chunks that end nowhere",
    arguments: [
      "fffffffffffffff\r\n", "ffffffffffffffffffff\r\n", "-1\r\n", ";\r\n", "5" + String(repeating: ";", count: 20_000),
    ])
  func chunks(size: String) {
    let facts = Dialogue([
      .client(HTTP1Tests.get), .server("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + size), .server("abc"),
      .client("GET /b HTTP/1.1\r\n\r\n"), .server(HTTP1Tests.ok),
    ]).facts()
    #expect(facts.exchangeLines.first?.hasPrefix("GET /a 1-1 -> 200") == true)
    #expect(facts.exchangeLines.first?.hasSuffix("incomplete") == true)
  }
}
