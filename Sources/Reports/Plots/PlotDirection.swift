import Flows
import PacketModel

/// One direction of a connection as its drawing needs it: who sends, over which times and positions.
struct PlotDirection {
  let sender: Endpoint
  /// Segments with payload, SYN or FIN.
  private(set) var segments = 0
  private(set) var payloadOctets = 0
  /// Stream positions of what was sent; empty when nothing was.
  private(set) var positions = 0..<0
  private(set) var acknowledgments = 0
  private(set) var selectiveBlocks = 0

  init(_ trace: [TracedSegment], sender: Endpoint) {
    self.sender = sender
    for segment in trace {
      if segment.sender == sender {
        let range = segment.range
        guard !range.isEmpty else { continue }
        segments += 1
        payloadOctets &+= segment.length
        positions =
          segments == 1 ? range : min(positions.lowerBound, range.lowerBound)..<max(positions.upperBound, range.upperBound)
      } else if segment.acknowledged != nil {
        acknowledgments += 1
        selectiveBlocks += segment.sack.count
      }
    }
  }
}

extension TracedSegment {
  /// The stream positions it takes, those of SYN and FIN included.
  var range: Range<Int> {
    position..<(position &+ max(0, length) &+ (flags.contains(.syn) ? 1 : 0) &+ (flags.contains(.fin) ? 1 : 0))
  }

  /// What it acknowledges, when that can be believed: a RST's acknowledgment number may be anything.
  var acknowledgment: Int? { flags.contains(.rst) ? nil : acknowledged }
}

/// A flow's time axis: nanoseconds from its first segment to its last.
struct PlotTime {
  let start: Timestamp
  let span: Int64

  init(_ trace: [TracedSegment]) {
    var first = trace.first?.time ?? Timestamp(nanoseconds: 0)
    var last = first
    for segment in trace {
      first = min(first, segment.time)
      last = max(last, segment.time)
    }
    start = first
    // A lone segment has some time around it too.
    span = max(last.nanoseconds(since: first), 1000)
  }

  /// A capture's clock may step back; lines are drawn as if it had stood still.
  struct Hand {
    let time: PlotTime
    private var latest: Int64 = 0

    init(_ time: PlotTime) { self.time = time }

    mutating func move(to moment: Timestamp) -> Int64 {
      latest = max(latest, moment.nanoseconds(since: time.start))
      return latest
    }
  }
}
