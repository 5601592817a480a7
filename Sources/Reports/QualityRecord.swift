import Analysis
import Dissection
import DissectorCatalog
import Flows

/// Writes `quality`: what is to be known about the capture before believing what it says.
enum QualityRecord {
  static func write(_ result: RunResult, to json: inout JSONWriter) {
    let frames = result.frameCounts
    json.member("duplicate_frames", result.quality.duplicateFrames)
    json.member("snapped_frames", frames.snappedFrames)
    json.member("offloaded_frames", result.quality.offloadedFrames)
    json.object("bad_checksums") { checksums(result.quality.bad, ipv4: frames.badIPv4Checksums, to: &$0) }
    json.object("offloaded_checksums") { checksums(result.quality.offloaded, ipv4: frames.offloadedIPv4Checksums, to: &$0) }
    json.member("time_reversals", frames.timeReversals)
    json.member("one_way_flows", result.quality.oneWayFlows)
    if result.quality.strayErrors > 0 { json.member("icmp_errors_without_flow", result.quality.strayErrors) }
    if frames.fragments.fragments > 0 { json.object("fragments") { fragments(frames, to: &$0) } }
  }

  private static func checksums(_ counts: FlowQuality.Checksums, ipv4: Int, to json: inout JSONWriter) {
    json.member("ipv4", ipv4)
    json.member("tcp", counts.tcp)
    json.member("udp", counts.udp)
    json.member("icmp", counts.icmp)
    json.member("sctp", counts.sctp)
  }

  private static func fragments(_ frames: FrameCounts, to json: inout JSONWriter) {
    json.member("fragments", frames.fragments.fragments)
    json.member("reassembled_datagrams", frames.fragments.reassembled)
    json.member("incomplete_datagrams", frames.fragments.timedOut + frames.incompleteDatagrams)
    json.member("overlapping", frames.fragments.overlapping)
    json.member("conflicting", frames.fragments.conflicting)
    json.member("invalid", frames.fragments.invalid)
  }
}
