import ApplicationModel
public import Dissection
public import Octets
public import PacketModel

/// HTTP/2 (RFC 9113) in both directions of a stream: inside TLS, with prior knowledge, behind an upgrade from HTTP/1.1, or from
/// where a capture begins.
///
/// Frames are read where they lie. Exchanges go into a log like HTTP/1's; fields that were sent before are places in it, so
/// that a header block costs no more than the octets that are new in it.
public struct HTTP2Dissector: ApplicationDissector {
  public static var id: ProtocolID { .http2 }

  public static func recognise(_ octets: ByteView) -> Recognition {
    octets.octet(at: 0) == HTTP2FrameCutter.preface[0] ? recognise(preface: octets) : HTTP2FrameShape(octets).recognition
  }

  private static func recognise(preface octets: ByteView) -> Recognition {
    let preface = HTTP2FrameCutter.preface
    for index in 0..<min(octets.count, preface.count) where octets.uint8(at: index) != preface[index] { return .no }
    return octets.count < preface.count ? .maybe : .client
  }

  let context: StreamContext
  var client: Endpoint
  var log: HTTPLog
  var session: HTTP2Session
  /// The client's, then the server's. Not two properties and a subscript that yields one of them: Swift 6.3.1's optimiser
  /// yields something else then.
  var sides: InlineArray<2, HTTP2Side>
  var streams = HTTP2StreamTable()
  /// Readers of bodies, and places among them that are free.
  var readers: [HTTP2StreamReaders] = []
  var freeReaders: [Int] = []
  /// Octets of the log that were still needed when exchanges were last let go of.
  var keptLogOctets = 0
  /// Tunnels whose streams have ended, in that order.
  var ended: [HTTP2Tunnel] = []
  var tunnels = 0
  /// Streams that were reset lately, and on which something may still come.
  var lingering: [Int] = []
  /// Exchanges that ended with a request only, or with a response only.
  var unpaired: [(exchange: Int, hasRequest: Bool)] = []
  /// The highest stream that has ended, and streams that the client gave up before they were answered.
  var highestClosed = 0
  var unansweredResets = 0
  /// Where the capture was last heard of.
  var last = StreamPlace(frame: 0, time: Timestamp(nanoseconds: .min))
  /// Octets that the entries of the session's lists hold beside themselves.
  var keptOctets = 0
  var violations = Violations<HTTP2Violation>()
  /// Whether bodies are wanted whatever they are.
  let keepsBodies: Bool
  /// Whether it is known how much room there is: all that changed it was seen.
  var knowsWindows: Bool
  /// Whether it is known who the client is: before a preface or a head has told it, it may be a guess.
  var isClientKnown: Bool

  public init(_ context: StreamContext) {
    self.context = context
    keepsBodies = context.options.bodies != nil || context.options.keptBodyOctets > 0
    client = context.client
    log = HTTPLog()
    log.id = context.logs
    log.octets = HPACKStaticTable.octets
    if context.isSecure { log.scheme = "https" }
    let start: HTTP2Session.Start =
      context.handover?.upgrade != nil ? .upgrade : context.isSecure ? .alpn : .frames
    session = HTTP2Session(start: start)
    let isClientLow = context.client == .low
    let (low, high) = (context.connection.lowFromStart, context.connection.highFromStart)
    sides = [
      HTTP2Side(isFromStart: isClientLow ? low : high), HTTP2Side(isFromStart: isClientLow ? high : low),
    ]
    knowsWindows = low && high
    isClientKnown = start != .frames
    if let upgrade = context.handover?.upgrade { begin(upgrade) }
  }

  public var memory: Int {
    log.memory &+ sides[true.side].memory &+ sides[false.side].memory &+ streams.memory &+ readers.reduce(0) { $0 &+ $1.memory }
      &+ ended.reduce(0) { $0 &+ $1.memory } &+ session.listMemory &+ keptOctets
  }

  public var isWaiting: Bool { tunnels > 0 && readers.contains { $0.tunnel?.isWaiting ?? false } }

  public mutating func reconsider() {
    for place in readers.indices { readers[place].tunnel?.reconsider() }
  }

  // MARK: - The stream

