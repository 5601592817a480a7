public import Analysis

/// How far reading has come, in a line.
public enum ProgressLine {
  /// `packets` counts over all captures of the run, `seconds` from its beginning.
  public static func text(_ path: String, _ progress: RunProgress, packets: Int, after seconds: Double) -> String {
    var parts = [path == "-" ? "standard input" : SafeText.escape(path)]
    if let total = progress.octetsTotal, total > 0 {
      let share = HumanUnits.share(progress.octets, of: total)
      parts.append("\(HumanUnits.size(progress.octets)) of \(HumanUnits.size(total)) (\(share))")
    } else {
      parts.append(HumanUnits.size(progress.octets))
    }
    parts.append(HumanUnits.count(packets, "packet"))
    if seconds > 0 { parts.append("\(HumanUnits.count(Int(Double(packets) / seconds))) packets/s") }
    return parts.joined(separator: "  ")
  }
}
