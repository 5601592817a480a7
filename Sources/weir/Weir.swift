import ArgumentParser
import Reports

@main
struct Weir: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weir",
    abstract: "Answers questions about network traffic: who talked to whom, who closed what, what was lost.",
    discussion: """
      Examples:
        weir capture.pcapng                     a summary of the capture, on a terminal
        weir report --json capture.pcap         the whole report as one JSON document
        weir report --ndjson big.pcap | jq …    flows as they end, memory bounded
        weir report -f 'tcp port 443' a.pcap b.pcap
        weir packets -v capture.pcap            every layer with every field
        weir stream --flow 17 capture.pcap      what the two sides of flow 17 sent, in order
        tcpdump -w - | weir report -            what tcpdump captures, from a pipe

      Exit status: 0 done; 1 could not do it; 2 done, but the input was damaged; 64 wrong usage.
      """,
    version: ReportDocument.version,
    subcommands: [ReportCommand.self, PacketsCommand.self, StreamCommand.self, SchemaCommand.self],
    defaultSubcommand: ReportCommand.self)
}
