public import PacketModel

/// What a lost segment cost the streams of a connection that it was not part of: TCP hands on octets in their order only, so
/// streams whose octets had come behind the hole waited for a repair they did not need. HTTP/3 would not have made them.
public struct HTTP2HeadOfLine: Sendable {
  public var events: [Event] = []
  public var omittedEvents = 0

  public init() {}

  /// A hole's repair, and those who waited for it.
  public struct Event: Sendable {
    /// The segment that filled the hole: octets behind it were handed on with it.
    public var point: StreamPoint
    public var sender: Endpoint
    /// Where its octets lie in its sender's stream: TCP's, counted from 1, or TLS's plaintext, counted from 0.
    public var range: Range<Int>
    /// The streams that the repair's own octets belong to, the connection's (0) among them.
    public var lost: [Int]
    /// The others, in the order in which they were held.
    public var held: [Held]
    public var omittedHeld = 0
    /// Whether the capture has the octets' first transmission too, so that it was made before the place of the loss; the event
    /// counts only where TCP's analysis finds that this retransmission was needed.
    public var isBeforeLoss = false

    public init(point: StreamPoint, sender: Endpoint, range: Range<Int>, lost: [Int], held: [Held]) {
      self.point = point
      self.sender = sender
      self.range = range
      self.lost = lost
      self.held = held
    }
  }

  public struct Held: Hashable, Sendable {
    public var stream: Int
    /// The first of its frames' octets that waited.
    public var first: StreamPoint
    /// Octets of its frames that waited.
    public var octets: Int
    /// Nanoseconds from there to the repair.
    public var delay: Int64

    public init(stream: Int, first: StreamPoint, octets: Int, delay: Int64) {
      self.stream = stream
      self.first = first
      self.octets = octets
      self.delay = delay
    }
  }

  public static let maximumEvents = 4096
  /// Streams of one event that are listed.
  public static let maximumHeld = 256
}

/// When streams stood still because the receiver had given no more room (RFC 9113 §5.2), not because their sender had nothing
/// to say.
public struct HTTP2FlowControl: Sendable {
  public var waits: [Wait] = []
  public var omittedWaits = 0

  public init() {}

  public struct Wait: Hashable, Sendable {
    public enum Window: String, Hashable, Sendable {
      case stream, connection
    }

    public var stream: Int
    /// Who could not send.
    public var sender: Endpoint
    public var window: Window
    /// The DATA that used the window up, and the frame that opened it again: WINDOW_UPDATE or SETTINGS.
    public var exhausted: StreamPoint
    public var reopened: StreamPoint
    /// Nanoseconds that the stream waited: from when it could have sent again, as far as is known.
    public var delay: Int64

    public init(
      stream: Int, sender: Endpoint, window: Window, exhausted: StreamPoint, reopened: StreamPoint, delay: Int64
    ) {
      self.stream = stream
      self.sender = sender
      self.window = window
      self.exhausted = exhausted
      self.reopened = reopened
      self.delay = delay
    }
  }

  public static let maximumWaits = 4096
}
