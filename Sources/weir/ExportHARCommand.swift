import Analysis
import ApplicationModel
import ArgumentParser
import Reports

/// `weir export har`: HTTP Archive 1.2.
struct ExportHARCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "har",
    abstract: "Write HTTP exchanges as an HTTP Archive (HAR 1.2), for browsers' developer tools.",
    discussion: """
      Entries stand in the order in which their connections end; readers sort them. Memory stays bounded by the connections \
      alive at once. Exchanges without a response have the status 0, and _error says why. WebSocket messages are in \
      _webSocketMessages, as Chrome writes them; _flow and _frames lead back to the capture.

      Examples:
        weir export har capture.pcap -o capture.har
        weir export har --host api.example.com --max-body 0 capture.pcap | jq '.log.entries[].request.url'

      Credentials, cookies and tokens in heads, URLs and forms are redacted unless --reveal-secrets is given. What bodies hold \
      beyond that is not looked at: --max-body 0 leaves them out.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var exchanges: ExchangeOptions

  @Option(
    help: ArgumentHelp("Bodies with more octets are left out, messages cut; 0 leaves out all.", valueName: "size"),
    transform: Size.parseOrZero)
  var maxBody = 1 << 20

  @OptionGroup var secrets: SecretOptions
  @OptionGroup var proto: ProtoOptions
  @OptionGroup var limits: LimitOptions
  @OptionGroup var destination: OutputOptions

  func run() throws {
    var runOptions = try input.runOptions()
    try secrets.apply(to: &runOptions, reading: input.paths)
    runOptions.limits = limits.flowLimits
    var application = ApplicationOptions()
    try proto.apply(to: &application)
    let output = try destination.open(reading: input.paths)
    var options = HAROptions()
    options.redaction = proto.redaction(revealSecrets: exchanges.revealSecrets)
    options.maximumBody = maxBody
    var run = ExchangeRun(filter: exchanges.filter, redaction: options.redaction)
    run.application = application
    run.application.keptBodyOctets = maxBody
    run.application.previewOctets = min(maxBody, Self.maximumMessage)
    // Messages of gRPC are bodies.
    if maxBody == 0 { run.application.proto = nil }
    let written = options
    var isFirst = true
    try output.write(HARDocument.begin(options))
    let status = try run.run(input.paths, runOptions) { views, text in
      HARDocument.entries(views, written, to: &text)
    } deliver: { text in
      // The comma before the first entry.
      try output.write(isFirst ? Array(text.dropFirst()) : text)
      isFirst = false
    }
    try output.write(HARDocument.end)
    try output.close()
    if status != .success { throw ExitCode(status.rawValue) }
  }

  /// Octets kept of a WebSocket message: a session has many, all of them in memory until it ends.
  private static let maximumMessage = 64 << 10
}
