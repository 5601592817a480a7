import Analysis
import ArgumentParser
import Flows
import PacketModel
import Reports

/// `weir explain`: one TCP connection as a ladder.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Draw a TCP connection as a ladder: a row a segment, and what became of it.",
    discussion: """
      The client stands at the left, the server at the right. Sequence numbers count from the beginning of the connection. \
      Of a long connection what matters is drawn: its beginning, its end, and the neighbourhood of whatever happened.

      Examples:
        weir explain --flow 17 capture.pcap
        weir explain --flow 17 --all capture.pcap | less
        weir explain --flow 17 --from 1200 --to 1300 capture.pcap
        weir explain --flow 17.1 --ascii -o ladder.txt capture.pcap

      It is as wide as the terminal or COLUMNS say, else 100 columns. Characters beyond ASCII are drawn where the locale is \
      UTF-8.
      """)

  @OptionGroup var input: InputOptions

  @Option(
    help: ArgumentHelp("The flow, by its id in the report: the number of its first frame.", valueName: "id"),
    transform: FlowOrder.parse)
  var flow: FlowOrder

  @Flag(help: "Draw every segment.")
  var all = false

  @Option(help: ArgumentHelp("Draw every segment from this frame on.", valueName: "frame"))
  var from: Int?

  @Option(help: ArgumentHelp("Draw every segment up to this frame.", valueName: "frame"))
  var to: Int?

  @Option(
    help: ArgumentHelp(
      "Segments drawn at most: of what matters the worst (200 when not given), else the first.", valueName: "n"))
  var limit: Int?

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @OptionGroup var destination: OutputOptions

  func validate() throws {
    if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1 up.") }
    if (from ?? 1) < 1 || (to ?? 1) < 1 { throw ValidationError("--from and --to take frame numbers, from 1 up.") }
    if (from ?? 1) > (to ?? .max) { throw ValidationError("--from is behind --to.") }
    if all, from != nil || to != nil { throw ValidationError("--all and --from or --to exclude each other.") }
  }

  func run() throws {
    var options = try input.runOptions()
    options.trace = .flows([flow])
    let output = try destination.open(reading: input.paths)
    let search = FlowSearch(for: flow)
    var run = FlowRun(options: options) { ended in
      if case .flows(let flows) = ended { search.look(at: flows) }
    }
    let progress = Progress()
    var read = 0
    let status = try Captures.each(input.paths) { path in
      defer { progress.clear() }
      let summary = try run.read(path) { progress.update(path, $0) }
      read += 1
      return summary
    }
    guard read > 0 else { throw ExitCode(RunStatus.failure.rawValue) }
    _ = try run.finish()
    guard let found = search.found, found.connection != nil else {
      Diagnostics.error(search.complaint)
      throw ExitCode(RunStatus.failure.rawValue)
    }
    let ladder = Ladder(found, style: Terminal.style(of: output), options: drawing)
    try ladder.write { try output.write(Array($0.utf8) + [UInt8(ascii: "\n")]) }
    try output.close()
    if status != .success { throw ExitCode(status.rawValue) }
  }

  private var drawing: Ladder.Options {
    var options = Ladder.Options()
    if all {
      options.extent = .all
    } else if from != nil || to != nil {
      options.extent = .frames((from ?? 1)...(to ?? .max))
    }
    options.limit = limit
    options.isASCII = ascii || !Terminal.isUTF8
    return options
  }
}

/// Looks for a flow among those that end.
private final class FlowSearch {
  private let wanted: FlowOrder
  private(set) var found: FinishedFlow?
  /// TCP flows that are there instead: how many, and the first to end.
  private var others = 0
  private var named: [FlowOrder] = []

  private static let mostNamed = 5

  init(for wanted: FlowOrder) { self.wanted = wanted }

  func look(at flows: [FinishedFlow]) {
    for flow in flows {
      if flow.order == wanted {
        found = flow
      } else if flow.connection != nil {
        others += 1
        if named.count < Self.mostNamed { named.append(flow.order) }
      }
    }
  }

  /// Why there is nothing to draw.
  var complaint: String {
    if let found {
      let transport = FlowRecord.transportName(found.flow.key.transport)
      return "flow \(wanted.id) is \(transport), and only TCP can be drawn; \(advice)"
    }
    return "there is no flow \(wanted.id) here: a flow's id is the number of its first frame; \(advice)"
  }

  private var advice: String {
    guard others > 0 else { return "there are no TCP flows" }
    let ids = named.sorted().map(\.id).joined(separator: ", ")
    let more = others > named.count ? " and \(others - named.count) more" : ""
    return "TCP flows are \(ids)\(more) (weir report --ndjson lists all)"
  }
}
