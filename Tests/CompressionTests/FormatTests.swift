import Compression
import Testing

@Suite("Formats")
struct FormatTests {
  static let sizes = [1, 2, 3, 64, Int.max]

  @Test("however the stream is cut, the same comes out", arguments: Vector.all, sizes)
  func cut(_ vector: Vector, size: Int) {
    let decompressor = Decompressor(vector.format)
    let decoded = decode(vector.octets, with: decompressor, size: size)
    #expect(decoded == Decoded(plain: vector.plain, isFinished: true))
    #expect(decompressor.inputOctets == vector.octets.count)
    #expect(decompressor.outputOctets == vector.plain.count)
    #expect(decompressor.error == nil)
  }

  @Test("a stream cut off anywhere is truncated, and what it held comes out", arguments: Vector.all)
  func truncated(_ vector: Vector) {
    for length in 0..<vector.octets.count {
      let decoded = decode(Array(vector.octets.prefix(length)), vector.format)
      #expect(decoded.error == .truncated, "\(length)")
      #expect(!decoded.isFinished, "\(length)")
      #expect(vector.plain.starts(with: decoded.plain), "\(length)")
    }
    guard vector.plain == Vector.squares, vector.format != .zstandard else { return }
    // Not in Zstandard, where this is one block.
    let half = decode(Array(vector.octets.prefix(vector.octets.count / 2)), vector.format)
    #expect(half.plain.count > vector.plain.count / 4)
  }

  @Test("a decompressor that was reset decodes as a new one does", arguments: Vector.all)
  func reused(_ vector: Vector) {
    let decompressor = Decompressor(vector.format)
    // After a whole stream, after half a one, after a damaged one.
    let half = Array(vector.octets.prefix(vector.octets.count / 2))
    for before in [vector.octets, half, [0xff] + vector.octets, half + half] {
      _ = decode(before, with: decompressor, size: 64)
      decompressor.reset()
      #expect(decompressor.error == nil)
      #expect(decompressor.inputOctets == 0)
      #expect(decode(vector.octets, with: decompressor) == Decoded(plain: vector.plain, isFinished: true))
      decompressor.reset()
    }
  }

  @Test("one decompressor takes both kinds of HTTP's deflate in turn")
  func kinds() {
    let decompressor = Decompressor(.deflate)
    for vector in (Vector.all + Vector.all).filter({ $0.format == .deflate }) {
      #expect(decode(vector.octets, with: decompressor, size: 1).plain == vector.plain, "\(vector.name)")
      decompressor.reset()
    }
  }

  @Test("octets behind the end are counted and tolerated", arguments: Vector.all, [1, 2, Int.max])
  func trailing(_ vector: Vector, size: Int) {
    guard vector.format != .rawDeflate else { return }
    // The last ones begin like a member or a frame, and are none.
    for garbage: [UInt8] in [
      [0], [0x1f], [0x28, 0xb5, 0x2f], Array("\r\n<!-- served by -->".utf8), [0x1f, 0x00], [0x50, 0x2a, 0],
    ] {
      let decompressor = Decompressor(vector.format)
      let decoded = decode(vector.octets + garbage, with: decompressor, size: size)
      #expect(decoded == Decoded(plain: vector.plain, isFinished: true, trailing: garbage.count))
      #expect(decompressor.inputOctets == vector.octets.count)
    }
  }

  @Test("nothing is held before the first octet, little after, and less behind the end", arguments: Vector.all)
  func memory(_ vector: Vector) throws {
    let decompressor = Decompressor(vector.format)
    #expect(decompressor.memory == 0)
    try feed(Array(vector.octets.dropLast()), to: decompressor) { _ in }
    // Zstandard takes the window that the frame names, and names it by the level.
    #expect(vector.octets.count < 5 || 1 << 10...9 << 20 ~= decompressor.memory)
    try feed(Array(vector.octets.suffix(1)), to: decompressor) { _ in }
    try decompressor.finish()
    #expect(decompressor.memory < 1 << 20)
  }

