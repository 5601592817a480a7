public import Analysis
public import Capture
import PacketModel

/// What is said when a live capture begins and ends.
extension LiveLines {
  /// "capturing on eth0 (ethernet) and lo (ethernet), packets that match 'port 80'; Ctrl-C ends it"
  public static func start(_ interfaces: [CaptureInterface]) -> String {
    let names = interfaces.map { "\(name($0.name)) (\(CaptureRecord.name($0.linkType)))" }
    let filter = interfaces.first?.filter.map { ", packets that match '\(SafeText.escape($0))'" } ?? ""
    return "capturing on \(names.formatted(" and "))\(filter); Ctrl-C ends it"
  }

  /// "eth0: 1,234 packets, 1,240 received, 6 dropped by the kernel, 0 by the interface", an interface each.
  public static func end(_ summaries: [CaptureSummary]) -> [String] {
    summaries.map { summary in
      var parts = [HumanUnits.count(summary.packets, "packet")]
      if let received = summary.live?.received { parts.append("\(HumanUnits.count(received)) received") }
      if let dropped = summary.live?.droppedByKernel { parts.append("\(HumanUnits.count(dropped)) dropped by the kernel") }
      if let dropped = summary.live?.droppedByInterface { parts.append("\(HumanUnits.count(dropped)) by the interface") }
      return "\(name(summary.description.path)): \(parts.joined(separator: ", "))"
    }
  }

  /// "wrote 1,234 packets to trace.pcapng", or "… to 3 files, the last of them trace2.pcapng".
  public static func written(_ summary: RecordingSummary) -> String {
    let packets = HumanUnits.count(summary.packets, "packet")
    let path = SafeText.escape(summary.lastPath == "-" ? "standard output" : summary.lastPath)
    return summary.files > 1
      ? "wrote \(packets) to \(HumanUnits.count(summary.files, "file")), the last of them \(path)"
      : "wrote \(packets) to \(path)"
  }

  private static func name(_ name: String?) -> String { SafeText.escape(name ?? "an interface") }
}

extension [String] {
  /// "a, b and c"
  fileprivate func formatted(_ last: String) -> String {
    count < 2 ? joined() : dropLast().joined(separator: ", ") + last + (self.last ?? "")
  }
}
