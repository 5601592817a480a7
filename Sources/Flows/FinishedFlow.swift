public import ApplicationModel
public import PacketModel

/// A flow of which nothing more will be said, with all that was kept of it.
public struct FinishedFlow: Sendable {
  public var flow: Flow
  /// For TCP.
  public var connection: Connection?
  public var trouble: Trouble?
  /// What its segments were, for a TCP connection; nothing when there is nothing to tell.
  public var analysis: ConnectionAnalysis?
  /// Its segments, when they were asked for (`TraceSelection`), capture duplicates left out.
  public var trace: [TracedSegment] = []
  /// What its streams or datagrams carried, when somebody read them and found something.
  public var application: ApplicationFacts?
  /// For a flow some of whose datagrams came in fragments.
  public var fragments: FlowFragments?
  /// The frame that made it final; the last frame of the capture for those still alive then.
  public var finalFrame: Int

  init(flow: Flow, fragments: FlowFragments?, finalFrame: Int) {
    self.flow = flow
    self.fragments = fragments
    self.finalFrame = finalFrame
  }

  /// Which endpoint is the client, and by what evidence.
  public var roles: (client: Endpoint, evidence: RoleEvidence) {
    Roles.decide(flow, connection, asking: application?.client)
  }

  /// Flows are told in the order of their first frames; inside a frame from the outside in.
  public var order: FlowOrder { flow.order }
}

/// A flow's place in a report, and its id.
public struct FlowOrder: Hashable, Comparable, Sendable {
  public var frame: Int
  public var depth: UInt8

  public init(frame: Int, depth: UInt8) {
    self.frame = frame
    self.depth = depth
  }

  public static func < (a: FlowOrder, b: FlowOrder) -> Bool {
    a.frame != b.frame ? a.frame < b.frame : a.depth < b.depth
  }
}

extension Flow {
  var order: FlowOrder { FlowOrder(frame: firstFrame, depth: depth) }
}

/// Fragments of a flow's datagrams in frames before the one that completed each: by who sent them.
///
/// A datagram counts among a flow's packets once, with the frame that completed it, as other tools have it; what came before
/// is told apart here, so that nothing is lost.
public struct FlowFragments: Hashable, Sendable {
  public private(set) var low = Count()
  public private(set) var high = Count()

  public struct Count: Hashable, Sendable {
    public var frames = 0
    /// Frame lengths on the wire, summed.
    public var octets = 0
  }

  mutating func count(_ packet: borrowing FlowPacket, _ datagram: ReassembledDatagram) {
    var count = packet.sender == .low ? low : high
    count.frames += datagram.frames - 1
    count.octets += datagram.wireLength - packet.wireLength
    if packet.sender == .low { low = count } else { high = count }
  }
}
