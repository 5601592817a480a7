import Flows

/// Writes one side's figures into its object (`tcp.client`, `tcp.server`).
///
/// What `weir.report/1` names is there always, so that a 0 says that nothing of the kind happened; what is rarer than that
/// only when it did happen.
enum SideFiguresRecord {
  /// `octets` are payload, as sent and each once.
  static func write(_ figures: SideFigures, octets: (sent: Int, unique: Int), to json: inout JSONWriter) {
    json.member("max_in_flight_bytes", figures.maximumInFlight)
    json.member("initial_window_bytes", figures.initialWindow)
    if figures.roundTrips.samples > 0 { json.object("rtt_s") { roundTrips(figures.roundTrips, to: &$0) } }
    if let least = figures.smallestWindow, let most = figures.largestWindow {
      json.object("window_bytes") { json in
        json.member("min", least)
        json.member("max", most)
      }
    }
    if isQuiet(figures) {
      json.members(written: quietWritten)
    } else {
      counts(figures, to: &json)
    }
    json.member("capture_duplicates", unlessZero: figures.captureDuplicates)
    json.member("sacks", unlessZero: figures.selectiveAcks)
    json.member("d_sacks", unlessZero: figures.duplicateSACKs)
    json.member("challenge_acks", unlessZero: figures.challengeAcks)
    json.member("zero_window_probe_acks", unlessZero: figures.zeroWindowProbeAcks)
    json.member("window_updates", unlessZero: figures.windowUpdates)
    json.member("data_after_close", unlessZero: figures.dataAfterClose)
    json.member("conflicting_overlaps", unlessZero: figures.conflictingOverlaps)
    if figures.stall > 0 { json.member("stall_s", nanoseconds: figures.stall) }
    if let rate = rate(octets.sent, in: figures.sendingTime) { json.member("throughput_bytes_per_s", rate) }
    if let rate = rate(octets.unique, in: figures.sendingTime) { json.member("goodput_bytes_per_s", rate) }
    if octets.unique >= limitsAreToldFrom, figures.limits.total > 0 {
      json.object("limited_by") { limits(figures.limits, to: &$0) }
    }
  }

  /// Ten segments of the common size: of fewer octets, what sending waited for says more about chance than about the side.
  private static let limitsAreToldFrom = 14_600

  private static func roundTrips(_ summary: RoundTripSummary, to json: inout JSONWriter) {
    json.member("min", nanoseconds: summary.least)
    json.member("mean", nanoseconds: summary.mean)
    json.member("p95", nanoseconds: summary.percentile95)
    json.member("max", nanoseconds: summary.most)
    json.member("samples", summary.samples)
  }

  /// Nothing that `counts` tells happened.
  private static func isQuiet(_ figures: SideFigures) -> Bool {
    figures.retransmissions.segments | figures.outOfOrder | figures.networkDuplicates | figures.duplicateAcks
      | figures.zeroWindows | figures.zeroWindowProbes | figures.windowFulls | figures.keepAlives | figures.keepAliveAcks == 0
  }

  /// Most sides have nothing to tell here: that is written once.
  private static let quietWritten: [UInt8] = {
    var json = JSONWriter()
    json.object { counts(ConnectionAnalysis().low, to: &$0) }
    return Array(json.octets.dropFirst().dropLast())
  }()

  private static func counts(_ figures: SideFigures, to json: inout JSONWriter) {
    json.object("retransmissions") { retransmissions(figures.retransmissions, to: &$0) }
    json.member("out_of_order", figures.outOfOrder)
    json.member("network_duplicates", figures.networkDuplicates)
    json.member("duplicate_acks", figures.duplicateAcks)
    json.member("zero_windows", figures.zeroWindows)
    json.member("zero_window_s", nanoseconds: figures.zeroWindowTime)
    json.member("zero_window_probes", figures.zeroWindowProbes)
    json.member("window_fulls", figures.windowFulls)
    json.member("keep_alives", figures.keepAlives)
    json.member("keep_alive_acks", figures.keepAliveAcks)
  }

  private static func retransmissions(_ counts: SideFigures.Retransmissions, to json: inout JSONWriter) {
    json.member("segments", counts.segments)
    json.member("bytes", counts.octets)
    json.member("timeout", counts.timeout)
    json.member("slow_start", unlessZero: counts.slowStart)
    json.member("fast", counts.fast)
    json.member("tail_probe", counts.tailProbe)
    json.member("syn", counts.syn)
    json.member("fin", counts.fin)
    json.member("unknown", counts.unknown)
    json.member("needed", counts.needed)
    json.member("spurious", counts.spurious)
  }

  private static func limits(_ times: SideFigures.LimitTimes, to json: inout JSONWriter) {
    let total = times.total
    json.member("application", share: times.application, of: total)
    json.member("receiver_window", share: times.receiverWindow, of: total)
    json.member("congestion", share: times.congestion, of: total)
    json.member("recovery", share: times.recovery, of: total)
    let most = max(times.application, times.receiverWindow, times.congestion, times.recovery)
    // Of equal ones the first.
    let mainly =
      switch most {
      case times.application: "application"
      case times.receiverWindow: "receiver_window"
      case times.congestion: "congestion"
      default: "recovery"
      }
    json.member("mainly", word: mainly)
  }

  /// Octets a second, when the time is enough to tell.
  private static func rate(_ octets: Int, in nanoseconds: Int64) -> Int? {
    guard nanoseconds > 0 else { return nil }
    let rate = (Double(octets) / Double(nanoseconds) * 1e9).rounded()
    return Int(exactly: rate)
  }
}
