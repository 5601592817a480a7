extension Secret {
  /// From hexadecimal digits of either case, without a copy between. Nothing where one is none, or their number is odd.
  public convenience init?(hexadecimal digits: Span<UInt8>) {
    guard digits.count.isMultiple(of: 2) else { return nil }
    var isRight = true
    self.init(count: digits.count / 2) { memory in
      for index in memory.indices {
        guard let octet = digits.octet(at: 2 &* index) else {
          isRight = false
          return
        }
        memory[index] = octet
      }
    }
    guard isRight else { return nil }
  }

  /// Those octets of it.
  public func part(_ range: Range<Int>) -> Secret {
    let range = range.clamped(to: 0..<count)
    return withOctets { Secret($0.extracting(range)) }
  }

  /// Whether both are the same octets.
  func isSame(as other: Secret) -> Bool { order(before: other) == nil }

  /// Whether it comes before another in the order of octets; nil where both are the same.
  func order(before other: Secret) -> Bool? {
    withOctets { mine in
      other.withOctets { its in
        for index in 0..<min(mine.count, its.count) where mine[index] != its[index] { return mine[index] < its[index] }
        return mine.count == its.count ? nil : mine.count < its.count
      }
    }
  }
}

// Whoever prints one learns its size.
extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  public var description: String { "a secret of \(count) octets" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: ["count": count]) }
}

extension Span<UInt8> {
  /// The octet that two hexadecimal digits stand for.
  func octet(at index: Int) -> UInt8? {
    guard let high = self[index].hexadecimalValue, let low = self[index &+ 1].hexadecimalValue else { return nil }
    return high << 4 | low
  }
}

extension UInt8 {
  fileprivate var hexadecimalValue: UInt8? {
    switch self {
    case 0x30...0x39: self &- 0x30
    case 0x41...0x46: self &- 0x37
    case 0x61...0x66: self &- 0x57
    default: nil
    }
  }
}
