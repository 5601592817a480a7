import Compression
import Testing

/// Little that becomes much.
@Suite("Bombs")
struct BombTests {
  /// python3: gzip.compress three times over, of 10,000,000 zeros.
  static let gzip = [UInt8](
    hex:
      "1f8b080000000000020393efe660000126e6b737f6721e726068b8e8bd4840a784e5ae3347d8c14bc71473620e327b3bae39c21a64ddbc95b9a355ba43fa4779b6ccfbd0fb3cf72bc2db97ac99377dd10f779b9a73ebab0480e6349c39fa7b9b97b182cfbeed651b59800245dba5789fbf64fd726ff6f1ba6be5ee0c459bf5d6dfddd2793cf80763f6497719313506060053e2bc3c84000000"
  )
  /// head -c 100000000 /dev/zero | brotli -c: 80 octets.
  static let brotli = [UInt8](
    hex:
      "cfffff7ff82700e2b14020f7fe9ffffffff04f00c4610180eefd3fffffffe19f0088c32200ddfb7ffeffffc33f0110870500baf7fffcffff877f02200e0b0074effff31fbc1eff04401c1600e862d703"
  )
  /// A frame by hand (RFC 8878 §3.1.1): a window of 1 MiB, and blocks of one octet to be repeated 131,072 times.
  static func zstandard(blocks: Int) -> [UInt8] {
    [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50] + (1...blocks).flatMap { [UInt8]([$0 == blocks ? 3 : 2, 0, 0x10, 0]) }
  }

  @Test("gzip within gzip within gzip unfolds in pieces")
  func nested() throws {
    let layers = (0..<3).map { _ in Decompressor(.gzip) }
    var innermost = 0
    try feed(Self.gzip, to: layers[0]) { outer in
      try? feed(outer, to: layers[1]) { middle in
        try? feed(middle, to: layers[2]) { innermost += $0.count }
      }
    }
    #expect(innermost == 10_000_000)
    for layer in layers { try layer.finish() }
    #expect(layers.allSatisfy { $0.memory < 64 << 10 })
  }

  static let bombs: [(CompressionFormat, [UInt8], size: Int)] = [
    (.brotli, brotli, 100_000_000), (.zstandard, zstandard(blocks: 800), 800 << 17),
  ]

  @Test("a ratio that no content has stops the stream", arguments: bombs.indices, [1, Int.max])
  func ratio(index: Int, size: Int) {
    let (format, octets, _) = Self.bombs[index]
    let decompressor = Decompressor(format)
    #expect(throws: DecompressionError.tooLarge) { try feed(octets, to: decompressor, size: size) { _ in } }
    #expect(16 << 20...(16 << 20) + (128 << 10) ~= decompressor.outputOctets)
    #expect(decompressor.memory < 20 << 20)
  }

  @Test("who allows any ratio gets everything", arguments: bombs.indices)
  func allowed(index: Int) throws {
    let (format, octets, whole) = Self.bombs[index]
    let decompressor = Decompressor(format, limits: DecompressionLimits(maximumRatio: .max))
    var count = 0
    try feed(octets, to: decompressor) { count += $0.count }
    try decompressor.finish()
    #expect(count == whole)
  }

  @Test("the output ends at its limit, to the octet", arguments: Vector.all, FormatTests.sizes)
  func limit(_ vector: Vector, size: Int) {
    guard !vector.plain.isEmpty else { return }
    for limit in [0, 1, vector.plain.count - 1] {
      let decoded = decode(vector.octets, vector.format, limits: DecompressionLimits(maximumOutput: limit), size: size)
      #expect(decoded == Decoded(plain: Array(vector.plain.prefix(limit)), error: .tooLarge))
    }
    let decoded = decode(
      vector.octets, vector.format, limits: DecompressionLimits(maximumOutput: vector.plain.count), size: size)
    #expect(decoded.plain == vector.plain)
    #expect(decoded.error == nil)
  }

  @Test("DEFLATE at its best passes the ratio")
  func deflate() throws {
    // A block of fixed codes, by hand (RFC 1951 §3.2.6), that repeats one zero 258 octets at a time would take 13 bits each;
    // python3: zlib.compress(bytes(10_000_000), 9) takes two: the second layer of the nested one.
    let outer = decode(Self.gzip, .gzip)
    let middle = decode(outer.plain, .gzip)
    let decompressor = Decompressor(.gzip, limits: DecompressionLimits(ratioFloor: 0))
    #expect(decode(middle.plain, with: decompressor).error == nil)
    #expect(decompressor.outputOctets / decompressor.inputOctets == 1025)
  }
}
