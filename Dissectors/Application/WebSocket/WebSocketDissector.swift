public import ApplicationModel
public import Dissection
public import Octets
public import PacketModel

/// WebSocket (RFC 6455), with permessage-deflate (RFC 7692), in both directions of a stream.
///
/// HTTP hands the stream on with the handshake's fields; or frames are recognised where a capture begins in the middle.
public struct WebSocketDissector: ApplicationDissector {
  public static var id: ProtocolID { .webSocket }

  private let context: StreamContext
  private var record: WebSocketRecord
  private var client: WebSocketSide
  private var server: WebSocketSide

  public static func recognise(_ octets: ByteView) -> Recognition { WebSocketFrameChain.recognise(octets) }

  public init(_ context: StreamContext) {
    self.context = context
    record = WebSocketRecord(context)
    var agreement = WebSocketAgreement.unknown
    if let upgrade = context.handover?.upgrade {
      let handshake = WebSocketHandshake(upgrade)
      agreement = handshake.agreement
      record.session.handshake = handshake.told
      record.findings = handshake.findings
    }
    // Recognised by content, what came before may be anything.
    let isAtStart = context.handover?.upgrade != nil
    let previewOctets = context.options.previewOctets
    client = WebSocketSide(.client, context.client, agreement, isAtStart: isAtStart, previewOctets: previewOctets)
    server = WebSocketSide(
      .server, context.client.other, agreement, isAtStart: isAtStart, previewOctets: previewOctets)
  }

  public mutating func receive(_ octets: ByteView, from sender: Endpoint, at place: StreamPlace) {
    if sender == context.client {
      client.receive(octets, at: place, &record)
    } else {
      server.receive(octets, at: place, &record)
    }
  }

  public mutating func skip(_ count: Int, from sender: Endpoint, at place: StreamPlace) {
    if sender == context.client { client.skip(count, at: place, &record) } else { server.skip(count, at: place, &record) }
  }

  public mutating func finish(_ sender: Endpoint, _ ending: StreamEnding, at place: StreamPlace) {
    if sender == context.client {
      client.finish(ending, at: place, &record)
    } else {
      server.finish(ending, at: place, &record)
    }
  }

  /// Never before both sides have ended: what comes behind a Close frame is told, too.
  public var isDone: Bool { client.end != nil && server.end != nil }

  public var isWaiting: Bool { record.tunnel.isWaiting }

  public mutating func reconsider() { record.tunnel.reconsider() }

  public var memory: Int { client.memory &+ server.memory &+ record.memory }

  public mutating func tell(_ facts: inout ApplicationFacts) {
    noteEnd()
    client.leave(&record)
    server.leave(&record)
    record.session.exchange = facts.exchange(of: context.handover)
    if facts.client == nil { facts.client = context.client }
    facts.webSockets.append(record.session)
    let room = max(0, Finding.maximum &- facts.findings.count)
    facts.findings.append(contentsOf: (record.findings + record.violations.findings).prefix(room))
    record.tunnel.tell(&facts)
  }

  /// Says when the connection's end was none that a WebSocket should have (RFC 6455 §7.1.5).
  private mutating func noteEnd() {
    // What is missing may have closed.
    guard record.session.missingOctets == 0, record.session.unreadOctets == 0 else { return }
    let ends = [client.end, server.end].compactMap { $0 }.filter { $0.ending != .cut }
    let frames = Set(ends.map(\.frame)).sorted()
    guard let close = record.session.close else {
      guard !ends.isEmpty else { return }
      let text = "The connection ended without a Close frame, which applications see as code 1006 (RFC 6455 §7.1.5)."
      return record.findings.append(Finding("websocket_closed_abnormally", .warning, text, frames: frames))
    }
    let answers = close.sender == context.client ? server.end : client.end
    guard record.session.closeAnswer == nil, let answers, answers.ending != .cut else { return }
    let text = "The connection ended without an answer to the Close frame (RFC 6455 §5.5.1)."
    record.findings.append(
      Finding("websocket_close_unanswered", .note, text, frames: Set([close.point.frame, answers.frame]).sorted()))
  }
}
