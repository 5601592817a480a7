import Analysis
import ApplicationModel
import ArgumentParser
import Reports

/// `weir http`: the exchanges of HTTP, as an access log or as their clients saw them.
struct HTTPCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "http",
    abstract: "List HTTP exchanges and WebSocket sessions: an access log, made from the outside.",
    discussion: """
      A line an exchange, in the order of the requests: when, from whom, what came of it, how long the server took to answer \
      (wait) and all of it (total), what was sent and received (bodies, decoded), its flow and frames, its URL, and in \
      brackets what is remarkable. On any port; whom a PROXY header names is the client.

      Examples:
        weir http capture.pcap
        weir http --sort wait capture.pcap | head       which requests did the server take longest for?
        weir http --status 5xx --status none capture.pcap
        weir http --slower-than 200ms --host api.example.com capture.pcap
        weir http -v --flow 17 capture.pcap             whole exchanges, as curl -v shows them
        weir http --json capture.pcap | jq .request

      Credentials, cookies and tokens are redacted unless --reveal-secrets is given. With --follow, exchanges are printed when \
      their connections end.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var exchanges: ExchangeOptions

  @Flag(name: .shortAndLong, help: "Print whole exchanges: heads, beginnings of bodies, messages, and what TCP tells of them.")
  var verbose = false

  @Flag(help: "Print one JSON object a line: the exchange as in the report, with its flow.")
  var json = false

  enum Sorting: String, ExpressibleByArgument, CaseIterable { case time, wait, total }

  @Option(help: ArgumentHelp("The order: time of the request, or longest wait or total first.", valueName: "time|wait|total"))
  var sort = Sorting.time

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("How to print times: clock (UTC), relative, delta, absolute or epoch.", valueName: "style"))
  var time = PacketTime.clock

  @Option(
    help: ArgumentHelp("With -v, octets shown of a body that is text; 0 for none.", valueName: "size"),
    transform: Size.parseOrZero)
  var maxBody = 1 << 10

  @OptionGroup var secrets: SecretOptions
  @OptionGroup var proto: ProtoOptions
  @OptionGroup var limits: LimitOptions
  @OptionGroup var destination: OutputOptions

  func validate() throws {
    if json && verbose { throw ValidationError("--json and --verbose exclude each other.") }
    if input.follow && sort != .time { throw ValidationError("--follow prints what has ended: it cannot sort.") }
  }

  func run() throws {
    var options = try input.runOptions()
    try secrets.apply(to: &options, reading: input.paths)
    options.limits = limits.flowLimits
    var application = ApplicationOptions()
    try proto.apply(to: &application)
    let output = try destination.open(reading: input.paths, whole: !input.follow)
    var run = ExchangeRun(filter: exchanges.filter, redaction: proto.redaction(revealSecrets: exchanges.revealSecrets))
    run.application = application
    if verbose { run.application.keptBodyOctets = maxBody }
    let form: ViewList.Form = json ? .json : verbose ? .transcript : .line
    let style = Terminal.style(of: output)
    let list = ViewList(form, LogTable(.exchanges, style, isCut: output.isTerminal, time: time), style)
    let sorting = sort
    let isFollowing = input.follow
    let status = try run.run(input.paths, options) { views, _ in
      list.add(views, by: sorting)
    } endRound: {
      guard isFollowing else { return }
      try list.write(to: output)
      try output.flush()
    }
    try list.write(to: output)
    try output.close()
    if list.isEmpty, status != .failure {
      Diagnostics.write("weir: no HTTP exchange \(exchanges.isAll ? "found" : "matches")\n")
    }
    if status != .success { throw ExitCode(status.rawValue) }
  }
}
