public import Flows
import PacketModel

/// One TCP flow as a ladder: a row a segment, an arrow between its two hosts, and what there is to tell about it.
///
/// A pure function of the flow: it draws its segments (`FinishedFlow.trace`) and says what became of them
/// (`FinishedFlow.analysis`); where there is no analysis, it draws arrows alone. No line is wider than the style.
public struct Ladder {
  public struct Options: Hashable, Sendable {
    public var extent = Extent.notable
    /// Segments drawn at most; nobody's wish is `LadderSelection.defaultLimit` for the notable ones, else all.
    public var limit: Int?
    /// Draw with ASCII characters alone.
    public var isASCII = false
    /// The flow goes on: where it stands now is not its end.
    public var isGoingOn = false

    public init() {}
  }

  /// Which segments are drawn.
  public enum Extent: Hashable, Sendable {
    /// Beginning, end, and the neighbourhood of what happened.
    case notable
    case all
    /// Those in these frames.
    case frames(ClosedRange<Int>)
  }

  let finished: FinishedFlow
  let style: TextStyle
  let options: Options
  let client: Endpoint
  let report: ConnectionReport?
  let layout: LadderLayout
  let events: PlacedEvents
  /// Nanoseconds without a segment that are worth a row.
  let silence: Int64

  /// Silence shorter than this is none, however short round trips are.
  static let leastSilence: Int64 = 1_000_000_000

  public init(_ finished: FinishedFlow, style: TextStyle, options: Options = Options()) {
    self.finished = finished
    self.style = style
    self.options = options
    client = finished.roles.client
    report = ConnectionReport(finished, client: client)
    events = PlacedEvents(finished.analysis?.events ?? [], finished.trace)
    let start = finished.flow.firstTime
    layout = LadderLayout(
      width: style.width, lastFrame: finished.trace.last?.frame ?? 0,
      longestTime: finished.trace.lazy.map { $0.time.nanoseconds(since: start) }.max() ?? 0,
      withVerdicts: !events.all.isEmpty, isASCII: options.isASCII)
    silence = max(Self.leastSilence, min(Self.roundTrip(finished, report), .max / 5) * 5)
  }

  /// All lines, without their ends.
  public var lines: [String] {
    var lines: [String] = []
    write { lines.append($0) }
    return lines
  }

  /// Hands over a line after the other, without its end.
  public func write(_ line: (String) throws -> Void) rethrows {
    for text in header { try line(text) }
    guard !finished.trace.isEmpty else { return try line("  none of its segments were kept") }
    try line("")
    try line(style.paint(layout.title, .faint))
    var windows = Windows()
    var next = 0
    for range in selection.ranges {
      for text in elision(next..<range.lowerBound) { try line(text) }
      for index in range {
        if let text = silenceRow(before: index) { try line(text) }
        windows.advance(to: index, of: finished.trace)
        for text in rows(index, windows) { try line(text) }
        next = index + 1
      }
    }
    for text in elision(next..<finished.trace.count) + beyond { try line(text) }
  }

  private var selection: LadderSelection {
    let segments = finished.trace
    switch options.extent {
    case .all: return LadderSelection(segments.indices, limit: options.limit)
    case .frames(let frames):
      let start = events.lowerBound(of: frames.lowerBound)
      let end = frames.upperBound == .max ? segments.count : events.lowerBound(of: frames.upperBound + 1)
      return LadderSelection(start..<end, limit: options.limit)
    case .notable:
      return LadderSelection(notableOf: segments, events, silence: silence, limit: options.limit)
    }
  }

  /// From host to host and back, as well as it is known; 0 where it is not.
  private static func roundTrip(_ finished: FinishedFlow, _ report: ConnectionReport?) -> Int64 {
    if let analysis = finished.analysis, analysis.low.roundTrips.samples > 0, analysis.high.roundTrips.samples > 0 {
      return analysis.low.roundTrips.mean &+ analysis.high.roundTrips.mean
    }
    return max(0, report?.roundTrip ?? 0)
  }

  /// The window each side offered last, before the segment at hand: in one way through the trace.
  struct Windows {
    private(set) var low: Int?
    private(set) var high: Int?
    private var next = 0

    mutating func advance(to index: Int, of segments: [TracedSegment]) {
      while next < index {
        let segment = segments[next]
        if !segment.flags.contains(.rst) {
          if segment.sender == .low { low = segment.window } else { high = segment.window }
        }
        next += 1
      }
    }

    subscript(side: Endpoint) -> Int? { side == .low ? low : high }
  }
}
