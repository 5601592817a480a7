import ApplicationModel
import Dissection
import Octets
import PacketModel

/// How messages begin, and find each other.
extension HTTP1Dissector {
  mutating func begin(_ octets: ByteView, _ isRequest: Bool, _ place: StreamPlace) -> Int {
    let empty = Self.emptyLines(octets)
    guard empty == 0 else { return empty }
    if !isRequest, isBareAnswer(octets) { return beginBare(octets, place) }
    let (base, firstField) = (log.octets.count, log.fields.count)
    switch HTTP1Head.read(octets, into: &log) {
    case .head(let head) where isRequest == head.line.isRequest:
      start(head, base, at: octets.offset, place, place)
      return head.length
    case .incomplete where HTTP1StartLine.recognise(octets) != .no:
      self[isRequest].pendingPlace = place
      self[isRequest].pendingPosition = octets.offset
      self[isRequest].scan = HTTP1HeadScan()
      self[isRequest].state = .head
      return continueHead(octets, isRequest, place)
    default:
      forget(octetsFrom: base, fieldsFrom: firstField)
      lose(isRequest, .malformed)
      return search(octets, isRequest, place, isRefused: true)
    }
  }

  mutating func continueHead(_ octets: ByteView, _ isRequest: Bool, _ place: StreamPlace) -> Int {
    var scan = self[isRequest].scan
    let end = scan.end(in: octets)
    self[isRequest].scan = scan
    guard let count = end ?? oldRequest(octets, isRequest) else {
      octets.append(to: &self[isRequest].pending)
      if self[isRequest].pending.count > HTTP1Head.maximum {
        lose(isRequest, .malformed)
        noteSkipped(octets.count, isRequest, place)
      }
      return octets.count
    }
    octets.prefix(count).append(to: &self[isRequest].pending)
    let (first, position) = (self[isRequest].pendingPlace, self[isRequest].pendingPosition)
    let pending = self[isRequest].pending
    self[isRequest].pending = []
    let (base, firstField) = (log.octets.count, log.fields.count)
    guard case .head(let head) = HTTP1Head.read(ByteView(pending.span, offset: position), into: &log),
      head.line.isRequest == isRequest
    else {
      forget(octetsFrom: base, fieldsFrom: firstField)
      lose(isRequest, .malformed)
      noteSkipped(pending.count, isRequest, place)
      return count
    }
    start(head, base, at: position, first, place)
    return count
  }

  /// A first line without a version is all there is of an HTTP/0.9 request: octets up to its end.
  private func oldRequest(_ octets: ByteView, _ isRequest: Bool) -> Int? {
    guard isRequest, client.scan.lines == 1, let end = LineEnd(octets.span, from: 0) else { return nil }
    var line = client.pending + octets.prefix(end.content).copied()
    if line.last == 13 { line.removeLast() }
    guard case .request(_, _, .zeroNine) = HTTP1StartLine(line.span, length: line.count) else { return nil }
    return end.next
  }

  private static func emptyLines(_ octets: ByteView) -> Int {
    var count = 0
    while let octet = octets.octet(at: count), octet == 13 || octet == 10 { count &+= 1 }
    return count
  }

  // MARK: - Messages

  private mutating func start(_ head: HTTP1Head, _ base: Int, at position: Int, _ first: StreamPlace, _ last: StreamPlace) {
    var message = HTTPMessage(head, first.point)
    if first.time <= last.time { message.last = last.point }
    tellSkipped(head.line.isRequest, until: first.frame)
    switch head.line {
    case .request(let method, let target, _):
      startRequest(&message, method.moved(base), target.moved(base), head, acknowledged: first.acknowledged)
    case .response(let status, let reason, _):
      startResponse(&message, status, reason.moved(base), head, at: position)
    }
  }

