/// Walks the options of a pcapng block (draft-ietf-opsawg-pcapng §3.5): code 2, length 2, value padded to 32 bits.
struct PcapngOptions {
  /// Where the next option begins, and where the last must end.
  private var index: Int
  private let end: Int
  private let isBig: Bool
  /// An option ran past the end of its block.
  private(set) var isBroken = false

  init(_ range: Range<Int>, isBig: Bool) {
    index = range.lowerBound
    end = range.upperBound
    self.isBig = isBig
  }

  /// The next option's code and value's place, or nothing behind the last.
  mutating func next(_ octets: Span<UInt8>) -> (code: UInt16, value: Range<Int>)? {
    guard end - index >= 4 else { return nil }
    let code = octets.uint16(at: index, isBig)
    let length = Int(octets.uint16(at: index + 2, isBig))
    guard code != 0 else { return nil }
    guard length <= end - index - 4 else {
      isBroken = true
      return nil
    }
    let start = index + 4
    index = min(start + (length + 3) & ~3, end)
    return (code, start..<(start + length))
  }
}

/// Values of options, read leniently: one of the wrong length is as good as none.
struct PcapngValue {
  let range: Range<Int>
  let isBig: Bool

  func uint8(_ octets: Span<UInt8>) -> UInt8? { range.count >= 1 ? octets[range.lowerBound] : nil }
  func uint32(_ octets: Span<UInt8>) -> UInt32? { range.count == 4 ? octets.uint32(at: range.lowerBound, isBig) : nil }
  func uint64(_ octets: Span<UInt8>) -> UInt64? { range.count == 8 ? octets.uint64(at: range.lowerBound, isBig) : nil }
  func octets(_ octets: Span<UInt8>) -> [UInt8] { octets.copied(range) }

  /// Ticks of an interface's clock: high half first in either byte order.
  func ticks(_ octets: Span<UInt8>) -> UInt64? {
    guard range.count == 8 else { return nil }
    return UInt64(octets.uint32(at: range.lowerBound, isBig)) << 32 | UInt64(octets.uint32(at: range.lowerBound + 4, isBig))
  }

  /// Text, if the description has room for it. Writers that count a closing zero are forgiven.
  func text(_ octets: Span<UInt8>, _ description: inout CaptureDescription, droppingFirst dropped: Int = 0) -> String? {
    guard range.count >= dropped else { return nil }
    guard description.kept.takeText(range.count) else {
      description.unkept += 1
      return nil
    }
    var copy = octets.copied((range.lowerBound + dropped)..<range.upperBound)
    while copy.last == 0 { copy.removeLast() }
    return String(escaping: copy)
  }
}

extension String {
  /// UTF-8 as it is; octets that are none are written as \xNN, so that nothing is lost.
  init(escaping octets: [UInt8]) {
    if let valid = String(validating: octets, as: UTF8.self) {
      self = valid
      return
    }
    self = ""
    var rest = octets[...]
    while let first = rest.first {
      // A character of UTF-8 is four octets at most.
      let whole = (1...4).lazy.filter { $0 <= rest.count }
        .compactMap { String(validating: rest.prefix($0), as: UTF8.self) }.first
      if let whole {
        self += whole
        rest = rest.dropFirst(whole.utf8.count)
      } else {
        self += "\\x" + (first < 16 ? "0" : "") + String(first, radix: 16)
        rest = rest.dropFirst()
      }
    }
  }
}
