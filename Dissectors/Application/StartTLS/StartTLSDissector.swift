public import ApplicationModel
public import Dissection
public import Octets
public import PacketModel

/// Names a protocol in which TLS may begin (STARTTLS and its like), and follows it for as long as that may happen.
///
/// TLS begins behind the server's consent; and where a TLS hello stands in the place of a line or a message, for consent may be
/// missing from the capture.
public struct StartTLSDissector<Prelude: TLSPrelude>: ApplicationDissector {
  public static var id: ProtocolID { Prelude.id }

  private let context: StreamContext
  private var client = Side()
  private var server = Side()
  /// The request that is not answered yet.
  private var request: (point: StreamPoint, tag: [UInt8])?
  /// The server's first words.
  private var greeting: StreamPoint?
  /// Octets followed so far.
  private var followed = 0
  private var isOver = false
  private var inner: RecognisedStream?

  private struct Side: Sendable {
    /// The beginning of a line or a message.
    var held: [UInt8] = []
    /// Octets still to come of one that is too long to be held.
    var rest = 0
    /// The capture lacks octets: where the next line begins is not known.
    var isLost = false
    /// What it says from here on is TLS.
    var isPast = false
  }

  public init(_ context: StreamContext) { self.context = context }

  public static func recognise(_ octets: ByteView) -> Recognition {
    Prelude.recognise(octets, answering: ByteView([UInt8]().span))
  }

  public static func recognise(_ octets: ByteView, answering other: ByteView) -> Recognition {
    Prelude.recognise(octets, answering: other)
  }

  public var isDone: Bool { inner?.isDone ?? isOver }

  public var isWaiting: Bool { inner?.isWaiting ?? false }

  public mutating func reconsider() { inner?.reconsider() }

  public var memory: Int { client.held.capacity &+ server.held.capacity &+ (inner?.memory ?? 0) }

  public mutating func tell(_ facts: inout ApplicationFacts) {
    facts.client = facts.client ?? context.client
    inner?.tell(&facts)
  }

  // MARK: - Octets

  public mutating func receive(_ octets: ByteView, from sender: Endpoint, at place: StreamPlace) {
    if self[sender].isPast { return inner?.receive(octets, from: sender, at: place) ?? () }
    guard !isOver else { return }
    if self[sender].isLost {
      guard place.isSegmentStart else { return }
      self[sender].isLost = false
    }
    followed &+= octets.count
    guard followed <= StartTLSLimits.maximumFollowed else { return end() }
    if self[sender].held.isEmpty {
      follow(octets, new: 0, from: sender, at: place)
    } else {
      let known = self[sender].held.count
      octets.append(to: &self[sender].held)
      let all = self[sender].held
      follow(ByteView(all.span, offset: octets.offset &- known), new: known, from: sender, at: place)
    }
  }

  public mutating func skip(_ count: Int, from sender: Endpoint, at place: StreamPlace) {
    if self[sender].isPast { return inner?.skip(count, from: sender, at: place) ?? () }
    self[sender].held = []
    self[sender].isLost = self[sender].rest < count
    self[sender].rest = max(0, self[sender].rest &- count)
  }

  public mutating func finish(_ sender: Endpoint, _ ending: StreamEnding, at place: StreamPlace) {
    inner?.finish(sender, ending, at: place)
  }

  /// Follows one side's lines or messages. What stands before `new` had come earlier.
  private mutating func follow(_ octets: ByteView, new: Int, from sender: Endpoint, at place: StreamPlace) {
    var position = min(self[sender].rest, octets.count)
    self[sender].rest &-= position
    while position < octets.count {
      let rest = octets.dropping(position)
      switch helloBegins(rest, sender) {
      case .yes: return handOn(rest, from: sender, at: place, isWhole: position <= new)
      case .unsure: return hold(rest, sender)
      case .no: break
      }
      guard case .octets(let length) = Prelude.unit(rest, isClient: sender == context.client) else { return hold(rest, sender) }
      guard length <= rest.count else {
        guard length > StartTLSLimits.maximumHeld else { return hold(rest, sender) }
        self[sender].rest = length &- rest.count
        break
      }
      position &+= max(1, length)
      take(rest.prefix(length), from: sender, at: place.point)
      if isOver { return }
      if self[sender].isPast { return handOn(octets.dropping(position), from: sender, at: place, isWhole: false) }
    }
    self[sender].held = []
  }

