/// Writes captures into memory, octet by octet, for tests that must know each of them.
struct CaptureBuilder {
  var isBig = false
  var octets: [UInt8] = []

  init(isBig: Bool = false) { self.isBig = isBig }

  mutating func u8(_ value: UInt8) { octets.append(value) }

  mutating func u16(_ value: Int) { number(UInt64(value), 2) }
  mutating func u32(_ value: Int) { number(UInt64(UInt32(truncatingIfNeeded: value)), 4) }
  mutating func u64(_ value: UInt64) { number(value, 8) }

  private mutating func number(_ value: UInt64, _ count: Int) {
    let little = (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }
    octets += isBig ? little.reversed() : little
  }
}

// MARK: - pcap and snoop

extension CaptureBuilder {
  static func pcap(
    isBig: Bool = false, magic: Int = 0xa1b2_c3d4, major: Int = 2, minor: Int = 4, snapLength: Int = 65_535, link: Int = 1
  ) -> CaptureBuilder {
    var builder = CaptureBuilder(isBig: isBig)
    builder.u32(magic)
    builder.u16(major)
    builder.u16(minor)
    builder.u32(0)
    builder.u32(0)
    builder.u32(snapLength)
    builder.u32(link)
    return builder
  }

  mutating func record(
    _ seconds: Int, _ fraction: Int, _ packet: [UInt8], captured: Int? = nil, wire: Int? = nil, isModified: Bool = false
  ) {
    u32(seconds)
    u32(fraction)
    u32(captured ?? packet.count)
    u32(wire ?? packet.count)
    if isModified {
      u32(3)
      u16(0x0800)
      u16(0)
    }
    octets += packet
  }

  static func snoop(dataLink: Int = 4, version: Int = 2) -> CaptureBuilder {
    var builder = CaptureBuilder(isBig: true)
    builder.octets = Array("snoop".utf8) + [0, 0, 0]
    builder.u32(version)
    builder.u32(dataLink)
    return builder
  }

  mutating func snoopRecord(_ seconds: Int, _ fraction: Int, _ packet: [UInt8], drops: Int = 0) {
    let padding = (4 - packet.count % 4) % 4
    u32(packet.count)
    u32(packet.count)
    u32(24 + packet.count + padding)
    u32(drops)
    u32(seconds)
    u32(fraction)
    octets += packet + Array(repeating: 0, count: padding)
  }
}

// MARK: - pcapng

extension CaptureBuilder {
  mutating func block(_ type: Int, _ body: (inout CaptureBuilder) -> Void) {
    var inner = CaptureBuilder(isBig: isBig)
    body(&inner)
    inner.pad()
    u32(type)
    u32(inner.octets.count + 12)
    octets += inner.octets
    u32(inner.octets.count + 12)
  }

  mutating func pad() { while octets.count % 4 != 0 { octets.append(0) } }

  mutating func option(_ code: Int, _ value: [UInt8]) {
    u16(code)
    u16(value.count)
    octets += value
    pad()
  }

  mutating func option(_ code: Int, _ text: String) { option(code, Array(text.utf8)) }

  mutating func option(_ code: Int, u64 value: UInt64) {
    u16(code)
    u16(8)
    u64(value)
  }

  mutating func endOfOptions() { u32(0) }

  mutating func section(major: Int = 1, _ options: (inout CaptureBuilder) -> Void = { _ in }) {
    block(0x0a0d_0d0a) {
      $0.u32(0x1a2b_3c4d)
      $0.u16(major)
      $0.u16(0)
      $0.u64(.max)
      options(&$0)
    }
  }

  mutating func interface(
    _ link: Int = 1, snapLength: Int = 0, _ options: (inout CaptureBuilder) -> Void = { _ in }
  ) {
    block(1) {
      $0.u16(link)
      $0.u16(0)
      $0.u32(snapLength)
      options(&$0)
    }
  }

  mutating func enhanced(
    _ ticks: UInt64, _ packet: [UInt8], interface: Int = 0, captured: Int? = nil, wire: Int? = nil,
    _ options: (inout CaptureBuilder) -> Void = { _ in }
  ) {
    block(6) {
      $0.u32(interface)
      $0.u32(Int(ticks >> 32))
      $0.u32(Int(ticks & 0xffff_ffff))
      $0.u32(captured ?? packet.count)
      $0.u32(wire ?? packet.count)
      $0.octets += packet
      $0.pad()
      options(&$0)
    }
  }
}

/// `count` octets that tell packet `number` from others.
func packet(_ number: Int, _ count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: number &* 31 &+ $0 &* 7) }
}

/// Reproducible, and the same everywhere: xorshift64*.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed | 1 }

  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 0x2545_f491_4f6c_dd1d
  }
}
