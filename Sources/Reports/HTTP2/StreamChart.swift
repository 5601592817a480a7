import ApplicationModel
import PacketModel

/// A connection's streams as bars under each other, a row a stream, all on one clock.
struct StreamChart {
  struct Row {
    var bar: StreamBar
    /// "GET /path"
    var request: String
    var status: String
    /// "12.3 ms", or with ">" what had not ended.
    var total: String
  }

  let rows: [Row]
  let axis: TimeAxis
  let style: TextStyle
  let isASCII: Bool
  /// Of what stands at the left of the bars.
  private let widths: (stream: Int, request: Int, status: Int, total: Int)

  /// The clock goes from `start` to the end of the last of the rows.
  init(_ rows: [Row], from start: Timestamp, style: TextStyle, isASCII: Bool) {
    self.rows = rows
    self.style = style
    self.isASCII = isASCII
    func width(_ title: String, _ text: (Row) -> String) -> Int { rows.reduce(title.count) { max($0, text($1).count) } }
    let stream = width(Self.titles.stream) { String($0.bar.stream) }
    let status = width(Self.titles.status) { $0.status }
    let total = width(Self.titles.total) { $0.total }
    let fixed = stream + status + total + 4 * Self.space
    // Half of the room is the bars', or nearly so; requests take what is left, as far as they need it.
    let room = max(Self.leastRequest, style.width / 2 - fixed)
    let request = min(room, width(Self.titles.request) { $0.request })
    widths = (stream, request, status, total)
    let end = rows.map(\.bar.end.nanoseconds).max() ?? start.nanoseconds
    axis = TimeAxis(from: start.nanoseconds, to: end, columns: max(Self.leastBars, style.width - fixed - request))
  }

  private static let titles = (stream: "id", request: "request", status: "status", total: "total")
  private static let space = 2
  private static let leastRequest = 18
  private static let leastBars = 20

  var lines: [String] {
    guard !rows.isEmpty else { return [] }
    let titles = Self.titles
    let head = left(titles.stream, titles.request, titles.status, titles.total)
    return [style.paint(head + axis.line(isASCII: isASCII), .faint)] + rows.map(line) + legend
  }

  private func line(_ row: Row) -> String {
    trimmed(left(String(row.bar.stream), row.request, row.status, row.total) + bars(row.bar))
  }

  private func left(_ stream: String, _ request: String, _ status: String, _ total: String) -> String {
    let request = Self.cut(request, to: widths.request)
    return [
      spaces(widths.stream - stream.count) + stream, request + spaces(widths.request - request.count),
      status + spaces(widths.status - status.count), spaces(widths.total - total.count) + total, "",
    ].joined(separator: spaces(Self.space))
  }

  /// The end tells paths apart more than the beginning: of both something stays.
  private static func cut(_ text: String, to width: Int) -> String {
    guard text.count > width else { return text }
    let end = (width - 3) * 2 / 3
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
