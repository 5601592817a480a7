import ApplicationModel
import Dissection
import Octets
import PacketModel

/// DATA, and how messages and streams end (RFC 9113 §5.1, §6.1, §6.4).
extension HTTP2Dissector {
  /// A piece of a DATA frame's payload, from its octet `offset` on. The last piece ends it.
  mutating func readData(
    _ header: HTTP2FrameHeader, _ piece: ByteView, _ offset: Int, _ isRequest: Bool, _ place: StreamPlace
  ) {
    let first = header.isPadded && offset == 0 ? 1 : 0
    if offset == 0 {
      sides[isRequest.side].padding = header.isPadded ? Int(piece.octet(at: 0) ?? 0) : 0
      if header.isPadded, sides[isRequest.side].padding >= header.length {
        violations.note(.badPadding, by: role(isRequest), in: place.frame)
        sides[isRequest.side].padding = max(0, header.length &- 1)
      }
      if header.length > 0 { sides[isRequest.side].told.paddingOctets &+= first &+ sides[isRequest.side].padding }
    }
    guard let stream = takeRoom(header, offset, isRequest, place) else { return }
    let behind = min(piece.count, max(first, header.length &- sides[isRequest.side].padding &- offset))
    let content = piece.dropping(first).prefix(behind &- first)
    sides[isRequest.side].told.dataOctets &+= content.count
    take(content, stream, isRequest, place)
    if content.count < piece.count {
      log.exchanges[streams[stream].exchange].takePadding(piece.count &- content.count, isRequest, place.point)
    }
    if offset &+ piece.count == header.length {
      streams[stream].halves[isRequest.side].lastSent = place.time
      if header.endsStream { end(stream, isRequest, place) }
    }
  }

  /// Octets of DATA that the capture lacks. With the first of them it lacks how much padding there is.
  mutating func skipData(_ header: HTTP2FrameHeader, _ count: Int, _ offset: Int, _ isRequest: Bool, _ place: StreamPlace) {
    if offset == 0 { sides[isRequest.side].padding = 0 }
    guard let stream = takeRoom(header, offset, isRequest, place) else { return }
    let content = min(count, max(0, header.length &- sides[isRequest.side].padding &- offset))
    passOver(content, stream, isRequest, place)
    if offset &+ count == header.length, header.endsStream { end(stream, isRequest, place) }
  }

  /// The stream that may take octets of a DATA frame, whose first one takes the room of all.
  private mutating func takeRoom(
    _ header: HTTP2FrameHeader, _ offset: Int, _ isRequest: Bool, _ place: StreamPlace
  ) -> Int? {
    guard let stream = streamOfData(header, isRequest) else {
      if offset == 0 { spendConnection(header.length, isRequest, place.point) }
      return nil
    }
    if offset == 0 { spend(header, stream, isRequest, place.point) }
    guard streams[stream].hasEnded(isRequest) else { return stream }
    // RFC 9113 §5.1: whoever has ended a stream sends no more on it.
    if offset == 0 { violations.note(.wrongStream, by: role(isRequest), in: place.frame) }
    return nil
  }

  /// The stream that DATA is of. Where the capture began later, it may be one whose head is not in it.
  private mutating func streamOfData(_ header: HTTP2FrameHeader, _ isRequest: Bool) -> Int? {
    if let stream = streams.find(header.stream) { return stream }
    guard header.stream != 0, header.length > 0,
      sides[isRequest.side].hasLost, header.stream > highestClosed
    else { return nil }
    return open(header.stream, at: sides[isRequest.side].cutter.first)
  }

  private mutating func take(_ content: ByteView, _ stream: Int, _ isRequest: Bool, _ place: StreamPlace) {
    ensureMessage(stream, isRequest, sides[isRequest.side].cutter.first)
    let (exchange, reader) = (streams[stream].exchange, streams[stream].readers)
    guard reader >= 0 else { return log.exchanges[exchange].take(content, isRequest, place.point) }
    log.exchanges[exchange].take(content, isRequest, place.point, &readers[reader].bodies[isRequest.side])
    readers[reader].call?.receive(content, isRequest: isRequest, at: place.point)
    guard streams[stream].facts.contains(.isTunnel) else { return }
    log.exchanges[exchange].countTunnel(content.count, isRequest)
    let sender = sender(isRequest)
    readers[reader].tunnel?.receive(content, from: sender, at: place)
  }

