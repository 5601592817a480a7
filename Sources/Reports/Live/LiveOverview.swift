import Analysis
import Flows

/// The view's first page: rates and totals, flows, newest exchanges, flows in trouble; as much of each as there is room for.
struct LiveOverview {
  private let view: LiveView
  private let model: LiveModel
  private let width: Int
  private let style: TextStyle
  let flows: [FlowGlimpse]
  private let troubled: [FlowGlimpse]
  private let totals: [String]
  /// Rows of each section.
  private(set) var flowRows = 0
  private var exchangeRows = 0
  private var troubleRows = 0

  init(_ view: LiveView, width: Int, room: Int) {
    self.view = view
    self.width = width
    model = view.model
    style = view.style
    flows = view.flows
    // With only these in the table, they are not told twice.
    troubled = view.onlyConcerned ? [] : flows.filter { !$0.concerns.isEmpty }
    totals = Array(LiveTotals(model, style, width: width, isASCII: view.title.isASCII).lines(room).prefix(room))
    share(room - totals.count)
  }

  var lines: [String] { totals + flowLines + exchangeLines + troubleLines }

  /// Flows have two lines above their rows, the others one; flows get half or more.
  private mutating func share(_ room: Int) {
    guard room > Self.flowHead else { return }
    if room >= Self.roomForTwo { exchangeRows = min(model.exchanges.count, max(2, room / 4)) }
    if room >= Self.roomForThree { troubleRows = min(troubled.count, max(2, room / 6)) }
    let taken = [exchangeRows, troubleRows].reduce(0) { $0 + ($1 > 0 ? $1 + 1 : 0) }
    flowRows = room - Self.flowHead - taken
    // What flows leave, others take.
    var left = flowRows - max(flows.count, Self.leastFlowRows)
    guard left > 0 else { return }
    flowRows -= left
    if exchangeRows > 0 {
      let more = min(left, model.exchanges.count - exchangeRows)
      exchangeRows += more
      left -= more
    }
    if troubleRows > 0 { troubleRows += min(left, troubled.count - troubleRows) }
  }

  // MARK: - Sections

  private var flowLines: [String] {
    guard flowRows > 0 else { return [] }
    let alive = model.snapshot.survey.alive
    let count = flows.count < alive ? "\(HumanUnits.count(flows.count)) of \(HumanUnits.count(alive))" : HumanUnits.count(alive)
    var heading = style.paint("Flows by \(view.order.title): \(count)", .heading)
    if view.onlyConcerned { heading += style.paint("  only those in trouble", .doubt) }
    if !view.filter.isEmpty { heading += style.paint("  filter: \(view.filter.text)", .doubt) }
    let shown = LiveList.window(flows.count, flows.firstIndex { $0.order == view.chosenFlow }, flowRows)
    let table = LiveFlowTable(view, width: width).lines(flows[shown])
    let empty = Array(repeating: "", count: flowRows - shown.count)
    return [heading, table.head] + table.rows + empty
  }

  private var exchangeLines: [String] {
    guard exchangeRows > 0 else { return [] }
    let (count, failed) = (model.snapshot.exchanges, model.snapshot.failedExchanges)
    let heading =
      style.paint("Newest exchanges of \(HumanUnits.count(count))", .heading)
      + (failed > 0 ? style.paint(", \(HumanUnits.count(failed)) failed", .doubt) : "")
    let table = LiveExchangeTable(model.exchanges, width: width, style)
    return [heading] + table.lines(0..<exchangeRows, chosen: nil, withHead: false)
  }

  private var troubleLines: [String] {
    guard troubleRows > 0 else { return [] }
    let heading = style.paint("In trouble: \(HumanUnits.count(model.snapshot.survey.concerned))", .heading)
    return [heading] + LiveFlowTable(view, width: width).troubles(troubled.prefix(troubleRows))
  }

  private static let flowHead = 2
  private static let leastFlowRows = 3
  /// Lines in which a second and a third section have their place.
  private static let roomForTwo = 9
  private static let roomForThree = 12
}
