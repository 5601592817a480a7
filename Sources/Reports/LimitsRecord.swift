import Analysis
import Dissection
import DissectorCatalog

/// Writes `limits`: what a memory bound of ours took away. Absent when it took nothing.
enum LimitsRecord {
  static func write(_ result: RunResult, to json: inout JSONWriter) {
    let fragments = result.frameCounts.fragments.evicted
    let ways = result.frameCounts.encapsulationsOverflowed
    guard result.evictedFlows > 0 || result.unkeptFlows > 0 || fragments > 0 || ways > 0 else { return }
    json.object("limits") { json in
      if result.evictedFlows > 0 { json.member("evicted_flows", result.evictedFlows) }
      if result.unkeptFlows > 0 { json.member("flows_not_kept", result.unkeptFlows) }
      if fragments > 0 { json.member("evicted_datagrams", fragments) }
      if ways > 0 { json.member("encapsulations_not_told_apart", ways) }
    }
  }
}
