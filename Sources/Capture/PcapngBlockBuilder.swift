import Octets

/// Puts a pcapng block together, little-endian: its lengths are filled in when it is whole.
struct PcapngBlockBuilder: Sendable {
  private var start = 0
  private(set) var octets: [UInt8] = []
  private var hasOptions = false

  /// Octets of what has been written already are let go of.
  mutating func take() -> [UInt8] {
    defer { octets = [] }
    return octets
  }

  /// The same, in exchange for room that is no longer needed.
  mutating func take(into spare: inout [UInt8]) {
    spare.removeAll(keepingCapacity: true)
    swap(&octets, &spare)
  }

  var count: Int { octets.count }

  /// Makes room at once, so that growing leaves no copy of secrets behind.
  mutating func reserve(_ count: Int) { octets.reserveCapacity(octets.count + count) }

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

  /// Writes a whole enhanced packet block without options: nearly all of a file is made of these.
  mutating func packet(interface: UInt32, ticks: UInt64, wireLength: UInt32, _ packet: Span<UInt8>) {
    let padding = -packet.count & 3
    let length = Self.packetHeaderLength &+ packet.count &+ padding &+ 4
    octets.append(addingCapacity: length) { output in
      output.append(little: PcapngBlockType.enhancedPacket.rawValue)
      output.append(little: UInt32(clamping: length))
      output.append(little: interface)
      output.append(little: UInt32(truncatingIfNeeded: ticks >> 32))
      output.append(little: UInt32(truncatingIfNeeded: ticks))
      output.append(little: UInt32(clamping: packet.count))
      output.append(little: wireLength)
      for index in packet.indices { output.append(packet[index]) }
      for _ in 0..<padding { output.append(0) }
      output.append(little: UInt32(clamping: length))
    }
  }

  /// What stands before an enhanced packet's octets.
  private static let packetHeaderLength = 28

  // MARK: - Values

  mutating func append<Value: FixedWidthInteger>(_ value: Value) {
    octets.append(addingCapacity: Value.bitWidth / 8) { output in
      for shift in stride(from: 0, to: Value.bitWidth, by: 8) {
        output.append(UInt8(truncatingIfNeeded: value >> Value(shift)))
      }
    }
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
