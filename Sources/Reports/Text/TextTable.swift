/// Rows under columns, made to fit a width.
///
/// When the rows are too wide, columns are left out, those of the highest `rank` first; when that is not enough, the first
/// column stands on a line of its own above the others. Nothing is cut.
struct TextTable {
  struct Column {
    var title: String
    var isLeft = false
    /// 0 stays; of the others, the greatest goes first.
    var rank = 0
  }

  var columns: [Column]
  var rows: [[String]] = []
  var indent = 2

  mutating func add(_ cells: String...) { rows.append(cells) }

  func lines(_ style: TextStyle) -> [String] {
    var kept = Array(columns.indices)
    let widths = columns.indices.map { column in
      rows.reduce(columns[column].title.count) { max($0, $1[column].count) }
    }
    func width(_ of: [Int]) -> Int { of.reduce(indent - 2) { $0 + widths[$1] + 2 } }
    while width(kept) > style.width, let worst = kept.max(by: { columns[$0].rank < columns[$1].rank }), columns[worst].rank > 0
    {
      kept.removeAll { $0 == worst }
    }
    let head = columns.map(\.title)
    let isFolded = width(kept) > style.width
    let hasTitles = head.contains { !$0.isEmpty }
    var lines: [String] = []
    for (row, ink) in (hasTitles ? [(head, TextStyle.Ink.faint)] : []) + rows.map({ ($0, .plain) }) {
      var cells = kept
      if isFolded, let first = cells.first {
        cells.removeFirst()
        lines.append(style.paint(spaces(indent) + row[first], ink))
      }
      let line = cells.map { pad(row[$0], widths[$0], isLeft: columns[$0].isLeft) }.joined(separator: "  ")
      lines.append(style.paint(spaces(indent + (isFolded ? 2 : 0)) + trimmed(line), ink))
    }
    return lines
  }

  private func pad(_ text: String, _ width: Int, isLeft: Bool) -> String {
    isLeft ? text + spaces(width - text.count) : spaces(width - text.count) + text
  }
}

/// Words set in lines of a width, the lines after the first indented further.
enum TextFlow {
  static func lines(_ words: [String], width: Int, indent: Int, hanging: Int, separator: String = " ") -> [String] {
    var lines: [String] = []
    var line = spaces(indent)
    var isFresh = true
    for word in words {
      if !isFresh, line.count + separator.count + word.count > width {
        lines.append(trimmed(line + (separator == " " ? "" : separator)))
        line = spaces(hanging)
        isFresh = true
      }
      line += (isFresh ? "" : separator) + word
      isFresh = false
    }
    return lines + [line]
  }
}

func spaces(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

func trimmed(_ line: String) -> String {
  var line = Substring(line)
  while line.last == " " { line.removeLast() }
  return String(line)
}
