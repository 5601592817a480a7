import ArgumentParser
import Reports

@main
struct Weir: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "weir",
    abstract: "Answers questions about network traffic: who talked to whom, who closed what, what was lost.",
    discussion: """
      Examples:
        weir capture.pcapng                     a summary of the capture
        weir report --json capture.pcap         the whole report as one JSON document
        weir report --ndjson big.pcap | jq …    flows as they end, memory bounded
        weir report -f 'tcp port 443' a.pcap b.pcap
        weir packets capture.pcap               a line a packet
        weir stream --flow 17 capture.pcap      what the two sides of flow 17 sent, in order
        weir http capture.pcap                  HTTP exchanges as an access log; -v whole exchanges, as curl -v shows them
        weir http2 --flow 17 capture.pcap       flow 17's HTTP/2 streams as a chart: sent, waited, received, held up
        weir tls capture.pcap                   TLS handshakes, a line each; -v as openssl s_client shows them
        weir export har capture.pcap            HTTP exchanges for a browser's developer tools
        weir explain --flow 17 capture.pcap     flow 17 as a ladder: every segment, and what became of it
        weir interfaces                         what can be captured on
        weir schema                             what the JSON report's keys mean
        sudo weir live -i eth0                  the same while it happens: a live view, then the report

      Exit status: 0 done; 1 some capture could not be read, or the result not written; 2 done, but a capture was damaged; \
      64 wrong usage, a bad filter expression included.
      """,
    version: ReportDocument.version,
    subcommands: [
      ReportCommand.self, LiveCommand.self, PacketsCommand.self, StreamCommand.self, ExplainCommand.self, HTTPCommand.self,
      HTTP2Command.self, TLSCommand.self, ExportCommand.self, InterfacesCommand.self, SchemaCommand.self,
    ],
    defaultSubcommand: ReportCommand.self)

  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard !arguments.isEmpty else {
      Diagnostics.write(helpMessage() + "\n")
      exit(withError: ExitCode.validationFailure)
    }
    main(arguments)
  }
}
