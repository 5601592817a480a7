import PacketModel

/// Finds the word of a filter expression that libpcap complains of, for libpcap gives no column.
enum FilterPointer {
  static func error(_ expression: String, _ failure: FilterFailure) -> PacketFilterError {
    let words = words(of: expression)
    let found =
      quoted(in: failure.message, words, expression)
      ?? (failure.isSyntax ? firstHopeless(words, expression) : firstSaying(failure, words, expression))
    return PacketFilterError(
      expression: expression, message: failure.message,
      column: found.map { expression.distance(from: expression.startIndex, to: $0) })
  }

  /// The word a message names in quotes, as in "unknown port 'foo'".
  private static func quoted(in message: String, _ words: [Range<String.Index>], _ expression: String) -> String.Index? {
    let parts = message.split(separator: "'", omittingEmptySubsequences: false)
    guard parts.count >= 3 else { return nil }
    return words.first { expression[$0] == parts[1] }?.lowerBound
  }

  /// The last word of the shortest beginning that draws the same complaint.
  private static func firstSaying(
    _ failure: FilterFailure, _ words: [Range<String.Index>], _ expression: String
  ) -> String.Index? {
    let budget = Budget()
    for word in words {
      guard budget.isLeft else { return nil }
      if case .failure(failure) = FilterProgram.compile(String(expression[..<word.upperBound]), for: ethernet) {
        return word.lowerBound
      }
    }
    return nil
  }

  /// The first word with which no continuation makes sense any more; the end, when the expression only stops too early.
  private static func firstHopeless(_ words: [Range<String.Index>], _ expression: String) -> String.Index? {
    let budget = Budget()
    for word in words {
      guard let isViable = isViable(String(expression[..<word.upperBound]), budget) else { return nil }
      if !isViable { return word.lowerBound }
    }
    return expression.endIndex
  }

  /// Whether the beginning of an expression, or it and one of some continuations, is no syntax error. Nothing when the time
  /// is up.
  private static func isViable(_ beginning: String, _ budget: Budget) -> Bool? {
    let open = beginning.reduce(0) { $0 + ($1 == "(" ? 1 : $1 == ")" ? -1 : 0) }
    for closing in open > 0 ? ["", String(repeating: ")", count: open)] : [""] {
      for continuation in continuations {
        guard budget.isLeft else { return nil }
        switch FilterProgram.compile(beginning + continuation + closing, for: ethernet) {
        case .success: return true
        case .failure(let failure) where !failure.isSyntax: return true
        case .failure: break
        }
      }
    }
    return false
  }

  /// One for each kind of thing the grammar may want next (pcap-filter(7)).
  private static let continuations = [
    "", " tcp", " 1", " 1.1.1.1", " host 1.1.1.1", " port 1", " 1-2", " = 1", " 1 = 1", ") = 1", " 1) = 1", " 0] = 1",
    "] = 1", " 1] = 1", " proto 6", " 02:00:00:00:00:01", " src 02:00:00:00:00:01", " mask 255.0.0.0", " type data",
    " data", " host ::1", " multicast",
  ]

  private static let ethernet = LinkType(rawValue: 1)

  /// Words and signs, as libpcap's scanner would cut them, roughly: addresses and names stay whole.
  private static func words(of expression: String) -> [Range<String.Index>] {
    var found: [Range<String.Index>] = []
    var index = expression.startIndex
    while index < expression.endIndex {
      let character = expression[index]
      var end = expression.index(after: index)
      if character.isWhitespace {
        index = end
        continue
      }
      let rest = expression[end...]
      if isOfWord(character) {
        end = rest.firstIndex { !isOfWord($0) } ?? expression.endIndex
      } else if let next = rest.first, ["&&", "||", "<<", ">>", "==", "!=", ">=", "<="].contains("\(character)\(next)") {
        end = expression.index(after: end)
      }
      found.append(index..<end)
      index = end
    }
    return found
  }

  private static func isOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "._:-/\\".contains(character)
  }

  /// Names that take long to look up must not hold up an error message.
  private struct Budget {
    private let end = ContinuousClock.now + .seconds(2)
    var isLeft: Bool { ContinuousClock.now < end }
  }
}
