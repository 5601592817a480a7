import PacketModel

/// Lines of an access log under each other: columns as wide as their widest cell, the URL and what is remarkable behind them.
public struct AccessTable: Sendable {
  private let style: TextStyle
  /// Cut URLs so that a line fits the width: for terminals, where a folded line disturbs the columns. Elsewhere all is kept.
  private let isCut: Bool
  private var times: PacketTimePrinter
  /// Goes ahead of `times`, to know how wide they are.
  private var measured: PacketTimePrinter
  private var timeWidth = 4
  private var widths = Self.columns.map(\.title.count)

  private struct Column {
    var title: String
    var isLeft: Bool
  }

  private static let columns = [
    Column(title: "client", isLeft: true), Column(title: "status", isLeft: true), Column(title: "wait", isLeft: false),
    Column(title: "total", isLeft: false), Column(title: "sent", isLeft: false), Column(title: "received", isLeft: false),
    Column(title: "method", isLeft: true), Column(title: "flow", isLeft: false), Column(title: "frames", isLeft: false),
  ]
  private static let statusColumn = 1
  /// A URL is not cut to less.
  private static let leastURL = 24

  public init(_ style: TextStyle, isCut: Bool, time: PacketTime) {
    self.style = style
    self.isCut = isCut
    times = PacketTimePrinter(time)
    measured = times
  }

  /// Widens the columns for lines that are written later, in the same order.
  public mutating func measure(_ line: AccessLine) {
    var time: [UInt8] = []
    measured.append(line.start, nanoseconds: false, to: &time)
    timeWidth = max(timeWidth, time.count)
    for (index, cell) in zip(widths.indices, line.cells) { widths[index] = max(widths[index], cell.count) }
  }

  /// What stands above the lines, on a terminal.
  public var head: String {
    let cells = zip(Self.columns, widths).map { Self.pad($0.title, $1, isLeft: $0.isLeft) }
    return style.paint((["time" + spaces(timeWidth - 4)] + cells + ["url"]).joined(separator: "  "), .faint) + "\n"
  }

  public mutating func write(_ line: AccessLine, to text: inout [UInt8]) {
    var time: [UInt8] = []
    times.append(line.start, nanoseconds: false, to: &time)
    let found = line.cells
    var cells: [String] = []
    for (index, cell) in zip(widths.indices, found) {
      let padded = Self.pad(cell, widths[index], isLeft: Self.columns[index].isLeft)
      cells.append(index == Self.statusColumn ? style.paint(padded, Self.ink(Int(cell) ?? 0)) : padded)
    }
    guard found.count == widths.count + 2 else { return }
    let left = Self.pad(String(decoding: time, as: UTF8.self), timeWidth, isLeft: false) + "  "
    let used = timeWidth + 2 + widths.reduce(0) { $0 + $1 + 2 }
    let remarks = found[widths.count + 1].isEmpty ? "" : "  [\(found[widths.count + 1])]"
    let room = max(Self.leastURL, style.width - used - remarks.count)
    let url = isCut ? Self.cut(found[widths.count], to: room) : found[widths.count]
    text.append(
      text: left + cells.joined(separator: "  ") + "  " + url + style.paint(remarks, line.isDoubtful ? .doubt : .faint) + "\n")
  }

  private static func ink(_ status: Int) -> TextStyle.Ink {
    switch status {
    case 200..<300: .good
    case 300..<400, 100..<200: .plain
    case 400..<500: .doubt
    case 500...: .bad
    default: .doubt
    }
  }

  private static func pad(_ text: String, _ width: Int, isLeft: Bool) -> String {
    isLeft ? text + spaces(width - text.count) : spaces(width - text.count) + text
  }

  /// The beginning says where, the end what: the middle goes.
  private static func cut(_ url: String, to width: Int) -> String {
    guard url.count > width else { return url }
    let end = (width - 3) / 2
    return url.prefix(width - 3 - end) + "..." + url.suffix(end)
  }
}
