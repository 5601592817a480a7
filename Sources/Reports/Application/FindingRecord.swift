import ApplicationModel
import Flows

/// Writes a finding (`findings[]`).
enum FindingRecord {
  static func write(_ finding: Finding, of flow: FlowOrder, to json: inout JSONWriter) {
    json.member("id", word: finding.id)
    json.member("severity", word: finding.severity.rawValue)
    json.member("flow", word: FlowRecord.id(flow.frame, depth: flow.depth))
    json.member("text", finding.text)
    json.array("frames") { json in
      var last = 0
      for frame in finding.frames where frame > last {
        json.element(frame)
        last = frame
      }
    }
    guard !finding.values.isEmpty else { return }
    json.object("values") { json in
      for entry in finding.values {
        switch entry.value {
        case .number(let number): json.member(entry.key, number)
        case .text(let text): json.member(entry.key, text)
        }
      }
    }
  }
}
