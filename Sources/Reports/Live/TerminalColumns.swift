/// How many columns of a terminal text takes, and text made to fit into some.
///
/// A scalar counts as wcwidth(3) has it: nothing for marks that combine, two for what East Asian typography sets wide
/// (UAX #11, W and F), else one. What paints (SGR, ECMA-48 §8.3.117) counts nothing; there are no other control characters in
/// text that `SafeText` made fit for a terminal.
public enum TerminalColumns {
  public static func width(of text: String) -> Int {
    var width = 0
    var isPainting = false
    for scalar in text.unicodeScalars {
      if isPainting {
        isPainting = scalar != "m"
      } else if scalar == escape {
        isPainting = true
      } else {
        width += columns(of: scalar)
      }
    }
    return width
  }

  /// The beginning of a text: as much as fits, its colours ended.
  static func fit(_ text: String, to width: Int) -> String {
    // No character takes more columns than octets.
    if text.utf8.count <= width { return text }
    var kept = ""
    var room = width
    var marks = 0
    var isPainting = false
    var isPainted = false
    for scalar in text.unicodeScalars {
      if isPainting || scalar == escape {
        isPainting = scalar != "m"
        isPainted = true
        kept.unicodeScalars.append(scalar)
        continue
      }
      let columns = columns(of: scalar)
      if columns > room { return isPainted ? kept + reset : kept }
      marks = columns == 0 ? marks + 1 : 0
      if marks > mostMarks { continue }
      room -= columns
      kept.unicodeScalars.append(scalar)
    }
    return kept
  }

  /// A text without colours, from which the middle goes when it is too long: its beginning says where, its end what.
  static func cut(_ text: String, to width: Int) -> String {
    guard text.utf8.count > width, self.width(of: text) > width else { return text }
    guard width >= leastCut else { return fit(text, to: width) }
    let end = (width - 3) / 2
    return fit(text, to: width - 3 - end) + "..." + suffix(of: text, end)
  }

  /// Filled up with spaces, or cut, to just as many columns.
  static func pad(_ text: String, to width: Int, isLeft: Bool = true) -> String {
    let text = cut(text, to: width)
    let gap = spaces(width - self.width(of: text))
    return isLeft ? text + gap : gap + text
  }

  /// For terminals that show nothing else: every other character is a question mark.
  static func ascii(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var plain = ""
    for scalar in text.unicodeScalars { plain.unicodeScalars.append(scalar.isASCII ? scalar : "?") }
    return plain
  }

  // MARK: - Parts

  /// The end of a text; nothing of a character that begins before it.
  private static func suffix(of text: String, _ width: Int) -> String {
    var kept: [Unicode.Scalar] = []
    var room = width
    var marks = 0
    for scalar in text.unicodeScalars.reversed() {
      let columns = columns(of: scalar)
      if columns > room { break }
      marks = columns == 0 ? marks + 1 : 0
      if marks > mostMarks { continue }
      room -= columns
      kept.append(scalar)
    }
    var end = ""
    end.unicodeScalars.append(contentsOf: kept.reversed().drop { self.columns(of: $0) == 0 })
    return end
  }

  private static func columns(of scalar: Unicode.Scalar) -> Int {
    if scalar.isASCII { return 1 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    // Vowels and finals of Hangul, which stand on the consonant before them.
    if (0x1160...0x11ff).contains(scalar.value) { return 0 }
    let isWide = wide.contains { $0.contains(scalar.value) } || (scalar.properties.isEmojiPresentation && !isRegional(scalar))
    return isWide ? 2 : 1
  }

  /// Letters of which two make a flag.
  private static func isRegional(_ scalar: Unicode.Scalar) -> Bool { (0x1f1e6...0x1f1ff).contains(scalar.value) }

  /// Wide and fullwidth by Unicode's EastAsianWidth.txt, blocks as wholes; beside them, characters presented as emoji.
  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115f, 0x2329...0x232a, 0x2e80...0x303e, 0x3041...0x3247, 0x3250...0x4dbf, 0x4e00...0xa4cf, 0xa960...0xa97f,
    0xac00...0xd7a3,
    0xf900...0xfaff, 0xfe10...0xfe19, 0xfe30...0xfe6f, 0xff01...0xff60, 0xffe0...0xffe6, 0x16fe0...0x18dff,
    0x1aff0...0x1b2ff, 0x1f200...0x1f265, 0x20000...0x3fffd,
  ]

  /// Marks that may stand on one character: more are no language's, and would cover the lines above.
  private static let mostMarks = 4
  /// Narrower than this, "..." would be most of it.
  private static let leastCut = 8
  private static let escape: Unicode.Scalar = "\u{1b}"
  private static let reset = "\u{1b}[0m"
}
