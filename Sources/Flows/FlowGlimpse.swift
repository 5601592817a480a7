public import PacketModel

/// A flow as it stands now, while it goes on.
public struct FlowGlimpse: Sendable {
  public var flow: Flow
  public var connection: Connection?
  /// The innermost protocol recognised, if any yet.
  public var application: ProtocolID?
  /// Who is the client, by the evidence so far.
  public var client: Endpoint
  /// Octets on the wire since the survey before; all of them the first time.
  public var recentOctets = 0
  public var recentPackets = 0
  public var retransmittedSegments = 0
  public var concerns = FlowConcerns()

  public var order: FlowOrder { flow.order }

  init(flow: Flow, connection: Connection?, client: Endpoint) {
    self.flow = flow
    self.connection = connection
    self.client = client
  }
}

/// Why a flow that goes on deserves a look.
public struct FlowConcerns: OptionSet, Hashable, Sendable {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A SYN has waited a second or longer for its answer, or was sent again.
  public static let unanswered = FlowConcerns(rawValue: 1)
  /// A RST answered the SYN, or an ICMP error did.
  public static let refused = FlowConcerns(rawValue: 2)
  public static let reset = FlowConcerns(rawValue: 4)
  /// Segments were sent again: at least one in a hundred.
  public static let retransmitting = FlowConcerns(rawValue: 8)
  /// A side's window is closed now.
  public static let zeroWindow = FlowConcerns(rawValue: 16)
  /// Octets are missing: the capture lacks them, or they are on their way again.
  public static let missing = FlowConcerns(rawValue: 32)
}

/// Which of the flows that go on are wanted.
public struct SurveyRequest: Sendable {
  public enum Order: Hashable, Sendable, CaseIterable { case rate, octets, packets, retransmissions, newest, longest }

  public var order = Order.rate
  /// Flows wanted, at most; of none, only their number is looked at.
  public var limit = 50
  /// Only those with concerns.
  public var onlyConcerned = false
  /// Only those it says yes to.
  public var matches: (@Sendable (FlowGlimpse) -> Bool)?
  /// A flow wanted whole, as if it ended now.
  public var opened: FlowOrder?

  public init() {}
}

/// Flows that go on, looked at between two rounds.
public struct FlowSurvey: Sendable {
  /// The first by the order asked for.
  public var flows: [FlowGlimpse] = []
  public var opened: FinishedFlow?
  public var alive = 0
  /// Those with concerns.
  public var concerned = 0

  public init() {}
}
