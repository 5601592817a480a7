import ApplicationModel
import PacketModel

/// What one side sent lately: which octets belong to which stream, and when they passed.
///
/// A capture made before the place of a loss has the octets that were lost; only their retransmission tells. Then those sent
/// behind them are looked up here.
struct HTTP2SentPieces: Sendable {
  private struct Piece: Sendable {
    var end: Int
    var time: Int64
    var frame: UInt32
    var stream: UInt32
  }

  /// A ring, in the order of the stream; `next` is where the oldest stands once it is full.
  private var ring: [Piece] = []
  private var next = 0

  /// Pieces kept: some three megabytes that are under way, in segments of an Ethernet.
  private static let maximum = 2048

  var memory: Int { ring.capacity &* MemoryLayout<Piece>.stride }

  @inline(__always)
  mutating func append(_ stream: Int, _ octets: Range<Int>, _ point: StreamPoint) {
    let piece = Piece(
      end: octets.upperBound, time: point.time.nanoseconds, frame: UInt32(clamping: point.frame),
      stream: UInt32(truncatingIfNeeded: stream))
    guard ring.count == Self.maximum else { return ring.append(piece) }
    ring[next] = piece
    next = (next &+ 1) % Self.maximum
  }

  /// Octets behind the last ones are missing: whose they are, nobody knows.
  mutating func skip(_ count: Int, _ point: StreamPoint) {
    guard !ring.isEmpty else { return }
    let last = ring[(next &+ ring.count &- 1) % ring.count].end
    let (end, isBeyond) = last.addingReportingOverflow(max(0, count))
    if !isBeyond { append(0, last..<end, point) }
  }

  /// Who waited for octets that came once more at `point`; nothing when nobody did.
  func held(behind octets: Range<Int>, from sender: Endpoint, at point: StreamPoint) -> HTTP2HeadOfLine.Event? {
    var lost: [Int] = []
    var event = HTTP2HeadOfLine.Event(point: point, sender: sender, range: octets, lost: [], held: [])
    event.isBeforeLoss = true
    var start = Int.max
    for step in ring.indices {
      let piece = ring[(next &+ step) % ring.count]
      defer { start = piece.end }
      let stream = Int(piece.stream)
      if piece.end > octets.lowerBound, start < octets.upperBound {
        if !lost.contains(stream) { lost.append(stream) }
      } else if start >= octets.upperBound, start != .max, piece.time < point.time.nanoseconds {
        hold(stream, piece.end &- start, piece, lost, at: point, &event)
      }
    }
    event.lost = lost.sorted()
    return event.held.isEmpty ? nil : event
  }

  private func hold(
    _ stream: Int, _ octets: Int, _ piece: Piece, _ lost: [Int], at point: StreamPoint, _ event: inout HTTP2HeadOfLine.Event
  ) {
    guard stream != 0, !lost.contains(stream) else { return }
    if let index = event.held.firstIndex(where: { $0.stream == stream }) {
      event.held[index].octets &+= octets
    } else if event.held.count < HTTP2HeadOfLine.maximumHeld {
      let first = StreamPoint(frame: Int(piece.frame), time: Timestamp(nanoseconds: piece.time))
      event.held.append(
        HTTP2HeadOfLine.Held(
          stream: stream, first: first, octets: octets, delay: point.time.nanoseconds(since: first.time)))
    } else {
      event.omittedHeld &+= 1
    }
  }
}
