import Compression
import Testing

/// WebSocket's permessage-deflate.
@Suite("Messages")
struct MessageTests {
  /// Payloads as they stand in frames, and what they mean.
  struct Talk: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var messages: [(hex: String, text: String)]
    var windowBits = 15
  }

  static let talks = [
    Talk(testDescription: "RFC 7692 §7.2.3.1, one block", messages: [("f248cdc9c90700", "Hello")]),
    Talk(testDescription: "RFC 7692 §7.2.3.2, window kept", messages: [("f248cdc9c90700", "Hello"), ("f200110000", "Hello")]),
    Talk(testDescription: "RFC 7692 §7.2.3.3, stored", messages: [("000500faff48656c6c6f00", "Hello")]),
    Talk(testDescription: "RFC 7692 §7.2.3.4, a final block", messages: [("f348cdc9c9070000", "Hello")]),
    Talk(testDescription: "RFC 7692 §7.2.3.5, two blocks", messages: [("f24805000000ffffcac9c90700", "Hello")]),
    Talk(
      testDescription: "the window outlives a final block",
      messages: [("f348cdc9c9070000", "Hello"), ("f200110000", "Hello"), ("f348cdc9c90700", "Hello"), ("f200110000", "Hello")]),
    // python3: zlib.compressobj(9, zlib.DEFLATED, -9), each flushed with Z_SYNC_FLUSH and the last four octets left out.
    Talk(
      testDescription: "python3, a window of 512 octets",
      messages: [
        ("cacf4b55c84d2d2e4e4c4f55c8c7c10600", "one message one message one message "),
        ("4262eb2824e6e59764a4160100", "one message, another"), ("00", ""), ("82f20100", "message"),
      ], windowBits: 9),
    Talk(testDescription: "nothing at all, against the RFC", messages: [("", ""), ("f248cdc9c90700", "Hello"), ("", "")]),
  ]

  @Test("messages, however their payload is cut", arguments: talks, FormatTests.sizes)
  func read(_ talk: Talk, size: Int) throws {
    let decompressor = Decompressor(.rawDeflate, windowBits: talk.windowBits)
    for message in talk.messages {
      var plain: [UInt8] = []
      try feed([UInt8](hex: message.hex), to: decompressor, size: size) { plain += $0 }
      try decompressor.endMessage { piece in for index in piece.indices { plain.append(piece[index]) } }
      #expect(String(decoding: plain, as: UTF8.self) == message.text)
    }
    let sizes = talk.messages.map { ($0.hex.count / 2, $0.text.utf8.count) }
    // The tail was not on the wire.
    #expect(decompressor.inputOctets == sizes.reduce(0) { $0 + $1.0 })
    #expect(decompressor.outputOctets == sizes.reduce(0) { $0 + $1.1 })
    try decompressor.finish()
  }

  @Test("a window that was dropped cannot be referred to")
  func withoutTakeover() throws {
    let decompressor = Decompressor(.rawDeflate)
    try feed([UInt8](hex: "f248cdc9c90700"), to: decompressor) { _ in }
    try decompressor.endMessage { _ in }
    decompressor.reset()
    #expect(throws: DecompressionError.damaged) {
      try feed([UInt8](hex: "f200110000"), to: decompressor) { _ in }
      try decompressor.endMessage { _ in }
    }
    decompressor.reset()
    #expect(decode([UInt8](hex: "f348cdc9c90700"), with: decompressor).plain == Vector.hello)
  }

  @Test("a message cut off is an error, and its beginning comes out")
  func truncated() {
    let whole = [UInt8](hex: "cacf4b55c84d2d2e4e4c4f55c8c7c10600")
    for length in 1..<whole.count {
      let decompressor = Decompressor(.rawDeflate)
      var plain: [UInt8] = []
      #expect(throws: DecompressionError.self, "\(length)") {
        try feed(Array(whole.prefix(length)), to: decompressor) { plain += $0 }
        try decompressor.endMessage { _ in }
      }
      #expect("one message one message one message ".utf8.starts(with: plain))
      #expect(decompressor.error != nil)
    }
  }

  @Test("limits are each message's")
  func limits() throws {
    let decompressor = Decompressor(.rawDeflate, limits: DecompressionLimits(maximumOutput: 5))
    for _ in 0..<3 {
      try feed([UInt8](hex: "f248cdc9c90700"), to: decompressor) { _ in }
      try decompressor.endMessage { _ in }
    }
    #expect(decompressor.outputOctets == 15)
    var plain: [UInt8] = []
    #expect(throws: DecompressionError.tooLarge) {
      try feed([UInt8](hex: "f248cdc9c9cf9fff"), to: decompressor) { plain += $0 }
    }
    #expect(plain.count == 5)
  }

  @Test("other formats have no messages")
  func others() throws {
    let decompressor = Decompressor(.gzip)
    try feed([0x1f], to: decompressor) { _ in }
    try decompressor.endMessage { _ in Issue.record("output") }
    #expect(throws: DecompressionError.truncated) { try decompressor.finish() }
  }
}
