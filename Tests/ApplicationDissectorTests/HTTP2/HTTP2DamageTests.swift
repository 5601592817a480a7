import ApplicationModel
import Dissection
import PacketModel
import Testing

/// Whatever the octets are: no trap, no more kept than the bounds say, and the same said twice.
@Suite struct HTTP2DamageTests {
  typealias H2 = HTTP2Frames

  static let examples: [[HTTP2Example]] = [
    HTTP2MessageTests.bodies, HTTP2MessageTests.heads, HTTP2ControlTests.resets, HTTP2WindowTests.violations,
    HTTP2LateTests.beginnings, HTTP2LateTests.roles, HTTP2HoleTests.examples, HTTP2ViolationTests.blocks,
    HTTP2TunnelTests.examples,
  ]

  @Test("damaged conversations", arguments: 1...6)
  func damaged(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    for example in Self.examples.joined() {
      for _ in 0..<8 {
        var talk = example.talk
        talk.steps = talk.steps.map { damaged($0, &random) }
        talk.isFromStart = Bool.random(using: &random)
        if Int.random(in: 0..<4, using: &random) == 0 { talk.steps.shuffle(using: &random) }
        check(talk, chunk: [1, 7, 64, .max].randomElement(using: &random) ?? 1)
      }
    }
  }

  @Test("noise, and frames of noise", arguments: 1...12)
  func noise(seed: Int) {
    var random = SplitMix(state: UInt64(seed))
    var steps = seed % 2 == 0 ? [] : HTTP2Talk.opening
    for _ in 0..<150 {
      var octets = (0..<Int.random(in: 1...100, using: &random)).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      if Int.random(in: 0..<8, using: &random) > 0 {
        let type = UInt8.random(in: 0...17, using: &random)
        let flags = UInt8.random(in: .min ... .max, using: &random) & ([0xff, 0x25, 0].randomElement(using: &random) ?? 0)
        octets = H2.frame(type, flags, Int.random(in: 0...6, using: &random), octets)
      }
      switch Int.random(in: 0..<20, using: &random) {
      case 0: steps.append(.serverHole(octets.count))
      case 1: steps.append(.clientHole(octets.count))
      case 2...10: steps.append(.server(octets, time: Int.random(in: 0...150, using: &random)))
      default: steps.append(.client(octets))
      }
    }
    var talk = HTTP2Talk(steps)
    talk.isFromStart = seed % 3 > 0
    check(talk, chunk: [1, 9, .max].randomElement(using: &random) ?? 1)
  }

  @Test("holes as long as may be")
  func longest() {
    for sender in [Endpoint.low, .high] {
      var reader = HTTP2Talk(opened: []).make()
      let last = HTTP2Talk(HTTP2Talk.opening + [.client(H2.request(1)), .server(H2.response(1) + H2.data(1, "x"))]).pass(
        to: &reader)
      for _ in 0..<3 { reader.skip(.max >> 1, from: sender, at: last) }
      let facts = HTTP2Talk.facts(&reader, last)
      #expect(facts.http.first?.exchanges.count == 1)
    }
  }

  private func check(_ talk: HTTP2Talk, chunk: Int) {
    var reader = talk.make()
    let last = talk.pass(to: &reader, chunk: chunk)
    #expect(reader.memory < 2 << 20)
    let facts = HTTP2Talk.facts(&reader, last)
    #expect("\(talk.read(chunk: chunk))" == "\(facts)")
    #expect(facts.findings.count <= Finding.maximum)
    #expect(facts.findings.allSatisfy { $0.frames.count <= 8 && $0.frames == $0.frames.sorted() })
    for log in facts.http {
      #expect(log.fields.allSatisfy { $0.name.upperBound <= log.octets.count && $0.value.upperBound <= log.octets.count })
      for exchange in log.exchanges {
        if let request = exchange.request {
          let places = [request.method, request.target, request.authority, request.scheme]
          #expect(places.allSatisfy { $0.upperBound <= log.octets.count })
        }
        for message in [exchange.request?.message, exchange.response?.message].compactMap({ $0 }) {
          #expect(message.fields.upperBound <= log.fields.count && message.trailers.upperBound <= log.fields.count)
          #expect(message.wireBodyOctets >= message.encodedBodyOctets && message.missingOctets >= 0)
        }
      }
    }
    for event in facts.http2.flatMap(\.headOfLine.events) {
      #expect(event.held.allSatisfy { $0.delay > 0 && $0.octets > 0 && $0.stream > 0 })
    }
    #expect(facts.http2.flatMap(\.flowControl.waits).allSatisfy { $0.delay > 0 })
  }

  private func damaged(_ step: HTTP2Talk.Step, _ random: inout SplitMix) -> HTTP2Talk.Step {
    var step = step
    switch step.deed {
    case .octets(var octets, var sender):
      for _ in 0..<Int.random(in: 0...2, using: &random) where !octets.isEmpty {
        let place = Int.random(in: 0..<octets.count, using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: octets[place] = UInt8.random(in: .min ... .max, using: &random)
        case 1: octets[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
        case 2: octets.insert(octets[place], at: place)
        case 3: octets.remove(at: place)
        default: octets += octets
        }
      }
      if Int.random(in: 0..<30, using: &random) == 0 { sender = sender.other }
      step.deed = .octets(octets, sender)
      if Int.random(in: 0..<5, using: &random) == 0 { step.time = Int.random(in: 0...20, using: &random) }
      if Int.random(in: 0..<20, using: &random) == 0 { step.deed = .hole(octets.count, sender) }
    case .hole(let count, let sender): step.deed = .hole(count + Int.random(in: 0...2, using: &random), sender)
    case .again, .end: break
    }
    return step
  }
}
