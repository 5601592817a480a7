import Flows
import PacketModel

/// Round trips from the capture point to the receiver and back: one an acknowledgment at most, of the newest segment it
/// covers, and none of octets sent twice (Karn and Partridge, SIGCOMM 1987; RFC 6298 §3).
struct RoundTripSampler {
  private let sender: Endpoint
  private var outstanding: [(end: Int, time: Timestamp)] = []
  private var head = 0
  private var highest: Int?
  private var acknowledged = Int.min

  init(sender: Endpoint) { self.sender = sender }

  /// Nanoseconds, when this segment ends a round trip.
  mutating func take(_ segment: TracedSegment) -> Int64? {
    if segment.sender == sender {
      send(segment)
      return nil
    }
    guard let acknowledgment = segment.acknowledgment, acknowledgment > acknowledged else { return nil }
    acknowledged = acknowledgment
    var newest: Timestamp?
    while head < outstanding.count, outstanding[head].end <= acknowledgment {
      newest = outstanding[head].time
      head += 1
    }
    if head == outstanding.count {
      outstanding.removeAll(keepingCapacity: true)
      head = 0
    }
    guard let newest else { return nil }
    let trip = segment.time.nanoseconds(since: newest)
    return trip >= 0 ? trip : nil
  }

  private mutating func send(_ segment: TracedSegment) {
    let range = segment.range
    guard !range.isEmpty else { return }
    defer { highest = max(highest ?? range.upperBound, range.upperBound) }
    if let highest, range.lowerBound < highest {
      // Sent again, or late: whatever is acknowledged next may have waited for it.
      outstanding.removeAll(keepingCapacity: true)
      head = 0
    } else if range.upperBound > acknowledged {
      outstanding.append((range.upperBound, segment.time))
    }
  }
}
