import Analysis
import ApplicationModel
import Flows
import PacketModel

/// The flows: what became of connections, those to look at first, the biggest.
extension ReportText {
  var connections: [String] {
    guard digest.flows > 0 else { return [] }
    let transports = digest.byTransport.sorted { ($1.value.flows, $0.key.rawValue) < ($0.value.flows, $1.key.rawValue) }
    let listed = transports.prefix(6).map { name, counts in
      let oneWay = counts.oneWay > 0 ? " (\(HumanUnits.count(counts.oneWay)) one-way)" : ""
      return "\(FlowRecord.transportName(name)) \(HumanUnits.count(counts.flows))\(oneWay)"
    }
    var lines = [heading("Flows: \(HumanUnits.count(digest.flows))")]
    lines += wrapped(listed.joined(separator: ", "))
    let handshakes = Self.told(
      digest.handshakes,
      [
        (.complete, "complete"), (.notCaptured, "not captured"), (.refused, "refused"), (.noAnswer, "no answer"),
        (.unreachable, "unreachable"), (.halfOpen, "half open"), (.simultaneous, "simultaneous"),
      ])
    let teardowns = Self.told(
      digest.teardowns,
      [
        (.closed, "closed"), (.reset, "reset"), (.halfClosed, "half closed"), (.timedOut, "timed out"), (.open, "still open"),
      ])
    if !handshakes.isEmpty { lines += wrapped("TCP handshakes: \(handshakes)") }
    if !teardowns.isEmpty { lines += wrapped("TCP endings: \(teardowns)") }
    let trips = digest.roundTrips
    if trips.count == 1 {
      lines.append("  TCP round trip: \(HumanUnits.duration(trips.least))")
    } else if trips.count > 0 {
      let mean = HumanUnits.duration(Int64((trips.sum / Double(trips.count)).rounded()))
      lines += wrapped(
        "TCP round trips: \(HumanUnits.duration(trips.least)) to \(HumanUnits.duration(trips.most)), \(mean) on average")
    }
    return lines + digest.segments.sentences.flatMap { wrapped($0) }
  }

  private static func told<Outcome: Hashable>(_ counts: [Outcome: Int], _ names: [(Outcome, String)]) -> String {
    names.compactMap { outcome, name in counts[outcome].map { "\(HumanUnits.count($0)) \(name)" } }.joined(separator: ", ")
  }

  // MARK: - To look at

  var verdicts: [String] {
    var lines: [String] = []
    for kind in FlowVerdict.Kind.allCases {
      let list = digest.verdicts[kind.rawValue]
      guard list.count > 0 else { continue }
      if !lines.isEmpty { lines.append("") }
      let title = list.count == 1 ? kind.title.one : kind.title.many
      lines.append(style.paint("\(HumanUnits.count(list.count)) \(title)", .heading))
      lines += rows(list.elements.map(\.element), kind.ink)
      let rest = list.count - list.elements.count
      if rest > 0 { lines.append("  and \(HumanUnits.count(rest)) more") }
    }
    return lines
  }

  /// A line a flow where everything fits; else the clauses wrap below the endpoints.
  private func rows(_ flows: [FinishedFlow], _ ink: TextStyle.Ink) -> [String] {
    let cells = flows.map { finished in
      let client = finished.roles.client
      let clauses = FlowEvidence.clauses(finished, ConnectionReport(finished, client: client), client: client)
      let application = finished.application?.protocols.last.map { " (\($0.name))" } ?? ""
      return (id: "flow \(id(finished))", ends: ends(finished) + application, clauses: clauses)
    }
    let idWidth = cells.map(\.id.count).max() ?? 0
    let endsWidth = cells.map(\.ends.count).max() ?? 0
    return cells.flatMap { cell -> [String] in
      let start = "  \(cell.id)\(spaces(idWidth - cell.id.count))  \(cell.ends)"
      let text = cell.clauses.joined(separator: "; ")
      let gap = spaces(endsWidth - cell.ends.count + 2)
      if start.count + gap.count + text.count <= style.width { return [start + gap + style.paint(text, ink)] }
      let clauses = TextFlow.lines(cell.clauses, width: style.width, indent: idWidth + 4, hanging: idWidth + 4, separator: "; ")
      return [start] + clauses.map { style.paint($0, ink) }
    }
  }

  // MARK: - The biggest

  var biggest: [String] {
    guard digest.flows > 0 else { return [] }
    var table = TextTable(columns: [
      .init(title: "client -> server", isLeft: true), .init(title: "flow", isLeft: true),
      .init(title: "protocol", isLeft: true, rank: 1),
      .init(title: "->"), .init(title: "<-"), .init(title: "packets", rank: 3), .init(title: "duration", rank: 2),
    ])
    for (_, finished) in digest.biggest.elements {
      let flow = finished.flow
      let client = finished.roles.client
      table.add(
        ends(finished), id(finished), name(finished), HumanUnits.size(flow[client].octets),
        HumanUnits.size(flow[client.other].octets), HumanUnits.count(flow.low.packets + flow.high.packets),
        HumanUnits.duration(flow.lastTime.nanoseconds(since: flow.firstTime)))
    }
    return [heading("Biggest flows")] + table.lines(style)
  }

  /// The innermost protocol; of one without a header of its own, the number's name in the header that carries it.
  private func name(_ finished: FinishedFlow) -> String {
    if let application = finished.application?.protocols.last { return application.name }
    let flow = finished.flow
    let layers = Int(flow.path) < result.tables.layers.count ? result.tables.layers[Int(flow.path)] : []
    guard let last = layers.last, last != "ipv4", !last.hasPrefix("ipv6") else {
      return FlowRecord.transportName(flow.key.transport)
    }
    return last
  }

  private func id(_ finished: FinishedFlow) -> String { FlowRecord.id(finished.flow.firstFrame, depth: finished.flow.depth) }

  /// "10.0.0.1:1234 -> 10.0.0.2:80"
  private func ends(_ finished: FinishedFlow) -> String {
    let client = finished.roles.client
    return "\(finished.flow.text(of: client)) -> \(finished.flow.text(of: client.other))"
  }
}
