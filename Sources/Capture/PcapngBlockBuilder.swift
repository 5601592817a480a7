import Octets

/// Puts a pcapng block together, little-endian: its lengths are filled in when it is whole.
struct PcapngBlockBuilder {
  private var start = 0
  private(set) var octets: [UInt8] = []
  private var hasOptions = false

  /// Octets of what has been written already are let go of.
  mutating func take() -> [UInt8] {
    defer { octets = [] }
    return octets
  }

  var count: Int { octets.count }

  // MARK: - Blocks

  mutating func begin(_ type: PcapngBlockType) {
    start = octets.count
    hasOptions = false
    append(type.rawValue)
    append(0 as UInt32)
  }

  mutating func end() {
    // opt_endofopt
    if hasOptions { append(0 as UInt32) }
    let length = UInt32(clamping: octets.count &- start &+ 4)
    append(length)
    for index in 0..<4 { octets[start &+ 4 &+ index] = UInt8(truncatingIfNeeded: length >> UInt32(8 &* index)) }
  }

  // MARK: - Values

  mutating func append<Value: FixedWidthInteger>(_ value: Value) {
    for shift in stride(from: 0, to: Value.bitWidth, by: 8) { octets.append(UInt8(truncatingIfNeeded: value >> Value(shift))) }
  }

  /// Ticks of an interface's clock: high half first, whatever the byte order.
  mutating func append(ticks: UInt64) {
    append(UInt32(truncatingIfNeeded: ticks >> 32))
    append(UInt32(truncatingIfNeeded: ticks))
  }

  mutating func append(_ value: Span<UInt8>) { ByteView(value).append(to: &octets) }

  /// Fills up to 32 bits.
  mutating func pad() {
    while octets.count & 3 != 0 { octets.append(0) }
  }

  // MARK: - Options

  mutating func option(_ code: UInt16, _ value: [UInt8]) {
    // What is longer cannot be said: its length has two octets.
    let kept = value.prefix(Int(UInt16.max))
    hasOptions = true
    append(code)
    append(UInt16(kept.count))
    octets += kept
    pad()
  }

  mutating func option(_ code: UInt16, text: String?) {
    if let text, !text.isEmpty { option(code, Array(text.utf8)) }
  }

  mutating func option<Value: FixedWidthInteger>(_ code: UInt16, _ value: Value?) {
    guard let value else { return }
    option(code, (0..<Value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> Value(8 &* $0)) })
  }

  mutating func option(_ code: UInt16, ticks: UInt64?) {
    guard let ticks else { return }
    let halves = [UInt32(truncatingIfNeeded: ticks >> 32), UInt32(truncatingIfNeeded: ticks)]
    option(code, halves.flatMap { half in (0..<4).map { UInt8(truncatingIfNeeded: half >> UInt32(8 &* $0)) } })
  }
}
