import Analysis
import Flows
import PacketModel

extension SurveyRequest.Order {
  /// "Flows by rate"
  var title: String {
    switch self {
    case .rate: "rate"
    case .octets: "octets"
    case .packets: "packets"
    case .retransmissions: "segments sent again"
    case .newest: "newest first"
    case .longest: "longest first"
    }
  }

  var next: Self { Self.allCases[(place + 1) % Self.allCases.count] }
  var previous: Self { Self.allCases[(place + Self.allCases.count - 1) % Self.allCases.count] }

  private var place: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension LiveModel {
  /// The survey's flows that are wanted, in an order that the survey may not have been made in yet.
  func flows(by order: SurveyRequest.Order, onlyConcerned: Bool, _ filter: LiveFilter) -> [FlowGlimpse] {
    let wanted = snapshot.survey.flows.filter { (!onlyConcerned || !$0.concerns.isEmpty) && filter.matches($0) }
    return wanted.map { (weight($0, order), $0) }.sorted { ($1.0, $0.1.order) < ($0.0, $1.1.order) }.map(\.1)
  }

  private func weight(_ glimpse: FlowGlimpse, _ order: SurveyRequest.Order) -> Double {
    let flow = glimpse.flow
    return switch order {
    case .rate: flowRates[glimpse.order] ?? 0
    case .octets: Double(flow.low.octets &+ flow.high.octets)
    case .packets: Double(flow.low.packets &+ flow.high.packets)
    case .retransmissions: Double(glimpse.retransmittedSegments)
    case .newest: Double(flow.firstFrame)
    case .longest: Double(flow.lastTime.nanoseconds(since: flow.firstTime))
    }
  }
}
