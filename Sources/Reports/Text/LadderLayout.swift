import PacketModel

/// A ladder's columns, and the characters it is drawn with:
///
///     frame      time      after  client                              server
///        46  0.000000             │── SYN seq 0 ─────────────────────────>│
///        47  0.000018   +18.0 us  │<──────────────── SYN,ACK seq 0 ack 1 ──│  verdict
///
/// A narrow ladder leaves out the time since the segment before. Verdicts stand at the right where there is room, else below.
struct LadderLayout {
  let symbols: Symbols
  let frameWidth: Int
  let timeWidth: Int
  let hasPause: Bool
  /// Columns between the two hosts' lines.
  let inner: Int
  /// Columns for verdicts at the right; 0 when they stand below the arrows.
  let verdict: Int

  static let pauseWidth = 9
  /// From here on there is room for the time since the segment before.
  static let widthWithPause = 84
  /// From here on there is room for verdicts beside the arrows.
  static let widthWithVerdict = 132
  /// The longest arrow worth drawing.
  static let longestInner = 84
  /// Of an arrow that has verdicts beside it.
  static let innerBesideVerdict = 60

  struct Symbols {
    var dash: String
    var line: String
    /// The hosts' lines where time or segments are left out.
    var pause: String
    var ellipsis: String
    /// Between the ends of a range.
    var to: String

    static let unicode = Symbols(dash: "─", line: "│", pause: "⋮", ellipsis: "…", to: "–")
    static let ascii = Symbols(dash: "-", line: "|", pause: ":", ellipsis: "...", to: "-")
  }

  init(width: Int, lastFrame: Int, longestTime: Int64, withVerdicts: Bool, isASCII: Bool) {
    symbols = isASCII ? .ascii : .unicode
    frameWidth = max(5, String(lastFrame).count)
    timeWidth = max(8, Self.seconds(longestTime).count)
    hasPause = width >= Self.widthWithPause
    let left = frameWidth + 2 + timeWidth + 2 + (hasPause ? Self.pauseWidth + 2 : 0)
    let room = max(8, width - left - 2)
    let isBeside = withVerdicts && width >= Self.widthWithVerdict
    inner = isBeside ? min(Self.innerBesideVerdict, room / 2) : min(Self.longestInner, room)
    verdict = isBeside ? room - inner - 2 : 0
  }

  /// What stands between the hosts' lines under or instead of an arrow has a margin.
  var innerText: Int { inner - 4 }

  // MARK: - Rows

  var title: String {
    let hosts = "client" + spaces(inner + 2 - 12) + "server"
    return "\(left("frame", "time", "after"))\(hosts)"
  }

  /// The columns before the ladder.
  func left(_ frame: String = "", _ time: String = "", _ pause: String = "") -> String {
    let end = hasPause ? Self.padded(pause, Self.pauseWidth) + "  " : ""
    return Self.padded(frame, frameWidth) + "  " + Self.padded(time, timeWidth) + "  " + end
  }

  /// An arrow that bears a label near its sender.
  func arrow(_ label: String, fromClient: Bool) -> String {
    let dashes = String(repeating: symbols.dash, count: max(1, inner - label.unicodeScalars.count - 5))
    let edge = symbols.dash + symbols.dash
    return fromClient ? "\(edge) \(label) \(dashes)>" : "<\(dashes) \(label) \(edge)"
  }

  /// How long a label may be.
  var label: Int { inner - 6 }

  /// Text between the hosts' lines.
  func between(_ text: String, indent: Int = 2) -> String {
    spaces(indent) + text + spaces(inner - indent - text.unicodeScalars.count)
  }

  /// Words in lines of `width`; a word longer than a line is cut.
  static func wrapped(_ text: String, _ width: Int, hanging: Int = 0) -> [String] {
    guard text.unicodeScalars.count > width else { return text.isEmpty ? [] : [text] }
    let most = max(1, width - hanging)
    let words = text.split(separator: " ").flatMap { word -> [String] in
      var rest = word
      var pieces: [String] = []
      while rest.count > most {
        pieces.append(String(rest.prefix(most)))
        rest = rest.dropFirst(most)
      }
      return pieces + [String(rest)]
    }
    return TextFlow.lines(words, width: width, indent: 0, hanging: hanging)
  }

  // MARK: - Numbers

  /// "12.345678": microseconds, as a capture counts them mostly.
  static func seconds(_ nanoseconds: Int64) -> String {
    let microseconds = nanoseconds.magnitude / 1000
    let fraction = String(microseconds % 1_000_000)
    let zeros = String(repeating: "0", count: 6 - fraction.count)
    return (nanoseconds < 0 ? "-" : "") + "\(microseconds / 1_000_000).\(zeros)\(fraction)"
  }

  /// "+18.0 us"; nothing where that is too long: such a pause has a row of its own.
  static func pause(_ nanoseconds: Int64) -> String {
    let text = (nanoseconds < 0 ? "" : "+") + HumanUnits.duration(nanoseconds)
    return text.count > pauseWidth ? "" : text
  }

  private static func padded(_ text: String, _ width: Int) -> String { spaces(width - text.utf8.count) + text }
}
