import Analysis
import ApplicationModel
import Flows
import PacketModel

/// One flow on a page of its own, as if it ended now: how it opened, its figures, its exchanges, what happened.
struct LiveFlowPage {
  private let view: LiveView
  private let model: LiveModel
  private let style: TextStyle
  private let width: Int

  /// Of the newest: a screen's worth and some to turn to.
  private static let mostExchanges = 200
  private static let mostHandshakes = 8
  private static let mostEvents = 200
  /// Surveys without it after which a flow is not among those alive.
  private static let patience = 2

  init(_ view: LiveView, width: Int) {
    self.view = view
    self.width = width
    model = view.model
    // Too narrow a ladder is cut.
    style = TextStyle(width: width, colour: view.style.colour)
  }

  var lines: [String] {
    guard let finished = model.opened else {
      let id = view.opened.map { FlowRecord.id($0.frame, depth: $0.depth) } ?? "?"
      let isGone = model.surveysWithoutOpened >= Self.patience
      return ["Flow \(id)" + (isGone ? " has ended, or is not among those followed." : ": looking ...")]
    }
    var lines = head(finished)
    if model.surveysWithoutOpened >= Self.patience { lines.append(style.paint("  It has ended since.", .doubt)) }
    return lines + handshakes(finished) + exchanges(finished) + events(finished)
  }

  // MARK: - Parts

  private func head(_ finished: FinishedFlow) -> [String] {
    let client = finished.roles.client
    let report = ConnectionReport(finished, client: client)
    var lines = finished.connection == nil ? plainHead(finished) : Ladder(finished, style: style, options: drawing).header
    let protocols = finished.application?.protocols.map(\.name) ?? []
    if !protocols.isEmpty { lines.append("  carries \(protocols.joined(separator: ", "))") }
    guard let verdict = FlowVerdict(finished, report) else { return lines }
    let clauses = FlowEvidence.clauses(finished, report, client: client)
    let text = TextFlow.lines(clauses, width: style.width, indent: 2, hanging: 2, separator: "; ")
    return lines + (clauses.isEmpty ? [] : text.map { style.paint($0, verdict.kind.ink) })
  }

  /// Of a flow that is no TCP connection.
  private func plainHead(_ finished: FinishedFlow) -> [String] {
    let flow = finished.flow
    let client = finished.roles.client
    let packets = HumanUnits.count(flow.low.packets &+ flow.high.packets, "packet")
    let time = HumanUnits.duration(flow.lastTime.nanoseconds(since: flow.firstTime))
    let name = FlowRecord.transportName(flow.key.transport)
    let id = FlowRecord.id(flow.firstFrame, depth: flow.depth)
    return [style.paint("Flow \(id): \(name), \(packets) in \(time)", .heading)]
      + [(client, "client"), (client.other, "server")].map { side, word in
        let sent = "\(HumanUnits.count(flow[side].packets, "packet")), \(HumanUnits.size(flow[side].payloadOctets))"
        return "  \(word)  \(flow.text(of: side))  \(sent)"
      }
  }

  private func handshakes(_ finished: FinishedFlow) -> [String] {
    guard let all = TLSConversation(finished)?.handshakes, !all.isEmpty else { return [] }
    return ["", style.paint("TLS", .heading)]
      + all.suffix(Self.mostHandshakes).reversed().map { view in
        let cells = LogLine(view).cells
        return "  " + cells.dropFirst(2).filter { !$0.isEmpty && $0 != "-" }.joined(separator: "  ")
      }
  }

  private func exchanges(_ finished: FinishedFlow) -> [String] {
    guard let all = HTTPConversation(finished, view.redaction)?.exchanges, !all.isEmpty else { return [] }
    var table = LiveTable(columns: [
      .init(title: "time", usual: 12), .init(title: "status"), .init(title: "wait", isLeft: false),
      .init(title: "total", isLeft: false), .init(title: "method"), .init(title: "frames", isLeft: false, rank: 1),
      .init(title: "url", least: 24), .init(title: "remarks", rank: 2, least: 12),
    ])
    table.rows = all.suffix(Self.mostExchanges).reversed().map { view in
      let line = LogLine(view)
      let cells = line.cells
      var time: [UInt8] = []
      line.start.appendTimeOfDay(to: &time)
      let start = String(decoding: time.prefix(12), as: UTF8.self)
      return LiveTable.Row(
        cells: [start, cells[1], cells[2], cells[3], cells[6], cells[8], cells[9], cells[10]],
        inks: [1: LogColumns.ink(ofStatus: cells[1]), 7: line.isDoubtful ? .doubt : .faint])
    }
    let lines = table.lines(width, style)
    let heading = "Exchanges, the newest first: \(HumanUnits.count(all.count))"
    return ["", style.paint(heading, .heading), lines.head] + lines.rows
  }

  /// The ladder where its segments were kept, else what happened, the newest first.
  private func events(_ finished: FinishedFlow) -> [String] {
    if !finished.trace.isEmpty {
      let ladder = Ladder(finished, style: style, options: drawing)
      return [""] + ladder.lines.dropFirst(ladder.header.count + 1)
    }
    guard let events = finished.analysis?.events, !events.isEmpty else { return [] }
    let client = finished.roles.client
    return ["", style.paint("What happened, the newest first: \(HumanUnits.count(events.count))", .heading)]
      + events.suffix(Self.mostEvents).reversed().flatMap { event in
        let origin = finished.connection?[event.sender].initialSequence ?? event.sequence
        let verdict = SegmentVerdict(
          event: event, segment: nil, origin: origin, otherWindow: nil, dash: view.title.isASCII ? "-" : "–")
        let who = event.sender == client ? "client, " : "server, "
        let words = (who + verdict.text).split(separator: " ").map(String.init)
        return TextFlow.lines(words, width: style.width, indent: 2, hanging: 6)
      }
  }

  private var drawing: Ladder.Options {
    var options = Ladder.Options()
    options.isASCII = view.title.isASCII
    options.isGoingOn = true
    return options
  }
}
