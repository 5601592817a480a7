import Flows
import PacketModel

/// Writes what happened to a connection's segments: `tcp.events[]`, and how many more there were.
enum SegmentEventRecord {
  static func write(_ analysis: ConnectionAnalysis, client: Endpoint, to json: inout JSONWriter) {
    if !analysis.events.isEmpty {
      json.array("events") { json in
        for event in analysis.events { json.object { write(event, client, to: &$0) } }
      }
    }
    guard analysis.omitted.contains(where: { $0 > 0 }) else { return }
    json.object("events_omitted") { json in
      for kind in SegmentEvent.Kind.allCases {
        json.member(kind.name, unlessZero: analysis.omitted[Int(kind.rawValue)])
      }
    }
  }

  private static func write(_ event: SegmentEvent, _ client: Endpoint, to json: inout JSONWriter) {
    json.member("frame", event.frame)
    json.member("time", event.time)
    json.member("sender", word: ConnectionRecord.name(event.sender, client))
    json.member("kind", word: event.kind.name)
    json.member("sequence", Int(event.sequence.rawValue))
    json.member("length", event.length)
    if event.segments > 1 { json.member("segments", Int(event.segments)) }
    switch event.kind {
    case .retransmission: retransmission(event, to: &json)
    case .outOfOrder: json.member("cause", word: cause(event))
    case .gap: json.member("acknowledged", event.isAcknowledged)
    case .duplicateAck:
      if event.hasDuplicateSACK { json.member("d_sack", true) }
      if event.count > 1 { json.member("count", event.count) }
      json.member("last_frame", event.lastFrame)
    case .networkDuplicate, .captureDuplicate, .ackedUnseen, .zeroWindow, .zeroWindowProbe, .zeroWindowProbeAck, .windowFull,
      .windowUpdate, .keepAlive, .keepAliveAck, .challengeAck, .portReuse, .dataAfterClose, .conflictingOverlap:
      break
    }
    json.member("original_frame", event.originalFrame)
    if let delay = event.delay { json.member(event.kind == .zeroWindow ? "duration_s" : "delay_s", nanoseconds: delay) }
    if event.stall > 0 { json.member("stall_s", nanoseconds: event.stall) }
    if isInferred(event.kind) { json.member("certainty", word: event.isCertain ? "certain" : "likely") }
    json.member("basis", word: event.basis?.rawValue)
    evidence(event.evidence, to: &json)
  }

  private static func retransmission(_ event: SegmentEvent, to json: inout JSONWriter) {
    json.member("trigger", word: event.trigger.rawValue)
    if event.isSlowStart { json.member("slow_start", true) }
    json.member("necessity", word: event.necessity.rawValue)
    json.member("necessity_from", word: event.proof?.rawValue)
  }

  private static func cause(_ event: SegmentEvent) -> String {
    if event.isCaptureOrder { return "capture" }
    return !event.isCertain && event.basis == nil ? "unknown" : "network"
  }

  /// Whether a segment is told to be what it is by comparing it with others, so that one may be wrong.
  private static func isInferred(_ kind: SegmentEvent.Kind) -> Bool {
    switch kind {
    case .retransmission, .outOfOrder, .networkDuplicate, .captureDuplicate: true
    default: false
    }
  }

  private static func evidence(_ evidence: SegmentEvent.Evidence, to json: inout JSONWriter) {
    let frames = evidence.frames
    guard !frames.isEmpty else { return }
    json.array("evidence") { json in
      for frame in frames { json.element(frame) }
    }
  }
}
