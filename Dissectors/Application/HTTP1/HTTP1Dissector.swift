public import ApplicationModel
public import Dissection
public import Octets
public import PacketModel

/// HTTP/0.9, 1.0 and 1.1 (RFC 9110, RFC 9112) in both directions of a stream.
///
/// Messages are read where they lie; a head is copied once, into the log, and a body not at all. When an exchange changes the
/// protocol (CONNECT, Upgrade), all that follows is handed on to whoever reads what comes then.
public struct HTTP1Dissector: ApplicationDissector {
  public static var id: ProtocolID { .http }

  public static func recognise(_ octets: ByteView) -> Recognition { HTTP1StartLine.recognise(octets) }

  let context: StreamContext
  var log = HTTPLog()
  var queue = HTTP1Queue()
  var client = HTTP1Side()
  var server = HTTP1Side()
  /// The exchange whose response comes next or is being read, when interim responses have named it.
  var claimed: Int?
  /// Whether the server's stream was read without a break since a response was last placed.
  var isCertain = true
  /// The exchange whose response came before the request's head had ended.
  var answeredEarly: Int?
  /// What follows a change of protocol, and the exchange that brought it.
  var inner: RecognisedStream?
  var handedOnBy: Int?
  /// Whether the server has said anything.
  var isAnswered = false
  var findings: [Finding] = []

  public init(_ context: StreamContext) {
    self.context = context
    log.id = context.logs
    if context.isSecure { log.scheme = "https" }
    let isClientLow = context.client == .low
    let connection = context.connection
    if !(isClientLow ? connection.lowFromStart : connection.highFromStart) { lose(true, .captureStarted) }
    if !(isClientLow ? connection.highFromStart : connection.lowFromStart) { lose(false, .captureStarted) }
  }

  subscript(isRequest: Bool) -> HTTP1Side {
    _read { if isRequest { yield client } else { yield server } }
    _modify { if isRequest { yield &client } else { yield &server } }
  }

  public var memory: Int {
    log.memory &+ queue.memory &+ client.memory &+ server.memory &+ (handedOnBy == nil ? 0 : inner?.memory ?? 0)
  }

  public var isWaiting: Bool { inner?.isWaiting ?? false }

  public mutating func reconsider() { inner?.reconsider() }

  // MARK: - The stream

  public mutating func receive(_ octets: ByteView, from sender: Endpoint, at place: StreamPlace) {
    guard handedOnBy == nil else { return pass(octets, sender, place) }
    let isRequest = sender == context.client
    if !isRequest, !isAnswered { noteExpected(octets, place.point) }
    var place = place
    var rest = octets
    while !rest.isEmpty {
      let count = read(rest, isRequest, place)
      rest = rest.dropping(count)
      if handedOnBy != nil {
        if !rest.isEmpty { pass(rest, sender, place) }
        return
      }
      // Each step takes something; this only makes sure of it.
      guard count > 0 else { return }
      place.isSegmentStart = false
    }
    releaseIfLarge()
  }

  public mutating func skip(_ count: Int, from sender: Endpoint, at place: StreamPlace) {
    if handedOnBy != nil {
      countTunnel(count, sender)
      inner?.skip(count, from: sender, at: place)
    } else {
      skip(count, sender == context.client, place)
    }
  }

  public mutating func finish(_ sender: Endpoint, _ ending: StreamEnding, at place: StreamPlace) {
    let isRequest = sender == context.client
    if self[isRequest].ending == nil { self[isRequest].ending = ending }
    if handedOnBy != nil {
      inner?.finish(sender, ending, at: place)
    } else {
      end(isRequest, ending)
    }
  }

  public mutating func tell(_ facts: inout ApplicationFacts) {
    log.isProvisional = facts.isProvisional
    end(true, client.ending ?? .cut)
    end(false, server.ending ?? .cut)
    markUnanswered()
    facts.client = facts.client ?? context.client
    log.tunnel = facts.exchange(of: context.handover)
    if let handedOnBy, let id = inner?.protocolID { log.exchanges[handedOnBy].tunnel?.content = id }
    log.tellRest(context, client: context.client)
    facts.http.append(log)
    facts.findings.append(contentsOf: findings)
    inner?.tell(&facts)
  }

  // MARK: - Steps

