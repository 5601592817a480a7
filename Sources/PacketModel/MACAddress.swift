/// An IEEE 802 MAC-48 address in the low 48 bits of `rawValue`, first octet highest.
public struct MACAddress: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt64
  @inlinable public init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The group bit: the least significant bit of the first octet (IEEE 802-2014 §8.2.2).
  public var isGroup: Bool { rawValue >> 40 & 1 == 1 }
}

extension MACAddress: CustomStringConvertible {
  public var description: String {
    let text = [UInt8](capacity: 17) { append(to: &$0) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the text form where there is room for 17 octets.
  public func append(to output: inout OutputSpan<UInt8>) {
    for index in 0..<6 {
      if index > 0 { output.append(UInt8(ascii: ":")) }
      let octet = UInt8(truncatingIfNeeded: rawValue >> UInt64(40 - index * 8))
      output.append(hexDigit(octet >> 4))
      output.append(hexDigit(octet & 15))
    }
  }
}

/// The lower-case hexadecimal digit for a value below 16.
@inlinable
public func hexDigit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? nibble &+ 48 : nibble &+ 87 }
