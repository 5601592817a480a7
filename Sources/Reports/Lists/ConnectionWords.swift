import Flows
import PacketModel

/// How a connection opened and ended, in a transcript's words.
enum ConnectionWords {
  /// `place` is whereto, `first` what came with the SYN where TCP Fast Open let it.
  static func opening(_ report: ConnectionReport?, to place: String, first: String) -> [String] {
    guard let report else { return ["To \(place)"] }
    let frames = [report.synFrame, report.synAckFrame, report.ackFrame].compactMap { $0.map(String.init) }
    switch report.handshake {
    case .complete, .simultaneous:
      let time = report.roundTrip.map { ", TCP handshake in \(HumanUnits.duration($0))" } ?? ""
      var notes = ["Connected to \(place)\(time) (frames \(frames.joined(separator: ", ")))"]
      let again = report.synRetransmissions + report.synAckRetransmissions
      if again > 0 { notes.append("The handshake needed \(HumanUnits.count(again, "retransmission"))") }
      if report.isFastOpen { notes.append("TCP Fast Open: \(first) came with the SYN") }
      return notes
    case .halfOpen: return ["Connected to \(place), half open: the SYN-ACK was never acknowledged"]
    case .refused, .unreachable, .noAnswer: return ["To \(place), which did not answer"]
    case .notCaptured: return ["Connected to \(place) before the capture began, or elsewhere"]
    }
  }

  /// `name` says "client" or "server".
  static func ending(_ report: ConnectionReport, _ name: (Endpoint) -> String) -> String {
    switch report.teardown {
    case .closed, .halfClosed:
      let frame = report.firstToClose.flatMap { report.finFrame($0) }.map { " in frame \($0)" } ?? ""
      let who = report.firstToClose.map { "the \(name($0))" } ?? "both at once"
      return "Closed by \(who): FIN\(frame)"
    case .reset:
      let who = report.resetBy.map { " by the \(name($0))" } ?? ""
      return "Reset\(who)" + (report.resetFrame.map { " in frame \($0)" } ?? "")
    case .timedOut: return "Never closed: silent until it was given up"
    case .open: return "Left open"
    }
  }
}
