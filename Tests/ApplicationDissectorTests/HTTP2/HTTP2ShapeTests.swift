import ApplicationDissectors
import Dissection
import Octets
import Testing

/// Recognition by the shape of frames: what is HTTP/2, and that nothing else is.
@Suite struct HTTP2ShapeTests {
  typealias H2 = HTTP2Frames

  static let frames: [HTTP2ShapeExample] = [
    HTTP2ShapeExample("the preface", H2.preface, .client),
    HTTP2ShapeExample("the preface and more", H2.preface + [0], .client),
    HTTP2ShapeExample("its beginning", "PRI * HTTP/2.0\r\n", .maybe),
    HTTP2ShapeExample("another one", "PRI * HTTP/2.1\r\n\r\n", .no),
    HTTP2ShapeExample("a method that begins alike", "PROPFIND / HTTP/1.1\r\n", .no),
    HTTP2ShapeExample("a server's SETTINGS", H2.settings([(3, 128)]), .either),
    HTTP2ShapeExample("SETTINGS of nothing say little", H2.settings(), .no),
    HTTP2ShapeExample("their acknowledgement", H2.settingsAck, .either),
    HTTP2ShapeExample("a setting that there is not", H2.settings([(0, 1)]), .no),
    HTTP2ShapeExample("a request", H2.request(5), .client),
    HTTP2ShapeExample(
      "a request, its padding and priority", H2.headers(5, H2.requestBlock(), padding: 3, priority: [0, 0, 0, 0, 9]), .client),
    HTTP2ShapeExample("a request behind a table's change", H2.headers(5, [0x20] + H2.requestBlock()), .client),
    HTTP2ShapeExample("a request's beginning", Array(H2.request(5).prefix(12)), .client),
    HTTP2ShapeExample("an answer", H2.response(5), .server),
    HTTP2ShapeExample("fields from a table", H2.headers(5, [0xbe]), .no),
    HTTP2ShapeExample("twice fields from a table", H2.headers(5, [0xbe]) + H2.headers(7, [0xbf]), .either),
    HTTP2ShapeExample("one PING", H2.ping(1), .no),
    HTTP2ShapeExample("two PINGs", H2.ping(1) + H2.ping(2), .either),
    HTTP2ShapeExample("room twice", H2.windowUpdate(0, 100) + H2.windowUpdate(3, 100), .either),
    HTTP2ShapeExample("room of nothing", H2.windowUpdate(0, 100) + H2.windowUpdate(3, 0), .no),
    HTTP2ShapeExample("DATA, and an answer behind it", H2.data(3, "hello") + H2.response(5), .server),
    HTTP2ShapeExample("DATA, and something else behind it", H2.data(3, "hello") + Array("something else".utf8), .no),
    HTTP2ShapeExample("a reset with a code that there is not", H2.reset(3, 14) + H2.reset(5, 8), .no),
    HTTP2ShapeExample("streams given up", H2.reset(3, 8) + H2.reset(5, 8), .either),
    HTTP2ShapeExample("a header's first octets", [0, 0, 18, 4], .maybe),
    HTTP2ShapeExample("a header's first octets, of no type", [0, 0, 18, 0x44], .no),
    HTTP2ShapeExample("no octets", [], .no),
  ]

