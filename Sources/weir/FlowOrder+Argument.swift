import ArgumentParser
import Flows
import Reports

extension FlowOrder {
  /// As reports have it: "17", or "17.1" for a flow inside a tunnel.
  var id: String { FlowRecord.id(frame, depth: depth) }

  /// Reads a flow's id from the command line.
  @Sendable static func parse(_ text: String) throws -> FlowOrder {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let frame = parts.first.flatMap({ Int($0) }), frame > 0, let depth = parts.count > 1 ? UInt8(parts[1]) : 0,
      parts.count < 2 || depth > 0
    else {
      throw ValidationError("'\(text)' is not a flow's id: write 17, or 17.1 for one inside a tunnel.")
    }
    return FlowOrder(frame: frame, depth: depth)
  }
}
