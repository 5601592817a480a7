import Foundation
import Reports

/// What the program says of itself: one line each, on standard error.
enum Diagnostics {
  static func error(_ message: String) { write("weir: \(SafeText.escape(message))\n") }
  static func warning(_ message: String) { write("weir: warning: \(SafeText.escape(message))\n") }

  /// A message that points into a line below it.
  static func error(lines message: String) {
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false).map { SafeText.escape(String($0)) }
    write("weir: \(lines.joined(separator: "\n"))\n")
  }

  /// Where nobody can be told any more, as on a terminal whose window was closed, the work goes on.
  static func write(_ text: String) { try? FileHandle.standardError.write(contentsOf: Data(text.utf8)) }
}
