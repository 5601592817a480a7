import ApplicationModel
import Dissection
import Octets
import PacketModel

/// How streams open, and what their heads say (RFC 9113 §5.1, §8.1).
extension HTTP2Dissector {
  /// HEADERS: a head, an interim response, or trailers.
  mutating func begin(_ head: HTTPHead, _ opening: HTTP2Opening, _ isRequest: Bool, _ place: StreamPlace) {
    guard let stream = streams.find(opening.stream) ?? open(head, opening, isRequest) else { return }
    if streams[stream].hasEnded(isRequest) {
      return violations.note(.wrongStream, by: role(isRequest), in: opening.first.frame)
    }
    streams[stream].halves[isRequest.side].lastSent = place.time
    let hasHead = streams[stream].facts.contains(isRequest ? .hasRequest : .hasResponse)
    if isRequest {
      if hasHead || (!head.isRequest && head.unresolved == 0 && sides[true.side].hasLost) {
        takeTrailers(head, opening, stream, true, place)
      } else {
        beginRequest(head, opening, stream, place)
      }
    } else if (100..<200).contains(head.status), !hasHead {
      let exchange = streams[stream].exchange
      if log.exchanges[exchange].interim.count < HTTPInterim.maximum {
        log.exchanges[exchange].interim.append(
          HTTPInterim(first: opening.first, status: head.status, fields: head.fields))
      }
    } else if hasHead || (!head.isResponse && head.unresolved == 0 && sides[false.side].hasLost) {
      takeTrailers(head, opening, stream, false, place)
    } else {
      beginResponse(head, opening, stream, place)
    }
    if opening.endsStream { end(stream, isRequest, place) }
  }

  // MARK: - Streams

  /// Opens the stream of a head; nothing where it is one that has ended.
  private mutating func open(_ head: HTTPHead, _ opening: HTTP2Opening, _ isRequest: Bool) -> Int? {
    if isRequest {
      let isNew = opening.stream > sides[true.side].highestStream && opening.stream % 2 == 1
      guard isNew || sides[true.side].hasLost || sides[false.side].hasLost else {
        // A stream that is closed, or one that only servers open (RFC 9113 §5.1).
        violations.note(.wrongStream, by: .client, in: opening.first.frame)
        return nil
      }
      sides[true.side].highestStream = max(sides[true.side].highestStream, opening.stream)
      session.openedStreams &+= 1
    } else if !sides[true.side].hasLost, !sides[false.side].hasLost {
      // Of a request that the capture should have.
      guard opening.stream > sides[true.side].highestStream || opening.stream % 2 == 0 else { return nil }
    }
    return open(opening.stream, at: opening.first)
  }

  /// Opens a stream, and its exchange.
  mutating func open(_ id: Int, at first: StreamPoint) -> Int? {
    let stream = HTTP2OpenStream(
      id: id, exchange: log.exchanges.count, clientRoom: sides[true.side].streamRoom, serverRoom: sides[false.side].streamRoom)
    guard let place = streams.open(stream) else {
      violations.note(.tooManyStreams, by: .client, in: first.frame)
      omit("streams")
      return nil
    }
    for side in sides.indices where sides[side].opening.stream == id {
      streams[place].halves[side].needed = sides[side].opening.needed
    }
    var exchange = HTTPExchange()
    exchange.stream = id
    log.exchanges.append(exchange)
    let concurrent = streams.count &- lingering.count
    if concurrent > session.maximumConcurrent {
      session.maximumConcurrent = concurrent
      session.maximumConcurrentFrame = first.frame
    }
    return place
  }

  /// PUSH_PROMISE: the server says the request of a stream of its own (RFC 9113 §8.4).
  mutating func promise(
    _ id: Int, _ head: HTTPHead, _ opening: HTTP2Opening, _ isRequest: Bool, _ place: StreamPlace
  ) {
    guard !isRequest, id != 0, id % 2 == 0, streams.find(id) == nil, let stream = open(id, at: opening.first) else {
      return violations.note(.wrongStream, by: role(isRequest), in: place.frame)
    }
    session.pushedStreams &+= 1
    if session.pushes.count < HTTP2Session.maximumEntries {
      session.pushes.append(HTTP2Push(point: opening.first, parent: opening.stream, stream: id))
    } else {
      omit("pushes")
    }
    streams[stream].halves[false.side].lastSent = place.time
    log.streams[streams[stream].exchange, default: HTTP2Stream()].pushedBy = opening.stream
    beginRequest(head, opening, stream, place)
    end(stream, true, place)
  }

