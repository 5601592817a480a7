import Analysis
import Flows
import PacketModel

/// Flows that go on, as rows.
struct LiveFlowTable {
  private let model: LiveModel
  private let chosen: FlowOrder?
  private let onlyConcerned: Bool
  private let width: Int
  private let style: TextStyle

  init(_ view: LiveView, width: Int) {
    model = view.model
    chosen = view.chosenFlow
    onlyConcerned = view.onlyConcerned
    self.width = width
    style = view.style
  }

  func lines(_ flows: ArraySlice<FlowGlimpse>) -> (head: String, rows: [String]) {
    var table = LiveTable(columns: columns)
    table.rows = flows.map(row)
    return table.lines(width, style)
  }

  private var columns: [LiveTable.Column] {
    [
      .init(title: "flow", isLeft: false, usual: 4), .init(title: "client", rank: 1, least: 21),
      .init(title: "-> server", least: 24), .init(title: "protocol", rank: 2),
      .init(title: "rate", isLeft: false, usual: 11), .init(title: "octets", isLeft: false, rank: 3, usual: 8),
      .init(title: "packets", isLeft: false, rank: 5), .init(title: "again", isLeft: false, rank: 4),
      .init(title: "age", isLeft: false, rank: 7, usual: 10),
      // Where others are listed too, these have a list of their own below.
      .init(title: "in trouble", rank: onlyConcerned ? 0 : 6, least: 20, isWords: true),
    ]
  }
  private static let placeOfTrouble = 9

  private func row(_ glimpse: FlowGlimpse) -> LiveTable.Row {
    let flow = glimpse.flow
    let age = (model.snapshot.time ?? flow.lastTime).nanoseconds(since: flow.firstTime)
    let reasons = glimpse.reasons.joined(separator: "; ")
    return LiveTable.Row(
      cells: [
        id(glimpse), flow.text(of: glimpse.client), "-> " + flow.text(of: glimpse.client.other), name(glimpse),
        HumanUnits.rate(bits: (model.flowRates[glimpse.order] ?? 0) * 8), HumanUnits.size(flow.low.octets &+ flow.high.octets),
        HumanUnits.count(flow.low.packets &+ flow.high.packets), HumanUnits.count(glimpse.retransmittedSegments),
        HumanUnits.duration(max(0, age)), reasons,
      ],
      inks: [0: glimpse.ink, Self.placeOfTrouble: glimpse.ink], isChosen: glimpse.order == chosen)
  }

  /// A line a flow: which, between whom, why.
  func troubles(_ flows: ArraySlice<FlowGlimpse>) -> [String] {
    var table = LiveTable(columns: [
      .init(title: "flow", isLeft: false, usual: 4), .init(title: "client", least: 14), .init(title: "-> server", least: 17),
      .init(title: "why", least: 20, isWords: true),
    ])
    table.rows = flows.map { glimpse in
      let ends = [glimpse.flow.text(of: glimpse.client), "-> " + glimpse.flow.text(of: glimpse.client.other)]
      return LiveTable.Row(cells: [id(glimpse)] + ends + [glimpse.reasons.joined(separator: "; ")], inks: [3: glimpse.ink])
    }
    return table.lines(width, style).rows
  }

  private func id(_ glimpse: FlowGlimpse) -> String { FlowRecord.id(glimpse.order.frame, depth: glimpse.order.depth) }

  private func name(_ glimpse: FlowGlimpse) -> String {
    glimpse.application?.name ?? FlowRecord.transportName(glimpse.flow.key.transport)
  }
}
