import Flows
import PacketModel

/// A connection's main figures in words, for the heads of drawings.
enum PlotFigures {
  /// Of the connection as a whole.
  static func notes(_ finished: FinishedFlow) -> [String] {
    let client = finished.roles.client
    var notes: [String] = []
    if let report = ConnectionReport(finished, client: client) {
      if let time = report.roundTrip { notes.append("handshake \(PlotUnits.duration(time))") }
      notes.append(teardown(report, client: client))
    }
    let duplicates = finished.analysis?.captureDuplicates ?? 0
    if duplicates > 0 { notes.append("\(HumanUnits.count(duplicates, "segment")) captured twice, drawn once") }
    if finished.trace.count >= TraceSelection.maximumSegments {
      notes.append("the first \(HumanUnits.count(finished.trace.count)) segments only")
    }
    return notes
  }

  static func teardown(_ report: ConnectionReport, client: Endpoint) -> String {
    switch report.teardown {
    case .closed: "closed"
    case .halfClosed: "half closed"
    case .reset: report.resetBy.map { "reset by the \($0 == client ? "client" : "server")" } ?? "reset"
    case .timedOut: "timed out"
    case .open: "still open"
    }
  }

  /// Of what one side sent.
  static func direction(_ finished: FinishedFlow, _ direction: PlotDirection) -> [String] {
    var notes = ["\(PlotUnits.size(direction.payloadOctets)) in \(HumanUnits.count(direction.segments, "segment"))"]
    guard let analysis = finished.analysis else { return notes }
    let side = analysis[direction.sender]
    let again = side.retransmissions
    if again.segments > 0 {
      let share = HumanUnits.share(again.segments, of: direction.segments)
      let spurious = again.spurious > 0 ? ", \(HumanUnits.count(again.spurious)) of them spurious" : ""
      notes.append("\(HumanUnits.count(again.segments)) retransmitted (\(share)\(spurious))")
    }
    if side.outOfOrder > 0 { notes.append("\(HumanUnits.count(side.outOfOrder)) out of order") }
    if side.stall > 0 { notes.append("receiver waited \(PlotUnits.duration(side.stall))") }
    let closed = analysis[direction.sender.other]
    if closed.zeroWindows > 0 { notes.append("window closed for \(PlotUnits.duration(closed.zeroWindowTime))") }
    return notes
  }
}
