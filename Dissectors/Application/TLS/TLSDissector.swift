public import ApplicationModel
public import Dissection
public import Octets
public import PacketModel
import Secrets

/// TLS and SSL (RFC 8446, RFC 5246, RFC 6101) in both directions of a stream.
///
/// In the clear it reads handshake messages and alerts, and of what is protected the record headers. With secrets it opens
/// records where they lie and hands what comes out to the protocol inside: the one that ALPN names, else by content.
public struct TLSDissector: ApplicationDissector {
  public static var id: ProtocolID { .tls }

  let context: StreamContext
  let client: Endpoint
  var session: TLSSession
  var handshake = TLSHandshakeState()
  var low: TLSSide
  var high: TLSSide
  /// Records that wait for their keys.
  var waiting: TLSWaiting?
  /// Whether keys may still be waited for: not after too much was held back.
  var mayWait = true
  /// What is inside, once something was opened.
  var inner: RecognisedStream?
  var innerProtocol: (any ApplicationDissector.Type)?
  /// What a server said instead, in the clear: that it expects no TLS here.
  var plain: RecognisedStream?
  private var speaksPlainly = false
  private var ssl2Hello = SSL2Hello.Gathering()
  /// Whether the server said anything.
  var isAnswered = false
  /// Memory for what is opened.
  var plaintext: [UInt8] = []
  /// Early data that was opened, until it is known whether the server takes it.
  var early: [TLSEarlyData] = []
  /// Whether a handshake is under way that is not the first.
  var isRenegotiating = false
  /// When the last stream ended, or the capture.
  var lastTime = Timestamp(nanoseconds: 0)
  /// Octets whose opening was tried in vain behind holes.
  var searched = 0

  public init(_ context: StreamContext) {
    self.context = context
    client = context.client
    session = TLSSession(client: context.client)
    session.nesting = context.tunnels
    session.startTLS = context.handover?.startTLS
    low = TLSSide(isAtStart: context.connection.lowFromStart)
    high = TLSSide(isAtStart: context.connection.highFromStart)
    if context.options.secrets == nil { handshake.transcript = nil }
  }

  subscript(sender: Endpoint) -> TLSSide {
    _read { if sender == .low { yield low } else { yield high } }
    _modify { if sender == .low { yield &low } else { yield &high } }
  }

  public var isDone: Bool { plain?.isDone ?? false }

  public var isWaiting: Bool { waiting != nil || inner?.isWaiting ?? false }

  public var memory: Int {
    low.memory &+ high.memory &+ plaintext.capacity &+ (waiting?.memory ?? 0) &+ (inner?.memory ?? 0)
      &+ (plain?.memory ?? 0) &+ session.messages.count &* MemoryLayout<TLSSession.HandshakeMessage>.stride
  }

  // MARK: - Recognising

  /// A record that carries the beginning of a ClientHello or ServerHello, an SSLv2-compatible hello, or, of a stream whose
  /// beginning was not captured, records one behind the other.
  public static func recognise(_ octets: ByteView) -> Recognition {
    guard let type = octets.octet(at: 0) else { return .maybe }
    if type & 0x80 != 0 { return SSL2Hello.recognise(octets) }
    guard 20...23 ~= type else { return .no }
    if let major = octets.octet(at: 1), major != 3 { return .no }
    if let minor = octets.octet(at: 2), minor > 4 { return .no }
    guard octets.count >= 6 else { return .maybe }
    guard let header = TLSRecordHeader(octets) else { return .no }
    if header.type == .handshake, header.length >= 4 {
      switch octets.uint8(at: 5) {
      case TLSHandshakeType.clientHello: return .client
      case TLSHandshakeType.serverHello: return .server
      default: break
      }
    }
    return TLSRecordHeader.isChain(octets, isWhole: true) && octets.count > TLSRecordHeader.octets &+ header.length
      ? .either : .no
  }

  // MARK: - The stream

  public mutating func receive(_ octets: ByteView, from sender: Endpoint, at place: StreamPlace) {
    if speaksPlainly, sender != client { return plain?.receive(octets, from: sender, at: place) ?? () }
    if !isAnswered, sender != client, answersPlainly(octets, place) {
      return plain?.receive(octets, from: sender, at: place) ?? ()
    }
    self[sender].position = octets.offset &+ octets.count
    var index = 0
    if sender == client, session.clientHello == nil { index = readSSL2Hello(octets, place) }
    while let event = self[sender].cutter.next(octets, &index, at: place) {
      switch event {
      case .record(let header, let content):
        take(header, content, octets, sender, place, end: octets.offset &+ index)
        updateGathering()
      case .malformed:
        if session.side(sender).malformed == nil { withSide(sender) { $0.malformed = place.point } }
        losePosition(sender)
      case .found(let behind): find(behind, sender, place)
      }
    }
  }

