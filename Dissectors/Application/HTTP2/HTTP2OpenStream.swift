import ApplicationModel
import Octets
import PacketModel

/// A stream that is open (RFC 9113 §5.1), and its exchange.
struct HTTP2OpenStream: Sendable {
  var id: Int
  /// In the log.
  var exchange: Int
  var facts: Facts = []
  /// What the client sends, and the server.
  var halves: InlineArray<2, Half>
  /// What reads its bodies, among the connection's readers; -1 where octets need only be counted.
  var readers = -1

  static let nobody = -1

  struct Facts: OptionSet, Hashable, Sendable {
    var rawValue: UInt8

    static let clientEnded = Facts(rawValue: 1)
    static let serverEnded = Facts(rawValue: 2)
    /// The exchange has a request, and a response, whose head was seen.
    static let hasRequest = Facts(rawValue: 4)
    static let hasResponse = Facts(rawValue: 8)
    /// It asks to become a tunnel, or is one.
    static let isConnect = Facts(rawValue: 16)
    static let isTunnel = Facts(rawValue: 32)
    static let isReset = Facts(rawValue: 64)
    static let bothEnded: Facts = [.clientEnded, .serverEnded]

    /// What was said of the client is true of the server, and the other way round.
    mutating func swapSides() {
      let sides = rawValue & 0b1111
      rawValue = rawValue & ~0b1111 | (sides & 0b0101) << 1 | (sides & 0b1010) >> 1
    }
  }

  /// What one side sends on it.
  struct Half: Sendable {
    /// Octets of DATA that it may send still (RFC 9113 §5.2).
    var room: Int
    /// When it last sent something, and since when, what for, it had no room.
    var lastSent = Timestamp(nanoseconds: .min)
    var exhausted: StreamPoint?
    /// The last time that its own window was opened again; of use until it sends.
    var reopened: (exhausted: StreamPoint, by: StreamPoint)?
    /// When the last of its octets came, so far: what it needed itself.
    var needed = Timestamp(nanoseconds: .min)

    init(room: Int) { self.room = room }
  }

  init(id: Int, exchange: Int, clientRoom: Int, serverRoom: Int) {
    self.id = id
    self.exchange = exchange
    halves = [Half(room: clientRoom), Half(room: serverRoom)]
  }

  func hasEnded(_ isRequest: Bool) -> Bool { facts.contains(isRequest ? .clientEnded : .serverEnded) }
}

/// What reads the bodies of a stream, where octets are not only counted.
struct HTTP2StreamReaders: Sendable {
  /// Of the request and of the response.
  var bodies = InlineArray<2, HTTPBodyReader?>(repeating: nil)
  var call: GRPCCallReader?
  var tunnel: HTTP2Tunnel?

  var memory: Int {
    (bodies[true.side]?.memory ?? 0) &+ (bodies[false.side]?.memory ?? 0) &+ (call?.memory ?? 0) &+ (tunnel?.memory ?? 0)
  }
}

extension Bool {
  /// Where a side stands among the two: of whom requests come from, or not.
  var side: Int { self ? 0 : 1 }
}
