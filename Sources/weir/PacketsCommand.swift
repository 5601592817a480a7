import Analysis
import ArgumentParser
import Capture
import DissectorCatalog
import Octets
import Reports

/// `weir packets`: one line a packet, or every layer of it.
struct PacketsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "packets", abstract: "Print a capture's packets.")

  @OptionGroup var input: InputOptions

  @Flag(help: "Print one JSON object a line: every layer with every field.")
  var json = false

  func run() throws {
    let options = try input.runOptions()
    let output = try Output(path: nil)
    let withPath = input.paths.count > 1
    var run = PacketRun(options: options, detail: .fields)
    var text = JSONWriter()
    let status = try Captures.each(input.paths) { path in
      try run.read(path) { frame, packet, octets, _ in
        InspectedPacketJSON.write(packet, frame, octets, withPath: withPath, to: &text)
        text.octets.append(UInt8(ascii: "\n"))
        return .more
      } endRound: {
        try output.write(text.octets)
        text.octets.removeAll(keepingCapacity: true)
        try output.flush()
      }
    }
    try output.close()
    if status != .success { throw ExitCode(status.rawValue) }
  }
}
