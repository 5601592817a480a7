public import PacketModel

/// A request and what came back: HTTP/1, HTTP/2 and HTTP/3 alike (RFC 9110 §3).
public struct HTTPExchange: Sendable {
  /// Why a request has no response, or a response no request.
  public enum Unpaired: String, Hashable, Sendable {
    /// The capture lacks octets where the other would be.
    case gap
    /// The capture began when the exchange was under way.
    case captureStarted = "capture_started"
    /// The capture, or the flow in it, ended first.
    case captureEnded = "capture_ended"
    /// The connection ended without one.
    case noResponse = "no_response"
    /// A response nobody asked for: 408 to an idle connection, perhaps.
    case noRequest = "no_request"
    /// Octets that are no HTTP stood between.
    case malformed
  }

  /// HTTP/2's stream identifier.
  public var stream: Int?
  public var request: HTTPRequest?
  /// Responses with status 1xx before the last.
  public var interim: [HTTPInterim] = []
  public var response: HTTPResponse?
  public var unpaired: Unpaired?
  /// What the connection became with this exchange, and the protocol inside, when it was recognised.
  public var tunnel: Tunnel?
  /// Whether the response began before the request had ended.
  public var isEarly = false
  /// What a text/event-stream response carried (WHATWG HTML §9.2), and events beyond those kept.
  public var events: [ServerSentEvent] = []
  public var omittedEvents = 0
  /// Whether who wanted to know has been told of its end (`ExchangeSink`).
  public var isTold = false

  public struct Tunnel: Sendable {
    public enum Kind: Hashable, Sendable {
      case connect
      /// Upgrade to a protocol, by its token as sent.
      case upgrade(String)
    }

    public var kind: Kind
    /// The protocol that followed, when it was recognised.
    public var content: ProtocolID?
    /// Octets that passed since, by sender.
    public var clientOctets = 0
    public var serverOctets = 0

    public init(_ kind: Kind) { self.kind = kind }
  }

  public init() {}

  /// The frame of its first octet, whichever side's that is.
  public var firstFrame: Int {
    request?.message.first.frame ?? response?.message.first.frame ?? interim.first?.first.frame ?? 0
  }

  /// When it began.
  public var start: Timestamp {
    request?.message.first.time ?? response?.message.first.time ?? interim.first?.first.time ?? Timestamp(nanoseconds: 0)
  }

  /// Its last octet that was seen.
  public var last: StreamPoint? {
    let points = [request?.message.last, response?.message.last, interim.last?.first].compactMap(\.self)
    return points.max { $0.frame < $1.frame }
  }

  public var version: HTTPVersion { request?.message.version ?? response?.message.version ?? .oneOne }
}

public struct HTTPRequest: Sendable {
  public var message: HTTPMessage
  /// Places in the log's octets; of HTTP/2's, empty where they are not known.
  public var method: Range<Int> {
    @inlinable get { methodPlace.range }
    @inlinable set { methodPlace = LogPlace(newValue) }
  }
  public var target: Range<Int> {
    @inlinable get { targetPlace.range }
    @inlinable set { targetPlace = LogPlace(newValue) }
  }
  /// HTTP/2's `:authority` and `:scheme` (RFC 9113 §8.3.1).
  public var authority: Range<Int> {
    @inlinable get { authorityPlace.range }
    @inlinable set { authorityPlace = LogPlace(newValue) }
  }
  public var scheme: Range<Int> {
    @inlinable get { schemePlace.range }
    @inlinable set { schemePlace = LogPlace(newValue) }
  }
  @usableFromInline var methodPlace: LogPlace
  @usableFromInline var targetPlace: LogPlace
  @usableFromInline var authorityPlace: LogPlace
  @usableFromInline var schemePlace: LogPlace

  public init(
    _ message: HTTPMessage, method: Range<Int>, target: Range<Int>, authority: Range<Int> = 0..<0, scheme: Range<Int> = 0..<0
  ) {
    self.message = message
    methodPlace = LogPlace(method)
    targetPlace = LogPlace(target)
    authorityPlace = LogPlace(authority)
    schemePlace = LogPlace(scheme)
  }
}

public struct HTTPResponse: Sendable {
  public var message: HTTPMessage
  public var status: Int {
    @inlinable get { Int(statusCode) }
    @inlinable set { statusCode = UInt32(clamping: newValue) }
  }
  public var reason: Range<Int> {
    @inlinable get { reasonPlace.range }
    @inlinable set { reasonPlace = LogPlace(newValue) }
  }
  @usableFromInline var statusCode: UInt32
  @usableFromInline var reasonPlace: LogPlace

  public init(_ message: HTTPMessage, status: Int, reason: Range<Int>) {
    self.message = message
    statusCode = UInt32(clamping: status)
    reasonPlace = LogPlace(reason)
  }
}

/// A response that precedes the last one: 100, 102, 103 (RFC 9110 §15.2).
public struct HTTPInterim: Sendable {
  public var first: StreamPoint
  public var status: Int
  public var fields: Range<Int>

  public init(first: StreamPoint, status: Int, fields: Range<Int>) {
    self.first = first
    self.status = status
    self.fields = fields
  }

  /// Interim responses of one exchange that are kept.
  public static let maximum = 64
}

/// One event of a text/event-stream body.
public struct ServerSentEvent: Hashable, Sendable {
  /// Its last octet: the empty line that dispatches it.
  public var point: StreamPoint
  /// The `event` field; `message` is meant when there is none.
  public var type: [UInt8]?
  /// The last `id` since the event before. A receiver remembers it for events without one.
  public var id: [UInt8]?
  /// The last `retry` since the event before, in milliseconds.
  public var retry: Int?
  /// Octets of its data, line feeds between its lines included, and the first of them.
  public var octets: Int
  public var preview: [UInt8]

  public init(point: StreamPoint, type: [UInt8]?, id: [UInt8]?, retry: Int?, octets: Int, preview: [UInt8]) {
    self.point = point
    self.type = type
    self.id = id
    self.retry = retry
    self.octets = octets
    self.preview = preview
  }
}
