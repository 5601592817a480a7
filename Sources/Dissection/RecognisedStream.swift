public import ApplicationModel
public import Octets
public import PacketModel

/// A stream whose protocol its content tells: asks every protocol about the first octets of either side, then hands all to the
/// reader that knows them.
///
/// A protocol may begin behind something that nobody knows (a proxy's greeting, the rest of what began before the capture), so
/// the first octets of later segments are looked at too: of each one where the stream's beginning was not captured or octets
/// are missing, else for a while. What nobody knows is not kept.
public struct RecognisedStream: StreamDissector {
  /// Octets kept while nobody is sure: as much as servers take for a head.
  static let maximumPending = 64 << 10
  static let maximumPieces = 4096
  /// Lines of a beginning at whose ends it is looked at again; a first line decides nearly always.
  static let maximumLines = 16
  /// Octets of a side that nobody recognised, after which nobody is asked any more.
  static let maximumUnknown = 16 << 10

  private var context: StreamContext
  private var reader: (any StreamDissector)?
  private var kind: ProtocolID?
  private var isUnknown = false
  private var low = Side()
  private var high = Side()
  /// What came while nobody was sure, in its order.
  private var pending: [Piece] = []
  private var pendingOctets = 0

  private struct Side: Sendable {
    /// The octets that somebody thinks may become a protocol, and how many there must be before all are asked again: so often
    /// only, however small the pieces are.
    var octets: [UInt8] = []
    var enough = 0
    var lines = 0
    /// Octets nobody recognised.
    var unknown = 0
    /// Whether octets may have been missed: then a protocol may begin with any segment.
    var mayBeginLater = false
    var isFinished = false

    var isSettled: Bool { isFinished || unknown > RecognisedStream.maximumUnknown }
  }

  private enum Piece: Sendable {
    case octets([UInt8], position: Int, Endpoint, StreamPlace)
    case skip(Int, Endpoint, StreamPlace)
    case finish(Endpoint, StreamEnding, StreamPlace)
  }

  /// A stream of a protocol to be found out, or of the one that `type` reads.
  public init(_ context: StreamContext, as type: (any ApplicationDissector.Type)? = nil) {
    self.context = context
    low.mayBeginLater = !context.connection.lowFromStart
    high.mayBeginLater = !context.connection.highFromStart
    isUnknown = context.nesting > StreamContext.maximumNesting
    guard let type, !isUnknown else { return }
    kind = type.id
    reader = type.init(context)
  }

  /// The protocol, once it is recognised.
  public var protocolID: ProtocolID? { kind }

  public var isDone: Bool { reader?.isDone ?? isUnknown }

  public var isWaiting: Bool { reader?.isWaiting ?? false }

  public mutating func reconsider() { reader?.reconsider() }

  public var memory: Int { (reader?.memory ?? 0) &+ pendingOctets &+ low.octets.count &+ high.octets.count }

  public mutating func receive(_ octets: ByteView, from sender: Endpoint, at place: StreamPlace) {
    if reader?.receive(octets, from: sender, at: place) == nil, !isUnknown { probe(octets, sender, place) }
  }

  public mutating func skip(_ count: Int, from sender: Endpoint, at place: StreamPlace) {
    guard reader?.skip(count, from: sender, at: place) == nil, !isUnknown else { return }
    self[sender].mayBeginLater = true
    self[sender].octets = []
    note(.skip(count, sender, place))
    settle()
  }

  public mutating func repeated(_ octets: Range<Int>, from sender: Endpoint, at place: StreamPlace) {
    reader?.repeated(octets, from: sender, at: place)
  }

  public mutating func finish(_ sender: Endpoint, _ ending: StreamEnding, at place: StreamPlace) {
    guard reader?.finish(sender, ending, at: place) == nil, !isUnknown else { return }
    let all = self[sender].octets
    if !all.isEmpty, case .yes(let type, let recognition) = ask(ByteView(all.span), sender) {
      begin(type, recognition, ByteView([UInt8]().span), sender, place)
      return reader?.finish(sender, ending, at: place) ?? ()
    }
    self[sender].isFinished = true
    note(.finish(sender, ending, place))
    settle()
  }

  public mutating func tell(_ facts: inout ApplicationFacts) {
    if let kind { facts.protocols.append(kind) }
    reader?.tell(&facts)
  }

  // MARK: - Recognising

  private subscript(side: Endpoint) -> Side {
    _read { if side == .low { yield low } else { yield high } }
    _modify { if side == .low { yield &low } else { yield &high } }
  }

