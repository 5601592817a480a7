import PacketModel

/// Lines of a list under each other: columns as wide as their widest cell, the subject and what is remarkable behind them.
public struct LogTable: Sendable {
  private let columns: [LogColumns.Column]
  private let subject: String
  private let leastSubject: Int
  private let style: TextStyle
  /// Leave out columns and cut subjects so that a line fits the width: for terminals, where a folded line disturbs the columns.
  /// Elsewhere all is kept.
  private let isCut: Bool
  private var times: PacketTimePrinter
  /// Goes ahead of `times`, to know how wide they are.
  private var measured: PacketTimePrinter
  private var timeWidth = 4
  private var widths: [Int]

  public init(_ columns: LogColumns, _ style: TextStyle, isCut: Bool, time: PacketTime) {
    self.columns = columns.columns
    subject = columns.subject
    leastSubject = columns.leastSubject
    widths = columns.columns.map(\.title.count)
    self.style = style
    self.isCut = isCut
    times = PacketTimePrinter(time)
    measured = times
  }

  /// Widens the columns for lines that are written later, in the same order.
  public mutating func measure(_ line: LogLine) {
    var time: [UInt8] = []
    measured.append(line.start, nanoseconds: false, to: &time)
    timeWidth = max(timeWidth, time.count)
    for (index, cell) in zip(widths.indices, line.cells) { widths[index] = max(widths[index], cell.count) }
  }

  /// What stands above the lines, on a terminal.
  public var head: String {
    let cells = shown.map { Self.pad(columns[$0].title, widths[$0], isLeft: columns[$0].isLeft) }
    return style.paint((["time" + spaces(timeWidth - 4)] + cells + [subject]).joined(separator: "  "), .faint) + "\n"
  }

  public mutating func write(_ line: LogLine, to text: inout [UInt8]) {
    var time: [UInt8] = []
    times.append(line.start, nanoseconds: false, to: &time)
    let found = line.cells
    guard found.count == widths.count + 2 else { return }
    let shown = shown
    let cells = shown.map { index in
      let column = columns[index]
      let padded = Self.pad(found[index], widths[index], isLeft: column.isLeft)
      return column.ink.map { style.paint(padded, $0(found[index])) } ?? padded
    }
    let left = Self.pad(String(decoding: time, as: UTF8.self), timeWidth, isLeft: false) + "  "
    let remarks = found[widths.count + 1].isEmpty ? "" : "  [\(found[widths.count + 1])]"
    let room = max(leastSubject, style.width - width(shown) - remarks.count)
    let end = isCut ? Self.cut(found[widths.count], to: room) : found[widths.count]
    text.append(
      text: left + cells.joined(separator: "  ") + "  " + end + style.paint(remarks, line.isDoubtful ? .doubt : .faint) + "\n")
  }

  // MARK: - Columns

  /// The columns that there is room for.
  private var shown: [Int] {
    var kept = Array(columns.indices)
    while isCut, width(kept) + leastSubject > style.width,
      let worst = kept.max(by: { columns[$0].rank < columns[$1].rank }), columns[worst].rank > 0
    {
      kept.removeAll { $0 == worst }
    }
    return kept
  }

  /// Of the time and these columns, with the space behind each.
  private func width(_ shown: [Int]) -> Int { shown.reduce(timeWidth + 2) { $0 + widths[$1] + 2 } }

  private static func pad(_ text: String, _ width: Int, isLeft: Bool) -> String {
    isLeft ? text + spaces(width - text.count) : spaces(width - text.count) + text
  }

  /// The beginning says where, the end what: the middle goes.
  private static func cut(_ text: String, to width: Int) -> String {
    guard text.count > width else { return text }
    let end = (width - 3) / 2
    return text.prefix(width - 3 - end) + "..." + text.suffix(end)
  }
}
