import ArgumentParser
import Capture
import Reports

/// `weir interfaces`: what can be captured on.
struct InterfacesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "interfaces",
    abstract: "List the interfaces that can be captured on, with addresses, state and what they offer.",
    discussion: """
      The first that is up and no loopback is the one weir live takes when none is named. What an interface's frames can \
      begin with is found out by opening it, without reading a packet: that needs the permission to capture. On a narrow \
      terminal some columns are left out; a file or a pipe gets all.

      Examples:
        weir interfaces
        weir interfaces --json | jq -r '.interfaces[] | select(.up) | .name'
      """)

  @Flag(help: "Print one JSON document.")
  var json = false

  @OptionGroup var destination: OutputOptions

  func run() throws {
    let output = try destination.open()
    let interfaces = NetworkInterface.all(probing: true)
    if json {
      try output.write(InterfaceDocument.octets(interfaces))
    } else {
      var style = Terminal.style(of: output)
      if !output.isTerminal { style.width = .max }
      let lines = InterfaceTable.lines(interfaces, style: style)
      try output.write(Array((lines.joined(separator: "\n") + "\n").utf8))
    }
    try output.close()
    if interfaces.contains(where: \.isForbidden) {
      Diagnostics.warning("link types are not told, for there is no permission to open interfaces: \(LiveError.remedy)")
    }
  }
}
