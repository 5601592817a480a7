import Flows
import PacketModel

/// What about a flow deserves a look first, when anything does.
struct FlowVerdict: Sendable {
  /// In the order in which they are told; of several that apply to a flow, the first counts.
  enum Kind: Int, CaseIterable, Sendable {
    case injected, refused, unreachable, noAnswer, halfOpen, reset, stalled, windowClosed, missing, resent, reordered, slow

    /// "3 connections …"
    var title: (one: String, many: String) {
      switch self {
      case .injected:
        ("connection has octets that contradict each other", "connections have octets that contradict each other")
      case .refused: ("flow was refused", "flows were refused")
      case .unreachable: ("flow met an unreachable destination", "flows met an unreachable destination")
      case .noAnswer: ("connection attempt had no answer", "connection attempts had no answer")
      case .halfOpen: ("connection stayed half open", "connections stayed half open")
      case .reset: ("connection was reset", "connections were reset")
      case .stalled: ("connection stood still for lost segments", "connections stood still for lost segments")
      case .windowClosed: ("connection met a closed window", "connections met a closed window")
      case .missing: ("connection has octets missing", "connections have octets missing")
      case .resent: ("connection sent segments again", "connections sent segments again")
      case .reordered: ("connection had segments out of order or twice", "connections had segments out of order or twice")
      case .slow: ("connection was slow to open", "connections were slow to open")
      }
    }

    var ink: TextStyle.Ink {
      switch self {
      case .injected, .refused, .unreachable, .noAnswer, .halfOpen, .reset, .stalled: .bad
      case .windowClosed, .missing, .resent, .reordered, .slow: .doubt
      }
    }
  }

  var kind: Kind
  /// Greater is worse, among flows of one kind.
  var weight: Int

  /// A round trip over this is slow wherever the two ends are: light in glass takes 200 ms around the world.
  static let slowRoundTrip: Int64 = 200_000_000

  /// Whoever waits for the other end notices as much.
  static let noticeableWait: Int64 = 200_000_000

  init?(_ finished: borrowing FinishedFlow, _ report: ConnectionReport?) {
    let flow = finished.flow
    if let report, let kind = Self.kind(of: report, finished.analysis) {
      self.kind = kind
      weight = Self.weight(of: kind, flow, report, finished.analysis)
    } else if report == nil, flow.icmpErrors > 0 {
      kind = Self.isPortUnreachable(flow) ? .refused : .unreachable
      weight = Int(flow.icmpErrors)
    } else {
      return nil
    }
  }

  private static func kind(of report: ConnectionReport, _ analysis: ConnectionAnalysis?) -> Kind? {
    if let analysis, sum(analysis, \.conflictingOverlaps) > 0 { return .injected }
    switch report.handshake {
    case .refused: return .refused
    case .unreachable: return .unreachable
    case .noAnswer: return .noAnswer
    case .halfOpen: return .halfOpen
    case .complete, .simultaneous, .notCaptured: break
    }
    if report.teardown == .reset { return .reset }
    if let analysis, sum(analysis, \.stall) >= noticeableWait { return .stalled }
    if let analysis, sum(analysis, \.zeroWindowTime) >= noticeableWait { return .windowClosed }
    if missing(report) > 0 { return .missing }
    if let kind = analysis.flatMap({ lesser($0) }) { return kind }
    if report.synRetransmissions > 0 || report.synAckRetransmissions > 0 { return .slow }
    return (report.roundTrip ?? 0) >= slowRoundTrip ? .slow : nil
  }

  /// What hardly anyone noticed.
  private static func lesser(_ analysis: ConnectionAnalysis) -> Kind? {
    if resent(analysis) > 0 { return .resent }
    if sum(analysis, \.zeroWindows) > 0 { return .windowClosed }
    return disordered(analysis) > 0 ? .reordered : nil
  }

  private static func weight(
    of kind: Kind, _ flow: Flow, _ report: ConnectionReport, _ analysis: ConnectionAnalysis?
  ) -> Int {
    switch kind {
    case .refused, .unreachable, .halfOpen: 0
    case .noAnswer: report.synRetransmissions
    case .reset: flow.low.octets &+ flow.high.octets
    case .missing: missing(report)
    case .slow: Int(report.roundTrip ?? 0)
    case .injected: analysis.map { sum($0, \.conflictingOverlaps) } ?? 0
    case .stalled: analysis.map { Int(sum($0, \.stall)) } ?? 0
    case .windowClosed: analysis.map { Int(sum($0, \.zeroWindowTime)) } ?? 0
    case .resent: analysis.map { resent($0) } ?? 0
    case .reordered: analysis.map { disordered($0) } ?? 0
    }
  }

  private static func missing(_ report: ConnectionReport) -> Int {
    (report.missingOctets(.low) ?? 0) &+ (report.missingOctets(.high) ?? 0)
  }

  /// SYNs sent again make an opening slow, which is told as such.
  private static func resent(_ analysis: ConnectionAnalysis) -> Int {
    sum(analysis, \.retransmissions.segments) &- sum(analysis, \.retransmissions.syn)
  }

  private static func disordered(_ analysis: ConnectionAnalysis) -> Int {
    sum(analysis, \.outOfOrder) &+ sum(analysis, \.networkDuplicates) &+ sum(analysis, \.dataAfterClose)
  }

  private static func sum<Number: FixedWidthInteger>(_ analysis: ConnectionAnalysis, _ figure: (SideFigures) -> Number)
    -> Number
  {
    figure(analysis.low) &+ figure(analysis.high)
  }

  private static func isPortUnreachable(_ flow: Flow) -> Bool {
    switch (flow.key.version, flow.icmpErrorType, flow.icmpErrorCode) {
    case (.four, 3, 3), (.six, 1, 4): true
    default: false
    }
  }
}
