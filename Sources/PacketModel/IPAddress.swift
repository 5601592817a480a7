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

  /// The longest text form: "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff".
  public static var textRoom: Int { 39 }

  /// Appends the text form to UTF-8 octets.
  public func append(_ version: IPVersion, to text: inout [UInt8]) {
    text.append(addingCapacity: Self.textRoom) { append(version, to: &$0) }
  }

  /// Appends the text form where there is room for `textRoom` octets.
  public func append(_ version: IPVersion, to output: inout OutputSpan<UInt8>) {
    switch version {
    case .four:
      appendIPv4(UInt32(truncatingIfNeeded: low), to: &output)
    case .six:
      appendIPv6(to: &output)
    }
  }

  private func appendIPv4(_ value: UInt32, to output: inout OutputSpan<UInt8>) {
    appendOctet(value >> 24, to: &output)
    output.append(UInt8(ascii: "."))
    appendOctet(value >> 16 & 255, to: &output)
    output.append(UInt8(ascii: "."))
    appendOctet(value >> 8 & 255, to: &output)
    output.append(UInt8(ascii: "."))
    appendOctet(value & 255, to: &output)
  }

  private func appendIPv6(to output: inout OutputSpan<UInt8>) {
    // RFC 5952 §5: IPv4-mapped addresses are written with the dotted form.
    if high == 0, low >> 32 == 0xffff {
      appendText("::ffff:".utf8.span, to: &output)
      appendIPv4(UInt32(truncatingIfNeeded: low), to: &output)
      return
    }
    let zeros = longestZeroRun()
    var index = 0
    while index < 8 {
      if index == zeros.lowerBound, zeros.count > 1 {
        output.append(UInt8(ascii: ":"))
        output.append(UInt8(ascii: ":"))
        index = zeros.upperBound
        continue
      }
      if index > 0, !(zeros.count > 1 && index == zeros.upperBound) { output.append(UInt8(ascii: ":")) }
      appendHexadecimal(group(index), to: &output)
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

  private func appendHexadecimal(_ value: UInt16, to output: inout OutputSpan<UInt8>) {
    if value > 0xfff { output.append(hexDigit(UInt8(truncatingIfNeeded: value >> 12))) }
    if value > 0xff { output.append(hexDigit(UInt8(truncatingIfNeeded: value >> 8 & 15))) }
    if value > 0xf { output.append(hexDigit(UInt8(truncatingIfNeeded: value >> 4 & 15))) }
    output.append(hexDigit(UInt8(truncatingIfNeeded: value & 15)))
  }
}
