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
    // 2^64 is congruent to 1 modulo 2^16 - 1: eight octets are added at once, and what overflows is counted and added again.
    var total: UInt64 = 0
    var carries: UInt64 = 0
    var rest = octets
    // A block of a length known when compiled: its reads become plain 64-bit loads, with one check a block.
    while rest.count >= 64 {
      let block = rest.extracting(first: 64)
      total.addCounting(block.littleUInt64(at: 0), &carries)
      total.addCounting(block.littleUInt64(at: 8), &carries)
      total.addCounting(block.littleUInt64(at: 16), &carries)
      total.addCounting(block.littleUInt64(at: 24), &carries)
      total.addCounting(block.littleUInt64(at: 32), &carries)
      total.addCounting(block.littleUInt64(at: 40), &carries)
      total.addCounting(block.littleUInt64(at: 48), &carries)
      total.addCounting(block.littleUInt64(at: 56), &carries)
      rest = rest.extracting(droppingFirst: 64)
    }
    while rest.count >= 8 {
      total.addCounting(rest.extracting(first: 8).littleUInt64(at: 0), &carries)
      rest = rest.extracting(droppingFirst: 8)
    }
    var last: UInt64 = 0
    var shift: UInt64 = 0
    for index in rest.indices {
      last |= UInt64(rest[index]) << shift
      shift &+= 8
    }
    total.addCounting(last, &carries)
    sum &+= (total & 0xffff_ffff) &+ (total >> 32) &+ carries
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

extension UInt64 {
  /// Adds, and counts the overflow: two instructions.
  @inlinable @inline(__always)
  mutating func addCounting(_ other: UInt64, _ carries: inout UInt64) {
    let (sum, overflow) = addingReportingOverflow(other)
    self = sum
    carries &+= overflow ? 1 : 0
  }
}