  private mutating func startRequest(
    _ message: inout HTTPMessage, _ method: Range<Int>, _ target: Range<Int>, _ head: HTTP1Head, acknowledged: Int?
  ) {
    if head.isChunked {
      message.framing = .chunked
    } else if let length = head.contentLength, !head.hasTransferCoding {
      message.framing = length > 0 ? .length : .none
    }
    message.isComplete = message.framing == .none
    client.mayChangeProtocol = head.hasUpgrade || log.spells("CONNECT", at: method)
    let exchange: Int
    if let early = answeredEarly {
      exchange = early
      answeredEarly = nil
    } else {
      exchange = log.exchanges.count
      log.exchanges.append(HTTPExchange())
      if isCertain, !queue.isEmpty, claimed == nil { queue.isPipelined = true }
      queue.append(
        HTTP1Queue.Entry(exchange: exchange, acknowledged: acknowledged, isAfterGap: client.mayHaveMissed))
    }
    log.exchanges[exchange].request = HTTPRequest(message, method: method, target: target)
    startBody(&message, exchange, head, isRequest: true)
  }

  private mutating func startResponse(
    _ message: inout HTTPMessage, _ status: Int, _ reason: Range<Int>, _ head: HTTP1Head, at position: Int
  ) {
    let exchange = claimed ?? claim(at: position, message.first)
    claimed = nil
    if status < 200, status != 101 {
      claimed = exchange
      server.state = .start
      guard log.exchanges[exchange].interim.count < HTTPInterim.maximum else { return }
      return log.exchanges[exchange].interim.append(
        HTTPInterim(first: message.first, status: status, fields: message.fields))
    }
    let request = log.exchanges[exchange].request?.seen()
    let method = request?.method ?? 0..<0
    let isTunnel = status / 100 == 2 && log.spells("CONNECT", at: method)
    // RFC 9112 §6.3
    if isTunnel || status == 101 || status == 204 || status == 304 || log.spells("HEAD", at: method) {
      message.framing = .none
    } else if head.isChunked {
      message.framing = .chunked
    } else if head.hasTransferCoding {
      message.framing = .close
    } else if let length = head.contentLength {
      message.framing = length > 0 ? .length : .none
    } else {
      message.framing = .close
    }
    message.isComplete = message.framing == .none
    log.exchanges[exchange].isEarly = request?.isComplete == false
    log.exchanges[exchange].response = HTTPResponse(message, status: status, reason: reason)
    startBody(&message, exchange, head, isRequest: false)
    if isTunnel || status == 101 {
      handOn(exchange, isConnect: isTunnel)
    } else if client.state == .held, client.heldFor == exchange {
      releaseHeld()
    }
    tellIfEnded(exchange)
  }

  /// An HTTP/0.9 response has no head: its body is all of it.
  private mutating func isBareAnswer(_ octets: ByteView) -> Bool {
    guard isCertain, claimed == nil, let first = queue.first, !first.isAfterGap else { return false }
    guard log.exchanges[first.exchange].request?.seen().version == .zeroNine else { return false }
    let recognition = HTTP1StartLine.recognise(octets)
    return recognition != .server && (recognition == .no || octets.octet(at: 0) != UInt8(ascii: "H"))
  }

  private mutating func beginBare(_ octets: ByteView, _ place: StreamPlace) -> Int {
    let exchange = claim(at: octets.offset, place.point)
    var message = HTTPMessage(version: .zeroNine, first: place.point)
    message.framing = .close
    log.exchanges[exchange].response = HTTPResponse(message, status: 0, reason: 0..<0)
    startBody(&message, exchange, nil, isRequest: false)
    take(octets, false, place)
    return octets.count
  }

  // MARK: - Pairing

  /// The exchange that a response beginning at a position of the server's stream belongs to; a new one without request where
  /// none can be named.
  private mutating func claim(at position: Int, _ point: StreamPoint) -> Int {
    if let before = queue.place(ofResponseAt: position, isCertain: isCertain) {
      for _ in 0..<before {
        guard let missed = queue.removeFirst() else { break }
        log.exchanges[missed.exchange].unpaired = lossReason
        log.tell(missed.exchange, context, client: context.client)
      }
      if let entry = queue.removeFirst() {
        isCertain = true
        if queue.isEmpty { client.mayHaveMissed = false }
        return entry.exchange
      }
    }
    let exchange = log.exchanges.count
    log.exchanges.append(HTTPExchange())
    let isUnread = isCertain && queue.isEmpty && client.state == .head
    if isUnread, let partial = partialRequest() {
      // Answered before its head had ended: too large, or too slow.
      log.exchanges[exchange].request = partial
      answeredEarly = exchange
    } else {
      log.exchanges[exchange].unpaired = isCertain && !client.mayHaveMissed ? .noRequest : lossReason
    }
    return exchange
  }