  private mutating func passOver(_ count: Int, _ stream: Int, _ isRequest: Bool, _ place: StreamPlace) {
    guard count > 0 else { return }
    ensureMessage(stream, isRequest, place.point)
    let (exchange, reader) = (streams[stream].exchange, streams[stream].readers)
    guard reader >= 0 else { return log.exchanges[exchange].passOver(count, isRequest) }
    log.exchanges[exchange].passOver(count, isRequest, &readers[reader].bodies[isRequest.side])
    readers[reader].call?.skip(count, isRequest: isRequest, at: place.point)
    guard streams[stream].facts.contains(.isTunnel) else { return }
    log.exchanges[exchange].countTunnel(count, isRequest)
    let sender = sender(isRequest)
    readers[reader].tunnel?.skip(count, from: sender, at: place)
  }

  // MARK: - Readers

  /// Makes what reads a body, where there is more to know of it than its length.
  mutating func look(into head: HTTPHead, _ stream: Int, _ isRequest: Bool) {
    let content = head.contentType.map { Self.content(log.fields[$0], log.octets.span) } ?? .plain
    if head.hasContentCoding || content == .split || keepsBodies, !streams[stream].facts.contains(.isTunnel) {
      let exchange = streams[stream].exchange
      if let reader = bodyReader(head, exchange, isRequest) {
        readers[place(ofReadersOf: stream)].bodies[isRequest.side] = reader
      }
    }
    // What header compression hides may be the content type of a call.
    if content == .call || head.unresolved > 0 { beginCall(stream) }
    guard !isRequest, streams[stream].readers >= 0 else { return }
    let reader = streams[stream].readers
    readers[reader].call?.beginResponse(log.exchanges[streams[stream].exchange], log)
  }

  private enum Content { case plain, split, call }

  /// What a Content-Type may need a reader for. Most need none, and are asked no further.
  private static func content(_ field: HTTPField, _ octets: Span<UInt8>) -> Content {
    guard field.value.upperBound <= octets.count, field.value.count > 12 else { return .plain }
    let value = octets.extracting(field.value)
    switch (asciiLowercased(value[0]), asciiLowercased(value[12])) {
    case (UInt8(ascii: "a"), UInt8(ascii: "g")): return value.begins(with: "application/grpc") ? .call : .plain
    case (UInt8(ascii: "a"), UInt8(ascii: "x")):
      return value.begins(with: "application/x-www-form-urlencoded") ? .split : .plain
    case (UInt8(ascii: "m"), _): return value.begins(with: "multipart/") ? .split : .plain
    case (UInt8(ascii: "t"), UInt8(ascii: "t")): return value.begins(with: "text/event-stream") ? .split : .plain
    default: return .plain
    }
  }

  private mutating func beginCall(_ stream: Int) {
    if streams[stream].readers >= 0, readers[streams[stream].readers].call != nil { return }
    let exchange = streams[stream].exchange
    guard let call = GRPCCallReader(log.exchanges[exchange], log, context.options) else { return }
    readers[place(ofReadersOf: stream)].call = call
  }

  private mutating func bodyReader(_ head: HTTPHead, _ exchange: Int, _ isRequest: Bool) -> HTTPBodyReader? {
    let id = BodyID(
      frame: context.connection.firstFrame, depth: context.connection.depth, log: log.id, exchange: exchange,
      isRequest: isRequest)
    let encodings = head.hasContentCoding ? log.values("content-encoding", in: head.fields) : []
    let type = head.contentType.flatMap { log.fields.indices.contains($0) ? log.octets(at: log.fields[$0].value) : nil }
    var reader: HTTPBodyReader?
    let options = context.options
    log.exchanges[exchange].withMessage(isRequest) { message in
      reader = HTTPBodyReader(
        contentEncoding: encodings, contentType: type, isRequest: isRequest, options: options, id: id, message: &message)
    }
    return reader
  }

  mutating func place(ofReadersOf stream: Int) -> Int {
    if streams[stream].readers >= 0 { return streams[stream].readers }
    let place: Int
    if let free = freeReaders.popLast() {
      place = free
    } else {
      place = readers.count
      readers.append(HTTP2StreamReaders())
    }
    streams[stream].readers = place
    return place
  }

  // MARK: - Ends

  /// A side has said all that it had to say on a stream: END_STREAM.
  mutating func end(_ stream: Int, _ isRequest: Bool, _ place: StreamPlace) {
    finish(stream, isRequest, isComplete: true, place.point)
    if streams[stream].facts.isSuperset(of: .bothEnded) { close(stream, .closed, place) }
  }

