import Compression

/// What became of a stream.
struct Decoded: Hashable, Sendable {
  var plain: [UInt8] = []
  var error: DecompressionError?
  var isFinished = false
  var trailing = 0
}

/// Feeds a whole stream, cut into pieces of `size` octets, and ends it.
func decode(
  _ octets: [UInt8], _ format: CompressionFormat, limits: DecompressionLimits = DecompressionLimits(), size: Int = .max
) -> Decoded {
  decode(octets, with: Decompressor(format, limits: limits), size: size)
}

func decode(_ octets: [UInt8], with decompressor: Decompressor, size: Int = .max) -> Decoded {
  var decoded = Decoded()
  do {
    try feed(octets, to: decompressor, size: size) { decoded.plain += $0 }
    try decompressor.finish()
  } catch {
    decoded.error = error
  }
  decoded.isFinished = decompressor.isFinished
  decoded.trailing = decompressor.trailingOctets
  return decoded
}

func feed(
  _ octets: [UInt8], to decompressor: Decompressor, size: Int = .max, _ take: ([UInt8]) -> Void
) throws(DecompressionError) {
  var rest = octets.span
  while !rest.isEmpty {
    let count = min(size, rest.count)
    try decompressor.decode(rest.extracting(first: count)) { piece in
      take([UInt8](capacity: piece.count) { room in for index in piece.indices { room.append(piece[index]) } })
    }
    rest = rest.extracting(droppingFirst: count)
  }
}

extension [UInt8] {
  init(hex: String) {
    let digits = hex.filter { !$0.isWhitespace }.compactMap(\.hexDigitValue)
    self = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
  }
}

/// SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }
}
