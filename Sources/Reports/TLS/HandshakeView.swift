import ApplicationModel
public import Flows
import PacketModel

/// A flow's TLS sessions, with what all of them share. Made once a flow; a view of a session refers to it.
public final class TLSConversation: Sendable {
  let finished: FinishedFlow
  let facts: ApplicationFacts
  /// The flow's client, as in the report.
  let client: Endpoint
  let connection: ConnectionReport?

  /// Nothing for a flow without a session.
  public init?(_ flow: borrowing FinishedFlow) {
    guard let facts = flow.application, !facts.tls.isEmpty else { return nil }
    client = flow.roles.client
    connection = ConnectionReport(flow, client: client)
    finished = copy flow
    self.facts = facts
  }

  /// Every session, from the outside in.
  public var handshakes: [HandshakeView] {
    facts.tls.indices.map { HandshakeView(conversation: self, session: facts.tls[$0], number: $0) }
  }

  func name(_ side: Endpoint) -> String { ConnectionRecord.name(side, client) }
}

/// One session in its place: what a line or a transcript tells of it.
public struct HandshakeView: Sendable {
  let conversation: TLSConversation
  let session: TLSSession
  /// From 0: the outermost session of the flow, and those inside.
  let number: Int
  let timing: TLSTiming

  init(conversation: TLSConversation, session: TLSSession, number: Int) {
    self.conversation = conversation
    self.session = session
    self.number = number
    timing = TLSTiming(session, opened: conversation.connection?.openedAt)
  }

  var flow: Flow { conversation.finished.flow }

  /// Where it stands in a list of all: by the frame of its first octet.
  public var order: ViewOrder {
    ViewOrder(frame: firstFrame, flow: conversation.finished.order, log: 0, index: number)
  }

  // MARK: - Frames and times

  private var first: StreamPoint? { session.points.min { $0.frame < $1.frame } }

  public var firstFrame: Int { first?.frame ?? flow.firstFrame }

  var start: Timestamp { first?.time ?? flow.firstTime }

  /// The last frame of the handshake, or of what became of it.
  var lastFrame: Int {
    let ends = [session.times.clientFinished, session.times.serverFinished, session.messages.first { $0.type == 2 }?.last]
    let frames = ends.compactMap { $0?.frame } + (session.failure?.frames ?? [])
    return max(firstFrame, frames.max() ?? session.clientHello?.last.frame ?? firstFrame)
  }

  /// Nanoseconds the handshake took, or has taken at least where it did not come to its end.
  public var leastHandshake: Int64? {
    if let time = timing.handshake { return time }
    guard !session.isComplete, let hello = session.clientHello else { return nil }
    return max(0, (session.failure == nil ? flow.lastTime : failed ?? flow.lastTime).nanoseconds(since: hello.first.time))
  }

  /// When it failed: its last alert or end.
  private var failed: Timestamp? {
    let points = [session.fatalAlert?.point, session.clientSide.end, session.serverSide.end].compactMap(\.self)
    return points.map(\.time).min()
  }

  // MARK: - What came of it

  public enum Outcome: String, Sendable {
    case done, failed
    /// The capture, or the connection, ended first.
    case unfinished
    /// The capture began later.
    case joined
  }

  public var outcome: Outcome {
    if session.failure != nil { return .failed }
    if session.isComplete, session.clientHello != nil || session.serverHello != nil { return .done }
    return session.clientHello == nil && session.serverHello == nil ? .joined : .unfinished
  }

  /// As text, in lower case; nothing where the client names none.
  var serverName: String? { session.serverName.map { NetworkText.string($0[...]) } }
}
