import Analysis
import ApplicationModel
import ArgumentParser
import Flows
import Reports

/// `weir tls`: TLS handshakes, as a list or as their clients saw them.
struct TLSCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tls",
    abstract: "List TLS handshakes: who asked for whom, what was agreed on, how long it took, why it failed.",
    discussion: """
      A line a handshake, in the order of the ClientHellos: when, client and server, the outcome, how long from the \
      ClientHello to the last Finished, version, cipher, ALPN, whether an earlier session was resumed, its flow and frames, \
      the server's name (SNI), and in brackets what is remarkable. On any port; DTLS and TLS inside tunnels too. On a narrow \
      terminal some columns are left out; a file or a pipe gets all.

      Examples:
        weir tls capture.pcap
        weir tls --failed capture.pcap                  which handshakes failed, and why?
        weir tls --sort handshake capture.pcap | head   which took longest?
        weir tls --slower-than 200ms --sni .example.com capture.pcap
        weir tls -v --flow 17 capture.pcap              messages, certificates, keys, as openssl s_client shows them
        weir tls --json capture.pcap | jq .certificates

      Outcomes: done; failed; unfinished, when the capture ended first; joined, when it began later. With --follow, handshakes \
      are printed when their connections end.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var handshakes: HandshakeOptions

  @Flag(name: .shortAndLong, help: "Print whole handshakes: messages, certificates, what was decrypted, how it ended.")
  var verbose = false

  @Flag(help: "Print one JSON object a line: the session as in the report, with its flow.")
  var json = false

  enum Sorting: String, ExpressibleByArgument, CaseIterable { case time, handshake }

  @Option(help: ArgumentHelp("The order: time of the ClientHello, or longest handshake first.", valueName: "time|handshake"))
  var sort = Sorting.time

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("How to print times: clock (UTC), relative, delta, absolute or epoch.", valueName: "style"))
  var time = PacketTime.clock

  @OptionGroup var secrets: SecretOptions
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
    let output = try destination.open(reading: input.paths, whole: !input.follow)
    let run = HandshakeRun(filter: handshakes.filter)
    let form: ViewList.Form = json ? .json : verbose ? .transcript : .line
    let style = Terminal.style(of: output)
    let list = ViewList(form, LogTable(.handshakes, style, isCut: output.isTerminal, time: time), style)
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
      Diagnostics.write("weir: no TLS handshake \(handshakes.isAll ? "found" : "matches")\n")
    }
    if status != .success { throw ExitCode(status.rawValue) }
  }
}

/// Which handshakes a command is about.
struct HandshakeOptions: ParsableArguments {
  @Option(
    name: .customLong("flow"),
    help: ArgumentHelp("Only this flow's handshakes; may be given several times.", valueName: "id"), transform: FlowOrder.parse)
  var flows: [FlowOrder] = []

  @Option(
    name: [.customLong("sni"), .customLong("host")],
    help: ArgumentHelp("Only with this server name; .example.com for its subdomains.", valueName: "name"))
  var names: [String] = []

  @Flag(help: "Only those that failed.")
  var failed = false

  @Option(
    help: ArgumentHelp(
      "Only what took longer, as in 200ms or 1.5s; what did not come to its end counts as long as it was under way.",
      valueName: "time"),
    transform: DurationArgument.parse)
  var slowerThan: Int64?

  var filter: HandshakeFilter {
    var filter = HandshakeFilter()
    filter.flows = Set(flows)
    filter.names = names.map { $0.lowercased() }
    filter.isFailed = failed
    filter.slowerThan = slowerThan
    return filter
  }

  /// Whether nothing is left out.
  var isAll: Bool { flows.isEmpty && names.isEmpty && !failed && slowerThan == nil }
}
