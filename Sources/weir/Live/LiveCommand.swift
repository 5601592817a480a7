import Analysis
import ApplicationModel
import ArgumentParser
import Capture
import DissectorCatalog
import Flows
import Foundation
import Reports
import Secrets

/// `weir live`: the analysis of `weir report`, on interfaces.
struct LiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "live",
    abstract: "Capture on interfaces: a live view, records as they become final, files, metrics; a report at the end.",
    discussion: """
      Examples:
        sudo weir live                                  the first interface that is up, with a live view
        sudo weir live -i eth0 -i lo -f 'tcp port 443'
        sudo weir live -i any --ndjson --immediate | jq 'select(.record == "exchange")'
        sudo weir live -i eth0 -w ring.pcapng -C 100 -W 10      the last thousand million octets, in ten files
        sudo weir live -i eth0 --ndjson -o /dev/null --metrics :9474

      On a terminal a view shows rates, drops, flows, exchanges and what is in trouble; ? tells its keys. Elsewhere each \
      exchange is a line as it ends, and each --interval a line of figures. Ctrl-C, or q, ends the capture, not the report: it \
      tells what was captured until then. SIGHUP begins the next file of -w, SIGUSR1 prints the figures.

      Without root: sudo setcap cap_net_raw,cap_net_admin=eip on the program's file, once. What is not needed once the \
      interfaces are open is given up before the first packet is looked at: see -Z.
      """)

  @OptionGroup var source: LiveSourceOptions
  @OptionGroup var recording: LiveRecordingOptions

  @Flag(help: "Print the report as one JSON document at the end (schema: weir schema).")
  var json = false

  @Flag(help: "Print one JSON object a line: exchanges and flows as they end (schema: weir schema --records).")
  var ndjson = false

  @Flag(name: .customLong("no-view"), help: "Plain lines instead of the live view, on a terminal too.")
  var noView = false

  @Option(
    help: ArgumentHelp("The time between two lines of figures (10s).", valueName: "time"), transform: DurationArgument.parse)
  var interval: Int64?

  @Option(
    help: ArgumentHelp(
      "Offer figures for Prometheus at http://ADDRESS/metrics, as in :9474; on loopback, unless a host is named.",
      valueName: "address"), transform: MetricsAddress.parse)
  var metrics: MetricsAddress?

  @Option(
    name: [.customShort("Z"), .customLong("user")],
    help: ArgumentHelp(
      """
      Become this user once the interfaces are open. Without: under sudo, who called it; else root without any privilege, but \
      the one to write files for -w. -Z root keeps all.
      """, valueName: "user"))
  var user: String?

  @Flag(help: "Say what was given up and confined, and what this kernel cannot.")
  var verbose = false

  @Flag(name: .customLong("reveal-secrets"), help: "Show credentials, cookies and tokens instead of redacting them.")
  var revealSecrets = false

  @OptionGroup var secrets: SecretOptions
  @OptionGroup var proto: ProtoOptions
  @OptionGroup var limits: LimitOptions

  @Option(help: ArgumentHelp("Threads for the analysis.", valueName: "n"))
  var threads: Int?

  @OptionGroup var destination: OutputOptions

  func validate() throws {
    if json && ndjson { throw ValidationError("--json and --ndjson exclude each other: choose one.") }
    if let threads, !(1...256).contains(threads) { throw ValidationError("--threads takes a number from 1 to 256.") }
    if let interval, interval < 100_000_000 { throw ValidationError("--interval takes a time from 100ms up.") }
    if secrets.keyLogs.contains("-") { throw ValidationError("A live capture follows its key logs: name files, not -.") }
  }

  func run() throws {
    Signals.installLive(rotates: recording.path != nil)
    HeapTuning.keepMemory()
    var options = try runOptions()
    var application = ApplicationOptions()
    try proto.apply(to: &application)
    try checkUser()
    let capture = try open()
    let server = try metrics.map { try MetricsServer(address: $0) }
    // What can be refused was: now files are written over.
    try checkFiles()
    let output = try destination.open(whole: !ndjson)
    let recorder = try openRecorder(capture)
    let redaction = proto.redaction(revealSecrets: revealSecrets)
    let display = display(capture, output, redaction)
    try prepareReaders(&options, application, recorder, feed(redaction, display))
    // From here on nothing is opened but what was said before, and then the first packet is looked at.
    try confine(recorder, output)
    if let server { display.tell("figures at \(server.url)") }
    let run = LiveRun(
      capture: capture, recorder: recorder, server: server, output: output, style: style, display: display,
      redaction: redaction,
      duration: source.duration.map { .nanoseconds($0) })
    let status = try run.run(options)
    try output.close()
    if status != .success { throw ExitCode(status.rawValue) }
  }
}

