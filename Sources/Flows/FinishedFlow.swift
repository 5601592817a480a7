public import PacketModel

/// A flow of which nothing more will be said, with all that was kept of it.
public struct FinishedFlow: Sendable {
  public var flow: Flow
  /// For TCP.
  public var connection: Connection?
  public var trouble: Trouble?
  /// The frame that made it final; the last frame of the capture for those still alive then.
  public var finalFrame: Int

  /// Which endpoint is the client, and by what evidence.
  public var roles: (client: Endpoint, evidence: RoleEvidence) { Roles.decide(flow, connection) }

  /// Flows are told in the order of their first frames; inside a frame from the outside in.
  public var order: FlowOrder { flow.order }
}

/// A flow's place in a report, and its id.
public struct FlowOrder: Hashable, Comparable, Sendable {
  public var frame: Int
  public var depth: UInt8

  public static func < (a: FlowOrder, b: FlowOrder) -> Bool {
    a.frame != b.frame ? a.frame < b.frame : a.depth < b.depth
  }
}

extension Flow {
  var order: FlowOrder { FlowOrder(frame: firstFrame, depth: depth) }
}
