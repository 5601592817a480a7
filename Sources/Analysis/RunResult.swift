public import DissectorCatalog
public import Flows
public import PacketModel

/// Everything a run found, beside the flows themselves.
public struct RunResult: Sendable {
  public var captures: [CaptureSummary] = []
  /// Frames in the captures, those kept out by a filter included: the number of the last frame.
  public var frames = 0
  public internal(set) var frameCounts = FrameCounts()
  public var quality = FlowQuality()
  /// Layer paths with their frames and octets: a frame is counted where its innermost protocol is, which its flow may tell.
  public var paths: [(path: LayerPath, frames: Int, octets: Int)] = []
  public var tables = FlowTables()
  public var flows = 0
  /// Flows ended early to stay within the limits.
  public var evictedFlows = 0
  /// Flows that ended, but were not kept for the report, to stay within a limit.
  public var unkeptFlows = 0
  /// Most flows alive at once, as seen at the end of a round.
  public var mostFlows = 0

  /// Frames of the flows that were wanted, ascending: their packets, fragments and copies, and ICMP errors about them.
  public var wantedFrames: [Int] = []

  public init() {}
}
