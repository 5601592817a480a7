/// Percent-encoding (WHATWG URL §1.3): what is no escape stays as it is.
enum PercentEncoding {
  static func decoded(_ octets: ArraySlice<UInt8>) -> [UInt8] {
    var decoded: [UInt8] = []
    var rest = octets
    while let octet = rest.popFirst() {
      if octet == UInt8(ascii: "%"), rest.count >= 2, let high = rest[rest.startIndex].hexDigit,
        let low = rest[rest.startIndex &+ 1].hexDigit
      {
        decoded.append(high << 4 | low)
        rest = rest.dropFirst(2)
      } else {
        decoded.append(octet)
      }
    }
    return decoded
  }

  /// Counts what percent-encoded octets stand for, as they pass.
  struct Counter: Hashable, Sendable {
    private(set) var octets = 0
    /// Octets of an escape that have come: its percent sign, and a digit.
    private var begun = 0

    mutating func add(_ span: Span<UInt8>, from start: Int, to end: Int) {
      octets &+= end &- start
      var index = start
      while index < end {
        if begun == 0 {
          index = span.place(of: UInt8(ascii: "%"), from: index) &+ 1
          if index <= end { begun = 1 }
        } else {
          if span[index].hexDigit == nil {
            begun = 0
            // It may begin another.
            continue
          }
          begun &+= 1
          if begun == 3 {
            octets &-= 2
            begun = 0
          }
          index &+= 1
        }
      }
    }

    /// Octets are missing: no escape goes on behind them.
    mutating func skip() { begun = 0 }
  }
}
