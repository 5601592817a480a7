import Flows
import PacketModel

/// What stands above a ladder: how the flow opened and ended, and each side's figures.
extension Ladder {
  var header: [String] {
    let flow = finished.flow
    let packets = HumanUnits.count(flow.low.packets &+ flow.high.packets, "segment")
    let time = HumanUnits.duration(flow.lastTime.nanoseconds(since: flow.firstTime))
    let id = FlowRecord.id(flow.firstFrame, depth: flow.depth)
    var lines = [style.paint("Flow \(id): \(packets) in \(time)", .heading)]
    var clauses = [opening, closing].compactMap(\.self)
    if let tap = finished.analysis?.tap { clauses.append(Self.words(tap, client)) }
    lines += clauses.flatMap { wrapped($0, indent: 2, hanging: 4) }
    let width = max(end(client).count, end(client.other).count)
    for side in [client, client.other] { lines += figures(side, endWidth: width) }
    return lines + omitted
  }

  // MARK: - Opening and closing

  private var opening: String? {
    guard let report else { return nil }
    let frames = [report.synFrame, report.synAckFrame, report.ackFrame].compactMap { $0.map(String.init) }
    var text =
      switch report.handshake {
      case .complete: "handshake complete" + (report.roundTrip.map { " in \(HumanUnits.duration($0))" } ?? "")
      case .simultaneous: "both opened at once"
      case .halfOpen: "half open: the SYN-ACK was never acknowledged"
      case .refused: "refused" + (report.resetFrame.map { " by the RST in \($0)" } ?? "")
      case .unreachable: "unreachable, says an ICMP error"
      case .noAnswer: "no answer to the SYN"
      case .notCaptured: "handshake not captured"
      }
    if finished.flow.icmpErrors > 0 { text += " (ICMP error in \(finished.flow.icmpErrorFrame))" }
    if !frames.isEmpty { text += ": \(frames.count == 1 ? "frame" : "frames") \(frames.joined(separator: ", "))" }
    if report.synRetransmissions > 0 { text += "; SYN sent again \(Self.times(report.synRetransmissions))" }
    if report.synAckRetransmissions > 0 { text += "; SYN-ACK sent again \(Self.times(report.synAckRetransmissions))" }
    return text + (report.isFastOpen ? "; TCP Fast Open" : "")
  }

  private var closing: String? {
    guard let report, ![.refused, .noAnswer, .unreachable].contains(report.handshake) else { return nil }
    let fins = [client, client.other].compactMap { side in report.finFrame(side).map { (frame: $0, side: side) } }
      .sorted { $0.frame < $1.frame }
    let told = fins.map { "; FIN of the \(name($0.side)) in \($0.frame)" }.joined()
    switch report.teardown {
    case .closed:
      return (report.isSimultaneousClose ? "closed by both at once" : "closed by the \(name(report.firstToClose)) first") + told
    case .halfClosed: return "half closed" + told
    case .reset: return "reset by the \(name(report.resetBy))" + (report.resetFrame.map { " in \($0)" } ?? "") + told
    case .timedOut: return "never closed: silent until it was given up"
    case .open:
      switch finished.flow.ending {
      case .captureEnd: return options.isGoingOn ? "still open" : "still open when the capture ends"
      case .reused: return "never closed: another connection took its addresses and ports"
      case .idle, .closed, .evicted: return "not closed"
      }
    }
  }

  private static func words(_ tap: ConnectionAnalysis.Tap, _ client: Endpoint) -> String {
    switch tap {
    case .at(let side): "captured at the \(side == client ? "client" : "server")"
    case .between: "captured between the two"
    }
  }

  // MARK: - A side

  /// Who it is and what it did: in one line where that fits.
  private func figures(_ side: Endpoint, endWidth: Int) -> [String] {
    let start = "  \(name(side))  \(end(side))"
    let text = clauses(side).joined(separator: ", ")
    let line = start + spaces(endWidth - end(side).count + 2) + text
    if line.count <= style.width { return [line] }
    return [start] + wrapped(text, indent: 10, hanging: 10)
  }

