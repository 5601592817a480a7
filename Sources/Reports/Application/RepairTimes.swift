import ApplicationModel
import Flows
import PacketModel

/// When a connection stood still because TCP repaired loss: the stalls of its events, each moment counted once.
struct RepairTimes {
  /// Apart from each other, ascending.
  private var spans: [Range<Int64>] = []

  /// Of an exchange, in nanoseconds.
  struct Share: Hashable {
    var send: Int64
    var wait: Int64
    var receive: Int64

    var total: Int64 { send &+ wait &+ receive }
  }

  init(_ analysis: ConnectionAnalysis?) {
    guard let analysis else { return }
    var stalls: [Range<Int64>] = []
    for event in analysis.events where event.stall > 0 {
      let end = event.time.nanoseconds
      let (start, overflow) = end.subtractingReportingOverflow(event.stall)
      stalls.append((overflow ? .min : start)..<end)
    }
    // Both directions' stalls, told in the order of their ends.
    stalls.sort { $0.lowerBound < $1.lowerBound }
    for stall in stalls {
      if let last = spans.last, stall.lowerBound <= last.upperBound {
        spans[spans.count - 1] = last.lowerBound..<max(last.upperBound, stall.upperBound)
      } else {
        spans.append(stall)
      }
    }
  }

  /// How much of each part of an exchange was repair; nothing when none was.
  func share(of timing: HTTPTiming) -> Share? {
    guard !spans.isEmpty else { return nil }
    let share = Share(send: time(in: timing.sending), wait: time(in: timing.waiting), receive: time(in: timing.receiving))
    return share.total > 0 ? share : nil
  }

  private func time(in part: Range<Timestamp>?) -> Int64 {
    guard let part else { return 0 }
    let range = part.lowerBound.nanoseconds..<part.upperBound.nanoseconds
    var time: Int64 = 0
    var index = first(endingAfter: range.lowerBound)
    while index < spans.count, spans[index].lowerBound < range.upperBound {
      let both = spans[index].clamped(to: range)
      time = time.addingReportingOverflow(both.upperBound &- both.lowerBound).partialValue
      index += 1
    }
    return time
  }

  /// The first span that ends after a moment, by halving: a connection may have many exchanges.
  private func first(endingAfter moment: Int64) -> Int {
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].upperBound > moment { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
