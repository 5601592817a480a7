import Analysis
import Capture
import Dissection
import DissectorCatalog
import Flows
import Octets
import PacketModel

/// What is to be known before believing the rest, the worst first.
extension ReportText {
  private struct Remark {
    var ink: TextStyle.Ink
    var text: String

    init(_ ink: TextStyle.Ink, _ text: String) {
      self.ink = ink
      self.text = text
    }
  }

  var quality: [String] {
    let remarks = damage + drops + losses + doubts + fragments + malformed + limits
    guard !remarks.isEmpty else { return [heading("Capture quality"), "  nothing wrong with it"] }
    return [heading("Capture quality")]
      + remarks.flatMap { remark in
        wrapped("\(remark.ink == .faint ? "-" : "!") \(remark.text)").map { style.paint($0, remark.ink) }
      }
  }

  private var damage: [Remark] {
    result.captures.compactMap { capture in
      guard let damage = capture.description.damage else { return nil }
      let name = result.captures.count > 1 ? SafeText.escape(capture.description.path) : "the file"
      let more = damage.count > 1 ? ", the first of \(damage.count) places" : ""
      let skipped = damage.skippedOctets > 0 ? "; \(HumanUnits.size(damage.skippedOctets)) passed over" : ""
      return Remark(.bad, "\(name) is damaged at octet \(damage.offset)\(more): \(SafeText.escape(damage.reason))\(skipped)")
    }
  }

  /// Packets the capturing host says it lost.
  private var drops: [Remark] {
    let interfaces = result.captures.flatMap(\.description.interfaces)
    func sum(_ count: (CaptureInterface) -> UInt64?) -> UInt64 {
      interfaces.reduce(0) { $0.addingReportingOverflow(count($1) ?? 0).partialValue }
    }
    var remarks: [Remark] = []
    for (count, by) in [
      (sum { $0.statistics?.droppedByKernel }, "operating system"), (sum { $0.statistics?.droppedByInterface }, "interface"),
    ] where count > 0 {
      remarks.append(Remark(.bad, "\(HumanUnits.count(Int(clamping: count), "packet")) dropped by the capturing host's \(by)"))
    }
    let between = sum(\.droppedBetween)
    if between > 0 {
      remarks.append(Remark(.bad, "\(HumanUnits.count(Int(clamping: between), "packet")) lost between packets of the file"))
    }
    return remarks
  }

  private var losses: [Remark] {
    var remarks: [Remark] = []
    if digest.missing.octets > 0 {
      let connections = HumanUnits.count(digest.missing.connections, "connection")
      remarks.append(Remark(.bad, "\(HumanUnits.size(digest.missing.octets)) of \(connections) were sent but not captured"))
    }
    if digest.halfHeard > 0 {
      remarks.append(Remark(.doubt, "\(HumanUnits.count(digest.halfHeard, "connection")) with only one side captured"))
    }
    if result.frameCounts.snappedFrames > 0 {
      let lengths = result.captures.flatMap(\.description.interfaces).compactMap(\.snapLength)
      let length = lengths.min().map { lengths.max() == $0 ? " (\(HumanUnits.count($0)) octets)" : "" } ?? ""
      remarks.append(
        Remark(
          .doubt, "\(HumanUnits.count(result.frameCounts.snappedFrames, "frame")) cut short by the snapshot length\(length)"))
    }
    return remarks
  }

