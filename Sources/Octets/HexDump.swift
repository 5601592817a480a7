/// Shows octets as people read them: sixteen a line, with their offset and what they are in ASCII.
///
///     0010  00 54 a6 f2 00 00 40 01  b5 a4 0a 00 00 01 0a 00  .T....@.........
public enum HexDump {
  public static let octetsPerLine = 16

  /// Appends a dump of all octets of the view, each line behind `indent` spaces and with a line feed at its end. Offsets count
  /// from the view's first octet.
  public static func append(_ octets: ByteView, indent: Int = 0, to text: inout [UInt8]) {
    let digits = octets.count > 0x10000 ? 8 : 4
    var start = 0
    while start < octets.count {
      let end = min(start + octetsPerLine, octets.count)
      for _ in 0..<indent { text.append(space) }
      for place in stride(from: (digits - 1) * 4, through: 0, by: -4) {
        text.append(digit(UInt8(truncatingIfNeeded: start >> place) & 15))
      }
      text.append(space)
      for column in 0..<octetsPerLine {
        if column % 8 == 0 { text.append(space) }
        if start + column < end {
          let octet = octets.uint8(at: start + column)
          text.append(digit(octet >> 4))
          text.append(digit(octet & 15))
        } else {
          text.append(space)
          text.append(space)
        }
        text.append(space)
      }
      text.append(space)
      for index in start..<end {
        let octet = octets.uint8(at: index)
        text.append((0x20..<0x7f).contains(octet) ? octet : UInt8(ascii: "."))
      }
      text.append(UInt8(ascii: "\n"))
      start = end
    }
  }

  private static let space = UInt8(ascii: " ")

  private static func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? nibble + 48 : nibble + 87 }
}
