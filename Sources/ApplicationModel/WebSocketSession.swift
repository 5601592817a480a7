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
  /// Octets of which no frame could be made: behind a hole that hid a header, or behind a length that no frame can have.
  public var unreadOctets = 0

  public init() {}

  public struct Handshake: Hashable, Sendable {
    public var subprotocol: [UInt8]?
    public var offeredSubprotocols: [[UInt8]] = []
    /// The extensions agreed on, as the server wrote them: `permessage-deflate; client_no_context_takeover`.
    public var extensions: [[UInt8]] = []
    /// What the server's permessage-deflate says, when it named it.
    public var compression: Compression?
    /// Whether Sec-WebSocket-Accept is what Sec-WebSocket-Key asks for (RFC 6455 §4.2.2). Not so either where the capture
    /// lacks the request.
    public var isAccepted = false

    public init() {}
  }

  /// The parameters of permessage-deflate (RFC 7692 §7.1), by the side that compresses.
  public struct Compression: Hashable, Sendable {
    public var client = Side()
    public var server = Side()

    public init() {}

    public struct Side: Hashable, Sendable {
      /// Whether messages may refer to those before them.
      public var hasContextTakeover = true
      /// The base-2 logarithm of the window, 8 to 15.
      public var windowBits = 15

      public init() {}
    }
  }

  /// A data message: all its fragments.
  public struct Message: Sendable {
    public var first: StreamPoint
    public var last: StreamPoint
    public var sender: Endpoint
    public var opcode: Opcode
    /// Whether its first fragment's header and its last octet came. Octets between them may be missing all the same.
    public var isComplete: Bool
    public var fragments: Int
    /// Octets of its payload as sent, and decompressed.
    public var wireOctets: Int
    public var octets: Int
    public var isCompressed: Bool
    /// Octets of its payload as sent that the capture lacks.
    public var missingOctets = 0
    /// What keeps its payload from being known whole, as far as it came.
    public var decodingProblem = HTTPMessage.DecodingProblem.none
    /// The first octets of the payload, decompressed; up to the first that is not known.
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

  /// What one side sent.
  public struct SideCounts: Hashable, Sendable {
    public var frames = 0
    /// Data messages, those that did not end among them.
    public var messages = 0
    /// Octets of their payload decompressed, and as sent.
    public var octets = 0
    public var wireOctets = 0
    public var pings = 0
    public var pongs = 0
    /// Pongs that answer no Ping: a heartbeat (RFC 6455 §5.5.3), or an answer to a Ping the capture lacks.
    public var unsolicitedPongs = 0

    public init() {}
  }

  /// Messages of one session that are kept, and Pings.
  public static let maximumMessages = 1 << 16
  public static let maximumPings = 1 << 16

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
    /// Absent when the frame had none: what applications see as 1005.
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