  public mutating func receive(_ octets: ByteView, from sender: Endpoint, at place: StreamPlace) {
    defer { releaseIfLarge() }
    if session.first == nil { session.first = place.point }
    if place.time >= last.time { last = place }
    if sides[(sender == client).side].cutter.isLost { seek(octets, sender == client, place) }
    var isRequest = sender == client
    if sides[isRequest.side].headOfLine.point.frame != place.frame { passHeader(isRequest) }
    sides[isRequest.side].headOfLine.begin(octets.range, at: place.point)
    sides[isRequest.side].told.frameOctets &+= octets.count
    var position = 0
    var noted = sides[isRequest.side].cutHeader.map { $0 &- octets.offset } ?? 0
    sides[isRequest.side].cutHeader = nil
    while let event = sides[isRequest.side].cutter.next(octets, &position, place.point) {
      switch event {
      case .frame(let header, let at):
        note(header.stream, octets.offset &+ noted..<octets.offset &+ position, isRequest)
        noted = position
        if let at {
          read(header, octets.dropping(at).prefix(header.length), isRequest, place)
        } else {
          let held = sides[isRequest.side].cutter.takeHeld()
          read(header, ByteView(held.span), isRequest, place)
          // A head may have shown who the client is.
          isRequest = sender == client
          sides[isRequest.side].cutter.give(back: held)
        }
      case .piece(let header, let at, let count, let offset):
        note(header.stream, octets.offset &+ noted..<octets.offset &+ position, isRequest)
        noted = position
        read(header, piece: octets.dropping(at).prefix(count), offset, isRequest, place)
      case .lost:
        lose(isRequest, .malformed)
        violations.note(.notFrames, by: role(isRequest), in: place.frame)
      }
      // A head may have shown who the client is.
      isRequest = sender == client
    }
    guard noted < octets.count else { return }
    if sides[isRequest.side].cutter.isLost {
      sides[isRequest.side].skipped &+= octets.count &- noted
      session.unreadOctets &+= octets.count &- noted
    }
    if sides[isRequest.side].cutter.isInHeader { return sides[isRequest.side].cutHeader = octets.offset &+ noted }
    note(sides[isRequest.side].cutter.stream, octets.offset &+ noted..<octets.offset &+ octets.count, isRequest)
  }

  /// Octets of a frame.
  @inline(__always)
  private mutating func note(_ stream: Int, _ octets: Range<Int>, _ isRequest: Bool) {
    let sender = isRequest ? client : client.other
    let headerCame = sides[isRequest.side].headerCame
    sides[isRequest.side].headerCame = Timestamp(nanoseconds: .min)
    if stream != 0, let open = streams.find(stream) {
      let needed = streams[open].halves[isRequest.side].needed
      streams[open].halves[isRequest.side].needed = max(needed, headerCame)
      sides[isRequest.side].headOfLine.note(
        stream, octets, needed: &streams[open].halves[isRequest.side].needed, from: sender)
    } else {
      var needed = headerCame
      if stream == sides[isRequest.side].opening.stream { needed = max(needed, sides[isRequest.side].opening.needed) }
      sides[isRequest.side].headOfLine.note(stream, octets, needed: &needed, from: sender)
      if stream != 0 { sides[isRequest.side].opening = (stream, needed) }
    }
  }

  /// A header goes on in another segment than its first octets came in. Whose they are, it has not said yet; its stream needs
  /// them all the same.
  private mutating func passHeader(_ isRequest: Bool) {
    guard let start = sides[isRequest.side].cutHeader else { return }
    sides[isRequest.side].cutHeader = nil
    let came = sides[isRequest.side].headOfLine.point.time
    sides[isRequest.side].headerCame = max(sides[isRequest.side].headerCame, came)
    var needed = came
    let end = max(start, sides[isRequest.side].headOfLine.position)
    sides[isRequest.side].headOfLine.note(0, start..<end, needed: &needed, from: isRequest ? client : client.other)
  }