  private func clauses(_ side: Endpoint) -> [String] {
    let sent = finished.flow[side]
    var clauses = [HumanUnits.count(sent.packets, "segment"), HumanUnits.size(sent.payloadOctets)]
    if let missing = report?.missingOctets(side), missing > 0 { clauses.append("\(HumanUnits.size(missing)) not captured") }
    guard let figures = finished.analysis?[side] else { return clauses }
    if figures.retransmissions.segments > 0 { clauses.append(Self.words(figures.retransmissions)) }
    for (kind, count) in [
      (SegmentEvent.Kind.outOfOrder, figures.outOfOrder), (.networkDuplicate, figures.networkDuplicates),
      (.captureDuplicate, figures.captureDuplicates),
    ] where count > 0 { clauses.append(kind.counted(count)) }
    if figures.stall > 0 { clauses.append("stood still for \(HumanUnits.duration(figures.stall))") }
    if figures.zeroWindows > 0 {
      let count = HumanUnits.count(figures.zeroWindows, "zero window")
      clauses.append(count + (figures.zeroWindowTime > 0 ? " for \(HumanUnits.duration(figures.zeroWindowTime))" : ""))
    }
    if let trips = Self.words(figures.roundTrips) { clauses.append(trips) }
    return clauses
  }

  /// "7 sent again (5 fast recovery, 2 timeout; 6 needed, 1 spurious)"
  private static func words(_ again: SideFigures.Retransmissions) -> String {
    func told(_ counts: [(Int, String)]) -> String {
      counts.filter { $0.0 > 0 }.map { "\(HumanUnits.count($0.0)) \($0.1)" }.joined(separator: ", ")
    }
    let triggers = told([
      (again.fast, "fast recovery"), (again.timeout, "timeout"), (again.tailProbe, "tail loss probe"), (again.syn, "SYN"),
      (again.fin, "FIN"), (again.unknown, "for reasons unknown"),
    ])
    let necessity = told([(again.needed, "needed"), (again.spurious, "spurious")])
    let details = [triggers, necessity].filter { !$0.isEmpty }.joined(separator: "; ")
    return "\(HumanUnits.count(again.segments)) sent again" + (details.isEmpty ? "" : " (\(details))")
  }

  private static func words(_ trips: RoundTripSummary) -> String? {
    guard trips.samples > 0 else { return nil }
    guard trips.samples > 1 else { return "round trip \(HumanUnits.duration(trips.mean))" }
    let (least, most) = (HumanUnits.duration(trips.least), HumanUnits.duration(trips.most))
    return "round trips \(least) to \(most), \(HumanUnits.duration(trips.mean)) on average"
  }

  /// Events that are counted, not listed.
  private var omitted: [String] {
    guard let analysis = finished.analysis else { return [] }
    let kinds = SegmentEvent.Kind.allCases.filter { analysis.omitted[Int($0.rawValue)] > 0 }
    guard !kinds.isEmpty else { return [] }
    let told = kinds.map { $0.counted(analysis.omitted[Int($0.rawValue)]) }.joined(separator: ", ")
    return wrapped("too many to tell one by one: \(told)", indent: 2, hanging: 4)
  }

  private func wrapped(_ text: String, indent: Int, hanging: Int) -> [String] {
    TextFlow.lines(text.split(separator: " ").map(String.init), width: style.width, indent: indent, hanging: hanging)
  }

  // MARK: - Names

  private func name(_ side: Endpoint?) -> String { side == client ? "client" : "server" }

  private func end(_ side: Endpoint) -> String { finished.flow.text(of: side) }

  private static func times(_ count: Int) -> String { count == 1 ? "once" : "\(HumanUnits.count(count)) times" }
}
