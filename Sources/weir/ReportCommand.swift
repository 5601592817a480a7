import Analysis
import ApplicationModel
import ArgumentParser
import Capture
import DissectorCatalog
import Flows
import Reports

/// `weir report`: what flows a capture holds and how they fared.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Report a capture's flows: a summary to read, JSON with --json or --ndjson.",
    discussion: """
      Examples:
        weir report capture.pcap
        weir report --json -o report.json capture.pcap
        weir report --ndjson - < capture.pcapng
        weir report --plots plots capture.pcap
        weir report --json -f 'host 10.0.0.1 and tcp' monday.pcap tuesday.pcap

      The summary is the same text on a terminal and in a pipe; colour is only for terminals, and not where NO_COLOR is set. \
      It is as wide as the terminal or COLUMNS say, else 100 columns. Frames and flow ids count from 1 over all captures.

      Ctrl-C ends reading, not the report: it tells what was read until then.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var secrets: SecretOptions
  @OptionGroup var proto: ProtoOptions
  @OptionGroup var limits: LimitOptions

  @Flag(help: "Print the report as one JSON document (schema: weir schema).")
  var json = false

  @Flag(help: "Print one JSON object a line: flows as they end. Memory stays bounded however long the input is.")
  var ndjson = false

  @Flag(name: .customLong("reveal-secrets"), help: "Show credentials, cookies and tokens instead of redacting them.")
  var revealSecrets = false

  @OptionGroup var plots: PlotOptions
  @OptionGroup var destination: OutputOptions

  func validate() throws {
    if json && ndjson { throw ValidationError("--json and --ndjson exclude each other: choose one.") }
  }

  func run() throws {
    var options = try input.runOptions()
    options.limits = limits.flowLimits
    try secrets.apply(to: &options, reading: input.paths)
    var application = ApplicationOptions()
    application.secrets = options.secrets
    try proto.apply(to: &application)
    options.dissectors = ApplicationStreams(application)
    let style: ReportStyle = json ? .json : (ndjson ? .ndjson : .text)
    let output = try destination.open(reading: input.paths, whole: style != .ndjson)
    let gallery = try plots.gallery()
    options.trace = plots.trace
    let redaction = proto.redaction(revealSecrets: revealSecrets)
    let status = try ReportRun(style: style, output: output, gallery: gallery, redaction: redaction).run(input.paths, options)
    try output.close()
    if status != .success { throw ExitCode(status.rawValue) }
  }
}

/// What came of a run, as exit status.
enum RunStatus: Int32 {
  case success = 0
  case failure = 1
  /// Done, but the input was damaged.
  case damaged = 2
}
