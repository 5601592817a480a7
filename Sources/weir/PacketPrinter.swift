import PacketModel
import Analysis
import Dissection
import DissectorCatalog
import Octets
import Reports

/// Reads the named captures and prints their packets.
struct PacketPrinter {
  enum Form { case line, details, json }

  struct Style {
    var form: Form
    var line: PacketLine.Style
    var withOctets: Bool
    /// Packets to print at most.
    var count: Int
  }

  let style: Style
  let output: Output

  func run(_ paths: [String], _ options: RunOptions) throws -> RunStatus {
    var run = PacketRun(options: options, detail: style.form == .line ? .facts : .fields)
    var line = PacketLine(style.line)
    var text: [UInt8] = []
    var left = style.count
    let withPath = paths.count > 1
    return try Captures.each(paths) { path in
      guard !run.isEnough else { return nil }
      return try run.read(path) { frame, packet, octets, inspector in
        if style.form == .json {
          InspectedPacketJSON.writeLine(packet, frame, octets, withPath: withPath, withOctets: style.withOctets, to: &text)
        } else {
          line.write(packet, frame, routes: inspector.routes, to: &text)
          text.append(UInt8(ascii: "\n"))
          if style.form == .details { PacketDetails.write(packet, frame, to: &text) }
          if style.withOctets { writeOctets(packet, octets) }
        }
        if text.count > Self.bufferSize { try hand(&text) }
        left -= 1
        return left > 0 ? .more : .enough
      } endRound: {
        // What has arrived of a stream is shown before more is waited for.
        try hand(&text)
        try output.flush()
      }

      func writeOctets(_ packet: borrowing InspectedPacket, _ octets: ByteView) {
        HexDump.append(octets, indent: 2, to: &text)
        guard style.form == .details, let datagram = packet.datagram else { return }
        text.append(contentsOf: "  Datagram\n".utf8)
        HexDump.append(ByteView(datagram.octets.span), indent: 2, to: &text)
      }
    }
  }

  /// Gives the output what has been written, and keeps the memory.
  private func hand(_ text: inout [UInt8]) throws {
    try output.write(text)
    text.removeAll(keepingCapacity: true)
  }

  private static let bufferSize = 1 << 16
}
