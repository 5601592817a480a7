import Analysis
import Capture
import DissectorCatalog
import Flows
import Foundation
import Reports

/// What `weir report` would print, made in this process.
enum Printed {
  /// The NDJSON stream of the captures.
  static func stream(
    _ paths: [String], threads: Int = 1, limits: FlowLimits = FlowLimits(), redaction: Redaction = Redaction()
  ) throws -> [UInt8] {
    var options = RunOptions()
    options.threads = threads
    options.limits = limits
    options.dissectors = ApplicationStreams()
    let text = Collected()
    var run = FlowRun(options: options) { flow, tables, text in
      ReportDocument.flowLines(flow, tables, redaction, to: &text)
    } deliver: { ended in
      if case .text(let octets) = ended { text.octets += octets }
    }
    for path in paths { text.octets += ReportDocument.captureLine(try run.read(path)) }
    text.octets += ReportDocument.summaryLine(try run.finish())
    return text.octets
  }

  /// The flows' records as JSON objects.
  static func flows(_ path: String) throws -> [[String: Any]] {
    try stream([path]).split(separator: UInt8(ascii: "\n")).compactMap { line in
      let object = try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any]
      return object?["record"] as? String == "flow" ? object : nil
    }
  }
}

private final class Collected { var octets: [UInt8] = [] }