  private var doubts: [Remark] {
    var remarks: [Remark] = []
    let frames = result.frameCounts
    if let bad = checksums(result.quality.bad, frames.badIPv4Checksums) {
      remarks.append(Remark(.doubt, "bad checksums: \(bad)"))
    }
    if frames.timeReversals > 0 {
      remarks.append(Remark(.doubt, "\(HumanUnits.count(frames.timeReversals, "packet")) older than the one before"))
    }
    let descriptions = result.captures.map(\.description)
    for (count, what) in [
      (descriptions.reduce(0) { $0 + $1.timesClamped }, "with a time outside the years 1677 to 2262"),
      (descriptions.reduce(0) { $0 + $1.timesMissing }, "without a time"),
      (descriptions.reduce(0) { $0 + $1.contradictoryLengths }, "with more octets captured than were on the wire"),
    ] where count > 0 {
      remarks.append(Remark(.doubt, "\(HumanUnits.count(count, "packet")) \(what)"))
    }
    if result.quality.duplicateFrames > 0 {
      let count = result.quality.duplicateFrames
      remarks.append(
        Remark(
          .doubt,
          "\(HumanUnits.count(count, "frame is", "frames are")) in the capture twice; left out of all counts of TCP segments"))
    }
    if let offloaded = checksums(result.quality.offloaded, frames.offloadedIPv4Checksums) {
      remarks.append(Remark(.faint, "checksums left to the sender's network card, and so not verified: \(offloaded)"))
    }
    if result.quality.offloadedFrames > 0 {
      let frames = HumanUnits.count(result.quality.offloadedFrames, "frame")
      remarks.append(Remark(.faint, "\(frames) larger than their receiver takes in one: joined by a network card"))
    }
    if result.quality.strayErrors > 0 {
      remarks.append(Remark(.faint, "\(HumanUnits.count(result.quality.strayErrors, "ICMP error")) about flows not captured"))
    }
    return remarks
  }

  private func checksums(_ counts: FlowQuality.Checksums, _ ipv4: Int) -> String? {
    let parts = [("ipv4", ipv4), ("tcp", counts.tcp), ("udp", counts.udp), ("icmp", counts.icmp), ("sctp", counts.sctp)]
      .filter { $0.1 > 0 }
    return parts.isEmpty ? nil : parts.map { "\($0) \(HumanUnits.count($1))" }.joined(separator: ", ")
  }

  private var fragments: [Remark] {
    let counts = result.frameCounts.fragments
    let incomplete = counts.timedOut + result.frameCounts.incompleteDatagrams
    var remarks: [Remark] = []
    if incomplete > 0 {
      remarks.append(Remark(.doubt, "\(HumanUnits.count(incomplete, "datagram")) of which fragments are missing"))
    }
    if counts.conflicting > 0 {
      remarks.append(Remark(.bad, "\(HumanUnits.count(counts.conflicting, "fragment")) contradicting others of their datagram"))
    }
    if counts.invalid > 0 {
      remarks.append(Remark(.bad, "\(HumanUnits.count(counts.invalid, "fragment")) against the rules"))
    }
    return remarks
  }

  private var malformed: [Remark] {
    let counts = result.frameCounts
    let total = counts.malformed.reduce(0, +)
    guard total > 0 else { return [] }
    let layers = counts.malformed.enumerated().filter { $0.element > 0 }.sorted {
      ($1.element, $0.offset) < ($0.element, $1.offset)
    }
    let named = layers.prefix(6).map {
      "\(ProtocolID(rawValue: UInt8(truncatingIfNeeded: $0.offset)).name) \(HumanUnits.count($0.element))"
    }
    var text = "malformed headers: \(named.joined(separator: ", "))" + (layers.count > 6 ? " and others" : "")
    if let first = counts.malformedSamples.first {
      text += "; the first in frame \(first.frame): \(first.layer.name) at octet \(first.error.offset) \(first.error)"
    }
    return [Remark(.doubt, text)]
  }

  /// What bounds of our own took away.
  private var limits: [Remark] {
    [
      (result.evictedFlows, "flow", "ended early to stay within the memory bounds (--max-flows, --max-memory)"),
      (result.frameCounts.fragments.evicted, "fragmented datagram", "given up to stay within the memory bounds"),
      (result.frameCounts.encapsulationsOverflowed, "packet", "whose VLANs and tunnels are too many to be told apart"),
    ]
    .filter { $0.0 > 0 }
    .map { Remark(.bad, "\(HumanUnits.count($0.0, $0.1)) \($0.2)") }
  }
}
