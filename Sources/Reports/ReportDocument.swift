public import Analysis
import Capture
import DissectorCatalog
public import Flows
import Octets
import PacketModel

/// Writes the parts of a report: the whole document, or the records of the stream.
public enum ReportDocument {
  public static let schema = "weir.report/1"
  /// The program's version, in reports and `--version`.
  public static let version = "0.1.0"

  /// What comes before the flows of a document; `end` writes what comes behind them.
  public static func begin(_ result: RunResult, to json: inout JSONWriter) {
    json.open(UInt8(ascii: "{"))
    json.member("schema", schema)
    json.member("weir", version)
    json.array("captures") { json in
      for capture in result.captures { json.object { CaptureRecord.write(capture, to: &$0) } }
    }
    summary(result, to: &json)
    json.key("flows")
    json.open(UInt8(ascii: "["))
  }

  /// `flows` are those that stand in the document, in their order.
  public static func end(_ result: RunResult, _ flows: [FinishedFlow], to json: inout JSONWriter) {
    json.close(UInt8(ascii: "]"))
    json.array("findings") { json in
      for index in flows.indices {
        let order = flows[index].order
        for finding in FlowFindings.all(flows[index]) { json.object { FindingRecord.write(finding, of: order, to: &$0) } }
      }
    }
    tail(result, to: &json)
    json.close(UInt8(ascii: "}"))
  }

  /// A flow as a line of the stream, and what was found in it as lines behind.
  public static func flowLines(
    _ flow: borrowing FinishedFlow, _ tables: FlowTables, _ redaction: Redaction, to text: inout [UInt8]
  ) {
    // Swapped in and out: the octets before must not be copied for each flow.
    var json = JSONWriter()
    swap(&json.octets, &text)
    json.open(UInt8(ascii: "{"))
    json.member("record", word: "flow")
    FlowRecord.write(flow, tables, redaction, to: &json)
    json.endLine()
    let order = flow.order
    for finding in FlowFindings.all(flow) {
      json.open(UInt8(ascii: "{"))
      json.member("record", word: "finding")
      FindingRecord.write(finding, of: order, to: &json)
      json.endLine()
    }
    swap(&json.octets, &text)
  }

  /// A capture as a line of the stream: printed when the capture has been read.
  public static func captureLine(_ capture: CaptureSummary) -> [UInt8] {
    line { json in
      json.member("record", "capture")
      CaptureRecord.write(capture, to: &json)
    }
  }

  /// The stream's last line: what concerns the whole run.
  public static func summaryLine(_ result: RunResult) -> [UInt8] {
    line { json in
      json.member("record", "summary")
      json.member("schema", schema)
      json.member("weir", version)
      json.member("frames", result.frames)
      json.member("flows", result.flows)
      summary(result, to: &json)
      tail(result, to: &json)
    }
  }

  private static func line(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
    var json = JSONWriter()
    json.object(body)
    return json.octets + [UInt8(ascii: "\n")]
  }

  // MARK: - Parts

  private static func summary(_ result: RunResult, to json: inout JSONWriter) {
    json.object("quality") { QualityRecord.write(result, to: &$0) }
    json.array("protocols") { json in
      for (path, frames, octets) in result.paths where frames > 0 {
        json.object { json in
          json.member("path", path.names.joined(separator: "/"))
          json.member("packets", frames)
          json.member("bytes", octets)
        }
      }
    }
  }

  private static func tail(_ result: RunResult, to json: inout JSONWriter) {
    let total = result.frameCounts.malformed.reduce(0, +)
    if total > 0 { json.object("malformed") { MalformedRecord.write(result.frameCounts, total: total, to: &$0) } }
    LimitsRecord.write(result, to: &json)
  }
}
