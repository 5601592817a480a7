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
    let kept = KeptFlows(style)
    let output = output
    var run = FlowRun(options: options, render: style == .ndjson ? ReportDocument.flowLine : nil) { ended in
      switch ended {
      case .text(let text):
        // At once: who reads along waits for each.
        try output.write(text)
        try output.flush()
      case .flows(let flows): kept.add(flows)
      }
    }
    // Lines printed to the same terminal and a line redrawn there would disturb each other.
    let progress = Progress(isShown: !(style == .ndjson && output.isTerminal))
    var read = 0
    let status = try Captures.each(paths) { path in
      defer { progress.clear() }
      let summary = try run.read(path) { progress.update(path, $0) }
      read += 1
      if style == .ndjson { try output.write(ReportDocument.captureLine(summary)) }
      return summary
    }
    guard read > 0 else { return .failure }
    let result = try run.finish()
    switch style {
    case .ndjson: try output.write(ReportDocument.summaryLine(result))
    case .json: try writeDocument(result, kept)
    case .text: try output.write(Array(ReportText(result, kept.digest, style: Terminal.style(of: output)).text.utf8))
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

/// What of the flows is kept to the end: of a document, which tells them in the order of their first frames, all; of a
/// summary only what it will say.
final class KeptFlows {
  private let style: ReportStyle
  private var flows: [FinishedFlow] = []
  private(set) var digest = FlowDigest()

  init(_ style: ReportStyle) { self.style = style }

  func add(_ ended: [FinishedFlow]) {
    if style == .text { digest.add(ended) } else { flows.append(contentsOf: ended) }
  }

  var sorted: [FinishedFlow] {
    flows.sort { $0.order < $1.order }
    return flows
  }
}
