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
      for frame in finding.distinctFrames { json.element(frame) }
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

extension Finding {
  /// Its frames, each once.
  var distinctFrames: [Int] {
    frames.reduce(into: []) { distinct, frame in
      if frame > distinct.last ?? 0 { distinct.append(frame) }
    }
  }
}
