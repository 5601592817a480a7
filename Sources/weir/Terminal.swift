import Glibc
import Reports

/// What the reader's terminal can show.
enum Terminal {
  /// As wide as COLUMNS says, or the terminal itself; in colour only on a terminal that has it and whose user did not object
  /// (https://no-color.org).
  static func style(of output: Output) -> TextStyle {
    TextStyle(
      width: variable("COLUMNS").flatMap(Int.init) ?? (output.isTerminal ? width(of: STDOUT_FILENO) : nil)
        ?? TextStyle.defaultWidth,
      colour: output.isTerminal && !isDumb && (variable("NO_COLOR") ?? "").isEmpty)
  }

  /// Whether standard error is a terminal on which a line can be drawn over.
  static var canRedrawErrors: Bool { isatty(STDERR_FILENO) == 1 && !isDumb }

  /// Whether the locale's text is UTF-8: as LC_ALL says, else LC_CTYPE, else LANG (POSIX.1-2017 §8.2).
  static var isUTF8: Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(variable).first { !$0.isEmpty } ?? "C"
    return locale.uppercased().replacing("-", with: "").contains("UTF8")
  }

  /// Whether a screen can be drawn on standard output: its terminal knows ECMA-48's sequences, as far as is known.
  static var canDrawScreens: Bool { isatty(STDOUT_FILENO) == 1 && !isDumb && !(variable("TERM") ?? "").isEmpty }

  /// Whether only ASCII should be drawn: the Linux console's fonts lack blocks of most heights.
  static var isPlain: Bool { !isUTF8 || variable("TERM") == "linux" }

  static func width(of descriptor: CInt) -> Int? {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  private static var isDumb: Bool { variable("TERM") == "dumb" }

  private static func variable(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}
