import ApplicationModel
import Synchronization
import Testing

@testable import ApplicationDissectors

@Suite struct ContentCodingTests {
  /// Content-Encoding fields, a body that gzip, brotli and zstd made of `plain`, and what the coding is called.
  static let examples: [(fields: [String], body: String, coding: HTTPMessage.Coding)] = [
    (["gzip"], gzip, .gzip),
    (["X-GZip"], gzip, .gzip),
    ([" identity , GZIP ,, "], gzip, .gzip),
    (["", "gzip"], gzip, .gzip),
    (["deflate"], "eNoLyUhVKCzNTM5WSCrKL89TSMuvUMgqzS0oVsgvSy1SKAFK5yRWVSqk5KfrcYXQTDEA7WAwNA==", .deflate),
    (["deflate"], "C8lIVSgszUzOVkgqyi/PU0jLr1DIKs0tKFbIL0stUigBSuckVlUqpOSn63GF0EwxAA==", .deflate),
    (["br"], "H4YAiCwO7JgyeGHDdOprBaoyNElmxtYgZ3h6KuytQVzm8sIGHDgkkDeS3KDTCmceHieqKTjCofs0MA==", .brotli),
    (["zstd"], "KLUv/QBorQEA1AJUaGUgcXVpY2sgYnJvd24gZm94IGp1bXBzIG92ZXIgdGhlIGxhenkgZG9nLgoBAD04qTI=", .zstandard),
    (["gzip, br"], gzipBrotli, .several),
    (["gzip", "br"], gzipBrotli, .several),
    (["gzip,deflate", "br,zstd"], four, .several),
  ]
  static let plain = String(repeating: "The quick brown fox jumps over the lazy dog.\n", count: 3)
  static let gzip = "H4sIAAAAAAACAwvJSFUoLM1MzlZIKsovz1NIy69QyCrNLShWyC9LLVIoAUrnJFZVKqTkp+txhdBMMQDs/oXGhwAAAA=="
  static let gzipBrotli =
    "DyGAH4sIAAAAAAACAwvJSFUoLM1MzlZIKsovz1NIy69QyCrNLShWyC9LLVIoAUrnJFZVKqTkp+txhdBMMQDs/oXGhwAAAAM="
  static let four =
    "KLUv/QBocQIAjySAeNqT7+ZgAAEmZu6THqEaOmd9zoV5aJ3SPx/scXp9wAmts7oaYSf0vXWDNBi9nquEhWotebL8dWHrBR9Dhjf/Wo+1A7UCAOS6GPAD"

  @Test(arguments: examples, [0, 1, 2, 3, 64])
  func undone(_ row: (fields: [String], body: String, coding: HTTPMessage.Coding), size: Int) {
    let sink = GatheringSink()
    var body = Body(octets(row.body), encoding: row.fields)
    body.options.keptBodyOctets = 20
    body.options.bodies = sink
    let message = BodyReading(body, cut: size == 0 ? nil : size).message
    #expect(message.coding == row.coding)
    #expect(message.decodingProblem == .none)
    #expect(message.bodyOctets == Self.plain.utf8.count)
    #expect(text(message.keptBody) == "The quick brown fox ")
    #expect(text(sink.octets) == Self.plain)
    #expect(sink.ends == 1)
  }

  /// What nobody undoes is told as it came, and not looked into.
  @Test(arguments: [
    (["compress"], HTTPMessage.Coding.unknown), (["gzip, aws-chunked"], .unknown), (["gzip;q=1"], .unknown),
    (["gzip,gzip,gzip,gzip,gzip"], .unknown), (["identity"], .identity), ([], .identity), ([","], .identity),
  ])
  func left(_ row: (fields: [String], coding: HTTPMessage.Coding)) {
    var body = Body(octets(Self.gzip), encoding: row.fields)
    let unread = BodyReading(body)
    #expect(!unread.hasReader)
    #expect(unread.message.coding == row.coding)
    body.options.keptBodyOctets = 1000
    body.type = row.coding == .unknown ? "multipart/mixed; boundary=b" : nil
    let message = BodyReading(body).message
    #expect(message.keptBody == body.octets)
    #expect(message.bodyOctets == body.octets.count)
    #expect(message.decodingProblem == .none)
    #expect(message.parts.isEmpty)
  }

  @Test(arguments: examples)
  func cutShort(_ row: (fields: [String], body: String, coding: HTTPMessage.Coding)) {
    let all = octets(row.body)
    for length in 1..<all.count {
      let message = BodyReading(Body(Array(all.prefix(length)), encoding: row.fields), cut: 7).message
      #expect(message.decodingProblem == .truncated)
      #expect(message.bodyOctets <= Self.plain.utf8.count)
    }
    #expect(BodyReading(Body([], encoding: row.fields)).message.decodingProblem == .none)
  }

  @Test(arguments: ["gzip", "br", "zstd", "gzip, br", "br, gzip", "deflate"])
  func notWhatTheHeadSays(coding: String) {
    let message = BodyReading(Body(Array("<html><body>plain</body></html>".utf8), encoding: [coding]), cut: 5).message
    #expect(message.decodingProblem == .damaged)
    #expect(message.bodyOctets == 0)
  }

  @Test(arguments: [0, 1, 30])
  func gapsEndIt(hole: Int) {
    let sink = GatheringSink()
    var body = Body(octets(Self.gzip), encoding: ["gzip"])
    body.hole = hole
    body.options.bodies = sink
    let message = BodyReading(body).message
    #expect(message.decodingProblem == .gap)
    #expect(message.bodyOctets < Self.plain.utf8.count)
    #expect(sink.ends == 1)
  }

