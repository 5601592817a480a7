import ArgumentParser
import Flows
import Reports

/// Which exchanges a command is about.
struct ExchangeOptions: ParsableArguments {
  @Option(
    name: .customLong("flow"),
    help: ArgumentHelp("Only this flow's exchanges; may be given several times.", valueName: "id"), transform: FlowOrder.parse)
  var flows: [FlowOrder] = []

  @Option(
    name: .customLong("status"),
    help: ArgumentHelp(
      "Only with this status: 404, 5xx, or none for no response; several times for several.", valueName: "status"),
    transform: Self.pattern)
  var statuses: [ExchangeFilter.StatusPattern] = []

  @Option(
    help: ArgumentHelp(
      "Only what took longer, as in 200ms or 1.5s; what had no answer counts as long as it waited.", valueName: "time"),
    transform: DurationArgument.parse)
  var slowerThan: Int64?

  @Option(
    name: .customLong("host"),
    help: ArgumentHelp("Only requests to this host; .example.com for its subdomains.", valueName: "host"))
  var hosts: [String] = []

  @Option(name: .customLong("method"), help: ArgumentHelp("Only this method.", valueName: "method"))
  var methods: [String] = []

  @Option(
    name: .customLong("stream"),
    help: ArgumentHelp("Only this stream of HTTP/2 connections; may be given several times.", valueName: "id"))
  var streams: [Int] = []

  @Flag(name: .customLong("reveal-secrets"), help: "Show credentials, cookies and tokens instead of redacting them.")
  var revealSecrets = false

  var filter: ExchangeFilter {
    var filter = ExchangeFilter()
    filter.flows = Set(flows)
    filter.statuses = statuses
    filter.slowerThan = slowerThan
    filter.hosts = hosts.map { $0.lowercased() }
    filter.methods = Set(methods)
    filter.streams = Set(streams)
    return filter
  }

  /// Whether nothing is left out.
  var isAll: Bool {
    flows.isEmpty && statuses.isEmpty && slowerThan == nil && hosts.isEmpty && methods.isEmpty && streams.isEmpty
  }

  var redaction: Redaction { Redaction(revealSecrets: revealSecrets) }

  @Sendable private static func pattern(_ text: String) throws -> ExchangeFilter.StatusPattern {
    guard let pattern = ExchangeFilter.StatusPattern(text) else {
      throw ValidationError("'\(text)' is not a status: write 404, 5xx or none.")
    }
    return pattern
  }
}