  /// Reads from the front of a side's octets; answers how many were taken, at least one, unless the protocol changed.
  private mutating func read(_ octets: ByteView, _ isRequest: Bool, _ place: StreamPlace) -> Int {
    if !isRequest, server.hasNoBodyYet, answersNobody, HTTP1StartLine.recognise(octets) == .server {
      endMessage(false, isComplete: true)
    }
    switch self[isRequest].state {
    case .start: return begin(octets, isRequest, place)
    case .head: return continueHead(octets, isRequest, place)
    case .length(let left):
      let count = min(left, octets.count)
      self[isRequest].state = .length(left &- count)
      take(octets.prefix(count), isRequest, place)
      if count == left { endMessage(isRequest, isComplete: true) }
      return count
    case .chunked(let chunks): return readChunk(chunks, octets, isRequest, place)
    case .trailers: return readTrailers(octets, isRequest, place)
    case .close:
      take(octets, isRequest, place)
      return octets.count
    case .held: return hold(octets, place)
    case .lost: return search(octets, isRequest, place)
    case .finished: return octets.count
    }
  }

  /// Whether the request of the response under way was not seen. It may be a HEAD: then the next response begins where this
  /// one's body would.
  var answersNobody: Bool {
    mutating get { server.exchange.map { log.exchanges[$0].request?.seen() == nil } ?? false }
  }

  /// Looks for a message's beginning: where a segment begins, or where a response must that somebody waits for; and where only
  /// what was read so far was no HTTP, at the beginning of any line.
  ///
  /// `isRefused` says that none begins with these octets.
  mutating func search(_ octets: ByteView, _ isRequest: Bool, _ place: StreamPlace, isRefused: Bool = false) -> Int {
    let isWanted = !isRequest && queue.expected(from: octets.offset) == octets.offset
    let isExpected = isWanted || self[isRequest].resume == octets.offset
    if !isRefused, place.isSegmentStart || isExpected {
      let recognition = HTTP1StartLine.recognise(octets)
      if recognition == (isRequest ? .client : .server) || (recognition == .maybe && octets.count > 1) {
        self[isRequest].state = .start
        return begin(octets, isRequest, place)
      }
    }
    var count = octets.count
    if !isRequest, let next = queue.expected(from: octets.offset &+ 1) { count = min(count, next &- octets.offset) }
    if self[isRequest].reason == .malformed, let line = Self.nextFirstLine(octets.prefix(count), isRequest) {
      self[isRequest].resume = octets.offset &+ line
      count = line
    }
    noteSkipped(count, isRequest, place)
    return count
  }

  /// Where behind the first octet a line begins that is a message's first one.
  private static func nextFirstLine(_ octets: ByteView, _ isRequest: Bool) -> Int? {
    let span = octets.span
    for index in span.indices.dropLast() where span[index] == 10 {
      if HTTP1StartLine.recognise(octets.dropping(index &+ 1)) == (isRequest ? .client : .server) { return index &+ 1 }
    }
    return nil
  }

  mutating func noteSkipped(_ count: Int, _ isRequest: Bool, _ place: StreamPlace) {
    if self[isRequest].skipped == 0 { self[isRequest].skippedFrame = place.frame }
    self[isRequest].skipped &+= count
  }

  private mutating func skip(_ count: Int, _ isRequest: Bool, _ place: StreamPlace) {
    switch self[isRequest].state {
    case .length(let left):
      let inside = min(left, count)
      passOver(inside, isRequest)
      self[isRequest].state = .length(left &- inside)
      guard inside == left else { return }
      endMessage(isRequest, isComplete: true)
      if count > left {
        lose(isRequest, .gap)
        noteSkipped(count &- left, isRequest, place)
      }
    case .chunked(var chunks) where chunks.contentLeft >= count:
      chunks.pass(count)
      self[isRequest].state = .chunked(chunks)
      passOver(count, isRequest)
    case .close: passOver(count, isRequest)
    case .finished: return
    case .lost:
      self[isRequest].reason = .gap
      noteSkipped(count, isRequest, place)
    default:
      lose(isRequest, .gap)
      noteSkipped(count, isRequest, place)
    }
  }

  /// From here on no message's beginning is known.
  mutating func lose(_ isRequest: Bool, _ reason: HTTPExchange.Unpaired) {
    breakOff(isRequest)
    self[isRequest].state = .lost
    self[isRequest].reason = reason
    self[isRequest].mayHaveMissed = true
    self[isRequest].pending = []
    self[isRequest].held = []
    self[isRequest].heldOctets = 0
    if !isRequest {
      isCertain = false
      claimed = nil
    }
  }
}
