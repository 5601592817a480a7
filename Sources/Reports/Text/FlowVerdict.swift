import Flows
import PacketModel

/// What about a flow deserves a look first, when anything does.
struct FlowVerdict: Sendable {
  /// In the order in which they are told; of several that apply to a flow, the first counts.
  enum Kind: Int, CaseIterable, Sendable {
    case refused, unreachable, noAnswer, halfOpen, reset, missing, repeated, slow

    /// "3 connections …"
    var title: (one: String, many: String) {
      switch self {
      case .refused: ("flow was refused", "flows were refused")
      case .unreachable: ("flow met an unreachable destination", "flows met an unreachable destination")
      case .noAnswer: ("connection attempt had no answer", "connection attempts had no answer")
      case .halfOpen: ("connection stayed half open", "connections stayed half open")
      case .reset: ("connection was reset", "connections were reset")
      case .missing: ("connection has octets the capture lost", "connections have octets the capture lost")
      case .repeated: ("connection repeated or reordered octets", "connections repeated or reordered octets")
      case .slow: ("connection was slow to open", "connections were slow to open")
      }
    }

    var ink: TextStyle.Ink {
      switch self {
      case .refused, .unreachable, .noAnswer, .halfOpen, .reset: .bad
      case .missing, .repeated, .slow: .doubt
      }
    }
  }

  var kind: Kind
  /// Greater is worse, among flows of one kind.
  var weight: Int

  /// A round trip over this is slow wherever the two ends are: light in glass takes 200 ms around the world.
  static let slowRoundTrip: Int64 = 200_000_000

  init?(_ flow: Flow, _ report: ConnectionReport?) {
    if let report, let kind = Self.kind(of: report) {
      self.kind = kind
      weight = Self.weight(of: kind, flow, report)
    } else if report == nil, flow.icmpErrors > 0 {
      kind = Self.isPortUnreachable(flow) ? .refused : .unreachable
      weight = Int(flow.icmpErrors)
    } else {
      return nil
    }
  }

  private static func kind(of report: ConnectionReport) -> Kind? {
    switch report.handshake {
    case .refused: return .refused
    case .unreachable: return .unreachable
    case .noAnswer: return .noAnswer
    case .halfOpen: return .halfOpen
    case .complete, .simultaneous, .notCaptured: break
    }
    if report.teardown == .reset { return .reset }
    if (report.missingOctets(.low) ?? 0) > 0 || (report.missingOctets(.high) ?? 0) > 0 { return .missing }
    if sum(report.repeatedSegments) > 0 || sum(report.earlySegments) > 0 { return .repeated }
    if report.synRetransmissions > 0 || report.synAckRetransmissions > 0 { return .slow }
    return (report.roundTrip ?? 0) >= slowRoundTrip ? .slow : nil
  }

  private static func weight(of kind: Kind, _ flow: Flow, _ report: ConnectionReport) -> Int {
    switch kind {
    case .refused, .unreachable, .halfOpen: 0
    case .noAnswer: report.synRetransmissions
    case .reset: flow.low.octets &+ flow.high.octets
    case .missing: (report.missingOctets(.low) ?? 0) &+ (report.missingOctets(.high) ?? 0)
    case .repeated: sum(report.repeatedOctets) &* 2 &+ sum(report.earlyOctets)
    case .slow: Int(report.roundTrip ?? 0)
    }
  }

  private static func sum(_ count: (Endpoint) -> Int) -> Int { count(.low) &+ count(.high) }

  private static func isPortUnreachable(_ flow: Flow) -> Bool {
    switch (flow.key.version, flow.icmpErrorType, flow.icmpErrorCode) {
    case (.four, 3, 3), (.six, 1, 4): true
    default: false
    }
  }
}