  // MARK: - Heads

  private mutating func beginRequest(
    _ head: HTTPHead, _ opening: HTTP2Opening, _ stream: Int, _ place: StreamPlace
  ) {
    let exchange = streams[stream].exchange
    let isConnect = log.spells("CONNECT", at: head.method)
    let isComplete = isConnect ? head.protocolName == nil || !head.path.isEmpty : !head.path.isEmpty && !head.scheme.isEmpty
    let isOdd = head.unresolved == 0 && !head.isDamaged && (head.method.isEmpty || !isComplete || head.isResponse)
    // Made where it stays: it is large.
    log.exchanges[exchange].request = HTTPRequest(
      HTTPMessage(head, opening, place, isOdd: isOdd), method: head.method, target: head.path, authority: head.authority,
      scheme: head.scheme)
    streams[stream].facts.insert(.hasRequest)
    if isConnect { streams[stream].facts.insert(.isConnect) }
    if opening.priority != nil || head.protocolName != nil {
      log.streams[exchange, default: HTTP2Stream()].priority = opening.priority
      log.streams[exchange, default: HTTP2Stream()].protocolName = head.protocolName
    }
    look(into: head, stream, true)
    if !opening.endsStream { noteRoom(stream, true, opening.first) }
  }

  private mutating func beginResponse(
    _ head: HTTPHead, _ opening: HTTP2Opening, _ stream: Int, _ place: StreamPlace
  ) {
    let exchange = streams[stream].exchange
    let isOdd = head.unresolved == 0 && !head.isDamaged && (head.status == 0 || head.isRequest)
    log.exchanges[exchange].response = HTTPResponse(
      HTTPMessage(head, opening, place, isOdd: isOdd), status: head.status, reason: 0..<0)
    streams[stream].facts.insert(.hasResponse)
    if streams[stream].facts.contains(.hasRequest), !streams[stream].hasEnded(true) { log.exchanges[exchange].isEarly = true }
    if streams[stream].facts.contains(.isConnect), (200..<300).contains(head.status) { openTunnel(stream) }
    look(into: head, stream, false)
    if !opening.endsStream { noteRoom(stream, false, opening.first) }
  }

  /// Fields behind a body; or all that the capture has of a message.
  private mutating func takeTrailers(
    _ head: HTTPHead, _ opening: HTTP2Opening, _ stream: Int, _ isRequest: Bool, _ place: StreamPlace
  ) {
    let exchange = streams[stream].exchange
    ensureMessage(stream, isRequest, opening.first)
    log.exchanges[exchange].withMessage(isRequest) { message in
      message.trailers = head.fields
      message.unresolvedFields &+= UInt32(clamping: head.unresolved)
      message.oddities.formUnion(head.oddities)
      if head.isRequest || head.isResponse { message.oddities.insert(.badPseudoField) }
      message.note(place.point)
      message.headOctets &+= opening.frameOctets
    }
  }

  /// Where a message's head was not captured, it is one all the same.
  mutating func ensureMessage(_ stream: Int, _ isRequest: Bool, _ point: StreamPoint) {
    let exchange = streams[stream].exchange
    guard !streams[stream].facts.contains(isRequest ? .hasRequest : .hasResponse) else { return }
    var message = HTTPMessage(version: .two, first: point)
    message.framing = .frames
    if isRequest {
      log.exchanges[exchange].request = HTTPRequest(message, method: 0..<0, target: 0..<0)
    } else {
      log.exchanges[exchange].response = HTTPResponse(message, status: 0, reason: 0..<0)
    }
    streams[stream].facts.insert(isRequest ? .hasRequest : .hasResponse)
  }
}

extension HTTPMessage {
  fileprivate init(_ head: HTTPHead, _ opening: HTTP2Opening, _ place: StreamPlace, isOdd: Bool) {
    self.init(version: .two, first: opening.first)
    note(place.point)
    fields = head.fields
    headOctets = opening.frameOctets
    oddities = isOdd ? head.oddities.union(.badPseudoField) : head.oddities
    unresolvedFields = UInt32(clamping: head.unresolved)
    declaredLength = head.contentLength
    framing = opening.endsStream ? .none : .frames
  }
}
