import ApplicationModel
import Flows
import PacketModel

/// What lost segments cost the streams of an HTTP/2 connection that they were not part of, as far as TCP's analysis bears out
/// that they were lost.
struct HeadOfLineAccount {
  /// What shows that the receiver waited for it.
  enum Basis: String {
    /// Octets behind it were captured before it was.
    case hole
    /// It was captured twice, and TCP's analysis finds that the receiver needed the second one.
    case retransmission
  }

  struct Event {
    var model: HTTP2HeadOfLine.Event
    var basis: Basis
    /// What TCP calls the segment; nothing where it tells nothing of it.
    var cause: SegmentEvent.Kind?
    /// The frame with its first copy, where the capture has it.
    var original: Int?

    /// Nanoseconds that its streams waited, each by itself.
    var delay: Int64 { model.held.reduce(0) { $0 &+ $1.delay } }
    var octets: Int { model.held.reduce(0) { $0 &+ $1.octets } }
  }

  /// What a stream lost: each moment once, however many repairs it waited for at a time.
  struct Cost {
    var spans: TimeSpans
    var octets = 0
    var events = 0
  }

  private(set) var events: [Event] = []
  private(set) var streams: [Int: Cost] = [:]

  /// The sum of what its streams lost.
  var delay: Int64 { streams.values.reduce(0) { $0 &+ $1.spans.total } }
  var octets: Int { streams.values.reduce(0) { $0 &+ $1.octets } }

  /// The streams in their order.
  var sorted: [(stream: Int, cost: Cost)] { streams.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }

  init(_ model: HTTP2HeadOfLine, _ analysis: ConnectionAnalysis?) {
    let segments = analysis?.events ?? []
    events = Self.settled(model.events.compactMap { Self.told($0, segments) })
    var spans: [Int: [Range<Int64>]] = [:]
    for event in events {
      for held in event.model.held where held.stream > 0 {
        guard let span = TimeSpans.span(until: event.model.point.time, lasting: held.delay) else { continue }
        spans[held.stream, default: []].append(span)
        streams[held.stream, default: Cost(spans: TimeSpans())].octets &+= held.octets
        streams[held.stream, default: Cost(spans: TimeSpans())].events &+= 1
      }
    }
    for (stream, list) in spans { streams[stream]?.spans = TimeSpans(list) }
  }

  /// An event as it counts; nothing where TCP knows that nobody waited.
  private static func told(_ event: HTTP2HeadOfLine.Event, _ segments: [SegmentEvent]) -> Event? {
    let verdicts = verdicts(on: event.point.frame, of: event.sender, segments)
    let verdict = verdicts.first { $0.kind == .retransmission } ?? verdicts.first
    if event.isBeforeLoss {
      guard let verdict, verdict.kind == .retransmission, verdict.necessity == .needed else { return nil }
      return Event(model: event, basis: .retransmission, cause: .retransmission, original: verdict.originalFrame)
    }
    // It came after its own acknowledgment: the capture put it there.
    if let verdict, verdict.isCaptureOrder { return nil }
    return Event(model: event, basis: .hole, cause: verdict?.kind)
  }

  /// What TCP's analysis says of a segment that fills a hole. By halving: there may be many events.
  private static func verdicts(on frame: Int, of sender: Endpoint, _ segments: [SegmentEvent]) -> [SegmentEvent] {
    var low = 0
    var high = segments.count
    while low < high {
      let middle = (low + high) / 2
      if segments[middle].frame < frame { low = middle + 1 } else { high = middle }
    }
    let causes: [SegmentEvent.Kind] = [.retransmission, .outOfOrder, .networkDuplicate, .captureDuplicate]
    return segments[low...].prefix { $0.frame == frame }.filter { $0.sender == sender && causes.contains($0.kind) }
  }
}
