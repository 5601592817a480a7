/// How text may look: as wide as its reader's terminal, in colour or not.
public struct TextStyle: Sendable {
  /// Columns. Lines are made to fit where they can be; an address is never cut.
  public var width: Int
  public var colour: Bool

  /// Narrower than this no table fits.
  public static let leastWidth = 60
  /// Where nobody says how wide the reader's terminal is.
  public static let defaultWidth = 100

  public init(width: Int = TextStyle.defaultWidth, colour: Bool = false) {
    self.width = max(width, Self.leastWidth)
    self.colour = colour
  }

  enum Ink: String, Sendable {
    case plain = ""
    case heading = "1"
    case bad = "31"
    case doubt = "33"
    case good = "32"
    case faint = "2"
    /// Background and foreground swapped.
    case chosen = "7"
  }

  func paint(_ text: String, _ ink: Ink) -> String {
    colour && ink != .plain && !text.isEmpty ? "\u{1b}[\(ink.rawValue)m\(text)\u{1b}[0m" : text
  }
}
