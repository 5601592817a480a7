import Foundation

/// A Swift file of the package.
struct SourceFile: Sendable {
  /// Below the package's root, as in "Sources/Octets/ByteView.swift".
  let path: String
  let lines: [Substring]

  /// The lines without comments and without what stands between quotation marks; numbered from 1.
  var code: [(number: Int, text: String)] {
    lines.enumerated().map { ($0 + 1, Self.code(of: $1)) }
  }

  /// The modules it imports.
  var imports: [String] {
    code.compactMap { _, text in
      text.wholeMatch(of: /\s*(?:@?\w+(?:\([^)]*\))?\s+)*import\s+(?:\w+\s+)?(\w+).*/).map { String($0.1) }
    }
  }

  /// All Swift files below a folder of the root.
  static func below(_ folder: String) -> [SourceFile] {
    let paths = FileManager.default.subpaths(atPath: root.appending(path: folder).path) ?? []
    return paths.sorted().filter { $0.hasSuffix(".swift") && !$0.hasPrefix(".build/") && !$0.contains("/.build/") }.compactMap {
      path in
      let path = "\(folder)/\(path)"
      guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8) else { return nil }
      return SourceFile(path: path, lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    }
  }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let sources = below("Sources") + below("Dissectors") + below("Fixtures")
  static let all = sources + below("Tests")

  private static func code(of line: Substring) -> String {
    var code = ""
    var isQuoted = false
    var isEscaped = false
    for character in line {
      if isQuoted {
        if !isEscaped, character == "\"" { isQuoted = false }
        isEscaped = character == "\\" && !isEscaped
      } else if character == "\"" {
        isQuoted = true
      } else {
        code.append(character)
        if code.hasSuffix("//") { return String(code.dropLast(2)) }
      }
    }
    return code
  }
}
