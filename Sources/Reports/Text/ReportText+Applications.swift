import ApplicationModel
import Flows

/// What streams carried: HTTP exchanges, WebSockets, and what was found in them.
extension ReportText {
  var http: [String] {
    let http = digest.http
    guard http.exchanges > 0 else { return [] }
    let connections = HumanUnits.count(http.flows, "connection")
    var lines = [heading("HTTP: \(HumanUnits.count(http.exchanges, "exchange")) in \(connections)")]
    lines += wrapped(outcomes.joined(separator: ", "))
    lines += table("Longest waits for an answer", http.slowest, total: nil)
    lines += table("Server errors", http.serverErrors, total: http.serverErrors.count)
    lines += table("Requests without an answer", http.unanswered, total: http.unanswered.count)
    return lines
  }

  /// "1,200 2xx, 3 5xx, 1 without response"
  private var outcomes: [String] {
    let http = digest.http
    let statuses = http.classes.enumerated().filter { $0.offset > 0 && $0.element > 0 }.map { hundreds, count in
      "\(HumanUnits.count(count)) \(hundreds)xx"
    }
    let rest = [
      (HTTPExchange.Unpaired.noResponse, "without response"), (.noRequest, "without request"),
      (.captureStarted, "under way when the capture began"), (.captureEnded, "under way when it ended"),
      (.gap, "cut by gaps in the capture"), (.malformed, "next to octets that are no HTTP"),
    ]
    return statuses
      + rest.compactMap { unpaired, words in http.unpaired[unpaired].map { "\(HumanUnits.count($0)) \(words)" } }
  }

  private func table(_ title: String, _ list: TopList<HTTPDigest.Line>, total: Int?) -> [String] {
    guard list.count > 0 else { return [] }
    var table = TextTable(columns: [
      .init(title: "", isLeft: true), .init(title: "status", rank: 1), .init(title: "wait", rank: 2), .init(title: "flow"),
      .init(title: "frames"),
    ])
    table.indent = 4
    for (_, line) in list.elements {
      let frames = [line.frames.request, line.frames.response].compactMap { $0.map(String.init) }.joined(separator: " -> ")
      table.add(
        line.request, line.status.map(String.init) ?? "-", line.wait.map(HumanUnits.duration) ?? "-",
        FlowRecord.id(line.flow.frame, depth: line.flow.depth), frames)
    }
    let rest = (total ?? 0) - list.elements.count
    return ["  \(title)"] + table.lines(style) + (rest > 0 ? ["    and \(HumanUnits.count(rest)) more"] : [])
  }

  var webSockets: [String] {
    let sockets = digest.http.sockets
    guard sockets.sessions > 0 else { return [] }
    let unclosed = sockets.unclosed > 0 ? ", \(HumanUnits.count(sockets.unclosed)) without a close" : ""
    return [heading("WebSocket: \(HumanUnits.count(sockets.sessions, "session"))")]
      + wrapped(
        "\(HumanUnits.count(sockets.messages, "message")), \(HumanUnits.size(sockets.octets)) of payload\(unclosed)")
  }

  // MARK: - Findings

  var findings: [String] {
    let kinds = digest.findings.sorted
    guard !kinds.isEmpty else { return [] }
    let total = kinds.reduce(digest.findings.others) { $0 + $1.count }
    return [heading("Findings: \(HumanUnits.count(total))")]
      + kinds.flatMap { kind in
        let mark = kind.severity == .note ? "-" : "!"
        return wrapped("\(mark) \(SafeText.escape(kind.first.text)) \(evidence(kind))").map {
          style.paint($0, ink(kind.severity))
        }
      }
  }

  /// "[http_gap: flow 17, frames 20, 21]"; of several "[http_gap, the first of 5 in 3 flows: flow 17, frames 20, 21]".
  private func evidence(_ kind: FindingDigest.Kind) -> String {
    let all = kind.first.distinctFrames
    let frames = all.prefix(4).map(String.init).joined(separator: ", ") + (all.count > 4 ? " ..." : "")
    let flow = "flow \(FlowRecord.id(kind.firstFlow.frame, depth: kind.firstFlow.depth))"
    let place = all.isEmpty ? flow : "\(flow), \(all.count == 1 ? "frame" : "frames") \(frames)"
    let flows = HumanUnits.count(kind.flows, "flow")
    let rank = kind.count > 1 ? ", the first of \(HumanUnits.count(kind.count)) in \(flows)" : ""
    return "[\(kind.id)\(rank): \(place)]"
  }

  private func ink(_ severity: Finding.Severity) -> TextStyle.Ink {
    switch severity {
    case .error: .bad
    case .warning: .doubt
    case .note: .faint
    }
  }
}