  public mutating func skip(_ count: Int, from sender: Endpoint, at place: StreamPlace) {
    let isRequest = sender == client
    session.missingOctets &+= count
    passHeader(isRequest)
    sides[isRequest.side].headerCame = Timestamp(nanoseconds: .min)
    sides[isRequest.side].headOfLine.skip(count, at: place.point)
    switch sides[isRequest.side].cutter.skip(count) {
    case .piece(let header, let count, let offset): skip(header, count, offset, isRequest, place)
    case .lost(let header, let count, let offset):
      if let header { skip(header, count, offset, isRequest, place) }
      lose(isRequest, .gap)
    }
  }

  public mutating func repeated(_ octets: Range<Int>, from sender: Endpoint, at place: StreamPlace) {
    sides[(sender == client).side].headOfLine.repeated(octets, from: sender, at: place.point)
  }

  public mutating func finish(_ sender: Endpoint, _ ending: StreamEnding, at place: StreamPlace) {
    let isRequest = sender == client
    if sides[isRequest.side].ending == nil { sides[isRequest.side].ending = ending }
    if place.time >= last.time { last = place }
    sides[isRequest.side].headOfLine.end()
    guard tunnels > 0 else { return }
    for index in readers.indices { readers[index].tunnel?.finish(sender, ending, at: place) }
  }

  // MARK: - Where frames begin

  /// Looks for a frame's beginning: the connection's, or where a segment begins.
  private mutating func seek(_ octets: ByteView, _ isRequest: Bool, _ place: StreamPlace) {
    let isStart = sides[isRequest.side].isFromStart && !sides[isRequest.side].hasLost && sides[isRequest.side].skipped == 0
    guard isStart || place.isSegmentStart else { return }
    if octets.octet(at: 0) == HTTP2FrameCutter.preface[0], isPreface(octets, isRequest) {
      return begin(withPreface: true, isRequest, isStart: true)
    }
    if isStart, HTTP2FrameShape.mayBegin(octets) { return begin(withPreface: false, isRequest, isStart: true) }
    let shape = HTTP2FrameShape(octets)
    guard shape.weight > 0 || isOfOpenStream(octets) else { return }
    begin(withPreface: false, isRequest, isStart: false)
  }

  /// Whether the client's preface begins here: there is one, and somewhere inside of other octets all of it must be there.
  private func isPreface(_ octets: ByteView, _ isRequest: Bool) -> Bool {
    guard isRequest || !sides[true.side].cutter.hasPreface else { return false }
    let recognition = Self.recognise(preface: octets)
    let isFirst = !sides[isRequest.side].hasLost && sides[isRequest.side].skipped == 0
    return isFirst ? recognition != .no : recognition == .client
  }

  private mutating func isOfOpenStream(_ octets: ByteView) -> Bool {
    guard octets.count >= HTTP2FrameHeader.size else { return false }
    let header = HTTP2FrameHeader(octets)
    return HTTP2FrameShape.isPossible(header) && header.stream != 0 && streams.find(header.stream) != nil
  }

  private mutating func begin(withPreface: Bool, _ isRequest: Bool, isStart: Bool) {
    if withPreface, !isRequest { swapSides() }
    let isRequest = isRequest || withPreface
    if withPreface { isClientKnown = true }
    if withPreface, session.start == .frames { session.start = .priorKnowledge }
    if !isStart { lose(isRequest, sides[isRequest.side].hasLost ? sides[isRequest.side].reason : .captureStarted) }
    sides[isRequest.side].cutter.start(withPreface: withPreface)
  }

  /// The other one is the client. What was taken for requests until now, were responses.
  mutating func swapSides() {
    sides.swapAt(true.side, false.side)
    client = client.other
    streams.update { stream in
      stream.halves.swapAt(true.side, false.side)
      stream.facts.swapSides()
    }
    for place in readers.indices { readers[place].bodies.swapAt(true.side, false.side) }
    for index in log.exchanges.indices { log.exchanges[index].swapSides() }
    for index in unpaired.indices { unpaired[index].hasRequest.toggle() }
  }

  /// From here on nothing is known of where a side's frames begin, nor of what its header tables hold.
  mutating func lose(_ isRequest: Bool, _ reason: HTTPExchange.Unpaired) {
    sides[isRequest.side].cutter.lose()
    sides[isRequest.side].decoder.lose()
    sides[isRequest.side].block = nil
    sides[isRequest.side].reason = reason
    sides[isRequest.side].hasLost = true
    knowsWindows = false
  }
}
