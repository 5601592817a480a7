import ArgumentParser

/// `weir packets`: one line a packet, or every layer of it.
struct PacketsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "packets", abstract: "Print a capture's packets.")

  @OptionGroup var input: InputOptions
}
