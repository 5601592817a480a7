import ApplicationModel
import Flows
import PacketModel

/// When a connection stood still because TCP repaired loss: the stalls of its events, each moment counted once.
struct RepairTimes {
  private let spans: TimeSpans

  /// Of an exchange, in nanoseconds.
  struct Share: Hashable {
    var send: Int64
    var wait: Int64
    var receive: Int64

    var total: Int64 { send &+ wait &+ receive }
  }

  init(_ analysis: ConnectionAnalysis?) {
    // Both directions' stalls, told in the order of their ends.
    spans = TimeSpans(analysis?.events.compactMap { TimeSpans.span(until: $0.time, lasting: $0.stall) } ?? [])
  }

  /// How much of each part of an exchange was repair; nothing when none was.
  func share(of timing: HTTPTiming) -> Share? {
    guard !spans.isEmpty else { return nil }
    let share = Share(
      send: spans.time(in: timing.sending), wait: spans.time(in: timing.waiting), receive: spans.time(in: timing.receiving))
    return share.total > 0 ? share : nil
  }
}
