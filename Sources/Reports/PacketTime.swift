public import PacketModel

/// How a packet's time is printed.
public enum PacketTime: String, CaseIterable, Hashable, Sendable {
  /// The time of day in UTC: "20:06:00.000001".
  case clock
  /// Seconds since the first packet printed.
  case relative
  /// Seconds since the packet printed before.
  case delta
  /// RFC 3339 in UTC.
  case absolute
  /// Seconds since 1970-01-01T00:00:00Z.
  case epoch
}

/// Prints the times of packets, one after the other, as precisely as their capture tells them.
public struct PacketTimePrinter: Sendable {
  private let style: PacketTime
  private var first: Timestamp?
  private var previous: Timestamp?

  public init(_ style: PacketTime) { self.style = style }

  /// Appends the time of the next packet; with nine digits behind the point, or six.
  public mutating func append(_ time: Timestamp, nanoseconds isFine: Bool, to text: inout [UInt8]) {
    defer { previous = time }
    switch style {
    case .clock:
      let (seconds, fraction) = Self.split(time.nanoseconds)
      let day = Self.modulo(seconds, 86_400)
      text.append(padded: UInt64(day / 3600), 2)
      text.append(UInt8(ascii: ":"))
      text.append(padded: UInt64(day / 60 % 60), 2)
      text.append(UInt8(ascii: ":"))
      text.append(padded: UInt64(day % 60), 2)
      Self.append(fraction: fraction, isFine, to: &text)
    case .relative:
      if first == nil { first = time }
      Self.append(difference: time.nanoseconds(since: first ?? time), isFine, to: &text)
    case .delta:
      Self.append(difference: time.nanoseconds(since: previous ?? time), isFine, to: &text)
    case .absolute:
      time.appendRFC3339(to: &text)
      if !isFine {
        // The last three digits of nine, before the Z.
        text.removeLast(4)
        text.append(UInt8(ascii: "Z"))
      }
    case .epoch:
      Self.append(difference: time.nanoseconds, isFine, to: &text)
    }
  }

  private static func append(difference nanoseconds: Int64, _ isFine: Bool, to text: inout [UInt8]) {
    if nanoseconds < 0 { text.append(UInt8(ascii: "-")) }
    let magnitude = nanoseconds.magnitude
    appendDecimal(magnitude / 1_000_000_000, to: &text)
    append(fraction: Int64(magnitude % 1_000_000_000), isFine, to: &text)
  }

  private static func append(fraction: Int64, _ isFine: Bool, to text: inout [UInt8]) {
    text.append(UInt8(ascii: "."))
    if isFine {
      text.append(padded: UInt64(fraction), 9)
    } else {
      text.append(padded: UInt64(fraction / 1000), 6)
    }
  }

  private static func split(_ nanoseconds: Int64) -> (seconds: Int64, fraction: Int64) {
    let fraction = modulo(nanoseconds, 1_000_000_000)
    // Not `nanoseconds - fraction`, which overflows at the beginning of time.
    return (nanoseconds / 1_000_000_000 - (nanoseconds % 1_000_000_000 < 0 ? 1 : 0), fraction)
  }

  private static func modulo(_ value: Int64, _ divisor: Int64) -> Int64 {
    let rest = value % divisor
    return rest < 0 ? rest + divisor : rest
  }
}
