import Flows
import PacketModel

/// What one side has sent, has had acknowledged, and may send, as it passes the capture point.
struct FlightTracker {
  private let sender: Endpoint
  /// One past the highest position sent, and up to where all is acknowledged.
  private(set) var highest: Int?
  private(set) var acknowledged: Int?
  /// One past the last position that the receiver's window allows.
  private(set) var windowEdge: Int?

  init(sender: Endpoint) { self.sender = sender }

  mutating func take(_ segment: TracedSegment) {
    if segment.sender == sender {
      let range = segment.range
      if !range.isEmpty { highest = max(highest ?? range.upperBound, range.upperBound) }
    } else if let acknowledgment = segment.acknowledgment {
      // A window in a segment older than the last is an old one (RFC 9293 §3.10.7.4, SND.WL2).
      guard acknowledgment >= acknowledged ?? acknowledgment else { return }
      acknowledged = acknowledgment
      windowEdge = acknowledgment &+ segment.window
    }
  }

  /// Octets sent and not acknowledged.
  var inFlight: Int? {
    guard let highest, let acknowledged else { return nil }
    return max(0, highest &- acknowledged)
  }

  /// The receiver's window, counted from what it acknowledged.
  var window: Int? {
    guard let windowEdge, let acknowledged else { return nil }
    return max(0, windowEdge &- acknowledged)
  }
}
