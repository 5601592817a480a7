import Flows
import PacketModel

/// What a connection's segments went through, in clauses: losses and their repair, closed windows, disorder, missing octets.
struct SegmentEvidence {
  private let flow: Flow
  private let report: ConnectionReport
  private let analysis: ConnectionAnalysis?
  private let client: Endpoint

  init(_ finished: borrowing FinishedFlow, _ report: ConnectionReport, client: Endpoint) {
    flow = finished.flow
    self.report = report
    analysis = finished.analysis
    self.client = client
  }

  /// The worst first, on either side.
  var clauses: [String] {
    let sides = [client, client.other]
    return sides.flatMap(conflicts) + sides.flatMap(losses) + sides.flatMap(windows) + sides.flatMap(missing)
      + sides.flatMap(disorder)
  }

  private func name(_ side: Endpoint) -> String { side == client ? "client" : "server" }

  // MARK: - Kinds

  private func conflicts(_ side: Endpoint) -> [String] {
    guard let count = analysis?[side].conflictingOverlaps, count > 0 else { return [] }
    return [
      "\(segments(count)) of the \(name(side))'s with other octets than came before"
        + place(.conflictingOverlap, side, of: count)
    ]
  }

  private func losses(_ side: Endpoint) -> [String] {
    guard let figures = analysis?[side] else { return [] }
    let counts = figures.retransmissions
    // Of the opening only: that is told with the handshake.
    guard counts.segments > counts.syn else { return [] }
    let isLoss = counts.needed == counts.segments
    var head = whole(counts.segments, of: side) + (isLoss ? " lost" : " sent again" + needless(counts))
    head += place(.retransmission, side, of: counts.segments, before: isLoss ? "sent again " : "")
    if figures.stall > 0 { head += ", stalled \(HumanUnits.duration(figures.stall))" }
    return [head] + repairs(counts, isLoss: isLoss)
  }

  /// "34 of the server's 2,763 segments"; without the whole where a network card joined segments, so that frames are fewer.
  private func whole(_ count: Int, of side: Endpoint) -> String {
    let packets = flow[side].packets
    return packets >= count
      ? "\(HumanUnits.count(count)) of the \(name(side))'s \(segments(packets))" : "\(segments(count)) of the \(name(side))'s"
  }

  private func needless(_ counts: SideFigures.Retransmissions) -> String {
    if counts.spurious == counts.segments { return " needlessly" }
    var parts: [String] = []
    if counts.needed > 0 { parts.append("\(HumanUnits.count(counts.needed)) lost") }
    if counts.spurious > 0 { parts.append("\(HumanUnits.count(counts.spurious)) needlessly") }
    return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
  }

  /// "31 repaired by fast recovery, 3 by timeout"
  private func repairs(_ counts: SideFigures.Retransmissions, isLoss: Bool) -> [String] {
    let triggers = [
      (counts.fast, "by fast recovery"), (counts.timeout, "by timeout"), (counts.tailProbe, "by tail loss probe"),
      (counts.syn, "in the handshake"), (counts.fin, "with the FIN"), (counts.unknown, "without a known cause"),
    ]
    .filter { $0.0 > 0 }
    guard counts.unknown < counts.segments, let first = triggers.first else { return [] }
    let verb = isLoss ? "repaired" : "sent"
    if triggers.count == 1 { return [verb + " " + first.1] }
    let rest = triggers.dropFirst().map { "\(HumanUnits.count($0.0)) \($0.1)" }
    return [(["\(HumanUnits.count(first.0)) \(verb) \(first.1)"] + rest).joined(separator: ", ")]
  }

  private func windows(_ side: Endpoint) -> [String] {
    guard let figures = analysis?[side], figures.zeroWindows > 0 else { return [] }
    let isShut = analysis?.events.last { $0.kind == .zeroWindow && $0.sender == side }?.delay == nil
    let often = figures.zeroWindows > 1 ? "\(HumanUnits.count(figures.zeroWindows)) times" : ""
    guard figures.zeroWindowTime > 0 else {
      let how = (often.isEmpty ? "" : " " + often) + place(.zeroWindow, side, of: figures.zeroWindows)
      return ["\(name(side)) closed its window\(how)" + (isShut ? ", and did not open it again" : "")]
    }
    let time = HumanUnits.duration(figures.zeroWindowTime)
    return [
      "\(name(side.other)) waited \(time) for the \(name(side))'s window" + (often.isEmpty ? "" : ", closed \(often)")
        + place(.zeroWindow, side, of: figures.zeroWindows) + (isShut ? ", at last for good" : "")
    ]
  }

  /// Octets that are not there: lost by the capture where the receiver has them, else nobody knows whether they were delivered.
  private func missing(_ side: Endpoint) -> [String] {
    guard let missing = report.missingOctets(side), missing > 0 else { return [] }
    let undelivered = min(missing, analysis?.undelivered(side) ?? 0)
    var clauses: [String] = []
    if missing > undelivered { clauses.append("\(HumanUnits.size(missing - undelivered)) from the \(name(side)) not captured") }
    if undelivered > 0 { clauses.append("\(HumanUnits.size(undelivered)) from the \(name(side)) never acknowledged") }
    return clauses
  }

  private func disorder(_ side: Endpoint) -> [String] {
    guard let figures = analysis?[side] else { return [] }
    var clauses: [String] = []
    if figures.outOfOrder > 0 {
      let byCapture = analysis?.events.reduce(0) { $0 + ($1.isCaptureOrder && $1.sender == side ? 1 : 0) } ?? 0
      clauses.append(
        "\(segments(figures.outOfOrder)) of the \(name(side))'s out of order"
          + (byCapture == figures.outOfOrder ? " in the capture only" : "")
          + place(.outOfOrder, side, of: figures.outOfOrder))
    }
    if figures.networkDuplicates > 0 {
      clauses.append(
        "\(segments(figures.networkDuplicates)) of the \(name(side))'s delivered twice"
          + place(.networkDuplicate, side, of: figures.networkDuplicates))
    }
    if figures.dataAfterClose > 0 {
      clauses.append(
        "\(segments(figures.dataAfterClose)) of the \(name(side))'s after its end"
          + place(.dataAfterClose, side, of: figures.dataAfterClose))
    }
    return clauses
  }

  // MARK: - Words

  private func segments(_ count: Int) -> String { HumanUnits.count(count, "segment") }

  /// ", in 17", or ", first in 17": the first frame of a kind.
  private func place(_ kind: SegmentEvent.Kind, _ side: Endpoint, of count: Int, before: String = "") -> String {
    guard let event = analysis?.events.first(where: { $0.kind == kind && $0.sender == side }) else { return "" }
    return ", \(count > 1 ? "first " : "")\(before)in \(event.frame)"
  }
}

extension ConnectionAnalysis {
  /// Octets of a side's that not even the receiver got, as far as events tell.
  func undelivered(_ side: Endpoint) -> Int {
    events.reduce(0) { sum, event in
      event.kind == .gap && event.sender == side && !event.isAcknowledged ? sum &+ event.length : sum
    }
  }
}