  private enum Answer { case yes, unsure, no }

  /// Whether TLS begins here, whatever was agreed on.
  private func helloBegins(_ octets: ByteView, _ sender: Endpoint) -> Answer {
    guard octets.octet(at: 0) == StartTLSLimits.handshakeRecord else { return .no }
    switch TLSDissector.recognise(octets) {
    case .client: return sender == context.client ? .yes : .no
    case .server: return sender == context.client ? .no : .yes
    case .either: return .yes
    case .maybe: return .unsure
    case .no: return .no
    }
  }

  private mutating func hold(_ octets: ByteView, _ sender: Endpoint) {
    guard octets.count <= StartTLSLimits.maximumHeld else { return end() }
    self[sender].held = octets.copied()
  }

  private mutating func take(_ unit: ByteView, from sender: Endpoint, at point: StreamPoint) {
    let isClient = sender == context.client
    if !isClient { greeting = greeting ?? point }
    switch (Prelude.saying(unit, isClient: isClient, tag: request?.tag), isClient) {
    case (.request(let tag), true): request = (point, Array(tag.prefix(StartTLSLimits.maximumTag)))
    case (.start, true): begin(TLSSession.StartTLS(name: Self.id.name, request: point))
    case (.consent, false):
      guard let request else { return }
      begin(TLSSession.StartTLS(name: Self.id.name, request: request.point, response: point))
    case (.refusal, false): request = nil
    case (.over, _): end()
    default: break
    }
  }

  private mutating func end() {
    guard inner == nil else { return }
    isOver = true
    client.held = []
    server.held = []
  }

  // MARK: - TLS

  /// Both sides go on with TLS.
  private mutating func begin(_ startTLS: TLSSession.StartTLS) {
    open(startTLS)
    client.isPast = true
    server.isPast = true
  }

  private mutating func open(_ startTLS: TLSSession.StartTLS?) {
    guard inner == nil else { return }
    var handover = Handover(startTLS: startTLS)
    if startTLS == nil { handover.greeting = greeting }
    inner = RecognisedStream(context.inside(handover, client: context.client, logs: context.logs))
  }

  /// Hands on what TLS begins with.
  private mutating func handOn(_ octets: ByteView, from sender: Endpoint, at place: StreamPlace, isWhole: Bool) {
    open(request.map { TLSSession.StartTLS(name: Self.id.name, request: $0.point) })
    self[sender].isPast = true
    self[sender].held = []
    var place = place
    place.isSegmentStart = place.isSegmentStart && isWhole
    if !octets.isEmpty { inner?.receive(octets, from: sender, at: place) }
  }

  private subscript(side: Endpoint) -> Side {
    _read { if side == context.client { yield client } else { yield server } }
    _modify { if side == context.client { yield &client } else { yield &server } }
  }
}

/// How long a protocol is followed for the sake of TLS that may begin in it.
enum StartTLSLimits {
  /// Octets of both sides: TLS begins after a few lines, if it does, and what comes after a login is nobody's business here.
  static let maximumFollowed = 32 << 10
  /// Octets of a line or a message that are kept; SMTP's lines have up to 512 (RFC 5321 §4.5.3.1.4), capabilities more.
  static let maximumHeld = 4 << 10
  /// Octets of a command's tag; RFC 9051 §2.2.1 asks for short ones.
  static let maximumTag = 64
  /// ContentType of a record in which a hello begins.
  static let handshakeRecord: UInt8 = 22
}
