import ApplicationModel
import Testing

@testable import ApplicationDissectors

/// Damaged bodies, cut at random: nothing ends the program, grows without bound, or depends on how the octets are cut.
@Suite struct HostileBodyTests {
  struct Seed: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var body: Body
  }

  static let seeds: [Seed] =
    MultipartTests.examples.map { Seed(testDescription: $0.testDescription, body: Body($0.body, type: $0.type)) }
    + EventStreamTests.examples.map {
      Seed(testDescription: $0.testDescription, body: Body(EventStreamTests.octets($0), type: "text/event-stream"))
    }
    + FormTests.examples.map { Seed(testDescription: "form", body: Body($0.body, type: FormTests.type)) }
    + ContentCodingTests.examples.map {
      Seed(
        testDescription: $0.fields.joined(separator: ", "),
        body: Body(Base64.octets($0.body), encoding: $0.fields, type: "multipart/mixed; boundary=b"))
    }

  @Test(arguments: seeds.indices)
  func damaged(_ number: Int) {
    var random = Mutations(state: UInt64(number) + 1)
    for _ in 0..<200 {
      var body = Self.seeds[number].body
      random.damage(&body.octets)
      body.options.keptBodyOctets = random.number(below: 100)
      body.options.previewOctets = random.number(below: 20)
      body.isComplete = random.number(below: 2) == 0
      if random.number(below: 3) == 0 { body.hole = random.number(below: body.octets.count + 1) }
      let whole = BodyReading(body)
      let cut = BodyReading(body, cut: 1 + random.number(below: 9))
      #expect(Self.facts(whole) == Self.facts(cut))
      #expect(whole.message.bodyOctets == cut.message.bodyOctets || whole.message.decodingProblem == .damaged)
      #expect(whole.largestMemory < 64 << 20)
    }
  }

  /// Everything that must not depend on cuts. A damaged stream may hand out less when its damage comes in one piece.
  static func facts(_ reading: BodyReading) -> [String] {
    guard reading.message.decodingProblem != .damaged else { return ["damaged"] }
    return reading.message.parts.map(MultipartTests.line)
      + reading.events.map { String(EventStreamTests.line($0).drop { $0 != " " }) }
      + [
        "\(reading.omittedEvents) \(reading.message.omittedParts) \(reading.message.decodingProblem) \(reading.message.keptBody)"
      ]
  }

  /// Heads may say anything of a body.
  @Test func damagedHeads() {
    var random = Mutations(state: 7)
    for _ in 0..<5000 {
      var body = Self.seeds[random.number(below: Self.seeds.count)].body
      var type = Array((body.type ?? "").utf8)
      random.damage(&type)
      body.type = String(decoding: type, as: UTF8.self)
      var coding = Array(body.encoding.joined(separator: ",").utf8)
      random.damage(&coding)
      body.encoding = [String(decoding: coding, as: UTF8.self)]
      let reading = BodyReading(body, cut: 5)
      #expect(!reading.hasReader || reading.message.coding != .identity || reading.message.bodyOctets == body.octets.count)
    }
  }
}

/// The same damage each time (xorshift64*).
struct Mutations {
  var state: UInt64

  mutating func number(below limit: Int) -> Int {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return limit > 0 ? Int((state &* 0x2545_f491_4f6c_dd1d) >> 33) % limit : 0
  }

  /// Changes, drops, repeats and inserts octets, those that mean something above all.
  mutating func damage(_ octets: inout [UInt8]) {
    for _ in 0...number(below: 4) {
      let place = number(below: octets.count + 1)
      let end = min(octets.count, place + number(below: 12))
      switch number(below: 5) {
      case 0 where place < octets.count: octets[place] = UInt8(number(below: 256))
      case 1: octets.removeSubrange(place..<end)
      case 2: octets.insert(contentsOf: octets[place..<end], at: number(below: octets.count + 1))
      case 3: octets.insert(Self.special[number(below: Self.special.count)], at: place)
      default: if place < octets.count { octets[place] ^= 1 << UInt8(number(below: 8)) }
      }
    }
  }

  private static let special = Array("\r\n\r\n--b=&%;:\" \t\0,".utf8)
}
