import Flows

extension FlowGlimpse {
  /// Why it deserves a look, what matters most first.
  var reasons: [String] {
    var reasons: [String] = []
    if concerns.contains(.refused) {
      reasons.append("refused")
    } else if concerns.contains(.unanswered) {
      reasons.append("no answer to its SYN")
    }
    if concerns.contains(.reset) { reasons.append("reset") }
    if concerns.contains(.zeroWindow) { reasons.append("window closed") }
    if concerns.contains(.missing) { reasons.append("octets missing") }
    if concerns.contains(.retransmitting) { reasons.append("\(HumanUnits.count(retransmittedSegments)) sent again") }
    return reasons
  }

  var ink: TextStyle.Ink {
    if concerns.isEmpty { return .plain }
    return concerns.isDisjoint(with: [.refused, .unanswered, .reset]) ? .doubt : .bad
  }
}
