import Compression
import Testing

@Suite("Damage")
struct DamageTests {
  static let victims = Vector.all.filter { $0.plain.count < 2000 }

  @Test("whatever is changed, decoding ends, and the cut does not show", arguments: victims)
  func mutated(_ vector: Vector) {
    for seed in 0..<120 {
      var generator = SeededGenerator(state: UInt64(seed))
      var octets = vector.octets
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let index = Int.random(in: 0..<octets.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: octets[index] = UInt8.random(in: 0...255, using: &generator)
        case 1: octets[index] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        case 2: octets.insert(contentsOf: octets[index..<min(index + 9, octets.count)], at: index)
        default: if octets.count > 8 { octets.removeSubrange(index..<min(index + 5, octets.count)) }
        }
        if octets.isEmpty { octets = [0] }
      }
      let limits = DecompressionLimits(maximumOutput: 1 << 20)
      let whole = decode(octets, vector.format, limits: limits)
      for size in [1, 7] {
        let cut = decode(octets, vector.format, limits: limits, size: size)
        if vector.format == .brotli || vector.format == .zstandard, whole.error == .damaged {
          // Their decoders lose what they decoded in the very call that finds the damage; shorter calls lose less.
          #expect(cut.error == .damaged && cut.plain.starts(with: whole.plain), "seed \(seed), size \(size)")
        } else {
          #expect(cut == whole, "seed \(seed), size \(size)")
        }
      }
    }
  }

  @Test("noise is no stream", arguments: [CompressionFormat.gzip, .zlib, .rawDeflate, .deflate, .brotli, .zstandard])
  func noise(_ format: CompressionFormat) {
    let openings: [CompressionFormat: [UInt8]] = [
      .gzip: [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3], .zlib: [0x78, 0x9c], .zstandard: [0x28, 0xb5, 0x2f, 0xfd, 0x00],
    ]
    let decompressor = Decompressor(format, limits: DecompressionLimits(maximumOutput: 1 << 20))
    for seed in 0..<400 {
      var generator = SeededGenerator(state: UInt64(seed))
      let noise = (0..<2000).map { _ in UInt8.random(in: 0...255, using: &generator) }
      let decoded = decode((openings[format] ?? []) + noise, with: decompressor, size: 256)
      #expect(decoded.plain.count <= 1 << 20)
      #expect(decoded.error != nil || decoded.isFinished)
      decompressor.reset()
    }
  }
}
