import Flows

/// How TCP fared over all connections of a run.
struct SegmentTotals: Sendable {
  private(set) var segments = 0
  private var resent = 0
  private var needless = 0
  private var outOfOrder = 0
  private var duplicates = 0
  private var stalls = Wait()
  private var closedWindows = Wait()

  private struct Wait {
    var time: Int64 = 0
    var connections = 0

    mutating func add(_ more: Int64) {
      guard more > 0 else { return }
      time &+= more
      connections &+= 1
    }

    var text: String { "\(HumanUnits.duration(time)) in \(HumanUnits.count(connections, "connection"))" }
  }

  mutating func add(_ finished: borrowing FinishedFlow) {
    let flow = finished.flow
    segments &+= flow.low.packets &+ flow.high.packets
    guard let analysis = finished.analysis else { return }
    for side in [analysis.low, analysis.high] {
      resent &+= side.retransmissions.segments
      needless &+= side.retransmissions.spurious
      outOfOrder &+= side.outOfOrder
      duplicates &+= side.networkDuplicates
    }
    stalls.add(analysis.low.stall &+ analysis.high.stall)
    closedWindows.add(analysis.low.zeroWindowTime &+ analysis.high.zeroWindowTime)
  }

  /// "TCP segments: 2,763, 34 of them sent again (1.2 %), 5 needlessly", and what was waited for.
  var sentences: [String] {
    guard segments > 0 else { return [] }
    var parts: [String] = []
    if resent > 0 {
      let share = segments >= resent ? " (\(HumanUnits.share(resent, of: segments)))" : ""
      parts.append("\(HumanUnits.count(resent)) sent again\(share)")
      if needless > 0 { parts[0] += ", \(HumanUnits.count(needless)) of them needlessly" }
    }
    if outOfOrder > 0 { parts.append("\(HumanUnits.count(outOfOrder)) out of order") }
    if duplicates > 0 { parts.append("\(HumanUnits.count(duplicates)) delivered twice") }
    let told = parts.isEmpty ? "none sent again or out of order" : parts.joined(separator: "; ")
    var sentences = ["TCP segments: \(HumanUnits.count(segments)); \(told)"]
    var waits: [String] = []
    if stalls.time > 0 { waits.append("\(stalls.text) for lost segments") }
    if closedWindows.time > 0 { waits.append("\(closedWindows.text) for closed windows") }
    if !waits.isEmpty { sentences.append("TCP stood still: \(waits.joined(separator: ", "))") }
    return sentences
  }
}
