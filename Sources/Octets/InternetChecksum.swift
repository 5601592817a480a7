/// The Internet checksum (RFC 1071): the one's complement of the one's complement sum of 16-bit words.
///
/// Words are summed in the machine's little-endian order, eight octets at a time, and swapped once at the end: the sum
/// does not depend on byte order (RFC 1071 §2 (B)). Several runs of octets may be added; each but the last must be even.
public struct InternetChecksum: Sendable {
  @usableFromInline var sum: UInt64 = 0

  @inlinable public init() {}

  /// Adds a value that stands in the packet as a big-endian 16-bit word.
  @inlinable @inline(__always)
  public mutating func add(_ word: UInt16) { sum &+= UInt64(word.byteSwapped) }

  @inlinable @inline(__always)
  public mutating func add(_ word: UInt32) {
    add(UInt16(truncatingIfNeeded: word >> 16))
    add(UInt16(truncatingIfNeeded: word))
  }

  @inlinable @inline(__always)
  public mutating func add(_ word: UInt64) {
    add(UInt32(truncatingIfNeeded: word >> 32))
    add(UInt32(truncatingIfNeeded: word))
  }

  /// Adds a run of octets; an odd last octet is padded with a zero behind it.
  @inlinable
  public mutating func add(_ octets: Span<UInt8>) {
    // Two accumulators of 32-bit halves: no carry can be lost below 2^32 words, far beyond any packet.
    var low: UInt64 = 0
    var high: UInt64 = 0
    var rest = octets
    // A block of a length known when compiled: its reads become plain 64-bit loads, with one check a block.
    while rest.count >= 32 {
      let block = rest.extracting(first: 32)
      let (a, b) = (block.littleUInt64(at: 0), block.littleUInt64(at: 8))
      let (c, d) = (block.littleUInt64(at: 16), block.littleUInt64(at: 24))
      low &+= (a & 0xffff_ffff) &+ (b & 0xffff_ffff) &+ (c & 0xffff_ffff) &+ (d & 0xffff_ffff)
      high &+= (a >> 32) &+ (b >> 32) &+ (c >> 32) &+ (d >> 32)
      rest = rest.extracting(droppingFirst: 32)
    }
    while rest.count >= 8 {
      let word = rest.extracting(first: 8).littleUInt64(at: 0)
      low &+= word & 0xffff_ffff
      high &+= word >> 32
      rest = rest.extracting(droppingFirst: 8)
    }
    var last: UInt64 = 0
    var shift: UInt64 = 0
    for index in rest.indices {
      last |= UInt64(rest[index]) << shift
      shift &+= 8
    }
    low &+= last & 0xffff_ffff
    high &+= last >> 32
    // The halves are congruent modulo 2^16 - 1, so they fold into one sum.
    sum &+= (low & 0xffff_ffff) &+ (low >> 32) &+ (high & 0xffff_ffff) &+ (high >> 32)
  }

  /// The sum folded to 16 bits, in network order, not complemented. 0xffff over a run that holds its own checksum means it
  /// is right.
  @inlinable public var folded: UInt16 {
    var value = sum
    while value > 0xffff { value = (value & 0xffff) &+ (value >> 16) }
    return UInt16(truncatingIfNeeded: value).byteSwapped
  }

  /// What a sender would put in the checksum field.
  @inlinable public var value: UInt16 { ~folded }
}

extension Span where Element == UInt8 {
  @inlinable @inline(__always)
  func littleUInt64(at index: Int) -> UInt64 {
    // One expression of shifts is what the compiler folds into one load.
    UInt64(self[index]) | UInt64(self[index &+ 1]) << 8 | UInt64(self[index &+ 2]) << 16 | UInt64(self[index &+ 3]) << 24
      | UInt64(self[index &+ 4]) << 32 | UInt64(self[index &+ 5]) << 40 | UInt64(self[index &+ 6]) << 48
      | UInt64(self[index &+ 7]) << 56
  }
}