  private var lossReason: HTTPExchange.Unpaired {
    if !isCertain { return server.reason }
    return client.mayHaveMissed ? client.reason : .gap
  }

  /// What has come of a request whose head has not ended, when that is its first line at least.
  mutating func partialRequest() -> HTTPRequest? {
    let base = log.octets.count
    guard let head = partialHead(true), case .request(let method, let target, _) = head.line else { return nil }
    let message = HTTPMessage(head, client.pendingPlace.point)
    return HTTPRequest(message, method: method.moved(base), target: target.moved(base))
  }

  private mutating func partialHead(_ isRequest: Bool) -> HTTP1Head? {
    let pending = self[isRequest].pending
    let (base, firstField) = (log.octets.count, log.fields.count)
    if case .head(let head) = HTTP1Head.read(ByteView(pending.span), into: &log, takesPart: true),
      head.line.isRequest == isRequest
    {
      return head
    }
    forget(octetsFrom: base, fieldsFrom: firstField)
    return nil
  }

  /// A head was read that is none of this side's.
  private mutating func forget(octetsFrom base: Int, fieldsFrom firstField: Int) {
    log.octets.removeLast(log.octets.count &- base)
    log.fields.removeLast(log.fields.count &- firstField)
  }

  /// A head's end will not come: what has come of it is told.
  mutating func breakOffHead(_ isRequest: Bool) {
    if isRequest {
      guard answeredEarly == nil, let partial = partialRequest() else { return answeredEarly = nil }
      queue.append(
        HTTP1Queue.Entry(
          exchange: log.exchanges.count, acknowledged: client.pendingPlace.acknowledged, isAfterGap: client.mayHaveMissed))
      log.exchanges.append(HTTPExchange())
      log.exchanges[log.exchanges.count &- 1].request = partial
    } else {
      let base = log.octets.count
      guard let head = partialHead(false), case .response(let status, let reason, _) = head.line else { return }
      let message = HTTPMessage(head, server.pendingPlace.point)
      let exchange = claimed ?? claim(at: server.pendingPosition, message.first)
      claimed = nil
      guard status >= 200 || status == 101 else { return }
      log.exchanges[exchange].response = HTTPResponse(message, status: status, reason: reason.moved(base))
    }
  }

  /// Tells what was skipped, once a message's beginning was found behind it.
  mutating func tellSkipped(_ isRequest: Bool, until frame: Int) {
    let (skipped, first, reason) = (self[isRequest].skipped, self[isRequest].skippedFrame, self[isRequest].reason)
    guard skipped > 0 else { return }
    self[isRequest].skipped = 0
    guard reason != .captureStarted, findings.count < Finding.maximum else { return }
    let name = isRequest ? "client" : "server"
    let why = reason == .gap ? "octets are missing from the capture" : "they are no HTTP message"
    findings.append(
      Finding(
        "http_skipped", .warning, "\(skipped) octets of the \(name) could not be read as HTTP: \(why).",
        frames: [first, max(frame, first)],
        values: [
          .init("side", .text(name)), .init("octets", .number(skipped)), .init("reason", .text(reason.rawValue)),
        ]))
  }
}

extension HTTPMessage {
  init(_ head: HTTP1Head, _ first: StreamPoint) {
    self.init(version: head.line.version, first: first)
    fields = head.fields
    headOctets = head.length
    oddities = head.oddities
    declaredLength = head.contentLength
  }
}

extension HTTPRequest {
  /// What a response's reader asks of its request; asked as if it changed something, for to look into an optional value copies
  /// all of it.
  mutating func seen() -> (method: Range<Int>, version: HTTPVersion, isComplete: Bool) {
    (method, message.version, message.isComplete)
  }
}

extension HTTP1StartLine {
  var isRequest: Bool {
    if case .request = self { return true }
    return false
  }

  var version: HTTPVersion {
    switch self {
    case .request(_, _, let version), .response(_, _, let version): version
    }
  }
}

extension Range<Int> {
  /// The same range, so many places further.
  func moved(_ distance: Int) -> Range<Int> { (lowerBound &+ distance)..<(upperBound &+ distance) }
}