  public mutating func skip(_ count: Int, from sender: Endpoint, at place: StreamPlace) {
    if speaksPlainly, sender != client { return plain?.skip(count, from: sender, at: place) ?? () }
    isAnswered = isAnswered || sender != client
    withSide(sender) { $0.missingOctets &+= count }
    self[sender].position &+= count
    if case .record(let header, let content) = self[sender].cutter.skip(count) {
      take(header, content, ByteView([UInt8]().span), sender, place, end: self[sender].position)
      updateGathering()
    }
    if self[sender].cutter.isLost { losePosition(sender) }
  }

  public mutating func finish(_ sender: Endpoint, _ ending: StreamEnding, at place: StreamPlace) {
    guard self[sender].ending == nil else { return }
    self[sender].ending = ending
    lastTime = max(lastTime, place.time)
    withSide(sender) {
      $0.ending = ending.told
      // Other ends are not told in the frame that made them.
      if ending == .closed { $0.end = place.point }
    }
    plain?.finish(sender, ending, at: place)
    if waiting != nil { return waiting?.add(.finish(sender, ending, place)) ?? () }
    end(sender, ending, place)
  }

  public mutating func tell(_ facts: inout ApplicationFacts) {
    giveUpWaiting()
    orderMessages()
    diagnose()
    session.tunnel = facts.exchange(of: context.handover)
    facts.client = facts.client ?? client
    facts.tls.append(session)
    inner?.tell(&facts)
    plain?.tell(&facts)
  }

  /// What is in the clear is read at once, also where records before it waited: told in the order of the frames.
  private mutating func orderMessages() {
    let messages = session.messages
    guard zip(messages, messages.dropFirst()).contains(where: { $0.first.frame > $1.first.frame }) else { return }
    session.messages = messages.enumerated()
      .sorted { ($0.element.first.frame, $0.offset) < ($1.element.first.frame, $1.offset) }.map(\.element)
  }

  mutating func withSide(_ sender: Endpoint, _ change: (inout TLSSession.Side) -> Void) {
    if sender == client { change(&session.clientSide) } else { change(&session.serverSide) }
  }

  /// A stream's end with nothing waiting.
  mutating func end(_ sender: Endpoint, _ ending: StreamEnding, _ place: StreamPlace) {
    noteInferredAlert(of: sender)
    inner?.finish(sender, ending, at: place)
  }

  // MARK: - Beginnings that are none of TLS's records

  /// Whether the server's first octets are no record: it speaks in the clear, and somebody may know what it says.
  private mutating func answersPlainly(_ octets: ByteView, _ place: StreamPlace) -> Bool {
    isAnswered = true
    guard session.serverHello == nil, let type = octets.octet(at: 0), !(20...24 ~= type),
      context.nesting < StreamContext.maximumNesting
    else { return false }
    session.plaintextAnswer = place.point
    var inside = context
    inside.nesting &+= 1
    inside.handover = nil
    inside.connection.lowFromStart = true
    inside.connection.highFromStart = true
    plain = RecognisedStream(inside)
    speaksPlainly = true
    return true
  }

  /// Reads an SSLv2-compatible ClientHello, where the stream begins with one. Answers how many of `octets` are its.
  private mutating func readSSL2Hello(_ octets: ByteView, _ place: StreamPlace) -> Int {
    guard !self[client].cutter.isInsideRecord, let hello = ssl2Hello.read(octets, at: place.point) else { return 0 }
    guard let first = hello.first else { return hello.taken }
    let body = hello.octets
    let view = ByteView(body.span).dropping(SSL2Hello.recordHeader)
    note(hello: TLSHelloReader.ssl2ClientHello(view, first: first, last: place.point))
    withSide(client) { $0.records &+= 1 }
    return hello.taken
  }
}

extension StreamEnding {
  fileprivate var told: TLSSession.Side.Ending {
    switch self {
    case .closed: .closed
    case .reset: .reset
    case .cut: .cut
    }
  }
}