  /// A message ends: whole, or not.
  mutating func finish(_ stream: Int, _ isRequest: Bool, isComplete: Bool, _ point: StreamPoint) {
    guard !streams[stream].hasEnded(isRequest) else { return }
    streams[stream].facts.insert(isRequest ? .clientEnded : .serverEnded)
    let (exchange, reader) = (streams[stream].exchange, streams[stream].readers)
    log.exchanges[exchange].end(isRequest, isComplete: isComplete, point)
    guard reader >= 0 else { return }
    log.exchanges[exchange].finish(isRequest, isComplete: isComplete, &readers[reader].bodies[isRequest.side])
    if !isRequest, let body = readers[reader].bodies[false.side]?.takeEvents() {
      log.exchanges[exchange].events = body.events
      log.exchanges[exchange].omittedEvents = body.omitted
    }
    readers[reader].call?.finish(isRequest: isRequest, isComplete: isComplete, at: point)
  }

  /// A stream ends, and with it what reads it.
  mutating func close(_ stream: Int, _ ending: StreamEnding, _ place: StreamPlace) {
    for isRequest in [true, false] { finish(stream, isRequest, isComplete: false, place.point) }
    let (id, exchange, reader) = (streams[stream].id, streams[stream].exchange, streams[stream].readers)
    let (hasRequest, hasResponse) = (streams[stream].facts.contains(.hasRequest), streams[stream].facts.contains(.hasResponse))
    if hasRequest != hasResponse { unpaired.append((exchange, hasRequest)) }
    if streams[stream].facts.contains(.isReset) { lingering.removeAll { $0 == id } }
    streams.close(stream)
    highestClosed = max(highestClosed, id)
    defer { if hasRequest, hasResponse || log.streams[exchange]?.reset != nil { log.tell(exchange, context, client: client) } }
    guard reader >= 0 else { return }
    if let call = readers[reader].call?.call(log.exchanges[exchange], log) { log.calls[exchange] = call }
    if var tunnel = readers[reader].tunnel {
      readers[reader].tunnel = nil
      for side in [client, client.other] { tunnel.finish(side, ending, at: place) }
      log.exchanges[exchange].tunnel?.content = tunnel.protocolID
      ended.append(tunnel)
    }
    readers[reader] = HTTP2StreamReaders()
    freeReaders.append(reader)
  }

  /// RST_STREAM (RFC 9113 §6.4).
  mutating func readReset(_ id: Int, _ code: HTTP2ErrorCode, _ isRequest: Bool, _ place: StreamPlace) {
    let reset = HTTP2Reset(point: place.point, sender: sender(isRequest), stream: id, code: code)
    if session.resets.count < HTTP2Session.maximumEntries { session.resets.append(reset) } else { omit("resets") }
    // Of a stream that had ended before, the connection's list alone tells it: its exchange was whole.
    guard let stream = streams.find(id), !streams[stream].facts.contains(.isReset) else { return }
    streams[stream].facts.insert(.isReset)
    if isRequest { noteRapidReset(stream, place) }
    log.streams[streams[stream].exchange, default: HTTP2Stream()].reset = reset
    finish(stream, isRequest, isComplete: false, place.point)
    let sender = sender(isRequest)
    for side in [sender, sender.other] where streams[stream].readers >= 0 {
      readers[streams[stream].readers].tunnel?.finish(side, .reset, at: place)
    }
    if streams[stream].facts.isSuperset(of: .bothEnded) { close(stream, .reset, place) } else { linger(id, place) }
  }

  /// What was on its way when a stream was reset still comes, and is told.
  private mutating func linger(_ id: Int, _ place: StreamPlace) {
    if lingering.count == Self.maximumLingering {
      let first = lingering.removeFirst()
      if let stream = streams.find(first) { close(stream, .reset, place) }
    }
    lingering.append(id)
  }

  /// Streams reset lately that are followed: as many as may have something on its way.
  private static let maximumLingering = 256

  /// Streams that a client gave up before it had any answer: a few are users who go on, very many an attack.
  private mutating func noteRapidReset(_ stream: Int, _ place: StreamPlace) {
    guard !streams[stream].facts.contains(.hasResponse) else { return }
    unansweredResets &+= 1
    guard unansweredResets >= Self.rapidResets, unansweredResets &* 2 > session.openedStreams else { return }
    violations.note(.rapidReset, by: .client, in: place.frame)
  }

  private static let rapidResets = 100
}

extension Span<UInt8> {
  /// Whether it begins with a word, given in lower case.
  fileprivate func begins(with word: String) -> Bool {
    let wanted = word.utf8.span
    guard count >= wanted.count else { return false }
    for index in wanted.indices where asciiLowercased(self[index]) != wanted[index] { return false }
    return true
  }
}
