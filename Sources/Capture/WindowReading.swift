/// Reads by position in either byte order. The caller has checked the length; a mistake there traps, it reads nothing foreign.
extension Span where Element == UInt8 {
  @inline(__always)
  func uint16(at index: Int, _ isBig: Bool) -> UInt16 {
    let value = UInt16(self[index]) | UInt16(self[index &+ 1]) << 8
    return isBig ? value.byteSwapped : value
  }

  @inline(__always)
  func uint32(at index: Int, _ isBig: Bool) -> UInt32 {
    let value =
      UInt32(self[index]) | UInt32(self[index &+ 1]) << 8 | UInt32(self[index &+ 2]) << 16 | UInt32(self[index &+ 3]) << 24
    return isBig ? value.byteSwapped : value
  }

  @inline(__always)
  func uint64(at index: Int, _ isBig: Bool) -> UInt64 {
    let first = UInt64(uint32(at: index, isBig))
    let second = UInt64(uint32(at: index &+ 4, isBig))
    return isBig ? first << 32 | second : second << 32 | first
  }

  /// The octets of `range`, clipped to what is there.
  func copied(_ range: Range<Int>) -> [UInt8] {
    let kept = range.clamped(to: 0..<count)
    var copy: [UInt8] = []
    copy.reserveCapacity(kept.count)
    for index in kept { copy.append(self[index]) }
    return copy
  }

  /// Whether `octets` stand at `index`.
  func has(_ octets: [UInt8], at index: Int = 0) -> Bool {
    guard index >= 0, octets.count <= count - index else { return false }
    return octets.indices.allSatisfy { self[index + $0] == octets[$0] }
  }
}
