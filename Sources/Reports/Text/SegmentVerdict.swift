import Flows
import PacketModel

/// What a segment's event means, in words.
struct SegmentVerdict {
  var event: SegmentEvent
  /// The segment itself; nothing when the event's frame is not among those drawn.
  var segment: TracedSegment?
  /// Whose stream begins there: turns the event's sequence numbers into stream positions.
  var origin: SequenceNumber
  /// The window that the other side had offered last, where windows can be told in octets.
  var otherWindow: Int?
  /// Stands between the two ends of a range.
  var dash: String

  var text: String {
    let place = segment == nil && event.kind != .captureDuplicate ? "frame \(event.frame): " : ""
    return place + (event.isCertain ? "" : "likely ") + words
  }

  private var words: String {
    switch event.kind {
    case .retransmission: retransmission
    case .outOfOrder: outOfOrder
    case .networkDuplicate: "duplicate by the network" + of + tellingBasis
    case .captureDuplicate: "captured twice: again in \(event.frame)"
    case .gap:
      "\(octets) ahead of it (\(range)) \(event.isAcknowledged ? "not captured, but the receiver has them" : "never came")"
    case .ackedUnseen: "acknowledges \(octets) that were not captured"
    case .duplicateAck:
      event.hasDuplicateSACK
        ? duplicateSACK : (event.count > 1 ? HumanUnits.count(event.count, "duplicate ACK") : "duplicate ACK") + of
    case .zeroWindow: event.delay.map { "zero window for \(HumanUnits.duration($0))" } ?? "zero window, not seen to open again"
    case .zeroWindowProbe: "probes the zero window"
    case .zeroWindowProbeAck: "answers the probe of its zero window"
    case .windowFull: "fills the receiver's window" + (otherWindow.map { " of \(HumanUnits.size($0))" } ?? "")
    case .windowUpdate: "window update"
    case .keepAlive: "keep-alive"
    case .keepAliveAck: "answers the keep-alive"
    case .challengeAck: "challenge ACK: what it answers did not fit"
    case .portReuse: "addresses and ports of an earlier connection, used again"
    case .dataAfterClose: "payload after the connection's end"
    case .conflictingOverlap: "other octets than came before (\(range))" + (event.originalFrame.map { " in \($0)" } ?? "")
    }
  }

  // MARK: - Kinds with more to tell

  /// "retransmission (fast recovery, needed) of 123, 21.4 ms later; stream stood still 20.1 ms; proved by D-SACK in 140"
  private var retransmission: String {
    var kinds = [trigger, event.necessity == .unknown ? nil : event.necessity.rawValue].compactMap(\.self)
    if event.segments > 1 { kinds.append("\(event.segments) segments in one") }
    var text = "retransmission" + (kinds.isEmpty ? "" : " (\(kinds.joined(separator: ", ")))")
    if let segment, event.length < segment.length { text += " of \(octets) in it" }
    text += of + late(event.originalFrame == nil ? "after the hole opened" : "later")
    if event.stall > 0 { text += "; the stream stood still for \(HumanUnits.duration(event.stall))" }
    return text + tellingBasis + proof
  }

  private var trigger: String? {
    switch event.trigger {
    case .timeout: event.isSlowStart ? "behind a timeout" : "timeout"
    case .fast: "fast recovery"
    case .tailProbe: "tail loss probe"
    case .syn: "SYN"
    case .fin: "FIN"
    case .unknown: nil
    }
  }

  private var proof: String {
    guard let proof = event.proof else { return "" }
    let name =
      switch proof {
      case .dSACK: "a D-SACK"
      case .timestamps: "the timestamp echoed"
      case .forwardRTO: "an ACK of more than was sent again"
      case .tooFast: "an ACK sooner than any round trip"
      case .acknowledgedBefore: "an ACK before it"
      case .originalArrived: "the original, which came later"
      case .acknowledgment: "the ACKs"
      case .firstCopyNeverSeen: "its original, which never passed here"
      }
    return "; by \(name)\(inFrames)"
  }

  private var outOfOrder: String {
    guard !event.isCaptureOrder else { return "out of order by the capture: its acknowledgment stands before it" }
    return "out of order by the network" + late("late") + tellingBasis + inFrames
  }