// MARK: - Steps

extension LiveCommand {
  var style: LiveStyle {
    if json { return .json }
    if ndjson { return .ndjson }
    return recording.path == "-" && destination.path == nil ? .silent : .text
  }

  /// Flows and memory that a capture of days may take, unless more is allowed: a file's bounds would be a machine's.
  private static let liveLimits = (flows: 1_000_000, memory: 1 << 30)
  /// Octets of a connection's exchanges, told long ago, after which they are let go of: some hundred of them.
  private static let logOctets = 256 << 10

  private func runOptions() throws -> RunOptions {
    var options = RunOptions()
    // The capturing thread needs a processor, too: on two, a second worker costs more than it brings.
    options.threads = threads ?? max(2, min(8, ProcessInfo.processInfo.activeProcessorCount))
    options.limits = limits.flowLimits
    if limits.maximumFlows == nil { options.limits.maximumFlows = Self.liveLimits.flows }
    if limits.maximumMemory == nil { options.limits.maximumMemory = Self.liveLimits.memory }
    // Nobody knows when a round will be full.
    options.follow = true
    options.stop = Signals.stop
    return options
  }

  private func open() throws -> LiveCapture {
    do throws(LiveError) {
      let capture = try LiveCapture(source.options)
      for line in capture.warnings { Diagnostics.warning(line) }
      return capture
    } catch {
      if case .filter(let failure) = error.reason {
        Diagnostics.error(lines: "the filter cannot be understood: \(failure)")
        throw ExitCode(ExitCode.validationFailure.rawValue)
      }
      Diagnostics.error(error.description)
      throw ExitCode(RunStatus.failure.rawValue)
    }
  }

  private func openRecorder(_ capture: LiveCapture) throws -> Recorder? {
    guard let options = recording.options(application: "weir \(ReportDocument.version)") else { return nil }
    do throws(RecordingError) {
      return try Recorder(options, interfaces: capture.interfaces, statistics: { capture.statistics() })
    } catch {
      Diagnostics.error(error.description)
      throw ExitCode(RunStatus.failure.rawValue)
    }
  }

  private func prepareReaders(
    _ options: inout RunOptions, _ application: ApplicationOptions, _ recorder: Recorder?, _ exchanges: ExchangeFeed
  ) throws {
    // Who names a key log wants the file to be read with it later; what the environment names may be of no concern.
    var tap: (@Sendable (Secret) -> Void)?
    if let recorder { tap = { recorder.add($0) } }
    try secrets.apply(to: &options, reading: [], tap: tap)
    var application = application
    application.secrets = options.secrets
    application.exchanges = exchanges
    options.exchanges = exchanges
    // A document has every exchange in its flow; the others have told it already.
    application.maximumLogOctets = json ? nil : Self.logOctets
    options.dissectors = ApplicationStreams(application)
  }

  private func feed(_ redaction: Redaction, _ display: LiveDisplay) -> ExchangeFeed {
    let render: ExchangeFeed.Renderer = { index, log, connection, text in
      LiveExchangeRecord.writeLine(index, of: log, in: connection, redaction, to: &text)
    }
    let describe: ExchangeFeed.Describer = { index, log, connection in
      LiveExchange(index, of: log, in: connection, redaction)
    }
    return ExchangeFeed(
      render: ndjson ? render : nil, describe: display.wantsExchanges ? describe : nil, maximumRecent: display.mostExchanges)
  }
}
