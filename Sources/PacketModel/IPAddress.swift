/// An IPv4 or IPv6 address as two words; an IPv4 address is the low 32 bits of `low`, the rest zero.
///
/// Two words rather than one `UInt128`: the latter is 16-aligned and would pad every record that holds an address.
/// The version is not part of the value: it stands beside the address, once for a packet's two addresses.
public struct IPAddress: Hashable, Comparable, Sendable {
  public var high: UInt64
  public var low: UInt64

  @inlinable public init(high: UInt64 = 0, low: UInt64 = 0) {
    self.high = high
    self.low = low
  }

  @inlinable public static func < (a: IPAddress, b: IPAddress) -> Bool {
    a.high != b.high ? a.high < b.high : a.low < b.low
  }
}

/// Which Internet Protocol an address belongs to.
public enum IPVersion: UInt8, Hashable, Sendable {
  case four = 4
  case six = 6
}

// MARK: - Text

extension IPAddress {
  /// Dotted decimal for IPv4; the canonical form of RFC 5952 for IPv6.
  public func text(_ version: IPVersion) -> String {
    var octets: [UInt8] = []
    append(version, to: &octets)
    return String(decoding: octets, as: UTF8.self)
  }

  /// Appends the text form to UTF-8 octets.
  public func append(_ version: IPVersion, to text: inout [UInt8]) {
    switch version {
    case .four:
      appendIPv4(UInt32(truncatingIfNeeded: low), to: &text)
    case .six:
      appendIPv6(to: &text)
    }
  }

  private func appendIPv4(_ value: UInt32, to text: inout [UInt8]) {
    for shift in [24, 16, 8, 0] as [UInt32] {
      if shift != 24 { text.append(UInt8(ascii: ".")) }
      appendDecimal(UInt64(value >> shift & 255), to: &text)
    }
  }

  private func appendIPv6(to text: inout [UInt8]) {
    // RFC 5952 §5: IPv4-mapped addresses are written with the dotted form.
    if high == 0, low >> 32 == 0xffff {
      text.append(contentsOf: "::ffff:".utf8)
      appendIPv4(UInt32(truncatingIfNeeded: low), to: &text)
      return
    }
    let zeros = longestZeroRun()
    var index = 0
    while index < 8 {
      if index == zeros.lowerBound, zeros.count > 1 {
        text.append(contentsOf: "::".utf8)
        index = zeros.upperBound
        continue
      }
      if index > 0, !(zeros.count > 1 && index == zeros.upperBound) { text.append(UInt8(ascii: ":")) }
      appendHexadecimal(group(index), to: &text)
      index += 1
    }
  }

  private func group(_ index: Int) -> UInt16 {
    let word = index < 4 ? high : low
    return UInt16(truncatingIfNeeded: word >> UInt64(48 - (index & 3) * 16))
  }

  /// The first longest run of zero groups (RFC 5952 §4.2.3); empty when there is none.
  private func longestZeroRun() -> Range<Int> {
    var best = 0..<0
    var start = 0
    while start < 8 {
      var end = start
      while end < 8, group(end) == 0 { end += 1 }
      if end - start > best.count { best = start..<end }
      start = max(end, start + 1)
    }
    return best
  }

  private func appendHexadecimal(_ value: UInt16, to text: inout [UInt8]) {
    var started = false
    for shift in [12, 8, 4, 0] as [UInt16] {
      let nibble = UInt8(truncatingIfNeeded: value >> shift & 15)
      if nibble != 0 || started || shift == 0 {
        text.append(hexDigit(nibble))
        started = true
      }
    }
  }
}

/// Appends an unsigned number in decimal.
public func appendDecimal(_ value: UInt64, to text: inout [UInt8]) {
  if value < 10 {
    text.append(UInt8(truncatingIfNeeded: value) &+ 48)
    return
  }
  let start = text.count
  var rest = value
  while rest > 0 {
    text.append(UInt8(truncatingIfNeeded: rest % 10) &+ 48)
    rest /= 10
  }
  var low = start
  var high = text.count - 1
  while low < high {
    text.swapAt(low, high)
    low += 1
    high -= 1
  }
}