  private mutating func probe(_ octets: ByteView, _ sender: Endpoint, _ place: StreamPlace) {
    // Nobody asks any more what a side says that was heard from its start; the other side may still tell.
    guard self[sender].mayBeginLater || !self[sender].isSettled else { return }
    if self[sender].octets.isEmpty {
      guard self[sender].unknown == 0 || place.isSegmentStart else { return note(unknown: octets, sender, place) }
      switch ask(octets, sender) {
      case .yes(let type, let recognition): begin(type, recognition, octets, sender, place)
      case .no: note(unknown: octets, sender, place)
      case .maybe:
        self[sender].octets = octets.copied()
        self[sender].enough = 0
        self[sender].lines = 0
        keep(octets, sender, place)
      }
    } else {
      octets.append(to: &self[sender].octets)
      if octets.hasLineEnd { self[sender].lines &+= 1 }
      let isLine = octets.hasLineEnd && self[sender].lines <= Self.maximumLines
      guard isLine || self[sender].octets.count >= self[sender].enough else { return keep(octets, sender, place) }
      let all = self[sender].octets
      self[sender].enough = all.count &+ all.count / 16
      switch ask(ByteView(all.span), sender) {
      case .yes(let type, let recognition): begin(type, recognition, octets, sender, place)
      case .no:
        dropPieces(of: sender)
        // What comes now may still be the beginning of something.
        probe(octets, sender, place)
      case .maybe: keep(octets, sender, place)
      }
    }
  }

  private enum Answer {
    case yes(any ApplicationDissector.Type, Recognition)
    case maybe, no
  }

  private func ask(_ octets: ByteView, _ sender: Endpoint) -> Answer {
    var isPossible = false
    let other = sender == .low ? high.octets : low.octets
    for type in context.registry.recognised {
      switch type.recognise(octets, answering: ByteView(other.span)) {
      case .no: continue
      case .maybe: isPossible = true
      case let recognition: return .yes(type, recognition)
      }
    }
    return isPossible ? .maybe : .no
  }

  /// Octets nobody knows.
  private mutating func note(unknown octets: ByteView, _ sender: Endpoint, _ place: StreamPlace) {
    self[sender].unknown &+= octets.count
    context.noteStranger(sender, place.point)
    settle()
  }

  /// What a side was thought to say was something else.
  private mutating func dropPieces(of sender: Endpoint) {
    var count = 0
    for case .octets(let octets, _, sender, let place) in pending {
      if count == 0 { context.noteStranger(sender, place.point) }
      count &+= octets.count
    }
    pending.removeAll { if case .octets(_, _, sender, _) = $0 { true } else { false } }
    pendingOctets &-= count
    self[sender].unknown &+= max(1, count)
    self[sender].octets = []
  }

  private mutating func keep(_ octets: ByteView, _ sender: Endpoint, _ place: StreamPlace) {
    if pendingOctets &+ octets.count <= Self.maximumPending, pending.count < Self.maximumPieces {
      pending.append(.octets(octets.copied(), position: octets.offset, sender, place))
      pendingOctets &+= octets.count
    } else {
      giveUpPending()
    }
    settle()
  }

  private mutating func note(_ piece: Piece) {
    if pending.count < Self.maximumPieces { pending.append(piece) } else { giveUpPending() }
  }

  /// Too much to keep. Whoever begins later has missed something.
  private mutating func giveUpPending() {
    low.unknown &+= low.octets.count
    high.unknown &+= high.octets.count
    forget()
    context.connection.lowFromStart = false
    context.connection.highFromStart = false
  }

  /// Gives up when nobody knew what both sides began with, and nothing of it was missed.
  private mutating func settle() {
    guard !low.mayBeginLater, !high.mayBeginLater, low.isSettled, high.isSettled else { return }
    isUnknown = true
    forget()
  }

  private mutating func forget() {
    pending = []
    pendingOctets = 0
    low.octets = []
    high.octets = []
  }

  // MARK: - Handing on

  private mutating func begin(
    _ type: any ApplicationDissector.Type, _ recognition: Recognition, _ octets: ByteView, _ sender: Endpoint,
    _ place: StreamPlace
  ) {
    switch recognition {
    case .client: context.client = sender
    case .server: context.client = sender.other
    case .either, .maybe, .no: break
    }
    // What the other side was thought to say may be something else, too.
    let other = self[sender.other].octets
    if !other.isEmpty, !type.isEnvelope, type.recognise(ByteView(other.span)) == .no { dropPieces(of: sender.other) }
    kind = type.id
    var made: any StreamDissector = type.init(context)
    for piece in pending {
      switch piece {
      case .octets(let octets, let position, let sender, let place):
        made.receive(ByteView(octets.span, offset: position), from: sender, at: place)
      case .skip(let count, let sender, let place): made.skip(count, from: sender, at: place)
      case .finish(let sender, let ending, let place): made.finish(sender, ending, at: place)
      }
    }
    reader = made
    forget()
    reader?.receive(octets, from: sender, at: place)
  }
}

extension ByteView {
  fileprivate var hasLineEnd: Bool {
    for index in 0..<count where uint8(at: index) == 10 { return true }
    return false
  }
}
