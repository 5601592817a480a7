/// A TCP sequence number: modulo 2^32, so "greater" means "up to 2^31 - 1 ahead" (RFC 9293 §3.4).
public struct SequenceNumber: RawRepresentable, Hashable, Sendable {
  public var rawValue: UInt32
  @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// How far `a` lies ahead of `b` in octets; negative when behind.
  @inlinable public static func - (a: SequenceNumber, b: SequenceNumber) -> Int {
    Int(Int32(bitPattern: a.rawValue &- b.rawValue))
  }

  @inlinable public static func + (a: SequenceNumber, octets: Int) -> SequenceNumber {
    SequenceNumber(rawValue: a.rawValue &+ UInt32(truncatingIfNeeded: octets))
  }
}
