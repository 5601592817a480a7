import Flows
import PacketModel

/// What happened to a flow, in clauses that name their frames.
enum FlowEvidence {
  static func clauses(_ finished: borrowing FinishedFlow, _ report: ConnectionReport?, client: Endpoint) -> [String] {
    let flow = finished.flow
    var clauses: [String] = []
    if let report {
      clauses += opening(report) + closing(report, client) + SegmentEvidence(finished, report, client: client).clauses
    }
    if flow.icmpErrors > 0 {
      clauses.append("\(icmpName(flow)) in \(flow.icmpErrorFrame)" + (flow.icmpErrors > 1 ? ", \(flow.icmpErrors) in all" : ""))
    }
    return clauses
  }

  private static func opening(_ report: ConnectionReport) -> [String] {
    let syn = report.synFrame.map { "SYN in \($0)" } ?? "SYN"
    var again = report.synRetransmissions > 0 ? [times(report.synRetransmissions, "SYN sent again")] : []
    if report.synAckRetransmissions > 0 { again.append(times(report.synAckRetransmissions, "SYN-ACK sent again")) }
    switch report.handshake {
    case .refused: return [syn + (report.resetFrame.map { ", RST in \($0)" } ?? "")] + again
    case .unreachable, .noAnswer: return [syn] + again
    case .halfOpen:
      let answer = report.synAckFrame.map { ", SYN-ACK in \($0)" } ?? ""
      return [syn + answer + ", never acknowledged"] + again
    case .complete, .simultaneous, .notCaptured:
      let time = report.roundTrip ?? 0
      guard time >= FlowVerdict.slowRoundTrip || !again.isEmpty else { return [] }
      let frames = [report.synFrame, report.synAckFrame, report.ackFrame].compactMap { $0.map(String.init) }.joined(
        separator: ", ")
      return [time > 0 ? "round trip \(HumanUnits.duration(time)) (\(frames))" : "handshake in \(frames)"] + again
    }
  }

  private static func closing(_ report: ConnectionReport, _ client: Endpoint) -> [String] {
    guard report.teardown == .reset, report.handshake != .refused, let frame = report.resetFrame else { return [] }
    return ["reset by the \(report.resetBy == client ? "client" : "server") in \(frame)"]
  }

  private static func times(_ count: Int, _ what: String) -> String {
    what + (count == 1 ? " once" : " \(HumanUnits.count(count)) times")
  }

  /// The commonest errors by name (RFC 792, RFC 1122 §3.2.2.1, RFC 4443 §3), the others by number.
  private static func icmpName(_ flow: Flow) -> String {
    let (type, code) = (flow.icmpErrorType, flow.icmpErrorCode)
    switch (flow.key.version, type, code) {
    case (.four, 3, 0), (.six, 1, 0): return "ICMP no route"
    case (.four, 3, 1), (.six, 1, 3): return "ICMP host unreachable"
    case (.four, 3, 2): return "ICMP protocol unreachable"
    case (.four, 3, 3), (.six, 1, 4): return "ICMP port unreachable"
    case (.four, 3, 4), (.six, 2, _): return "ICMP packet too big"
    case (.four, 3, 9...10), (.four, 3, 13), (.six, 1, 1): return "ICMP prohibited"
    case (.four, 11, _), (.six, 3, _): return "ICMP time exceeded"
    default: return "ICMP type \(type) code \(code)"
    }
  }
}