  /// Decoders are used again, whatever the body before did to them.
  @Test func decodersForget() {
    let (good, damaged) = (octets(Self.examples[7].body), octets(Self.examples[7].body + "AAAA"))
    for length in 0..<200 {
      #expect(BodyReading(Body(Array(damaged.prefix(length)), encoding: ["zstd"])).message.bodyOctets <= Self.plain.utf8.count)
      let message = BodyReading(Body(good, encoding: ["zstd"])).message
      #expect(message.decodingProblem == .none)
      #expect(message.bodyOctets == Self.plain.utf8.count)
    }
  }

  /// A hundred megabytes from some hundred octets.
  @Test(arguments: [
    (
      ["gzip", "gzip"],
      """
      H4sIAAAAAAACA+3cK04EURCG0Z5HSAfBQ4xCQIJhCRiSwWAwCLAQFsAa6ISgMBgSdoFiATgkbsDNAggCMQpopnsZ9z9HXV3uVirf9l1ddYajz5fBYPlo7v+e\
      vurVCgAAAChc83Ez6pYB1U47Ozo5AwAAAEp3ub427pcCPxdbh8YBAAAAxbs92N/oLwS+r6/GxgEAAADFmyzm034X8No+b56aBwAAABTvXTAAAA\
      AAoggGAAAAQBbB\
      AAAAAMgiGAAAAABhBAMAAAAgi2AAAAAAZBEMAAAAgCyCAQAAABBGMAAAAACyCAYAAABAFsEAAAAAyCIYAAAAAGEEAwAAACCLYAAAAABkEQwAAA\
      CALIIBAAAAEEYw\
      AAAAALIIBgAAAEAWwQAAAADI8rCYN91hwPStnf3WkwoAAKBA58PH3b3j5ddn5R+GjKQJNY4BAA==
      """
    ),
    (
      ["br"],
      """
      z///f/gnAOKxQCD3/p/////wTwDEYQGA7v0/////4Z8AiMMiAN37f/7//8M/ARCHBQC69//8//+HfwIgDgsAdO//+f//D/8EQBwW\
      AOje/+f//w/+CYA4LADQvf8B
      """
    ),
    (
      ["zstd", "gzip"],
      """
      H4sIAAAAAAACA9PYqv+XIcOHgYGDgZHhz39LASYmBgGGUTyKR/HIwy4MDMBi4O//M9wCo8ExikfxaDEwGhyjeBSPFgMD4wRmIAYA9fW+VaMMAAA=
      """
    ),
  ])
  func bombs(_ row: (fields: [String], body: String)) {
    let sink = CountingSink()
    var body = Body(octets(row.body), encoding: row.fields)
    body.options.bodies = sink
    let reading = BodyReading(body)
    #expect(reading.message.decodingProblem == .tooLarge)
    #expect(reading.message.bodyOctets >= 16 << 20)
    #expect(reading.message.bodyOctets < 17 << 20)
    #expect(sink.octets == reading.message.bodyOctets)
  }

  /// What is inside is split the same, whatever is around it.
  @Test(arguments: [0, 1, 64])
  func inside(size: Int) {
    let size = size == 0 ? nil : size
    let form = Body(
      octets("Hz4AYBwJdsyJ20d+QRpp3aLQkDYbdsRahChsjmMcsI83LbRMowwesvJSmGCisjKOv2oYSKaOFBNaC4gYCw=="), encoding: ["br"],
      type: "multipart/form-data; boundary=b")
    #expect(BodyReading(form, cut: size).message.parts.map { "\(text($0.name) ?? "-") \($0.octets)" } == ["a 5"])
    let events = Body(
      octets("H4sIAAAAAAACA0tJLEm0UjDk4koBM4y4uAAGLQCPEgAAAA=="), encoding: ["gzip"], type: "text/event-stream")
    #expect(BodyReading(events, cut: size).events.compactMap { text($0.preview) } == ["1", "2"])
  }

  /// Without a coding a body goes on behind a hole; what is kept is its beginning.
  @Test func holesInPlainBodies() {
    let sink = GatheringSink()
    var body = Body("0123456789")
    body.hole = 4
    body.options.keptBodyOctets = 8
    body.options.bodies = sink
    let message = BodyReading(body, cut: 3).message
    #expect(text(message.keptBody) == "0123")
    #expect(text(sink.octets) == "0123456789")
    #expect(message.bodyOctets == 10)
    #expect(message.decodingProblem == .none)
  }

  func octets(_ base64: String) -> [UInt8] { Base64.octets(base64) }
}

/// Without Foundation's `Data`, and without padding.
enum Base64 {
  static func octets(_ text: String) -> [UInt8] {
    var octets: [UInt8] = []
    var (bits, count) = (0, 0)
    for character in text.utf8 {
      guard let value = digits.firstIndex(of: character) else { continue }
      bits = (bits << 6 | value) & 0xffff
      count += 6
      if count >= 8 {
        count -= 8
        octets.append(UInt8(truncatingIfNeeded: bits >> count))
      }
    }
    return octets
  }

  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
}

final class GatheringSink: BodySink {
  private let state = Mutex<(octets: [UInt8], ends: Int)>(([], 0))

  func write(_ octets: Span<UInt8>, of body: BodyID) {
    for index in octets.indices { state.withLock { $0.octets.append(octets[index]) } }
  }

  func end(_ body: BodyID) { state.withLock { $0.ends += 1 } }

  var octets: [UInt8] { state.withLock { $0.octets } }
  var ends: Int { state.withLock { $0.ends } }
}

final class CountingSink: BodySink {
  private let count = Mutex(0)

  func write(_ octets: Span<UInt8>, of body: BodyID) { count.withLock { $0 += octets.count } }
  func end(_ body: BodyID) {}

  var octets: Int { count.withLock { $0 } }
}
