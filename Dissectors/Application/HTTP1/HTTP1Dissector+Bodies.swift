import ApplicationModel
import Dissection
import Octets
import PacketModel

/// How messages go on and end.
extension HTTP1Dissector {
  /// The message is in the log; what changes until it ends is kept with its side. The head is none where a message has none.
  mutating func startBody(_ message: inout HTTPMessage, _ exchange: Int, _ head: HTTP1Head?, isRequest: Bool) {
    switch message.framing {
    case .none, .frames:
      self[isRequest].state = .start
      return isRequest ? holdBack(exchange) : ()
    case .length: self[isRequest].state = .length(message.declaredLength ?? 0)
    case .chunked: self[isRequest].state = .chunked(HTTP1Chunks())
    case .close: self[isRequest].state = .close
    }
    if let reader = look(into: &message, exchange, head, isRequest) { self[isRequest].body = reader }
    self[isRequest].message = message
    self[isRequest].exchange = exchange
  }

  /// A reader of the body, where something is to be known of it but its length.
  private func look(
    into message: inout HTTPMessage, _ exchange: Int, _ head: HTTP1Head?, _ isRequest: Bool
  ) -> HTTPBodyReader? {
    let (hasCoding, type) = (head?.hasContentCoding ?? false, head?.contentType)
    guard hasCoding || type != nil || context.options.bodies != nil || context.options.keptBodyOctets > 0 else { return nil }
    let id = BodyID(
      frame: context.connection.firstFrame, depth: context.connection.depth, log: log.id, exchange: exchange,
      isRequest: isRequest)
    return HTTPBodyReader(
      contentEncoding: hasCoding ? log.values("content-encoding", in: message.fields) : [],
      contentType: type.flatMap { log.fields.indices.contains($0) ? log.octets(at: log.fields[$0].value) : nil },
      isRequest: isRequest, options: context.options, id: id, message: &message)
  }

  /// Octets of content, transfer coding removed.
  mutating func take(_ octets: ByteView, _ isRequest: Bool, _ place: StreamPlace) {
    if isRequest { client.take(octets, place.point) } else { server.take(octets, place.point) }
  }

  mutating func passOver(_ count: Int, _ isRequest: Bool) { self[isRequest].passOver(count) }

  mutating func readChunk(_ chunks: HTTP1Chunks, _ octets: ByteView, _ isRequest: Bool, _ place: StreamPlace) -> Int {
    var chunks = chunks
    let (count, event) = chunks.next(octets)
    self[isRequest].state = .chunked(chunks)
    switch event {
    case .content: take(octets.prefix(count), isRequest, place)
    case .framing: self[isRequest].takeFraming(count, place.point)
    case .last:
      self[isRequest].takeFraming(count, place.point)
      self[isRequest].message?.chunks = chunks.chunks
      self[isRequest].message?.chunkExtensions = chunks.extensions
      self[isRequest].scan = HTTP1HeadScan(isTrailer: true)
      self[isRequest].state = .trailers
    case .bad:
      self[isRequest].message?.oddities.insert(.badChunk)
      lose(isRequest, .malformed)
      return search(octets, isRequest, place, isRefused: true)
    }
    return count
  }

  /// trailer-section = *( field-line CRLF ), and the empty line behind it (RFC 9112 §7.1.2).
  mutating func readTrailers(_ octets: ByteView, _ isRequest: Bool, _ place: StreamPlace) -> Int {
    var scan = self[isRequest].scan
    let end = scan.end(in: octets)
    self[isRequest].scan = scan
    let count = end ?? octets.count
    octets.prefix(count).append(to: &self[isRequest].pending)
    self[isRequest].takeFraming(count, place.point)
    guard end != nil else {
      if self[isRequest].pending.count > HTTP1Head.maximumKept {
        self[isRequest].message?.oddities.insert(.badChunk)
        lose(isRequest, .malformed)
      }
      return count
    }
    let pending = self[isRequest].pending
    self[isRequest].pending = []
    if pending.count > 2 {
      let (base, first) = (log.octets.count, log.fields.count)
      var head = HTTP1Head(line: .response(status: 0, reason: 0..<0, .oneOne))
      _ = head.readFields(pending.span, from: 0, base: base, into: &log)
      log.octets.append(contentsOf: pending)
      let trailers = first..<log.fields.count
      self[isRequest].message?.trailers = trailers
    }
    endMessage(isRequest, isComplete: true)
    return count
  }

  // MARK: - Ends

  mutating func endMessage(_ isRequest: Bool, isComplete: Bool) {
    let exchange = self[isRequest].exchange
    guard let exchange, let message = self[isRequest].endMessage(isComplete: isComplete) else { return }
    if isRequest {
      log.exchanges[exchange].request?.message = message
      if isComplete { holdBack(exchange) }
    } else {
      log.exchanges[exchange].response?.message = message
      if let body = server.takeEvents() {
        log.exchanges[exchange].events = body.events
        log.exchanges[exchange].omittedEvents = body.omitted
      }
    }
    self[isRequest].body = nil
    tellIfEnded(exchange)
  }

  /// What the client sends behind a request to change the protocol waits for the answer.
  private mutating func holdBack(_ exchange: Int) {
    guard client.mayChangeProtocol, log.exchanges[exchange].response == nil else { return }
    client.state = .held
    client.heldFor = exchange
  }

