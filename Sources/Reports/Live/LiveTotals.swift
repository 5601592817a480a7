import Analysis
import Capture
import Flows

/// What is counted over all flows: the lines above the tables.
struct LiveTotals {
  private let model: LiveModel
  private let snapshot: LiveSnapshot
  private let style: TextStyle
  private let width: Int
  private let isASCII: Bool

  init(_ model: LiveModel, _ style: TextStyle, width: Int, isASCII: Bool) {
    self.model = model
    snapshot = model.snapshot
    self.style = style
    self.width = width
    self.isASCII = isASCII
  }

  /// As many as a page of so many lines bears, what matters most first.
  func lines(_ room: Int) -> [String] {
    var lines = [rates]
    if room >= 6 { lines += interfaces(max(1, room / 6)) }
    if room >= 10 { lines.append(flows) }
    if room >= 13 { lines += latencies.prefix(room / 8) }
    return lines
  }

  // MARK: - Lines

  /// "1,234 packets/s  12.3 Mbit/s  ▁▂▃█  total 12,345 packets, 1.2 MiB"
  private var rates: String {
    let now = model.rates.now
    let text = "\(HumanUnits.count(Int(now.packets.rounded()))) packets/s  \(HumanUnits.rate(bits: now.octets * 8))"
    let start = TerminalColumns.pad(text, to: max(Self.ratesWidth, TerminalColumns.width(of: text)))
    let total = "total \(HumanUnits.count(snapshot.frames, "packet")), \(HumanUnits.size(snapshot.octets))"
    let room = width - TerminalColumns.width(of: start) - total.count - 4
    let parts = min(Self.mostParts, room)
    guard parts >= Self.leastParts else { return room + 2 < 0 ? text : start + "  " + total }
    return start + "  " + style.paint(Sparkline.text(model.rates.octets(parts: parts), isASCII: isASCII), .good) + "  " + total
  }

  /// A line an interface where there is room, else one for all.
  private func interfaces(_ room: Int) -> [String] {
    let all = snapshot.interfaces
    if all.count <= 1 { return all.map { drops($0.statistics) } }
    let width = all.map { TerminalColumns.width(of: SafeText.escape($0.name)) }.max() ?? 0
    let lines = all.map { interface in
      let name = TerminalColumns.pad(SafeText.escape(interface.name), to: min(width, Self.longestName))
      let amounts =
        "\(HumanUnits.count(interface.statistics.packets, "packet")), \(HumanUnits.size(interface.statistics.octets))"
      return "\(name)  \(TerminalColumns.pad(amounts, to: Self.amountsWidth))  \(drops(interface.statistics))"
    }
    return lines.count <= room ? lines : lines.prefix(room - 1) + [drops(total(of: all.dropFirst(room - 1).map(\.statistics)))]
  }

  private func total(of statistics: [LiveStatistics]) -> LiveStatistics {
    func sum(_ figure: (LiveStatistics) -> Int?) -> Int? {
      let known = statistics.compactMap(figure)
      return known.isEmpty ? nil : known.reduce(0, &+)
    }
    var total = LiveStatistics()
    total.droppedByKernel = sum(\.droppedByKernel)
    total.droppedByInterface = sum(\.droppedByInterface)
    total.received = sum(\.received)
    total.failure = statistics.lazy.compactMap(\.failure).first
    return total
  }

  /// "dropped: 0 by kernel, 0 by interface"
  private func drops(_ statistics: LiveStatistics) -> String {
    let told = [(statistics.droppedByKernel, "by kernel"), (statistics.droppedByInterface, "by interface")]
    let clauses = told.compactMap { count, by in
      count.map { style.paint("\(HumanUnits.count($0)) \(by)", $0 > 0 ? .bad : .plain) }
    }
    let drops = clauses.isEmpty ? "drops not known" : "dropped: " + clauses.joined(separator: ", ")
    return statistics.failure.map { style.paint(SafeText.escape($0), .bad) + "  " + drops } ?? drops
  }

  private var flows: String {
    let survey = snapshot.survey
    let evicted = "\(HumanUnits.count(snapshot.evictedFlows)) evicted"
    let again = HumanUnits.share(snapshot.retransmittedSegments, of: snapshot.segments)
    let counts = "flows: \(HumanUnits.count(survey.alive)) alive, \(HumanUnits.count(snapshot.endedFlows)) ended"
    return
      "\(counts), \(style.paint(evicted, snapshot.evictedFlows > 0 ? .doubt : .plain)), \(HumanUnits.size(snapshot.memory))"
      + "  sent again: \(style.paint(again, snapshot.retransmittedSegments > 0 ? .doubt : .plain))"
  }

  /// In one line where that fits.
  private var latencies: [String] {
    let handshakes = snapshot.handshakes.words.map { "handshakes: \($0)" }
    let requests = snapshot.requests.words.map { "requests: \($0)" }
    let lines = [handshakes, requests].compactMap(\.self)
    let line = lines.joined(separator: "  ")
    return line.isEmpty ? [] : line.count <= width ? [line] : lines
  }

  /// "123,456 packets/s  1.23 Gbit/s": what follows stands still below that.
  private static let ratesWidth = 30
  /// "123,456,789 packets, 1.23 GiB"
  private static let amountsWidth = 29
  private static let longestName = 15
  /// Parts of the minute that are drawn: at most one a second.
  private static let mostParts = 60
  private static let leastParts = 6
}
