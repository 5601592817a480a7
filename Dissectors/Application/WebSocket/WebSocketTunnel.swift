import ApplicationModel
import Dissection
import Octets
import PacketModel

/// TLS inside a session, as tunnels have it: what a side's binary messages hold, one behind the other, is its stream, wherever
/// one message ends and the next begins.
///
/// A side whose first data message does not begin as TLS does is asked no more, and costs no more than that.
struct WebSocketTunnel: Sendable {
  private let context: StreamContext
  private var low = Side()
  private var high = Side()
  private var inner: RecognisedStream?
  /// Unmasked octets, for the time of a call.
  private var plain: [UInt8] = []

  private struct Side: Sendable {
    /// Whether what it said so far may be the beginning of TLS.
    var mayBegin = true
    var beginning: [UInt8] = []
    /// Octets of its messages so far.
    var position = 0
    /// The next octet is a message's first.
    var isMessageStart = true
  }

  /// Octets in which TLS shows itself: a record's header and a message's type.
  private static let maximumBeginning = 16
  /// Unmasked octets for which memory is kept from call to call.
  private static let maximumSpare = 64 << 10

  init(_ context: StreamContext) { self.context = context }

  var isWaiting: Bool { inner?.isWaiting ?? false }

  mutating func reconsider() { inner?.reconsider() }

  var memory: Int { plain.capacity &+ (inner?.memory ?? 0) }

  mutating func tell(_ facts: inout ApplicationFacts) { inner?.tell(&facts) }

  // MARK: - Messages

  /// A data message begins.
  mutating func begin(_ opcode: WebSocketSession.Opcode, from sender: Endpoint) {
    self[sender].isMessageStart = true
    // One whose beginning nobody saw, and text, are none.
    if opcode != .binary { self[sender].mayBegin = false }
  }

  /// Takes a piece of a binary message; the key must have been turned to where it begins.
  @inline(__always)
  mutating func take(_ octets: ByteView, mask: WebSocketMask, from sender: Endpoint, at place: StreamPlace) {
    guard inner != nil || self[sender].mayBegin, !octets.isEmpty else { return }
    takeUnmasked(octets, mask, sender, place)
  }

  @inline(never)
  private mutating func takeUnmasked(
    _ octets: ByteView, _ mask: WebSocketMask, _ sender: Endpoint, _ place: StreamPlace
  ) {
    if inner == nil, !begins(octets, mask, sender) { return }
    var all: [UInt8] = []
    swap(&all, &plain)
    all.append(contentsOf: self[sender].beginning)
    self[sender].beginning = []
    mask.append(octets, to: &all)
    var place = place
    place.isSegmentStart = self[sender].isMessageStart
    // Of the messages' octets, nobody knows what was acknowledged.
    place.acknowledged = nil
    self[sender].isMessageStart = false
    let position = self[sender].position
    self[sender].position &+= all.count
    inner?.receive(ByteView(all.span, offset: position), from: sender, at: place)
    guard all.capacity <= Self.maximumSpare else { return }
    all.removeAll(keepingCapacity: true)
    swap(&all, &plain)
  }

  /// Whether a side's first octets are TLS; while that is open, they are kept.
  private mutating func begins(_ octets: ByteView, _ mask: WebSocketMask, _ sender: Endpoint) -> Bool {
    let known = self[sender].beginning.count
    var beginning = self[sender].beginning
    mask.append(octets.prefix(Self.maximumBeginning &- known), to: &beginning)
    // SSLv2's hello is too little to know it by.
    let recognition =
      beginning.first == StartTLSLimits.handshakeRecord ? TLSDissector.recognise(ByteView(beginning.span)) : .no
    switch recognition {
    case .no:
      self[sender].mayBegin = false
      self[sender].beginning = []
      return false
    case .maybe:
      self[sender].mayBegin = beginning.count < Self.maximumBeginning
      self[sender].beginning = self[sender].mayBegin ? beginning : []
      return false
    case .client: open(client: sender)
    case .server: open(client: sender.other)
    case .either: open(client: context.client)
    }
    return true
  }

  private mutating func open(client: Endpoint) {
    let handover = Handover(exchange: context.handover?.exchange, log: context.handover?.log ?? 0, isTunnel: true)
    inner = RecognisedStream(context.inside(handover, client: client, logs: context.logs), as: TLSDissector.self)
  }

  // MARK: - Holes and ends

  /// Octets are missing, or cannot be told from frames' headers.
  mutating func skip(_ count: Int, from sender: Endpoint, at place: StreamPlace) {
    self[sender].mayBegin = false
    self[sender].beginning = []
    guard inner != nil, count > 0 else { return }
    var place = place
    place.acknowledged = nil
    inner?.skip(count, from: sender, at: place)
    self[sender].position &+= count
  }

  mutating func finish(_ sender: Endpoint, _ ending: StreamEnding, at place: StreamPlace) {
    inner?.finish(sender, ending, at: place)
  }

  private subscript(side: Endpoint) -> Side {
    _read { if side == .low { yield low } else { yield high } }
    _modify { if side == .low { yield &low } else { yield &high } }
  }
}
