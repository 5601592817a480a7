import PacketModel

/// Text from the network, written from its octets: a report of a million exchanges makes no strings of their heads.
extension JSONWriter {
  public mutating func member(_ key: String, octets text: ArraySlice<UInt8>) {
    self.key(key)
    element(octets: text)
  }

  public mutating func member(_ key: String, octets text: ArraySlice<UInt8>?) {
    if let text { member(key, octets: text) }
  }

  public mutating func member(_ key: String, hexadecimal value: [UInt8]) {
    self.key(key)
    element(hexadecimal: value)
  }

  public mutating func element(octets text: ArraySlice<UInt8>) {
    separate()
    append(text: text)
  }

  /// An array of two texts.
  public mutating func element(_ first: ArraySlice<UInt8>, _ second: ArraySlice<UInt8>) {
    separate()
    octets.append(UInt8(ascii: "["))
    append(text: first)
    octets.append(UInt8(ascii: ","))
    append(text: second)
    octets.append(UInt8(ascii: "]"))
  }

  /// The same, if both are plain; says whether they were.
  mutating func element(plain first: Span<UInt8>, _ second: Span<UInt8>) -> Bool {
    guard isPlain(first), isPlain(second) else { return false }
    separate()
    octets.append(addingCapacity: first.count &+ second.count &+ 7) { output in
      appendText("[\"".utf8.span, to: &output)
      appendText(first, to: &output)
      appendText("\",\"".utf8.span, to: &output)
      appendText(second, to: &output)
      appendText("\"]".utf8.span, to: &output)
    }
    return true
  }

  private mutating func append(text: ArraySlice<UInt8>) {
    let text = text.span
    octets.append(UInt8(ascii: "\""))
    if isPlain(text) {
      octets.append(addingCapacity: text.count) { appendText(text, to: &$0) }
    } else {
      append(escaping: text)
    }
    octets.append(UInt8(ascii: "\""))
  }

  private mutating func append(escaping text: Span<UInt8>) {
    var index = 0
    while index < text.count {
      let length = NetworkText.piece(text, at: index)
      switch length {
      case 0:
        octets.append(contentsOf: "\\\\x".utf8)
        octets.append(hexDigit(text[index] >> 4))
        octets.append(hexDigit(text[index] & 15))
      case 1: append(escaping: text[index])
      default: for place in index..<index &+ length { octets.append(text[place]) }
      }
      index &+= max(1, length)
    }
  }
}

/// Whether all of it is printable ASCII without `"` and `\`.
///
/// Without a way out early, so that many octets are looked at at once.
private func isPlain(_ text: Span<UInt8>) -> Bool {
  var isPlain = true
  for index in text.indices {
    let octet = text[index]
    let isFit = (octet &- 0x20 < 0x5f) && (octet != 0x22) && (octet != 0x5c)
    isPlain = isPlain && isFit
  }
  return isPlain
}
