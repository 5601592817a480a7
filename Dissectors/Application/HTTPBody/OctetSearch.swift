extension Span<UInt8> {
  /// Where an octet stands first, from `start` on; the span's count where it does not.
  func place(of octet: UInt8, from start: Int) -> Int {
    let pattern = UInt64(octet) &* Self.ones
    var index = start
    while count &- index >= 8 {
      // What differs nowhere from the pattern becomes a zero octet, and its borrow sets the highest bit: exact up to the first.
      let difference = extracting(index..<index &+ 8).littleWord ^ pattern
      let zeros = (difference &- Self.ones) & ~difference & Self.highBits
      if zeros != 0 { return index &+ zeros.trailingZeroBitCount >> 3 }
      index &+= 8
    }
    while index < count, self[index] != octet { index &+= 1 }
    return index
  }

  /// Where either of two octets stands first, from `start` on; the span's count where neither does.
  func place(of one: UInt8, or other: UInt8, from start: Int) -> Int {
    let (onePattern, otherPattern) = (UInt64(one) &* Self.ones, UInt64(other) &* Self.ones)
    var index = start
    while count &- index >= 8 {
      let word = extracting(index..<index &+ 8).littleWord
      let (a, b) = (word ^ onePattern, word ^ otherPattern)
      let zeros = ((a &- Self.ones) & ~a | (b &- Self.ones) & ~b) & Self.highBits
      if zeros != 0 { return index &+ zeros.trailingZeroBitCount >> 3 }
      index &+= 8
    }
    while index < count, self[index] != one, self[index] != other { index &+= 1 }
    return index
  }

  /// Where a control octet of the first 32 stands first, from `start` on; the span's count where none does.
  func placeOfControl(from start: Int) -> Int {
    var index = start
    while count &- index >= 8 {
      let word = extracting(index..<index &+ 8).littleWord
      // Below 32 the subtraction borrows, and the octet's own highest bit is clear: exact up to the first, as above.
      let controls = (word &- 32 &* Self.ones) & ~word & Self.highBits
      if controls != 0 { return index &+ controls.trailingZeroBitCount >> 3 }
      index &+= 8
    }
    while index < count, self[index] >= 32 { index &+= 1 }
    return index
  }

  /// How far the letters and hyphens go that begin at `start`.
  func endOfName(from start: Int) -> Int {
    var index = start
    while count &- index >= 8 {
      let word = extracting(index..<index &+ 8).littleWord
      let low = word & ~Self.highBits
      let letters = low | 32 &* Self.ones
      // Sums that reach the highest bit, each octet for itself: from "a" on, behind "z", and what differs from a hyphen.
      let isLetter = (letters &+ 31 &* Self.ones) & ~(letters &+ 5 &* Self.ones)
      let isOther = (low ^ 45 &* Self.ones) &+ 127 &* Self.ones
      let others = (~isLetter & isOther | word) & Self.highBits
      if others != 0 { return index &+ others.trailingZeroBitCount >> 3 }
      index &+= 8
    }
    while index < count, self[index] == 45 || (self[index] | 32) &- 97 < 26 { index &+= 1 }
    return index
  }

  /// The eight octets of a span of eight: one load.
  private var littleWord: UInt64 {
    @inline(__always) get {
      UInt64(self[0]) | UInt64(self[1]) << 8 | UInt64(self[2]) << 16 | UInt64(self[3]) << 24 | UInt64(self[4]) << 32
        | UInt64(self[5]) << 40 | UInt64(self[6]) << 48 | UInt64(self[7]) << 56
    }
  }

  private static var ones: UInt64 { 0x0101_0101_0101_0101 }
  private static var highBits: UInt64 { 0x8080_8080_8080_8080 }
}

extension Array<UInt8> {
  /// Appends a part of a span, as far as the array may grow.
  mutating func append(_ octets: Span<UInt8>, from start: Int, to end: Int, upTo limit: Int) {
    let room = Swift.min(end &- start, limit &- count)
    guard room > 0 else { return }
    append(addingCapacity: room) { output in
      for index in start..<start &+ room { output.append(octets[index]) }
    }
  }
}

extension UInt8 {
  /// The value of a hexadecimal digit.
  var hexDigit: UInt8? {
    switch self {
    case 0x30...0x39: self - 0x30
    case 0x41...0x46: self - 0x37
    case 0x61...0x66: self - 0x57
    default: nil
    }
  }

  var isBlank: Bool { self == 0x20 || self == 0x09 }

  static var carriageReturn: UInt8 { 0x0d }
  static var lineFeed: UInt8 { 0x0a }
}
