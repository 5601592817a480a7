import PacketModel

extension IPAddress {
  /// An address from its text: dotted decimal without leading zeros, or RFC 4291 §2.2.
  init?(text: [UInt8], _ version: IPVersion) {
    switch version {
    case .four:
      guard let address = dottedDecimal(text[...]) else { return nil }
      self.init(low: UInt64(address))
    case .six:
      guard let groups = hexadecimalGroups(text) else { return nil }
      func word(_ groups: ArraySlice<UInt16>) -> UInt64 { groups.reduce(0) { $0 << 16 | UInt64($1) } }
      self.init(high: word(groups[..<4]), low: word(groups[4...]))
    }
  }
}

/// A decimal number without leading zeros.
func decimal(_ text: ArraySlice<UInt8>, upTo most: Int) -> Int? {
  guard let first = text.first, text.count <= 5, first != UInt8(ascii: "0") || text.count == 1 else { return nil }
  var value = 0
  for octet in text {
    guard (48...57).contains(octet) else { return nil }
    value = value * 10 + Int(octet) - 48
  }
  return value <= most ? value : nil
}

private func dottedDecimal(_ text: ArraySlice<UInt8>) -> UInt32? {
  let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
  guard parts.count == 4 else { return nil }
  var address: UInt32 = 0
  for part in parts {
    guard let octet = decimal(part, upTo: 255) else { return nil }
    address = address << 8 | UInt32(octet)
  }
  return address
}

/// Eight groups, of which "::" once stands for as many zeros as are missing, at least one.
private func hexadecimalGroups(_ text: [UInt8]) -> [UInt16]? {
  let colon = UInt8(ascii: ":")
  guard let gap = text.indices.dropLast().first(where: { text[$0] == colon && text[$0 + 1] == colon }) else {
    return groups(text[...]).flatMap { $0.count == 8 ? $0 : nil }
  }
  guard let front = groups(text[..<gap]), let back = groups(text[(gap + 2)...]), front.count + back.count < 8 else {
    return nil
  }
  return front + Array(repeating: 0, count: 8 - front.count - back.count) + back
}

/// Groups of up to four digits with colons between; the last two may be dotted decimal.
private func groups(_ text: ArraySlice<UInt8>) -> [UInt16]? {
  guard !text.isEmpty else { return [] }
  var groups: [UInt16] = []
  let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
  for (index, part) in parts.enumerated() {
    if index == parts.count - 1, let address = dottedDecimal(part) {
      groups += [UInt16(truncatingIfNeeded: address >> 16), UInt16(truncatingIfNeeded: address)]
    } else {
      guard (1...4).contains(part.count), let group = hexadecimal(part) else { return nil }
      groups.append(group)
    }
  }
  return groups.count <= 8 ? groups : nil
}

private func hexadecimal(_ text: ArraySlice<UInt8>) -> UInt16? {
  var value: UInt16 = 0
  for octet in text {
    switch octet | 32 {
    case 48...57 where octet >= 48: value = value << 4 | UInt16(octet & 15)
    case 97...102: value = value << 4 | UInt16(octet & 15) &+ 9
    default: return nil
    }
  }
  return value
}
