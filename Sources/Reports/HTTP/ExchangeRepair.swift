import ApplicationModel
import Flows
import PacketModel

/// How much of an exchange's time was TCP repairing loss: what stalls of the stream (`SegmentEvent.stall`) lie in it.
struct ExchangeRepair {
  /// Nanoseconds; of the request's sending, of the wait for the response, of its receiving.
  private(set) var send: Int64 = 0
  private(set) var wait: Int64 = 0
  private(set) var receive: Int64 = 0

  var total: Int64 { send &+ wait &+ receive }

  init(_ view: ExchangeView) {
    guard let events = view.conversation.finished.analysis?.events else { return }
    let client = view.conversation.client
    let timing = view.timing
    for event in events where event.stall > 0 {
      let (start, overflow) = event.time.nanoseconds.subtractingReportingOverflow(event.stall)
      guard !overflow, start < event.time.nanoseconds else { continue }
      let stall = Timestamp(nanoseconds: start)..<event.time
      if event.sender == client { send &+= Self.overlap(stall, timing.sending) }
      wait &+= Self.overlap(stall, timing.waiting)
      if event.sender != client { receive &+= Self.overlap(stall, timing.receiving) }
    }
  }

  private static func overlap(_ stall: Range<Timestamp>, _ part: Range<Timestamp>?) -> Int64 {
    guard let part else { return 0 }
    let both = stall.clamped(to: part)
    return both.upperBound.nanoseconds(since: both.lowerBound)
  }
}
