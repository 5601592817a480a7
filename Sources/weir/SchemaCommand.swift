import ArgumentParser

/// `weir schema`: the JSON Schema of the report.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema (draft 2020-12) of the report.")
}
