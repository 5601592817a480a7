import PacketModel

/// What one tick of a capture's clock is worth (pcapng's if_tsresol): 10^-n or 2^-n seconds.
public struct TimeResolution: Hashable, Sendable {
  /// As if_tsresol has it: the exponent in the low seven bits, the top bit set for a power of two.
  public var rawValue: UInt8
  /// Ticks are multiplied by this …
  @usableFromInline var factor: UInt64
  /// … divided by this …
  @usableFromInline var divisor: UInt64
  /// … and shifted right by this, and are nanoseconds.
  @usableFromInline var shift: UInt8

  public init(rawValue: UInt8) {
    self.rawValue = rawValue
    factor = 1
    divisor = 1
    shift = 0
    let exponent = Int(rawValue & 0x7f)
    if rawValue & 0x80 != 0 {
      factor = 1_000_000_000
      shift = UInt8(exponent)
    } else if exponent <= 9 {
      factor = Self.powerOfTen(9 - exponent)
    } else {
      // 10^19 is the last power of ten in 64 bits; finer ticks than that all round to the epoch.
      divisor = exponent - 9 <= 19 ? Self.powerOfTen(exponent - 9) : 0
    }
  }

  public static let microseconds = TimeResolution(rawValue: 6)
  public static let nanoseconds = TimeResolution(rawValue: 9)

  private static func powerOfTen(_ exponent: Int) -> UInt64 { (0..<exponent).reduce(1) { power, _ in power &* 10 } }
}

extension TimeResolution {
  /// The moment `ticks` after the epoch and `offset` seconds, or the nearest one a timestamp can tell.
  func timestamp(ticks: UInt64, offset: Int64) -> (time: Timestamp, clamped: Bool) {
    guard divisor != 0 else { return Self.sum(0, offset) }
    let (high, low) = ticks.multipliedFullWidth(by: factor)
    guard shift > 0 else {
      guard high == 0, let nanoseconds = Int64(exactly: low / divisor) else { return Self.late(offset) }
      return Self.sum(nanoseconds, offset)
    }
    let shifted = (UInt128(high) << 64 | UInt128(low)) >> UInt128(shift)
    guard let nanoseconds = Int64(exactly: shifted) else { return Self.late(offset) }
    return Self.sum(nanoseconds, offset)
  }

  /// A time that alone is past the end of time. A negative offset could bring it back, but no real file does that.
  private static func late(_ offset: Int64) -> (time: Timestamp, clamped: Bool) { (Timestamp(nanoseconds: .max), true) }

  private static func sum(_ nanoseconds: Int64, _ seconds: Int64) -> (time: Timestamp, clamped: Bool) {
    if seconds == 0 { return (Timestamp(nanoseconds: nanoseconds), false) }
    let total = Int128(nanoseconds) + Int128(seconds) * 1_000_000_000
    if let exact = Int64(exactly: total) { return (Timestamp(nanoseconds: exact), false) }
    return (Timestamp(nanoseconds: total < 0 ? .min : .max), true)
  }
}

extension TimeResolution: CustomStringConvertible {
  public var description: String {
    switch rawValue {
    case 0, 0x80: "s"
    case 3: "ms"
    case 6: "us"
    case 9: "ns"
    default: rawValue & 0x80 != 0 ? "2^-\(rawValue & 0x7f) s" : "10^-\(rawValue) s"
    }
  }
}
