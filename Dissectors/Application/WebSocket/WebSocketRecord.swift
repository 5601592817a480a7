import ApplicationModel
import Dissection
import PacketModel

/// What both sides of a session share: the session, what was wrong, and Pings that wait for their Pongs.
struct WebSocketRecord: Sendable {
  /// Pings of a side that wait at a time; the oldest is given up for a new one.
  static let maximumWaiting = 64

  private struct Waiting: Sendable {
    var payload: [UInt8]
    /// The stream position behind it: the Pong's sender must have had it.
    var end: Int
    /// Its place in the session's list, if it is kept.
    var index: Int?
  }

  var session = WebSocketSession()
  var violations = Violations<WebSocketViolation>()
  /// Findings on the handshake and the end.
  var findings: [Finding] = []
  /// What the messages may carry.
  var tunnel: WebSocketTunnel
  private var clientPings: [Waiting] = []
  private var serverPings: [Waiting] = []
  /// Octets of memory that previews take.
  private var previewOctets = 0

  init(_ context: StreamContext) { tunnel = WebSocketTunnel(context) }

  var memory: Int {
    session.messages.capacity &* MemoryLayout<WebSocketSession.Message>.stride &+ previewOctets
      &+ session.pings.capacity &* MemoryLayout<WebSocketSession.Ping>.stride
      &+ (clientPings.count &+ serverPings.count) &* 192 &+ tunnel.memory
  }

  subscript(role: StreamRole) -> WebSocketSession.SideCounts {
    get { role == .client ? session.client : session.server }
    _modify { if role == .client { yield &session.client } else { yield &session.server } }
  }

  // MARK: - Messages

  mutating func add(_ message: WebSocketSession.Message, from role: StreamRole) {
    self[role].messages &+= 1
    self[role].octets &+= message.octets
    self[role].wireOctets &+= message.wireOctets
    if session.messages.count < WebSocketSession.maximumMessages {
      session.messages.append(message)
      if message.preview.capacity > 0 { previewOctets &+= message.preview.capacity &+ 32 }
    } else {
      session.omittedMessages &+= 1
    }
  }

  // MARK: - Pings and Pongs

  /// A Ping; `payload` is absent when the capture lacks some of it.
  mutating func ping(_ ping: WebSocketSession.Ping, payload: [UInt8]?, end: Int, from role: StreamRole) {
    self[role].pings &+= 1
    var index: Int?
    if session.pings.count < WebSocketSession.maximumPings {
      index = session.pings.count
      session.pings.append(ping)
    } else {
      session.omittedPings &+= 1
    }
    guard let payload else { return }
    let waiting = Waiting(payload: payload, end: end, index: index)
    if role == .client { Self.add(waiting, to: &clientPings) } else { Self.add(waiting, to: &serverPings) }
  }

  /// A Pong, which answers the first Ping of its payload that its sender had (RFC 6455 §5.5.3).
  mutating func pong(_ payload: [UInt8]?, at place: StreamPlace, from role: StreamRole) {
    self[role].pongs &+= 1
    // Without its payload nobody knows.
    guard let payload else { return }
    let answered =
      role == .client
      ? Self.take(payload, place.acknowledged, from: &serverPings) : Self.take(payload, place.acknowledged, from: &clientPings)
    guard let answered else { return self[role].unsolicitedPongs &+= 1 }
    if let index = answered.index, index < session.pings.count { session.pings[index].pong = place.point }
  }

  private static func add(_ waiting: Waiting, to list: inout [Waiting]) {
    if list.count >= maximumWaiting { list.removeFirst() }
    list.append(waiting)
  }

  private static func take(_ payload: [UInt8], _ acknowledged: Int?, from list: inout [Waiting]) -> Waiting? {
    let had = acknowledged ?? .max
    guard let index = list.firstIndex(where: { $0.payload == payload && $0.end <= had }) else { return nil }
    return list.remove(at: index)
  }

  // MARK: - The end

  mutating func close(_ close: WebSocketSession.Close) {
    if session.close == nil {
      session.close = close
    } else if session.closeAnswer == nil, session.close?.sender != close.sender {
      session.closeAnswer = close
    }
  }
}
