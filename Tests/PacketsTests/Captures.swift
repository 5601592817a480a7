import Analysis
import Capture
import DissectorCatalog
import Fixtures
import Foundation
import Reports

/// A capture's packets in one of the forms that `weir packets` has.
enum Form: String, CaseIterable, Sendable {
  case line, details, json

  func text(of path: String, limit: Int = .max) throws -> [UInt8] {
    var run = PacketRun(options: RunOptions(), detail: self == .line ? .facts : .fields)
    var line = PacketLine()
    var text: [UInt8] = []
    var left = limit
    try run.read(path) { frame, packet, octets, inspector in
      if self == .json {
        InspectedPacketJSON.writeLine(packet, frame, octets, to: &text)
      } else {
        line.write(packet, frame, routes: inspector.routes, to: &text)
        text.append(UInt8(ascii: "\n"))
        if self == .details { PacketDetails.write(packet, frame, to: &text) }
      }
      left -= 1
      return left > 0 ? .more : .enough
    }
    return text
  }
}

/// The captures of the shared corpus; none, with a word, where it is missing.
func corpus() -> [String] {
  guard let shared = Fixture.shared?.appending(path: "corpus"),
    let manifest = try? String(contentsOf: shared.appending(path: "MANIFEST.tsv"), encoding: .utf8)
  else {
    print("No shared corpus: nothing read.")
    return []
  }
  return manifest.split(separator: "\n").dropFirst().map { line in
    shared.appending(path: String(line.prefix { $0 != "\t" })).path
  }
}
