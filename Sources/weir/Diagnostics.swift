import Foundation

/// What the program says of itself: one line each, on standard error.
enum Diagnostics {
  static func error(_ message: String) { write("weir: \(message)\n") }
  static func warning(_ message: String) { write("weir: warning: \(message)\n") }

  static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
