public import PacketModel

/// What became of a connection's segments: every event with its proof, and each side's figures. Final when the flow has ended.
public struct ConnectionAnalysis: Sendable {
  /// In the order of their frames.
  public internal(set) var events: [SegmentEvent] = []
  /// Events beyond the limit, by kind (`SegmentEvent.Kind.rawValue`): counted in the figures, not listed.
  public internal(set) var omitted = Self.noneOmitted
  /// The low and the high side's, in a list of their own: an analysis is handed on many times, and read once.
  private var figures = Self.noFigures
  /// Where the capture was taken, when round trips to both sides tell.
  public internal(set) var tap: Tap?

  private static let noneOmitted = [Int](repeating: 0, count: SegmentEvent.Kind.allCases.count)
  private static let noFigures = [SideFigures(), SideFigures()]

  public init() {}

  public internal(set) var low: SideFigures {
    get { figures[0] }
    _modify { yield &figures[0] }
  }

  public internal(set) var high: SideFigures {
    get { figures[1] }
    _modify { yield &figures[1] }
  }

  public enum Tap: Hashable, Sendable {
    /// On this host, or next to it.
    case at(Endpoint)
    case between
  }

  public subscript(side: Endpoint) -> SideFigures { side == .low ? low : high }

  /// Segments the capture holds twice.
  public var captureDuplicates: Int { low.captureDuplicates + high.captureDuplicates }
}

/// One side's figures: of what it sent, unless said otherwise. Octets are payload, times nanoseconds.
public struct SideFigures: Sendable {
  /// From the capture point to this side and back: others' segments to its acknowledgments of them.
  public internal(set) var roundTrips = RoundTripSummary()
  /// Most octets sent and not acknowledged, as seen here.
  public internal(set) var maximumInFlight = 0
  /// Octets it sent before it can have heard of the first acknowledgment.
  public internal(set) var initialWindow: Int?
  public internal(set) var retransmissions = Retransmissions()
  public internal(set) var outOfOrder = 0
  public internal(set) var networkDuplicates = 0
  public internal(set) var captureDuplicates = 0
  public internal(set) var duplicateAcks = 0
  /// Acknowledgments with SACK blocks, and with a D-SACK.
  public internal(set) var selectiveAcks = 0
  public internal(set) var duplicateSACKs = 0
  /// How often it closed its window, and for how long in all.
  public internal(set) var zeroWindows = 0
  public internal(set) var zeroWindowTime: Int64 = 0
  public internal(set) var zeroWindowProbes = 0
  public internal(set) var zeroWindowProbeAcks = 0
  public internal(set) var windowFulls = 0
  public internal(set) var windowUpdates = 0
  public internal(set) var keepAlives = 0
  public internal(set) var keepAliveAcks = 0
  public internal(set) var challengeAcks = 0
  public internal(set) var dataAfterClose = 0
  public internal(set) var conflictingOverlaps = 0
  /// How long its in-order stream stood still at the receiver for losses, each moment charged once.
  public internal(set) var stall: Int64 = 0
  /// First to last segment with payload.
  public internal(set) var sendingTime: Int64 = 0
  /// Largest and smallest window it offered, in octets, where scaling is known. A SYN's does not count.
  public internal(set) var largestWindow: Int?
  public internal(set) var smallestWindow: Int?
  public internal(set) var limits = LimitTimes()

  /// Retransmitted segments by what triggered them; `spurious` and `needed` count again.
  public struct Retransmissions: Hashable, Sendable {
    public internal(set) var segments = 0
    public internal(set) var octets = 0
    public internal(set) var timeout = 0
    /// Of `timeout`: those behind the segment whose timer ran out.
    public internal(set) var slowStart = 0
    public internal(set) var fast = 0
    public internal(set) var tailProbe = 0
    public internal(set) var syn = 0
    public internal(set) var fin = 0
    public internal(set) var unknown = 0
    public internal(set) var spurious = 0
    public internal(set) var needed = 0
  }

  /// What this side's sending waited for, in nanoseconds: after Zhang, Breslau, Paxson, Shenker, "On the Characteristics and
  /// Origins of Internet Flow Rates" (SIGCOMM 2002).
  public struct LimitTimes: Hashable, Sendable {
    /// Everything sent was acknowledged, or less was under way than had been before: the application had nothing to send.
    public internal(set) var application: Int64 = 0
    /// The receiver's window had no room for a segment.
    public internal(set) var receiverWindow: Int64 = 0
    /// Octets were under way and the window had room: the congestion window, or the path.
    public internal(set) var congestion: Int64 = 0
    /// A loss was being repaired.
    public internal(set) var recovery: Int64 = 0

    public var total: Int64 { application &+ receiverWindow &+ congestion &+ recovery }
  }
}

/// Round trips in nanoseconds.
public struct RoundTripSummary: Hashable, Sendable {
  public internal(set) var samples = 0
  public internal(set) var least: Int64 = 0
  public internal(set) var mean: Int64 = 0
  /// The 95th percentile: to 64 ns up to 64 samples, then within 3 %.
  public internal(set) var percentile95: Int64 = 0
  public internal(set) var most: Int64 = 0
}
