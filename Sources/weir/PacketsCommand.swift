import Analysis
import ArgumentParser
import Reports

/// `weir packets`: one line a packet, or every layer of it.
struct PacketsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "packets",
    abstract: "Print a capture's packets: one line each, every layer with -v, JSON with --json.",
    discussion: """
      Examples:
        weir packets capture.pcap
        weir packets -f 'host 10.0.0.1' -t delta capture.pcap
        weir packets -v -x -c 1 capture.pcap
        weir packets --json capture.pcap | jq .layers
        tcpdump -U -w - | weir packets -

      Sequence numbers count from the beginning of the connection, or from the first segment captured.
      """)

  @OptionGroup var input: InputOptions

  @Flag(name: .shortAndLong, help: "Print every layer with every field and its octets.")
  var verbose = false

  @Flag(help: "Print one JSON object a line: every layer with every field.")
  var json = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("How to print times: clock (UTC), relative, delta, absolute or epoch.", valueName: "style"))
  var time = PacketTime.clock

  @Flag(name: [.customShort("S"), .customLong("absolute-sequence")], help: "Print sequence numbers as sent.")
  var absoluteSequence = false

  @Flag(name: [.customShort("x"), .customLong("hex")], help: "Print the octets of each frame too.")
  var hexadecimal = false

  @Option(name: .shortAndLong, help: ArgumentHelp("Stop after this many packets.", valueName: "n"))
  var count: Int?

  func validate() throws {
    if json && verbose { throw ValidationError("--json and --verbose exclude each other: --json tells every field as it is.") }
    if let count, count < 1 { throw ValidationError("--count takes a number from 1 up.") }
  }

  func run() throws {
    let options = try input.runOptions()
    let output = try Output(path: nil)
    let printer = PacketPrinter(style: style(for: output), output: output)
    let status = try printer.run(input.paths, options)
    try output.close()
    if status != .success { throw ExitCode(status.rawValue) }
  }

  private func style(for output: Output) -> PacketPrinter.Style {
    var line = PacketLine.Style()
    line.time = time
    line.absoluteSequence = absoluteSequence
    line.colour = Terminal.style(of: output).colour
    let form: PacketPrinter.Form = json ? .json : (verbose ? .details : .line)
    return PacketPrinter.Style(form: form, line: line, withOctets: hexadecimal, count: count ?? .max)
  }
}
