import ApplicationModel
import Flows
import PacketModel

/// One exchange in its place: what a line, a transcript or an archive's entry tells of it.
public struct ExchangeView: Sendable {
  let conversation: HTTPConversation
  let log: HTTPLog
  /// Empty for a WebSocket session whose handshake was not captured.
  let exchange: HTTPExchange
  let session: WebSocketSession?
  let timing: HTTPTiming
  /// Which log of the connection's, and which exchange in it.
  let place: (log: Int, index: Int)
  /// From 0, counted over all the connection's exchanges.
  let number: Int?

  init(
    _ conversation: HTTPConversation, _ log: HTTPLog, _ exchange: HTTPExchange, _ session: WebSocketSession?,
    place: (log: Int, index: Int), number: Int?
  ) {
    self.conversation = conversation
    self.log = log
    self.exchange = exchange
    self.session = session
    self.place = place
    self.number = number
    timing = HTTPTiming(exchange)
  }

  var flow: Flow { conversation.finished.flow }

  /// Where it stands in a list of all: by the frame of its first octet.
  public var order: ViewOrder {
    ViewOrder(frame: firstFrame, flow: conversation.finished.order, log: place.log, index: place.index)
  }

  // MARK: - Frames and times

  public var firstFrame: Int {
    let frame = exchange.firstFrame
    return frame > 0 ? frame : session?.points.map(\.frame).min() ?? flow.firstFrame
  }

  var start: Timestamp {
    exchange.firstFrame > 0 ? exchange.start : session?.points.map(\.time).min() ?? flow.firstTime
  }

  /// The frame of the last octet of it that was seen.
  var lastFrame: Int { points.map(\.frame).max() ?? firstFrame }

  var end: Timestamp { points.map(\.time).max() ?? start }

  private var points: [StreamPoint] {
    [exchange.request?.message.last, exchange.response?.message.last, exchange.interim.last?.first].compactMap(\.self)
      + (session?.points ?? [])
  }

  /// Nanoseconds it took, or has taken at least: until the flow's last packet where no response came.
  public var leastTotal: Int64 {
    if let total = timing.total { return total }
    return max(end, isUnanswered ? flow.lastTime : end).nanoseconds(since: start)
  }

  /// Nanoseconds the server took to answer, or has taken at least; nothing where that cannot be told.
  public var leastWait: Int64? {
    if let wait = timing.wait { return wait }
    guard isUnanswered, let request = exchange.request?.message, request.isComplete else { return nil }
    return max(0, flow.lastTime.nanoseconds(since: request.last.time))
  }

  /// Whether no response came, as far as the capture goes: it does not merely lack it.
  var isUnanswered: Bool {
    guard exchange.request != nil, exchange.response == nil else { return false }
    return exchange.unpaired == .noResponse || exchange.unpaired == .captureEnded
  }

  /// Events of TCP between its first and its last frame.
  var transportEvents: ArraySlice<SegmentEvent> {
    guard let events = conversation.finished.analysis?.events, !events.isEmpty else { return [] }
    let start = Self.first(of: events, atOrAfter: firstFrame)
    let end = Self.first(of: events, atOrAfter: max(firstFrame, lastFrame) + 1)
    return events[start..<end]
  }

  /// By halving: a connection may have many exchanges.
  private static func first(of events: [SegmentEvent], atOrAfter frame: Int) -> Int {
    var low = 0
    var high = events.count
    while low < high {
      let middle = (low + high) / 2
      if events[middle].frame < frame { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// What was found between its first and its last frame.
  var findings: [Finding] {
    let frames = firstFrame...max(firstFrame, lastFrame)
    return conversation.facts.findings.filter { $0.frames.first.map(frames.contains) == true }
  }

  /// Nanoseconds of it in which TCP repaired loss.
  var repair: Int64 { conversation.repair.share(of: timing)?.total ?? 0 }

  // MARK: - HTTP/2

  /// What its stream has beside what all exchanges have.
  var stream: HTTP2Stream? { number == nil ? nil : log.streams[place.index] }

  var account: HTTP2Account? { number == nil ? nil : conversation.http2[place.log] }

  /// Nanoseconds that its stream was held by the repair of others' octets.
  var held: Int64 { exchange.stream.flatMap { account?.headOfLine.streams[$0]?.spans.total } ?? 0 }

  /// Nanoseconds that its stream waited for windows to open.
  var blocked: Int64 { exchange.stream.flatMap { account?.flowControl.delay(of: $0) } ?? 0 }

  /// The TLS session that a log's exchanges went through.
  var tls: TLSSession? {
    guard log.scheme == "https" else { return nil }
    return conversation.facts.tls.last { $0.tunnel == log.tunnel }
  }

  // MARK: - gRPC

  /// The gRPC call that it is.
  var call: GRPCCall? { log.calls[place.index] }

  var deadline: GRPCDeadline? {
    call.flatMap { GRPCDeadline($0, exchange, log.streams[place.index], server: conversation.client.other) }
  }

  // MARK: - What was said

  /// Nothing where header compression hides it.
  var method: String? { exchange.request.flatMap { $0.method.isEmpty && exchange.stream != nil ? nil : text(of: $0.method) } }

  /// HTTP/2's own, or its log's.
  var scheme: String {
    exchange.request.flatMap { $0.scheme.isEmpty ? nil : text(of: $0.scheme).lowercased() } ?? log.scheme
  }

  var target: ArraySlice<UInt8> { exchange.request.map { log.octets(at: $0.target) } ?? [] }

  /// HTTP/0.9 has none.
  public var status: Int? { exchange.response.flatMap { $0.status > 0 ? $0.status : nil } }

  /// Octets of the log as text.
  func text(of place: Range<Int>) -> String { NetworkText.string(log.octets(at: place)) }

  /// A field's value as text, not redacted: for what is known to be no secret.
  func value(_ name: StaticString, of message: HTTPMessage?) -> String? {
    message.flatMap { log.value(name, in: $0.fields) }.map { NetworkText.string($0) }
  }
}

extension WebSocketSession {
  /// Whatever of it has a frame.
  var points: [StreamPoint] {
    [messages.first?.first, messages.last?.last, pings.first?.point, pings.last?.point, close?.point, closeAnswer?.point]
      .compactMap(\.self)
  }
}