  /// A message that ends before its framing says so.
  mutating func breakOff(_ isRequest: Bool) {
    if case .chunked(let chunks) = self[isRequest].state {
      self[isRequest].message?.chunks = chunks.chunks
      self[isRequest].message?.chunkExtensions = chunks.extensions
    }
    if self[isRequest].state == .head { breakOffHead(isRequest) }
    if self[isRequest].message != nil { endMessage(isRequest, isComplete: false) }
  }

  /// The stream has ended.
  mutating func end(_ isRequest: Bool, _ ending: StreamEnding) {
    guard self[isRequest].state != .finished else { return }
    if self[isRequest].state == .close, ending == .closed { endMessage(isRequest, isComplete: true) }
    // A response to nobody knows what that ends with its head: to a HEAD, most likely.
    if !isRequest, ending == .closed, server.hasNoBodyYet, answersNobody { endMessage(false, isComplete: true) }
    breakOff(isRequest)
    tellSkipped(isRequest, until: 0)
    self[isRequest].state = .finished
  }

  /// Requests still waiting get no response any more.
  mutating func markUnanswered() {
    while let entry = queue.removeFirst() {
      let reason: HTTPExchange.Unpaired =
        if server.state == .lost || !isCertain {
          server.reason
        } else if entry.isAfterGap {
          client.reason
        } else {
          server.ending == .cut || server.ending == nil ? .captureEnded : .noResponse
        }
      log.exchanges[entry.exchange].unpaired = reason
    }
  }

  // MARK: - Another protocol

  /// Octets behind a request to change the protocol wait: what they are, the answer tells.
  mutating func hold(_ octets: ByteView, _ place: StreamPlace) -> Int {
    guard client.heldOctets &+ octets.count <= HTTP1Side.maximumHeld else {
      lose(true, .malformed)
      noteSkipped(octets.count, true, place)
      return octets.count
    }
    client.held.append(HTTP1Side.HeldOctets(octets: octets.copied(), position: octets.offset, place: place))
    client.heldOctets &+= octets.count
    return octets.count
  }

  /// What waited for an answer is HTTP after all.
  mutating func releaseHeld() {
    client.state = .start
    let held = client.held
    client.held = []
    client.heldOctets = 0
    for piece in held {
      receive(ByteView(piece.octets.span, offset: piece.position), from: context.client, at: piece.place)
    }
  }

  /// From here on both sides speak another protocol.
  mutating func handOn(_ exchange: Int, isConnect: Bool) {
    var handover = Handover(exchange: exchange, log: log.id, isTunnel: isConnect)
    var token = ""
    if !isConnect, let request = log.exchanges[exchange].request, let response = log.exchanges[exchange].response {
      var upgrade = Handover.Upgrade()
      upgrade.frames = [request.message.first.frame, response.message.first.frame]
      upgrade.message = request.message
      upgrade.method = Array(log.octets(at: request.method))
      upgrade.target = Array(log.octets(at: request.target))
      upgrade.answered = response.message.last
      upgrade.request = log.named(request.message.fields)
      upgrade.response = log.named(response.message.fields)
      handover.upgrade = upgrade
      let named = log.value("upgrade", in: response.message.fields) ?? log.value("upgrade", in: request.message.fields) ?? []
      token = String(decoding: named, as: UTF8.self)
    }
    log.exchanges[exchange].tunnel = HTTPExchange.Tunnel(isConnect ? .connect : .upgrade(token))
    let inside = context.inside(handover, client: context.client, logs: context.logs(ofTunnel: 1))
    // "websocket", perhaps with a version behind it (RFC 9110 §7.8).
    let name = token.split(separator: "/").first.map(String.init) ?? token
    handedOnBy = exchange
    inner = RecognisedStream(inside, as: isConnect ? nil : context.registry[upgrade: name])
    let held = client.held
    client.held = []
    client.heldOctets = 0
    for piece in held { pass(ByteView(piece.octets.span, offset: piece.position), context.client, piece.place) }
    let (sender, last) = (context.client, client.pendingPlace)
    if let ending = client.ending { inner?.finish(sender, ending, at: last) }
  }

  /// Hands octets to what follows the change of protocol.
  mutating func pass(_ octets: ByteView, _ sender: Endpoint, _ place: StreamPlace) {
    countTunnel(octets.count, sender)
    inner?.receive(octets, from: sender, at: place)
  }

  mutating func countTunnel(_ count: Int, _ sender: Endpoint) {
    guard let handedOnBy else { return }
    if sender == context.client {
      log.exchanges[handedOnBy].tunnel?.clientOctets &+= count
    } else {
      log.exchanges[handedOnBy].tunnel?.serverOctets &+= count
    }
  }
}

extension HTTP1Side {
  mutating func take(_ octets: ByteView, _ point: StreamPoint) { message?.take(octets, point, &body) }

  /// Octets of the transfer coding.
  mutating func takeFraming(_ count: Int, _ point: StreamPoint) {
    message?.note(point)
    message?.wireBodyOctets &+= count
  }

  /// Octets of content that the capture lacks.
  mutating func passOver(_ count: Int) { message?.passOver(count, &body) }

  /// Whether a message is under way of which only the head has come.
  var hasNoBodyYet: Bool {
    mutating get { message?.hasNoBodyYet() ?? false }
  }

  mutating func takeEvents() -> (events: [ServerSentEvent], omitted: Int)? { body?.takeEvents() }

  /// Ends the message under way and answers it.
  mutating func endMessage(isComplete: Bool) -> HTTPMessage? {
    message?.isComplete = isComplete
    message?.finish(isComplete: isComplete, &body)
    exchange = nil
    state = .start
    return message.take()
  }
}
