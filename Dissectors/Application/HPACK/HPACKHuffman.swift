/// The Huffman code of header strings (RFC 7541 §5.2, Appendix B).
///
/// The code is canonical (§5.2: symbols of the same length are numbered in their order), so the lengths of its words are all
/// that need be written down.
enum HPACKHuffman {
  /// By the first 8 bits: an octet and the length of its word, `octet << 4 | length`; 0 where the word is longer.
  private static let short: [UInt16] = {
    var short = [UInt16](repeating: 0, count: 1 << shortBits)
    var word = 0
    for length in 5...shortBits {
      word <<= 1
      for symbol in words(of: length) {
        let first = word << (shortBits - length)
        for place in first..<(first + 1 << (shortBits - length)) { short[place] = symbol << 4 | UInt16(length) }
        word += 1
      }
    }
    return short
  }()

  /// The words that are longer.
  private struct Long {
    /// Octets in the order of their words; 256 is the end of string.
    var symbols: [UInt16] = []
    /// By length: the first number behind the words of it, at the top of 32 bits; and the place of its first word's symbol,
    /// less that word's number.
    var limits = [UInt64](repeating: 0, count: longest + 1)
    var offsets = [Int](repeating: 0, count: longest + 1)
  }

  private static let long: Long = {
    var long = Long()
    var word = 0
    for length in 5...longest {
      word <<= 1
      long.offsets[length] = long.symbols.count - word
      long.symbols += words(of: length)
      word += words(of: length).count
      long.limits[length] = UInt64(word) << (32 - length)
    }
    return long
  }()

  private static let shortBits = 8
  private static let longest = 30
  private static let endOfString: UInt16 = 256

  /// Decodes a string and puts its octets behind others. Answers whether it was well formed (§5.2).
  static func decode(_ code: Span<UInt8>, onto octets: inout [UInt8]) -> Bool {
    var isValid = false
    // No word is shorter than five bits.
    octets.append(addingCapacity: code.count &* 8 / 5 &+ 1) { isValid = decode(code, to: &$0) }
    return isValid
  }

  private static func decode(_ code: Span<UInt8>, to output: inout OutputSpan<UInt8>) -> Bool {
    let table = short
    let short = table.span
    // The next bits, from the top down, and how many there are.
    var bits: UInt64 = 0
    var count = 0
    var index = 0
    while true {
      while count <= 56, index < code.count {
        bits |= UInt64(code[index]) << UInt64(56 &- count)
        count &+= 8
        index &+= 1
      }
      guard count >= shortBits else { break }
      let entry = short[Int(truncatingIfNeeded: bits >> 56)]
      if entry != 0 {
        output.append(UInt8(truncatingIfNeeded: entry >> 4))
        bits <<= UInt64(entry & 15)
        count &-= Int(entry & 15)
      } else {
        guard let (symbol, length) = longWord(bits >> 32), length <= count else { break }
        guard symbol != endOfString else { return false }
        output.append(UInt8(truncatingIfNeeded: symbol))
        bits <<= UInt64(length)
        count &-= length
      }
    }
    return decodeRest(bits, count, short, to: &output)
  }

  /// Fewer than eight bits: short words, then padding, the first bits of the end of string.
  private static func decodeRest(
    _ bits: UInt64, _ count: Int, _ short: Span<UInt16>, to output: inout OutputSpan<UInt8>
  ) -> Bool {
    var (bits, count) = (bits, count)
    guard count < 8 else { return false }
    while count > 0 {
      let padding = ~UInt64(0) << UInt64(64 &- count)
      if bits & padding == padding { return true }
      let entry = short[Int(truncatingIfNeeded: bits >> 56)]
      let length = Int(entry & 15)
      guard entry != 0, length <= count else { return false }
      output.append(UInt8(truncatingIfNeeded: entry >> 4))
      bits <<= UInt64(length)
      count &-= length
    }
    return true
  }

  /// The word of more than eight bits at the top of 32.
  private static func longWord(_ window: UInt64) -> (symbol: UInt16, length: Int)? {
    for length in (shortBits &+ 1)...longest where window < long.limits[length] {
      let place = long.offsets[length] &+ Int(window >> UInt64(32 &- length))
      return place >= 0 && place < long.symbols.count ? (long.symbols[place], length) : nil
    }
    return nil
  }

  /// The symbols whose words have so many bits (Appendix B), ascending.
  private static func words(of length: Int) -> [UInt16] {
    switch length {
    case 5: [48, 49, 50, 97, 99, 101, 105, 111, 115, 116]
    case 6:
      [
        32, 37, 45, 46, 47, 51, 52, 53, 54, 55, 56, 57, 61, 65, 95, 98, 100, 102, 103, 104, 108, 109, 110, 112, 114, 117,
      ]
    case 7:
      [
        58, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 89, 106, 107, 113, 118,
        119, 120, 121, 122,
      ]
    case 8: [38, 42, 44, 59, 88, 90]
    case 10: [33, 34, 40, 41, 63]
    case 11: [39, 43, 124]
    case 12: [35, 62]
    case 13: [0, 36, 64, 91, 93, 126]
    case 14: [94, 125]
    case 15: [60, 96, 123]
    case 19: [92, 195, 208]
    case 20: [128, 130, 131, 162, 184, 194, 224, 226]
    case 21: [153, 161, 167, 172, 176, 177, 179, 209, 216, 217, 227, 229, 230]
    case 22:
      [
        129, 132, 133, 134, 136, 146, 154, 156, 160, 163, 164, 169, 170, 173, 178, 181, 185, 186, 187, 189, 190, 196, 198,
        228, 232, 233,
      ]
    case 23:
      [
        1, 135, 137, 138, 139, 140, 141, 143, 147, 149, 150, 151, 152, 155, 157, 158, 165, 166, 168, 174, 175, 180, 182, 183,
        188, 191, 197, 231, 239,
      ]
    case 24: [9, 142, 144, 145, 148, 159, 171, 206, 215, 225, 236, 237]
    case 25: [199, 207, 234, 235]
    case 26: [192, 193, 200, 201, 202, 205, 210, 213, 218, 219, 238, 240, 242, 243, 255]
    case 27: [203, 204, 211, 212, 214, 221, 222, 223, 241, 244, 245, 246, 247, 248, 250, 251, 252, 253, 254]
    case 28: [2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127, 220, 249]
    case 30: [10, 13, 22, 256]
    default: []
    }
  }
}
