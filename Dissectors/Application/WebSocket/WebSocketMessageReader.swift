import ApplicationModel
import Dissection
import Octets
import PacketModel

/// Gathers what a report tells of one data message from its fragments' payload.
struct WebSocketMessageReader: Sendable {
  private(set) var message: WebSocketSession.Message
  /// Whether its text is UTF-8 (RFC 6455 §8.1); nothing where it need not be, or is not known whole.
  private var check: UTF8Check?
  private let previewOctets: Int

  /// Begins with a fragment's header. `opcode` is `.continuation` where no first fragment came; `isCut` where the capture may
  /// lack it.
  init(
    _ opcode: WebSocketSession.Opcode, isCompressed: Bool, isCut: Bool = false, from sender: Endpoint, at place: StreamPlace,
    previewOctets: Int
  ) {
    message = WebSocketSession.Message(
      first: place.point, last: place.point, sender: sender, opcode: opcode, isComplete: false, fragments: 0, wireOctets: 0,
      octets: 0, isCompressed: isCompressed)
    if isCut { message.decodingProblem = .gap }
    self.previewOctets = previewOctets
    check = opcode == .text ? UTF8Check() : nil
  }

  /// Whether its text has turned out to be none.
  var isBadText: Bool { check?.isValid == false }

  /// An extension may have changed what its payload means.
  mutating func leaveTextUnchecked() { check = nil }

  mutating func beginFragment() { message.fragments &+= 1 }

  /// Takes a piece of payload; the key must have been turned to where it begins.
  mutating func read(
    _ octets: ByteView, mask: WebSocketMask, _ inflater: inout WebSocketInflater, at place: StreamPlace,
    _ tunnel: inout WebSocketTunnel
  ) {
    message.wireOctets &+= octets.count
    message.last = place.point
    guard message.isCompressed else { return take(octets, mask: mask, place, &tunnel) }
    guard message.decodingProblem == .none else { return }
    inflater.decode(octets, mask: mask) { piece in take(ByteView(piece), mask: .none, place, &tunnel) }
  }

  /// Octets of the payload are missing.
  mutating func skip(_ count: Int, _ inflater: inout WebSocketInflater, at place: StreamPlace) {
    message.wireOctets &+= count
    message.missingOctets &+= count
    message.last = place.point
    if message.decodingProblem == .none { message.decodingProblem = .gap }
    check = nil
    if message.isCompressed { inflater.skip() } else { message.octets &+= count }
  }

  /// Its last octet has come.
  mutating func end(_ inflater: inout WebSocketInflater, at place: StreamPlace, _ tunnel: inout WebSocketTunnel) {
    message.last = place.point
    message.isComplete = message.opcode != .continuation
    if message.isCompressed, message.decodingProblem == .none {
      message.decodingProblem = inflater.end { piece in take(ByteView(piece), mask: .none, place, &tunnel) }
    }
    if let check, message.decodingProblem == .none, !check.isWhole { self.check?.refuse() }
  }

  /// No more of it will come.
  mutating func abandon(_ inflater: inout WebSocketInflater) {
    guard message.isCompressed else { return }
    let problem = inflater.abandon()
    if message.decodingProblem == .none { message.decodingProblem = problem }
  }

  private mutating func take(
    _ octets: ByteView, mask: WebSocketMask, _ place: StreamPlace, _ tunnel: inout WebSocketTunnel
  ) {
    if message.opcode == .binary { tunnel.take(octets, mask: mask, from: message.sender, at: place) }
    message.octets &+= octets.count
    let room = previewOctets &- message.preview.count
    if room > 0, message.decodingProblem == .none { mask.append(octets.prefix(room), to: &message.preview) }
    check?.add(octets, mask: mask)
  }
}
