import Analysis
import Capture
import Flows
import Reports

enum ReportStyle { case text, json, ndjson }

/// Runs the analysis over the named captures and writes the report in one of its styles.
struct ReportRun {
  let style: ReportStyle
  let output: Output

  func run(_ paths: [String], _ options: RunOptions) throws -> RunStatus {
    let kept = KeptFlows()
    let output = output
    var run = FlowRun(options: options, render: style == .ndjson ? ReportDocument.flowLine : nil) { ended in
      switch ended {
      case .text(let text): try output.write(text)
      case .flows(let flows): kept.flows.append(contentsOf: flows)
      }
    }
    var read = 0
    let status = try Captures.each(paths) { path in
      let summary = try run.read(path)
      read += 1
      if style == .ndjson { try output.write(ReportDocument.captureLine(summary)) }
      return summary
    }
    guard read > 0 else { return .failure }
    let result = try run.finish()
    switch style {
    case .ndjson: try output.write(ReportDocument.summaryLine(result))
    case .json: try writeDocument(result, kept)
    case .text: try output.write(Array(ReportText(result, kept.sorted, colour: output.isTerminal).text.utf8))
    }
    return status
  }

  private func writeDocument(_ result: RunResult, _ kept: KeptFlows) throws {
    var json = JSONWriter()
    ReportDocument.begin(result, to: &json)
    for flow in kept.sorted {
      json.object { FlowRecord.write(flow, result.tables, to: &$0) }
      if json.octets.count > 1 << 16 {
        try output.write(json.octets)
        json.octets.removeAll(keepingCapacity: true)
      }
    }
    ReportDocument.end(result, to: &json)
    try output.write(json.octets + [UInt8(ascii: "\n")])
  }
}

/// Flows kept to the end, for a document that tells them in the order of their first frames.
final class KeptFlows {
  var flows: [FinishedFlow] = []

  var sorted: [FinishedFlow] {
    flows.sort { $0.order < $1.order }
    return flows
  }
}