  static let others: [HTTP2ShapeExample] = [
    HTTP2ShapeExample("zeros", [UInt8](repeating: 0, count: 100), .no),
    HTTP2ShapeExample("ones", [UInt8](repeating: 1, count: 100), .no),
    HTTP2ShapeExample("octets with all bits", [UInt8](repeating: 0xff, count: 100), .no),
    HTTP2ShapeExample("HTTP/1.1's request", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", .no),
    HTTP2ShapeExample("HTTP/1.1's answer", "HTTP/1.1 200 OK\r\n\r\n", .no),
    HTTP2ShapeExample("TLS", TLSTalk.record(22, TLSTalk.clientHello()), .no),
    HTTP2ShapeExample("SSH", "SSH-2.0-OpenSSH_9.6\r\n", .no),
    HTTP2ShapeExample(
      "DNS over TCP", octets("001d 1234 0100 0001 0000 0000 0000 07 6578616d706c65 03 636f6d 00 0001 0001"), .no),
    HTTP2ShapeExample(
      "DNS over TCP, of a short name", octets("0014 0401 0100 0001 0000 0000 0000 02 6162 00 0001 0001"), .no),
    HTTP2ShapeExample("PostgreSQL's startup", octets("0000 0025 0003 0000 75736572 00 626f62 00 64617461 62617365 00 00"), .no),
    HTTP2ShapeExample("PostgreSQL's answer", octets("52 0000 0008 0000 0000 53 0000 0016"), .no),
    HTTP2ShapeExample("MySQL's greeting", octets("4a 0000 00 0a 35 2e 37 2e 33 30 00 08 00 00 00"), .no),
    HTTP2ShapeExample("MySQL's answer", octets("07 0000 02 00 00 00 02 00 00 00"), .no),
    HTTP2ShapeExample("SMB", octets("0000 0054 fe 53 4d 42 40 00 00 00 00 00 00 00"), .no),
    HTTP2ShapeExample("RPC over TCP", octets("8000 0028 0000 0001 0000 0000 0000 0002"), .no),
    HTTP2ShapeExample("Kafka", octets("0000 0023 0012 0003 0000 0000 0006 636c69656e74"), .no),
    HTTP2ShapeExample("MQTT", octets("10 10 00 04 4d 51 54 54 04 02 00 3c 00 04"), .no),
    HTTP2ShapeExample("a count of 64 bits", (1...20).flatMap { H2.number($0, 8) }, .no),
    HTTP2ShapeExample("a count of 32 bits", (0...20).flatMap { H2.number($0, 4) }, .no),
    HTTP2ShapeExample("small numbers, the low end first", (1...20).flatMap { H2.number($0, 4).reversed() }, .no),
  ]

  @Test("frames", arguments: frames)
  func recognised(_ example: HTTP2ShapeExample) {
    #expect(HTTP2Dissector.recognise(ByteView(example.octets.span)) == example.recognition)
  }

  @Test("what is none", arguments: others)
  func refused(_ example: HTTP2ShapeExample) {
    #expect(HTTP2Dissector.recognise(ByteView(example.octets.span)) == example.recognition)
  }

  @Test("what is none is never taken for it while it comes, either", arguments: others)
  func beginnings(_ example: HTTP2ShapeExample) {
    for count in 0..<example.octets.count {
      let recognition = HTTP2Dissector.recognise(ByteView(example.octets.span).prefix(count))
      #expect(recognition == .no || recognition == .maybe, "\(count)")
    }
  }

  @Test("noise is none", arguments: [0, 1, 2])
  func noise(zeros: Int) {
    // With zeros in front, a frame's length is small, as in a frame.
    var random = SplitMix(state: 7)
    var (known, segment) = (0, [UInt8](repeating: 0, count: 64))
    for _ in 0..<100_000 {
      for place in stride(from: 0, to: segment.count, by: 8) {
        let word = random.next()
        for index in 0..<8 { segment[place + index] = UInt8(truncatingIfNeeded: word >> UInt64(8 * index)) }
      }
      for place in 0..<zeros { segment[place] = 0 }
      switch HTTP2Dissector.recognise(ByteView(segment.span)) {
      case .no: continue
      default: known += 1
      }
    }
    #expect(known == 0)
  }
}

/// Octets, and what they are taken for.
struct HTTP2ShapeExample: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var octets: [UInt8]
  var recognition: Recognition

  init(_ name: String, _ octets: [UInt8], _ recognition: Recognition) {
    testDescription = name
    self.octets = octets
    self.recognition = recognition
  }

  init(_ name: String, _ text: String, _ recognition: Recognition) {
    self.init(name, Array(text.utf8), recognition)
  }
}
