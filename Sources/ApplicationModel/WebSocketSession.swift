public import PacketModel

/// What passed on a connection that became a WebSocket (RFC 6455).
public struct WebSocketSession: Sendable {
  public enum Opcode: UInt8, Hashable, Sendable {
    case continuation = 0
    case text = 1
    case binary = 2
    case close = 8
    case ping = 9
    case pong = 10
  }

  /// How the session began, as far as its handshake was seen.
  public var handshake: Handshake?
  /// The exchange that began it, counted over all the connection's exchanges.
  public var exchange: Int?
  /// Data messages in the order of their last octets.
  public var messages: [Message] = []
  /// Messages beyond those kept.
  public var omittedMessages = 0
  public var client = SideCounts()
  public var server = SideCounts()
  public var pings: [Ping] = []
  public var omittedPings = 0
  /// The first Close frame, and the answer to it.
  public var close: Close?
  public var closeAnswer: Close?
  /// Octets the capture lacks.
  public var missingOctets = 0

  public init() {}

  public struct Handshake: Hashable, Sendable {
    public var subprotocol: [UInt8]?
    public var offeredSubprotocols: [[UInt8]] = []
    /// The extensions agreed on, as the server wrote them: `permessage-deflate; client_no_context_takeover`.
    public var extensions: [[UInt8]] = []
    /// Whether Sec-WebSocket-Accept is what Sec-WebSocket-Key asks for (RFC 6455 §4.2.2).
    public var isAccepted = false

    public init() {}
  }

  /// A data message: all its fragments.
  public struct Message: Sendable {
    public var first: StreamPoint
    public var last: StreamPoint
    public var sender: Endpoint
    public var opcode: Opcode
    /// Whether its last fragment came.
    public var isComplete: Bool
    public var fragments: Int
    /// Octets of its payload as sent, and decompressed.
    public var wireOctets: Int
    public var octets: Int
    public var isCompressed: Bool
    /// Whether its decompressed payload is known whole.
    public var decodingProblem = HTTPMessage.DecodingProblem.none
    /// The first octets of the payload, decompressed.
    public var preview: [UInt8] = []

    public init(
      first: StreamPoint, last: StreamPoint, sender: Endpoint, opcode: Opcode, isComplete: Bool, fragments: Int,
      wireOctets: Int, octets: Int, isCompressed: Bool
    ) {
      self.first = first
      self.last = last
      self.sender = sender
      self.opcode = opcode
      self.isComplete = isComplete
      self.fragments = fragments
      self.wireOctets = wireOctets
      self.octets = octets
      self.isCompressed = isCompressed
    }
  }

  public struct SideCounts: Hashable, Sendable {
    public var frames = 0
    public var messages = 0
    public var octets = 0
    public var wireOctets = 0
    public var pings = 0
    public var pongs = 0

    public init() {}
  }

  /// A Ping, and the Pong with the same payload (RFC 6455 §5.5.3).
  public struct Ping: Hashable, Sendable {
    public var point: StreamPoint
    public var sender: Endpoint
    public var octets: Int
    public var pong: StreamPoint?

    public init(point: StreamPoint, sender: Endpoint, octets: Int) {
      self.point = point
      self.sender = sender
      self.octets = octets
    }
  }

  public struct Close: Hashable, Sendable {
    public var point: StreamPoint
    public var sender: Endpoint
    /// Absent when the frame had none.
    public var code: Int?
    public var reason: [UInt8]

    public init(point: StreamPoint, sender: Endpoint, code: Int?, reason: [UInt8]) {
      self.point = point
      self.sender = sender
      self.code = code
      self.reason = reason
    }
  }
}
