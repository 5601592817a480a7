import ApplicationModel
import PacketModel

/// Finds which streams one side's octets kept waiting that were none of theirs: see `HTTP2HeadOfLine`.
///
/// Octets are handed on in their order, each with the time at which it came. TCP gave it to its reader when the last of those
/// before it had come, so an octet waited when one before it came later. What its own stream lacked it would have waited for in
/// any case: a stream is held from when all that it needed itself was there.
struct HTTP2HeadOfLineTracker: Sendable {
  /// The latest of the segments so far, and where its octets lie.
  private var latest = StreamPoint(frame: 0, time: Timestamp(nanoseconds: .min))
  private var range = 0..<0
  /// The streams that its octets belong to.
  private var streams: [Int] = []
  /// The segment whose octets are being read, and whether it is the latest so far.
  private(set) var point = StreamPoint(frame: 0, time: Timestamp(nanoseconds: .min))
  /// Where the octets that came last end.
  private(set) var position = 0
  private var isHeld = false
  /// The event under way: the latest segment holds octets back.
  private var event: HTTP2HeadOfLine.Event?
  private var sent = HTTP2SentPieces()
  /// Streams held in all events that are kept.
  private var held = 0
  /// What was found so far.
  private(set) var told = HTTP2HeadOfLine()

  var memory: Int {
    streams.capacity &* 8 &+ (event?.held.capacity ?? 0) &* 40 &+ sent.memory
      &+ told.events.capacity &* 128 &+ held &* MemoryLayout<HTTP2HeadOfLine.Held>.stride
  }

  /// Octets of a segment follow.
  @inline(__always)
  mutating func begin(_ octets: Range<Int>, at point: StreamPoint) {
    self.point = point
    position = octets.upperBound
    isHeld = point.time < latest.time
    guard !isHeld else { return }
    if point.frame == latest.frame {
      range = min(range.lowerBound, octets.lowerBound)..<octets.upperBound
    } else {
      if event != nil { end() }
      latest = point
      range = octets
      streams.removeAll(keepingCapacity: true)
    }
  }

  /// The next octets of the segment belong to a stream; `needed` is what it keeps of when the last of its own came.
  @inline(__always)
  mutating func note(
    _ stream: Int, _ octets: Range<Int>, needed: inout Timestamp, from sender: Endpoint
  ) {
    sent.append(stream, octets, point)
    if point.time > needed { needed = point.time }
    guard isHeld else {
      if streams.last != stream, streams.count < Self.maximumStreams { streams.append(stream) }
      return
    }
    if needed < latest.time, stream != 0 { hold(stream, octets.count, since: needed, sender) }
  }

  private mutating func hold(
    _ stream: Int, _ octets: Int, since: Timestamp, _ sender: Endpoint
  ) {
    if event == nil {
      event = HTTP2HeadOfLine.Event(point: latest, sender: sender, range: range, lost: Set(streams).sorted(), held: [])
    }
    if let index = event?.held.firstIndex(where: { $0.stream == stream }) {
      event?.held[index].octets &+= octets
      return
    }
    guard event?.held.count ?? 0 < HTTP2HeadOfLine.maximumHeld else {
      event?.omittedHeld &+= 1
      return
    }
    let first = StreamPoint(frame: point.frame, time: since)
    event?.held.append(
      HTTP2HeadOfLine.Held(stream: stream, first: first, octets: octets, delay: latest.time.nanoseconds(since: since)))
  }

  /// Octets that the capture lacks come next.
  mutating func skip(_ count: Int, at point: StreamPoint) { sent.skip(count, point) }

  /// No more octets wait for the latest segment.
  mutating func end() {
    guard let event else { return }
    self.event = nil
    append(event)
  }

  /// Octets that were handed on before came once more. If they were needed, all behind them that had been sent waited.
  mutating func repeated(
    _ octets: Range<Int>, from sender: Endpoint, at point: StreamPoint
  ) {
    guard let event = sent.held(behind: octets, from: sender, at: point) else { return }
    append(event)
  }

  private mutating func append(_ event: HTTP2HeadOfLine.Event) {
    guard told.events.count < HTTP2HeadOfLine.maximumEvents else { return told.omittedEvents &+= 1 }
    held &+= event.held.count
    told.events.append(event)
  }

  /// Streams that one segment's octets belong to, at most: it has room for no more frames that carry something.
  private static let maximumStreams = 128
}