  @Test("pieces are no longer than they may be")
  func pieces() throws {
    for vector in Vector.all where vector.plain == Vector.many {
      var lengths: [Int] = []
      try feed(vector.octets, to: Decompressor(vector.format)) { lengths.append($0.count) }
      #expect(lengths.max() == 64 << 10, "\(vector.name)")
      #expect(!lengths.contains(0))
    }
  }

  struct Refusal: CustomTestStringConvertible, Sendable {
    let format: CompressionFormat
    let name: String
    let octets: [UInt8]
    let error: DecompressionError

    init(_ name: String, _ format: CompressionFormat, _ hex: String, _ error: DecompressionError) {
      self.name = name
      self.format = format
      octets = [UInt8](hex: hex)
      self.error = error
    }

    var testDescription: String { "\(format), \(name)" }
  }

  static let refusals: [Refusal] = [
    // python3: zlib.compressobj(9, zlib.DEFLATED, 15, 9, 0, zdict)
    Refusal(
      "a preset dictionary", .zlib, "78f9452e07140bc11452c82acd2d2856c82f4b2d5228014ae72456552aa4e4a7eb2900007c0c1028",
      .needsDictionary
    ),
    // zstd -c -D dict fox.txt
    Refusal(
      "a raw dictionary, which has no number", .zstandard, "28b52ffd6484026500000003400040a15652aff9a54d5913fa85", .damaged),
    Refusal("a dictionary's number", .zstandard, "28b52ffd210500290000" + "48656c6c6f", .needsDictionary),
    // zstd -c --ultra -22
    Refusal(
      "a window of 128 MiB", .zstandard,
      "28b52ffd0488b50100d40254686520717569636b2062726f776e20666f78206a756d7073206f76657220746865206c617a7920646f672e200100a50a2b55065913fa85",
      .windowTooLarge
    ),
    // brotli -c --large_window=28
    Refusal(
      "a large window", .brotli,
      "115c0c0e20b238e04d4357765d42ec5eaca42a434b3233b6067199cbdb2067787a2aec0d36e0c02181bc91f8067162050e73789ca8a6e00827e23e0d06",
      .damaged
    ),
    Refusal("text", .gzip, "3c68746d6c3e", .damaged), Refusal("text", .zlib, "3c68746d6c3e", .damaged),
    Refusal("text", .zstandard, "3c68746d6c3e", .damaged),
    Refusal("text", .deflate, "3c68746d6c3e", .damaged),
    Refusal("Zstandard of old", .zstandard, "27b52ffd0458290000", .damaged),
    Refusal("a checksum that is not this content's", .gzip, "1f8b0800000000000203f348cdc9c907008289d1f805000000", .damaged),
    Refusal("a length that is not this content's", .gzip, "1f8b0800000000000203f348cdc9c907008289d1f706000000", .damaged),
    Refusal("a checksum that is not this content's", .zlib, "7801010500faff48656c6c6f058c01f6", .damaged),
    Refusal("a checksum that is not this content's", .zstandard, "28b52ffd045829000048656c6c6f447db276", .damaged),
  ]

  @Test("what cannot be decoded says why", arguments: refusals, sizes)
  func refused(_ refusal: Refusal, size: Int) {
    let error = refusal.error
    let decompressor = Decompressor(refusal.format)
    #expect(decode(refusal.octets, with: decompressor, size: size).error == error)
    #expect(decompressor.error == error)
    // Further input draws no further error, and no output.
    #expect(throws: Never.self) { try feed(refusal.octets, to: decompressor) { _ in Issue.record("output behind an error") } }
    #expect(throws: error) { try decompressor.finish() }
  }

  @Test("a larger window may be allowed")
  func window() throws {
    let row = try #require(Self.refusals.first { $0.error == .windowTooLarge })
    let decoded = decode(row.octets, .zstandard, limits: DecompressionLimits(zstandardWindowBits: 27))
    #expect(decoded == Decoded(plain: Vector.fox, isFinished: true))
  }
}
