public import Capture
public import Flows
public import PacketModel

/// All that a view, a statistics line or a scrape tells of a capture that goes on.
public struct LiveSnapshot: Sendable {
  /// One an interface, in the order of the capture's.
  public var interfaces: [(name: String, statistics: LiveStatistics)] = []
  /// The latest packet's time; absent before the first.
  public var time: Timestamp?
  /// Frames analysed, and their octets on the wire.
  public var frames = 0
  public var octets = 0
  public var endedFlows = 0
  /// Ended early to stay within a limit.
  public var evictedFlows = 0
  /// Octets that live flows take, about.
  public var memory = 0
  public var survey = FlowSurvey()
  /// Since the capture began, of flows alive and ended: TCP segments that carried octets, a SYN or a FIN, those of them
  /// sent again, and flows that began.
  public var segments = 0
  public var retransmittedSegments = 0
  public var begunFlows = 0
  /// From SYN to the ACK of the SYN-ACK.
  public var handshakes = LatencyHistogram()
  /// From a request's first octet to its response's last.
  public var requests = LatencyHistogram()
  /// Exchanges that have ended, and those of them answered with a status of 500 or above, or not at all.
  public var exchanges = 0
  public var failedExchanges = 0

  public init() {}
}

/// An exchange that has just ended, as a line of the view: safe for a terminal, without secrets.
public struct LiveExchange: Hashable, Sendable {
  public var time: Timestamp
  public var flow: FlowOrder
  public var client: String
  /// Absent where it is not known.
  public var method: String?
  public var url: String
  public var status: Int?
  /// Nanoseconds from the request's first octet to the response's last; absent where the response did not end.
  public var total: Int64?
  /// The first frame.
  public var frame: Int

  public init(
    time: Timestamp, flow: FlowOrder, client: String, method: String?, url: String, status: Int?, total: Int64?, frame: Int
  ) {
    self.time = time
    self.flow = flow
    self.client = client
    self.method = method
    self.url = url
    self.status = status
    self.total = total
    self.frame = frame
  }
}
