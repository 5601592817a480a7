import Analysis

extension LiveView {
  /// The whole screen: just `height` lines of at most `width` columns, which never wrap.
  public mutating func screen(width: Int, height: Int) -> [String] {
    guard height > 0 else { return [] }
    guard width > 0 else { return Array(repeating: "", count: height) }
    // A line for the title, one for the keys; a screen of one or two has no room for the latter.
    let foot = height > 2 ? [footLine(width)] : []
    let room = height - 1 - foot.count
    var lines = [titleLine(width)] + body(width, room).prefix(room)
    lines += Array(repeating: "", count: height - foot.count - lines.count) + foot
    return lines.map { TerminalColumns.fit(title.isASCII ? TerminalColumns.ascii($0) : $0, to: width) }
  }

  private mutating func body(_ width: Int, _ room: Int) -> [String] {
    switch page {
    case .overview:
      let overview = LiveOverview(self, width: width, room: room)
      extent = (overview.flows.count, overview.flowRows)
      return overview.lines
    case .exchanges:
      let table = LiveExchangeTable(model.exchanges, width: width, style)
      extent = (model.exchanges.count, max(0, room - 2))
      let shown = LiveList.window(
        model.exchanges.count, chosenExchange.flatMap { model.exchanges.firstIndex(of: $0) }, extent.room)
      let heading = "Exchanges, the newest first: \(HumanUnits.count(model.snapshot.exchanges))"
      return [style.paint(heading, .heading)] + table.lines(shown, chosen: chosenExchange, withHead: true)
    case .flow: return turned(LiveFlowPage(self, width: width).lines, room)
    case .help: return turned(LiveHelp.lines, room)
    }
  }

  /// The part of a text that its reader has turned to.
  private mutating func turned(_ lines: [String], _ room: Int) -> [String] {
    extent = (lines.count, room)
    scroll = min(scroll, max(0, lines.count - room))
    return Array(lines.dropFirst(scroll))
  }

  // MARK: - First and last line

  /// "weir live: eth0  tcp port 80  0:12:04  PAUSED"
  private func titleLine(_ width: Int) -> String {
    let names = title.interfaces.isEmpty ? model.snapshot.interfaces.map(\.name) : title.interfaces
    var parts = ["weir live: " + names.map(SafeText.escape).joined(separator: ", ")]
    if let filter = title.filter, !filter.isEmpty { parts.append(SafeText.escape(filter)) }
    if let recording = title.recording { parts.append("-> " + SafeText.escape(recording)) }
    let mark = isPaused ? "  PAUSED, capture goes on" : ""
    let time = (model.runningTime.map { "  " + Self.clock($0) } ?? "") + mark
    let room = max(0, width - TerminalColumns.width(of: time))
    let line = TerminalColumns.pad(parts.joined(separator: "  "), to: room) + time
    return style.paint(TerminalColumns.fit(line, to: width), .chosen)
  }

  /// "1:02:03"
  private static func clock(_ nanoseconds: Int64) -> String {
    let seconds = nanoseconds / 1_000_000_000
    func pair(_ value: Int64) -> String { (value < 10 ? "0" : "") + String(value) }
    return "\(seconds / 3600):\(pair(seconds / 60 % 60)):\(pair(seconds % 60))"
  }

  private func footLine(_ width: Int) -> String {
    if isTyping {
      return style.paint("filter: ", .heading) + filter.text + "_"
        + style.paint("  (address, port or protocol; Enter keeps it, Esc clears it)", .faint)
    }
    var line = ""
    for key in LiveHelp.keys(of: page, hasFilter: !filter.isEmpty) {
      let longer = line + (line.isEmpty ? "" : "  ") + key
      if TerminalColumns.width(of: longer) > width { break }
      line = longer
    }
    return style.paint(line, .faint)
  }
}

/// Lists of which a part is shown.
enum LiveList {
  /// As many as there is room for, what is chosen in the middle where that can be.
  static func window(_ count: Int, _ chosen: Int?, _ room: Int) -> Range<Int> {
    guard room > 0, count > room else { return 0..<(room > 0 ? count : 0) }
    let start = min(max(0, (chosen ?? 0) - room / 2), count - room)
    return start..<start + room
  }
}
