import ApplicationModel
import PacketModel

/// A connection's streams as bars under each other, a row a stream, all on one clock.
struct StreamChart {
  struct Row {
    var bar: StreamBar
    var method: String
    var path: String
    var status: String
    /// "12.3 ms", or with ">" what had not ended.
    var total: String
  }

  let rows: [Row]
  let axis: TimeAxis
  let style: TextStyle
  let isASCII: Bool
  /// Of what stands at the left of the bars.
  private let widths: (stream: Int, method: Int, path: Int, status: Int, total: Int)

  /// The clock goes from `start` to the end of the last of the rows.
  init(_ rows: [Row], from start: Timestamp, style: TextStyle, isASCII: Bool) {
    self.rows = rows
    self.style = style
    self.isASCII = isASCII
    func width(_ title: String, _ text: (Row) -> String) -> Int { rows.reduce(title.count) { max($0, text($1).count) } }
    let stream = width("stream") { String($0.bar.stream) }
    let method = min(7, width("method") { $0.method })
    let status = width("status") { $0.status }
    let total = width("total") { $0.total }
    let fixed = stream + method + status + total + 5 * Self.space
    // Half of the room is the bars' at least; paths take what is left, as far as they need it.
    let room = max(Self.leastPath, style.width / 2 - fixed)
    let path = min(room, width("path") { $0.path })
    widths = (stream, method, path, status, total)
    let end = rows.map(\.bar.end.nanoseconds).max() ?? start.nanoseconds
    axis = TimeAxis(from: start.nanoseconds, to: end, columns: max(Self.leastBars, style.width - fixed - path))
  }

  private static let space = 2
  private static let leastPath = 10
  private static let leastBars = 20

  var lines: [String] {
    guard !rows.isEmpty else { return [] }
    let titles = left("stream", "method", "path", "status", "total")
    return [style.paint(titles + axis.line(isASCII: isASCII), .faint)] + rows.map(line) + legend
  }

  private func line(_ row: Row) -> String {
    let status = row.status.count < widths.status ? row.status + spaces(widths.status - row.status.count) : row.status
    let cells = left(String(row.bar.stream), row.method, row.path, status, row.total)
    return trimmed(cells + bars(row.bar))
  }

  private func left(_ stream: String, _ method: String, _ path: String, _ status: String, _ total: String) -> String {
    let gap = spaces(Self.space)
    let method = String(method.prefix(widths.method))
    let path = Self.cut(path, to: widths.path)
    return [
      spaces(widths.stream - stream.count) + stream, method + spaces(widths.method - method.count),
      path + spaces(widths.path - path.count), status + spaces(widths.status - status.count),
      spaces(widths.total - total.count) + total, "",
    ].joined(separator: gap)
  }

  /// Both ends of a path tell it apart from others: the middle goes.
  private static func cut(_ text: String, to width: Int) -> String {
    guard text.count > width else { return text }
    let end = (width - 3) / 2
    return text.prefix(width - 3 - end) + "..." + text.suffix(end)
  }

  // MARK: - Bars

  private func bars(_ bar: StreamBar) -> String {
    var text = ""
    var run = ""
    var before: StreamBar.Kind?
    for column in 0..<axis.columns {
      let kind = bar.kind(in: axis.cell(column))
      if kind != before {
        text += style.paint(run, before?.ink ?? .plain)
        run = ""
        before = kind
      }
      run += kind?.glyph(isASCII: isASCII) ?? " "
    }
    return text + style.paint(run, before?.ink ?? .plain)
  }

  /// What the marks mean, those that are there.
  private var legend: [String] {
    var found: Set<StreamBar.Kind> = []
    for row in rows {
      for column in 0..<axis.columns {
        if let kind = row.bar.kind(in: axis.cell(column)) { found.insert(kind) }
      }
    }
    let words = StreamBar.Kind.allCases.filter(found.contains).map { "\($0.glyph(isASCII: isASCII)) \($0.words)" }
    return TextFlow.lines(words, width: style.width, indent: 2, hanging: 2, separator: "  ").map { style.paint($0, .faint) }
  }
}

extension StreamBar.Kind {
  func glyph(isASCII: Bool) -> String {
    switch self {
    case .send: isASCII ? "+" : "▒"
    case .wait: isASCII ? "." : "·"
    case .receive: isASCII ? "=" : "█"
    case .held: isASCII ? "!" : "╳"
    case .blocked: isASCII ? "~" : "░"
    case .reset: isASCII ? "X" : "✗"
    case .push: isASCII ? "*" : "◆"
    case .open: isASCII ? ">" : "▶"
    }
  }

  var ink: TextStyle.Ink {
    switch self {
    case .send, .push: .plain
    case .wait, .open: .faint
    case .receive: .good
    case .held, .reset: .bad
    case .blocked: .doubt
    }
  }

  var words: String {
    switch self {
    case .send: "sent"
    case .wait: "waiting for the server"
    case .receive: "received"
    case .held: "held by the loss of others' octets"
    case .blocked: "waiting for a window"
    case .reset: "reset"
    case .push: "pushed"
    case .open: "goes on"
    }
  }
}
