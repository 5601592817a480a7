import Analysis
import Flows
import PacketModel

/// Flows that go on, as rows.
enum LiveFlowTable {
  static func lines(
    _ flows: ArraySlice<FlowGlimpse>, _ model: LiveModel, chosen: FlowOrder?, width: Int, _ style: TextStyle
  ) -> (head: String, rows: [String]) {
    var table = LiveTable(columns: columns)
    table.rows = flows.map { row($0, model, isChosen: $0.order == chosen) }
    return table.lines(width, style)
  }

  private static let columns: [LiveTable.Column] = [
    .init(title: "flow", isLeft: false, usual: 4), .init(title: "client", least: 21), .init(title: "-> server", least: 24),
    .init(title: "protocol", rank: 2), .init(title: "rate", isLeft: false, usual: 11),
    .init(title: "octets", isLeft: false, rank: 3, usual: 8), .init(title: "packets", isLeft: false, rank: 5),
    .init(title: "again", isLeft: false, rank: 4), .init(title: "age", isLeft: false, rank: 6, usual: 10),
    .init(title: "in trouble", rank: 1, least: 10),
  ]
  private static let placeOfTrouble = 9

  private static func row(_ glimpse: FlowGlimpse, _ model: LiveModel, isChosen: Bool) -> LiveTable.Row {
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
      inks: [0: glimpse.ink, placeOfTrouble: glimpse.ink], isChosen: isChosen)
  }

  /// A line a flow: which, between whom, why.
  static func troubles(_ flows: ArraySlice<FlowGlimpse>, width: Int, _ style: TextStyle) -> [String] {
    var table = LiveTable(columns: [
      .init(title: "flow", isLeft: false, usual: 4), .init(title: "client", least: 14), .init(title: "-> server", least: 17),
      .init(title: "why", least: 20),
    ])
    table.rows = flows.map { glimpse in
      let ends = [glimpse.flow.text(of: glimpse.client), "-> " + glimpse.flow.text(of: glimpse.client.other)]
      return LiveTable.Row(cells: [id(glimpse)] + ends + [glimpse.reasons.joined(separator: "; ")], inks: [3: glimpse.ink])
    }
    return table.lines(width, style).rows
  }

  private static func id(_ glimpse: FlowGlimpse) -> String { FlowRecord.id(glimpse.order.frame, depth: glimpse.order.depth) }

  private static func name(_ glimpse: FlowGlimpse) -> String {
    glimpse.application?.name ?? FlowRecord.transportName(glimpse.flow.key.transport)
  }
}
