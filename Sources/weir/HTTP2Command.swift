import Analysis
import ApplicationModel
import ArgumentParser
import Flows
import Reports

/// `weir http2`: HTTP/2 connections, as a list or as charts of their streams.
struct HTTP2Command: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "http2",
    abstract: "List HTTP/2 connections, or draw one's streams on a clock: what was sent, waited for, received, held up.",
    discussion: """
      Without --flow a line a connection: when, client and server, how it began, its streams and how many were open at once, \
      resets, the shortest PING, how long its streams were held by losses that were not theirs (held) and by windows without \
      room (blocked), its flow and frames, and whom it was for. With --flow the connection's streams as bars on one clock, a \
      row a stream, and below settings, PINGs, resets and all else that passed beside them, each with its frame. The streams' \
      messages themselves: weir http -v --flow.

      Examples:
        weir http2 --keylog keys.log capture.pcap
        weir http2 --sort held capture.pcap             where did lost segments cost most?
        weir http2 --flow 17 capture.pcap               flow 17's streams on a clock
        weir http2 --flow 17 --sort total --limit 10 capture.pcap
        weir http2 --flow 17 --stream 5 capture.pcap
        weir http2 --json capture.pcap | jq .settings

      A chart is as wide as the terminal or COLUMNS say, else 100 columns. Characters beyond ASCII are drawn where the locale \
      is UTF-8. With --follow, connections are printed when they end.
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: .customLong("flow"),
    help: ArgumentHelp("Draw this flow's connection; may be given several times.", valueName: "id"), transform: FlowOrder.parse)
  var flows: [FlowOrder] = []

  @Option(
    name: .customLong("host"),
    help: ArgumentHelp("Only connections for this host; .example.com for its subdomains.", valueName: "host"))
  var hosts: [String] = []

  @Flag(help: "Print one JSON object a line: the connection as in the report, with its flow.")
  var json = false

  @Option(
    name: .customLong("stream"),
    help: ArgumentHelp("With --flow, draw only this stream; may be given several times.", valueName: "id"))
  var streams: [Int] = []

  @Option(help: ArgumentHelp("With --flow, streams drawn at most (40 when not given).", valueName: "n"))
  var limit: Int?

  enum Sorting: String, ExpressibleByArgument, CaseIterable { case time, total, held, blocked }

  @Option(
    help: ArgumentHelp(
      """
      The order of connections, or with --flow of streams: when they began, or first the longest, those longest held by \
      others' losses, those longest blocked by windows.
      """, valueName: "time|total|held|blocked"))
  var sort = Sorting.time

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @Flag(name: .customLong("reveal-secrets"), help: "Show tokens in targets instead of redacting them.")
  var revealSecrets = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("How to print times of a list: clock (UTC), relative, delta, absolute or epoch.", valueName: "style"))
  var time = PacketTime.clock

  @OptionGroup var secrets: SecretOptions
  @OptionGroup var limits: LimitOptions
  @OptionGroup var destination: OutputOptions

  func validate() throws {
    let draws = !flows.isEmpty && !json
    if !draws, limit != nil || !streams.isEmpty {
      throw ValidationError("--stream and --limit are of the chart that --flow draws.")
    }
    if let limit, limit < 1 { throw ValidationError("--limit takes a number from 1 up.") }
    if input.follow && sort != .time { throw ValidationError("--follow prints what has ended: it cannot sort.") }
  }

  func run() throws {
    var options = try input.runOptions()
    try secrets.apply(to: &options, reading: input.paths)
    options.limits = limits.flowLimits
    let output = try destination.open(reading: input.paths, whole: !input.follow)
    let run = ConnectionRun(filter: filter, redaction: Redaction(revealSecrets: revealSecrets))
    let form: ViewList.Form = json ? .json : flows.isEmpty ? .line : .transcript
    let style = Terminal.style(of: output)
    let list = ViewList(form, LogTable(.connections, style, isCut: output.isTerminal, time: time), style)
    let sorting = form == .transcript ? .time : sort
    let drawing = drawing
    let isFollowing = input.follow
    let status = try run.run(input.paths, options) { views, _ in
      list.add(views, by: sorting, drawing)
    } endRound: {
      guard isFollowing else { return }
      try list.write(to: output)
      try output.flush()
    }
    try list.write(to: output)
    try output.close()
    if list.isEmpty, status != .failure {
      let isAll = flows.isEmpty && hosts.isEmpty
      Diagnostics.write("weir: no HTTP/2 connection \(isAll ? "found" : "matches")\n")
    }
    if status != .success { throw ExitCode(status.rawValue) }
  }

  private var filter: HTTP2Filter {
    var filter = HTTP2Filter()
    filter.flows = Set(flows)
    filter.hosts = hosts.map { $0.lowercased() }
    return filter
  }

  private var drawing: HTTP2Timeline.Options {
    var options = HTTP2Timeline.Options()
    options.streams = Set(streams)
    if let limit { options.limit = limit }
    options.sorting =
      switch sort {
      case .time: .time
      case .total: .total
      case .held: .held
      case .blocked: .blocked
      }
    options.isASCII = ascii || !Terminal.isUTF8
    return options
  }
}
