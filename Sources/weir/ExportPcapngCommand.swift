import Analysis
import ArgumentParser
import Capture
import Flows
import Reports

/// `weir export pcapng`: packets as pcapng, with the secrets that open them.
struct ExportPcapngCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pcapng",
    abstract: "Write packets as pcapng: all, those of a filter, or those of flows; with the secrets that open them.",
    discussion: """
      Packets stand in the order in which Weir reads and numbers them: those of the first capture, then those of the next. \
      Every capture keeps its interfaces, times, comments and host names; it may have any format that Weir reads.

      Examples:
        weir export pcapng capture.pcap -o capture.pcapng
        weir export pcapng monday.pcap tuesday.pcapng -o both.pcapng
        weir export pcapng --flow 17 --flow 23 capture.pcap -o two.pcapng
        weir export pcapng --with-secrets --keylog keys.log capture.pcap -o open.pcapng
        weir export pcapng -f 'tcp port 443' capture.pcap -o - | tshark -r -

      With --with-secrets, whoever has the file can read what it holds: the lines of key logs, and of the captures' own \
      secrets, that belong to the TLS connections written go with them. Without, no secret is written, whatever the captures \
      bring. Bodies and heads are not redacted: packets are written as they were captured.
      """)

  @OptionGroup var input: InputOptions

  @Option(
    name: .customLong("flow"),
    help: ArgumentHelp(
      "Only this flow's packets, fragments and ICMP errors; may be given several times.", valueName: "id"),
    transform: FlowOrder.parse)
  var flows: [FlowOrder] = []

  @Flag(name: .customLong("with-secrets"), help: "Write the TLS secrets of the connections that are written.")
  var withSecrets = false

  @OptionGroup var secrets: SecretOptions
  @OptionGroup var limits: LimitOptions
  @OptionGroup var destination: OutputOptions

  func validate() throws {
    if !secrets.keyLogs.isEmpty, !withSecrets {
      throw ValidationError("--keylog is for --with-secrets: without, no secret is written.")
    }
    if input.follow, needsSearch { throw ValidationError("--follow cannot go with \(needingSearch): it never sees all.") }
  }

  /// Whether captures are read twice: first for what stands in them, then to be written.
  private var needsSearch: Bool { withSecrets || !flows.isEmpty }
  private var needingSearch: String { withSecrets ? "--with-secrets" : "--flow" }

  func run() throws {
    var options = try input.runOptions()
    options.limits = limits.flowLimits
    if needsSearch { try refuseStreams() }
    let output = try destination.open(reading: input.paths, whole: !input.follow)
    if output.isTerminal {
      Diagnostics.error("a pcapng file is not for a terminal: name one with -o, or pipe it into a program")
      throw ExitCode(ExitCode.validationFailure.rawValue)
    }
    var search = PcapngSearch()
    if needsSearch {
      if withSecrets { try secrets.apply(to: &options, reading: input.paths, remembersFound: true) }
      options.wantedFlows = Set(flows)
      search = try PcapngSearch(input.paths, options)
      guard !search.complain(about: flows) else { throw ExitCode(RunStatus.failure.rawValue) }
    }
    var export = PcapngExport(
      to: output, filter: options.filter, frames: flows.isEmpty ? nil : search.frames, keyLog: search.keyLog,
      isWhole: !input.follow)
    let status = try export.run(input.paths, options)
    try output.close()
    for line in export.omissions(withSecrets: withSecrets) { Diagnostics.warning(line) }
    if status != .success { throw ExitCode(status.rawValue) }
  }

  private func refuseStreams() throws {
    for path in input.paths where (path == "-" ? FileStatus(0) : FileStatus(path))?.isRegular == false {
      let name = path == "-" ? "standard input" : path
      Diagnostics.error(
        "\(needingSearch) reads a capture twice, and \(name) can be read only once: save it to a file first, as with "
          + "cat > capture.pcapng")
      throw ExitCode(RunStatus.failure.rawValue)
    }
  }
}
