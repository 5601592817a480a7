import ApplicationModel
import Flows
import PacketModel

/// An HTTP/2 connection for its reader: its streams as a chart, and below what passed beside them, with the frames that prove
/// it.
public struct HTTP2Timeline: TranscriptText {
  public enum Sorting: Sendable { case time, total, held, blocked }

  /// What is drawn, and how.
  public struct Options: Sendable {
    /// Only these streams; all when empty.
    public var streams: Set<Int> = []
    /// Streams drawn at most.
    public var limit = 40
    public var sorting = Sorting.time
    public var isASCII = false

    public init() {}
  }

  let view: HTTP2View
  let style: TextStyle
  let options: Options
  var lines: [String] = []

  public static func text(_ view: HTTP2View, style: TextStyle, options: Options) -> String {
    var timeline = HTTP2Timeline(view: view, style: style, options: options)
    timeline.write()
    return timeline.lines.joined(separator: "\n") + "\n"
  }

  private var session: HTTP2Session { view.session }

  private mutating func write() {
    heading()
    let notes = HTTP2Notes(view: view)
    notes.beginning.forEach { wrapped($0) }
    chart()
    events(notes)
    notes.ending.forEach { wrapped($0) }
  }

  /// A note in as many lines as it needs.
  private mutating func wrapped(_ text: String) {
    let indent = text.prefix { $0 == " " }.count
    let words = text.split(separator: " ").map(String.init)
    for line in TextFlow.lines(words, width: style.width - 2, indent: indent, hanging: indent + 2) { note(line) }
  }

  private mutating func heading() {
    let flow = view.flow
    let client = view.conversation.client
    let id = FlowRecord.id(flow.firstFrame, depth: flow.depth)
    // As reports call it.
    let which = view.number == 0 ? "http2" : "http2_inner[\(view.number - 1)]"
    let ends = "\(flow.text(of: client)) -> \(flow.text(of: client.other))"
    let words = "* \(which) of flow \(id): \(ends), frames \(view.first.frame) to \(view.last.frame)".split(separator: " ")
    for line in TextFlow.lines(words.map(String.init), width: style.width, indent: 0, hanging: 2) {
      lines.append(style.paint(line, .heading))
    }
  }

  // MARK: - Streams

  private mutating func chart() {
    let log = view.log
    var chosen: [(index: Int, weight: Int64)] = []
    for index in log.exchanges.indices {
      guard let stream = log.exchanges[index].stream, options.streams.isEmpty || options.streams.contains(stream) else {
        continue
      }
      chosen.append((index, weight(log.exchanges[index], stream)))
    }
    guard !chosen.isEmpty else {
      note(options.streams.isEmpty ? "No stream was captured" : "None of these streams is here")
      return
    }
    chosen.sort { a, b in
      if a.weight != b.weight { return a.weight > b.weight }
      return (log.exchanges[a.index].firstFrame, a.index) < (log.exchanges[b.index].firstFrame, b.index)
    }
    let rows = chosen.prefix(options.limit).map { row(log, $0.index) }
    let start = rows.map(\.bar.start).min() ?? view.first.time
    var clock: [UInt8] = []
    start.appendTimeOfDay(to: &clock)
    note("0 is \(String(decoding: clock, as: UTF8.self))")
    lines += StreamChart(rows, from: start, style: style, isASCII: options.isASCII).lines
    let rest = chosen.count - rows.count
    if rest > 0 { note("And \(HumanUnits.count(rest, "stream")) more: --limit \(chosen.count) draws all, --stream one") }
  }

  /// The greatest first; nothing asks for the order of time.
  private func weight(_ exchange: borrowing HTTPExchange, _ stream: Int) -> Int64 {
    switch options.sorting {
    case .time: return 0
    case .total:
      let bar = StreamBar(exchange, nil, view.account, until: view.flow.lastTime)
      return bar.end.nanoseconds(since: bar.start)
    case .held: return view.account.headOfLine.streams[stream]?.spans.total ?? 0
    case .blocked: return view.account.flowControl.delay(of: stream)
    }
  }

  private func row(_ log: HTTPLog, _ index: Int) -> StreamChart.Row {
    let exchange = log.exchanges[index]
    let isConnect = exchange.request?.isConnect(in: log) == true
    let bar = StreamBar(exchange, log.streams[index], view.account, isConnect: isConnect, until: view.flow.lastTime)
    let method = exchange.request.map { NetworkText.safe(log.octets(at: $0.method)) } ?? ""
    let target = exchange.request.map { request in
      request.target.isEmpty
        ? log.octets(at: request.authority) : view.conversation.redaction.target(log.octets(at: request.target))
    }
    // Octets beyond what is shown need not be looked at.
    let path = target.map { NetworkText.safe($0.prefix(4 * style.width)) } ?? ""
    let took = HumanUnits.duration(bar.end.nanoseconds(since: bar.start))
    return StreamChart.Row(
      bar: bar, request: "\(method.isEmpty ? "?" : method) \(path.isEmpty ? "?" : path)",
      status: exchange.response.flatMap { $0.status > 0 ? String($0.status) : nil } ?? "-",
      total: (bar.isOpen ? ">" : "") + took)
  }

  // MARK: - Frames

  private mutating func events(_ notes: HTTP2Notes) {
    let events = notes.events(of: options.streams)
    // What ends streams before what merely passes by.
    let worst = events.indices.sorted { (events[$0].rank, $0) < (events[$1].rank, $1) }.prefix(Self.mostEvents).sorted()
    for index in worst {
      let event = events[index]
      let proof = Self.proof(event.point, since: view.first.time)
      var rest = TextFlow.lines(event.words.split(separator: " ").map(String.init), width: style.width, indent: 0, hanging: 4)
      if let last = rest.last, last.count + 2 + proof.count > style.width { rest.append(spaces(4)) }
      for text in rest.dropLast() { line(text, event.ink) }
      line(rest.last ?? "", event.ink, at: event.point, since: view.first.time)
    }
    let rest = events.count - worst.count
    if rest > 0 { note("And \(HumanUnits.count(rest, "frame")) more: --json has all") }
  }

  /// More than these drown what matters.
  private static let mostEvents = 60
}
