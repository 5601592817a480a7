import Analysis
import ApplicationModel
import Capture
import Flows
import Reports

enum ReportStyle { case text, json, ndjson }

/// Runs the analysis over the named captures and writes the report in one of its styles.
struct ReportRun {
  let style: ReportStyle
  let output: Output
  /// Where connections are drawn, when they are.
  let gallery: PlotGallery?
  let redaction: Redaction

  func run(_ paths: [String], _ options: RunOptions) throws -> RunStatus {
    let kept = KeptFlows(style, redaction)
    let output = output
    let gallery = gallery
    var run = FlowRun(options: options, render: renderer) { ended in
      switch ended {
      case .text(let text):
        // At once: who reads along waits for each.
        try output.write(text)
        try output.flush()
      case .flows(let flows):
        guard let gallery else { return kept.add(flows) }
        for flow in flows { gallery.offer(flow) }
        kept.add(flows.map(\.withoutTrace))
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
    case .json: try kept.writeDocument(result, redaction, to: output)
    case .text: try output.write(Array(ReportText(result, kept.digest, style: Terminal.style(of: output)).text.utf8))
    }
    guard let gallery else { return status }
    let drawn = try gallery.finish(paths)
    return drawn == .success ? status : drawn
  }

  /// Flows as lines are rendered, and drawn, where they end.
  private var renderer: FlowRun.Renderer? {
    guard style == .ndjson else { return nil }
    let redaction = redaction
    let gallery = gallery
    return { flow, tables, text in
      ReportDocument.flowLines(flow, tables, redaction, to: &text)
      gallery?.offer(flow)
    }
  }

}

/// What of the flows is kept to the end: of a document, which tells them in the order of their first frames, all; of a
/// summary only what it will say.
final class KeptFlows {
  private let style: ReportStyle
  private var flows: [FinishedFlow] = []
  private(set) var digest: FlowDigest
  /// Octets, about, that the flows of a document may take; without, they take what they need.
  var maximumOctets: Int?
  private var octets = 0
  /// Flows that were not kept for it.
  private(set) var omitted = 0

  init(_ style: ReportStyle, _ redaction: Redaction) {
    self.style = style
    digest = FlowDigest(redaction)
  }

  func add(_ ended: [FinishedFlow]) {
    if style == .text { return digest.add(ended) }
    guard let maximumOctets else { return flows.append(contentsOf: ended) }
    for flow in ended {
      octets += flow.memory
      if octets <= maximumOctets { flows.append(flow) } else { omitted += 1 }
    }
  }

  private var sorted: [FinishedFlow] {
    flows.sort { $0.order < $1.order }
    return flows
  }

  func writeDocument(_ result: RunResult, _ redaction: Redaction, to output: Output) throws {
    var json = JSONWriter()
    ReportDocument.begin(result, to: &json)
    let flows = sorted
    for flow in flows {
      json.object { FlowRecord.write(flow, result.tables, redaction, to: &$0) }
      if json.octets.count > 1 << 16 {
        try output.write(json.octets)
        json.octets.removeAll(keepingCapacity: true)
      }
    }
    ReportDocument.end(result, flows, to: &json)
    try output.write(json.octets + [UInt8(ascii: "\n")])
  }
}

extension FinishedFlow {
  /// Octets of memory, about.
  fileprivate var memory: Int {
    let events = (analysis?.events.count ?? 0) * MemoryLayout<SegmentEvent>.stride
    guard let application else { return MemoryLayout<FinishedFlow>.stride + events }
    let messages = application.webSockets.reduce(0) { $0 + $1.messages.count } * MemoryLayout<WebSocketSession.Message>.stride
    let sessions = (application.tls.count + application.http2.count) * Self.sessionOctets
    return MemoryLayout<FinishedFlow>.stride + events + messages + sessions + application.http.reduce(0) { $0 + $1.memory }
  }

  /// What a session of TLS takes with its certificates, or one of HTTP/2 with its lists, about.
  private static var sessionOctets: Int { 8 << 10 }

  /// Its segments take more room than all else, and are needed for drawing only.
  fileprivate var withoutTrace: FinishedFlow {
    var flow = self
    flow.trace = []
    return flow
  }
}
