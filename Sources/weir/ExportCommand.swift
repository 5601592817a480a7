import ArgumentParser

/// `weir export`: what connections carried, in other programs' formats.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Export HTTP exchanges as an HTTP Archive (HAR), their bodies as files, or packets as pcapng.",
    discussion: """
      Examples:
        weir export har capture.pcap -o capture.har      for the developer tools of browsers, and other readers of HAR 1.2
        weir export bodies capture.pcap -o bodies        every body as a file, and a manifest of them
        weir export pcapng --flow 17 capture.pcap -o 17.pcapng
        weir export pcapng --with-secrets --keylog keys.log capture.pcap -o open.pcapng
      """,
    subcommands: [ExportHARCommand.self, ExportBodiesCommand.self, ExportPcapngCommand.self])
}
