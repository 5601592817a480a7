import Analysis
import Flows
import PacketModel

/// Exchanges that have ended, as rows.
struct LiveExchangeTable {
  private let exchanges: [LiveExchange]
  private let width: Int
  private let style: TextStyle

  init(_ exchanges: [LiveExchange], width: Int, _ style: TextStyle) {
    self.exchanges = exchanges
    self.width = width
    self.style = style
  }

  /// Without a head there is no room to waste: columns are narrower then, and times end with the second.
  func lines(_ shown: Range<Int>, chosen: LiveExchange?, withHead: Bool) -> [String] {
    func title(_ text: String) -> String { withHead ? text : "" }
    var table = LiveTable(columns: [
      .init(title: title("time"), usual: 8), .init(title: title("client"), rank: 1, least: 15),
      .init(title: title("status"), usual: 3), .init(title: title("total"), isLeft: false, usual: 7),
      .init(title: title("method"), usual: 4), .init(title: title("flow"), isLeft: false, rank: 2, usual: 4),
      .init(title: title("url"), least: 24),
    ])
    table.rows = exchanges[shown].map { exchange in
      var row = row(exchange, isChosen: exchange == chosen)
      if !withHead { row.cells[0] = String(row.cells[0].prefix(8)) }
      return row
    }
    let lines = table.lines(width, style)
    return withHead ? [lines.head] + lines.rows : lines.rows
  }

  private func row(_ exchange: LiveExchange, isChosen: Bool) -> LiveTable.Row {
    let words = LiveExchangeWords(exchange)
    return LiveTable.Row(
      cells: [
        words.time, words.client, words.status, words.total, words.method,
        FlowRecord.id(exchange.flow.frame, depth: exchange.flow.depth), words.url,
      ],
      inks: [2: LogColumns.ink(ofStatus: words.status)], isChosen: isChosen)
  }
}

/// An exchange's facts as text. What the network said is made safe again: it costs little here, and needs no trust.
struct LiveExchangeWords {
  private let exchange: LiveExchange

  init(_ exchange: LiveExchange) { self.exchange = exchange }

  /// In UTC, to the millisecond: "20:06:00.123".
  var time: String {
    var text: [UInt8] = []
    exchange.time.appendTimeOfDay(to: &text)
    return String(decoding: text.prefix(12), as: UTF8.self)
  }

  var client: String { SafeText.escape(exchange.client) }
  var status: String { exchange.status.map(String.init) ?? "-" }
  var total: String { exchange.total.map(HumanUnits.duration) ?? "-" }
  var method: String { exchange.method.map(SafeText.escape) ?? "-" }
  var url: String { SafeText.escape(exchange.url) }
}