  /// RFC 2883 §4: the first block is the one received twice.
  private var duplicateSACK: String {
    segment?.sack.first.map { "D-SACK: got \(edges($0)) twice" } ?? "D-SACK: got octets twice"
  }

  // MARK: - Parts

  private var of: String { event.originalFrame.map { " of \($0)" } ?? "" }

  private func late(_ how: String) -> String { event.delay.map { ", \(HumanUnits.duration($0)) \(how)" } ?? "" }

  private var octets: String { HumanUnits.count(event.length, "octet") }

  private var inFrames: String {
    let frames = event.evidence.frames.filter { $0 != event.frame && $0 != event.originalFrame }
    return frames.isEmpty ? "" : " in \(frames.map(String.init).joined(separator: ", "))"
  }

  /// What tells, where it is not plain to see.
  private var tellingBasis: String {
    switch event.basis {
    case .identification: "; its IP identification tells"
    case .timestamps: "; its timestamp tells"
    case .timing: "; the time it took tells"
    case .octetsSeen, .sameSegment, nil: ""
    }
  }

  private var range: String {
    let near = segment?.position ?? 0
    let start = near &+ (event.sequence - (origin + near))
    return edges(start..<(start &+ max(0, event.length)))
  }

  private func edges(_ range: Range<Int>) -> String { "\(range.lowerBound)\(dash)\(range.upperBound)" }
}

extension SegmentEvent {
  /// How bad it is for the connection, or for its reader.
  var ink: TextStyle.Ink {
    switch kind {
    case .retransmission: necessity == .spurious ? .doubt : .bad
    case .gap: isAcknowledged ? .doubt : .bad
    case .zeroWindow, .dataAfterClose, .conflictingOverlap: .bad
    case .outOfOrder: isCaptureOrder ? .faint : .doubt
    case .networkDuplicate, .ackedUnseen, .windowFull, .challengeAck, .portReuse: .doubt
    case .duplicateAck: hasDuplicateSACK ? .doubt : .faint
    case .captureDuplicate, .zeroWindowProbe, .zeroWindowProbeAck, .windowUpdate, .keepAlive, .keepAliveAck: .faint
    }
  }

  /// How much it asks to be drawn: 0 not for itself, 1 the first few of its kind, above that the worst first.
  var notability: Int {
    switch kind {
    case .gap, .zeroWindow, .dataAfterClose, .conflictingOverlap, .portReuse: 4
    case .retransmission: 3
    case .outOfOrder, .networkDuplicate, .ackedUnseen, .challengeAck, .windowFull: 2
    case .duplicateAck: hasDuplicateSACK ? 2 : 0
    case .zeroWindowProbe, .windowUpdate, .keepAlive: 1
    case .captureDuplicate, .zeroWindowProbeAck, .keepAliveAck: 0
    }
  }
}

extension SegmentEvent.Kind {
  /// "3 duplicate ACKs"
  func counted(_ count: Int) -> String {
    switch self {
    case .retransmission: HumanUnits.count(count, "retransmission")
    case .outOfOrder: "\(HumanUnits.count(count)) out of order"
    case .networkDuplicate: "\(HumanUnits.count(count)) duplicated by the network"
    case .captureDuplicate: "\(HumanUnits.count(count)) captured twice"
    case .gap: HumanUnits.count(count, "gap")
    case .ackedUnseen: "\(HumanUnits.count(count, "ACK")) of octets not captured"
    case .duplicateAck: HumanUnits.count(count, "duplicate ACK")
    case .zeroWindow: HumanUnits.count(count, "zero window")
    case .zeroWindowProbe: HumanUnits.count(count, "zero window probe")
    case .zeroWindowProbeAck: HumanUnits.count(count, "probe answer")
    case .windowFull: HumanUnits.count(count, "full window")
    case .windowUpdate: HumanUnits.count(count, "window update")
    case .keepAlive: HumanUnits.count(count, "keep-alive")
    case .keepAliveAck: HumanUnits.count(count, "keep-alive answer")
    case .challengeAck: HumanUnits.count(count, "challenge ACK")
    case .portReuse: HumanUnits.count(count, "port reuse")
    case .dataAfterClose: "\(HumanUnits.count(count)) with payload behind the end"
    case .conflictingOverlap: HumanUnits.count(count, "conflicting overlap")
    }
  }
}
