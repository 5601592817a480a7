import ArgumentParser
import Reports

/// `weir schema`: the JSON Schemas of what the program prints.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema (draft 2020-12) of the report, or of its lines.",
    discussion: """
      Examples:
        weir schema > report.schema.json
        weir schema --records            one line of weir report --ndjson
        weir schema --packets            one line of weir packets --json
        weir schema --exchanges          one line of weir http --json
        weir schema --handshakes         one line of weir tls --json
        weir schema --connections        one line of weir http2 --json
        weir schema --interfaces         the document of weir interfaces --json
      """)

  @Flag(help: "Which output to describe.")
  var subject = Subject.report

  @OptionGroup var destination: OutputOptions

  func run() throws {
    let output = try destination.open()
    try output.write(Array(subject.schema.utf8))
    try output.close()
  }

  enum Subject: EnumerableFlag {
    case report, records, packets, exchanges, handshakes, connections, interfaces

    var schema: String {
      switch self {
      case .report: ReportSchema.report
      case .records: ReportSchema.records
      case .packets: ReportSchema.packets
      case .exchanges: ReportSchema.exchanges
      case .handshakes: ReportSchema.handshakes
      case .connections: ReportSchema.connections
      case .interfaces: ReportSchema.interfaces
      }
    }

    static func help(for subject: Subject) -> ArgumentHelp? {
      switch subject {
      case .report: "The document of weir report --json."
      case .records: "A line of weir report --ndjson."
      case .packets: "A line of weir packets --json."
      case .exchanges: "A line of weir http --json."
      case .handshakes: "A line of weir tls --json."
      case .connections: "A line of weir http2 --json."
      case .interfaces: "The document of weir interfaces --json."
      }
    }
  }
}
