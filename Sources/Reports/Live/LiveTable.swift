/// Rows under columns on a screen: each row a line, whatever is in it.
///
/// Where there is no room, columns are left out, those of the highest `rank` first; what may be cut is cut in its middle.
struct LiveTable {
  struct Column {
    var title: String
    var isLeft = true
    /// 0 stays; of the others, the greatest goes first.
    var rank = 0
    /// At least as wide, so that columns stand still while numbers change.
    var usual = 0
    /// May be cut to this width; a column without is never cut while others can be left out.
    var least: Int?
    /// Words lose their end where they are cut; addresses, URLs and the like their middle.
    var isWords = false
  }

  struct Row {
    var cells: [String]
    /// By the cells' places.
    var inks: [Int: TextStyle.Ink] = [:]
    var isChosen = false
  }

  let columns: [Column]
  var rows: [Row] = []

  /// Behind a mark at the left of the row that is chosen.
  private static let margin = 2
  private static let gap = 2

  func lines(_ width: Int, _ style: TextStyle) -> (head: String, rows: [String]) {
    let places = places(width)
    let head = line(Row(cells: columns.map(\.title)), places, width, style)
    return (style.paint(head, .faint), rows.map { line($0, places, width, style) })
  }

  private func line(_ row: Row, _ places: [(column: Int, width: Int)], _ width: Int, _ style: TextStyle) -> String {
    let cells = places.map { place in
      let column = columns[place.column]
      let cell = row.cells[place.column]
      let text = column.isWords ? TerminalColumns.fit(cell, to: place.width) : TerminalColumns.cut(cell, to: place.width)
      let gap = spaces(place.width - TerminalColumns.width(of: text))
      let painted = row.isChosen ? text : style.paint(text, row.inks[place.column] ?? .plain)
      return column.isLeft ? painted + gap : gap + painted
    }
    let line = (row.isChosen ? "> " : "  ") + cells.joined(separator: spaces(Self.gap))
    return row.isChosen ? style.paint(TerminalColumns.pad(line, to: width), .chosen) : trimmed(line)
  }

  /// The columns shown, and how wide.
  private func places(_ width: Int) -> [(column: Int, width: Int)] {
    let natural = columns.indices.map { column in
      rows.reduce(max(columns[column].title.count, columns[column].usual)) {
        max($0, TerminalColumns.width(of: $1.cells[column]))
      }
    }
    func least(_ column: Int) -> Int { min(natural[column], columns[column].least ?? .max) }
    var kept = Array(columns.indices)
    func room(_ widths: (Int) -> Int) -> Int {
      width - Self.margin + Self.gap - kept.reduce(0) { $0 + widths($1) + Self.gap }
    }
    while room(least) < 0, let worst = kept.max(by: { columns[$0].rank < columns[$1].rank }), columns[worst].rank > 0 {
      kept.removeAll { $0 == worst }
    }
    var widths = kept.map(least)
    // What is left goes to those that were cut most, a column at a time.
    var left = room(least)
    while left > 0, let index = kept.indices.max(by: { natural[kept[$0]] - widths[$0] < natural[kept[$1]] - widths[$1] }),
      widths[index] < natural[kept[index]]
    {
      widths[index] += 1
      left -= 1
    }
    // Too narrow for all that: the widest give.
    while left < 0, let index = kept.indices.max(by: { widths[$0] < widths[$1] }), widths[index] > 1 {
      widths[index] -= 1
      left += 1
    }
    return zip(kept, widths).map { ($0, $1) }
  }
}
