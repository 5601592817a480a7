public import ApplicationModel
public import Octets
public import PacketModel

/// Reads one application protocol in both directions of a stream: of a connection, or of what another protocol carries.
public protocol ApplicationDissector: StreamDissector {
  /// The protocol's name in reports.
  static var id: ProtocolID { get }

  /// What the octets say with which one side begins, or with which one of its segments does. They may be the first of many.
  static func recognise(_ octets: ByteView) -> Recognition

  /// The same, knowing with which octets the other side has begun, where nobody was sure of those: some protocols are told
  /// apart by question and answer only.
  static func recognise(_ octets: ByteView, answering other: ByteView) -> Recognition

  /// Whether it is put before something else, so that what the other side says may be anything.
  static var isEnvelope: Bool { get }

  init(_ context: StreamContext)
}

extension ApplicationDissector {
  public static func recognise(_ octets: ByteView, answering other: ByteView) -> Recognition { recognise(octets) }
  public static var isEnvelope: Bool { false }
}

/// Whether octets are a protocol's.
public enum Recognition: Hashable, Sendable {
  case no
  /// So far they could be; more of them would tell.
  case maybe
  /// They are, and who sent them is the client, or the server, or either.
  case client, server, either
}

/// What a reader may know of the stream it reads.
public struct StreamContext: Sendable {
  public var connection: StreamConnection
  public var registry: ApplicationRegistry
  public var options: ApplicationOptions
  /// Streams around this one: 0 for a connection's own.
  public var nesting = 0
  /// How many of them are tunnels (CONNECT, Upgrade): 0 for what the connection's own ends say to each other.
  public var tunnels = 0
  /// The `HTTPLog.id` of this stream's own exchanges.
  public var logs = 0
  /// The first octets of either side that nobody recognised, before those that were.
  var lowStranger: StreamPoint?
  var highStranger: StreamPoint?
  /// Whether TLS protects what passes here.
  public var isSecure = false
  /// The client, as far as it is known.
  public var client: Endpoint
  /// What the protocol around this one said when it handed the stream on.
  public var handover: Handover?

  public init(connection: StreamConnection, registry: ApplicationRegistry, options: ApplicationOptions) {
    self.connection = connection
    self.registry = registry
    self.options = options
    client = connection.client
  }

  /// A side begins with octets that nobody recognises: what is recognised later is not from its start.
  mutating func noteStranger(_ sender: Endpoint, _ point: StreamPoint) {
    if sender == .low {
      connection.lowFromStart = false
      lowStranger = lowStranger ?? point
    } else {
      connection.highFromStart = false
      highStranger = highStranger ?? point
    }
  }

  /// The first octets of a side that nobody recognised, before those that were.
  public func strangeWords(of sender: Endpoint) -> StreamPoint? {
    sender != client && handover?.greeting != nil ? handover?.greeting : sender == .low ? lowStranger : highStranger
  }

  /// The context of what is carried inside this stream from here on: seen from its start.
  public func inside(_ handover: Handover, client: Endpoint, logs: Int) -> StreamContext {
    var inner = self
    inner.nesting += 1
    if handover.isTunnel { inner.tunnels += 1 }
    inner.logs = logs
    inner.lowStranger = nil
    inner.highStranger = nil
    inner.client = client
    inner.handover = handover
    inner.connection.lowFromStart = true
    inner.connection.highFromStart = true
    return inner
  }

  /// The `HTTPLog.id` of the first tunnel of several that one reader opens, of the second, and so on.
  public func logs(ofTunnel number: Int) -> Int { logs &* Self.maximumTunnels &+ number }

  /// More than any reader opens.
  private static let maximumTunnels = 1 << 13

  /// Streams inside one another that are followed: a chain of proxies is short, and each level costs a call an octet.
  public static let maximumNesting = 8
}

/// A stream handed on by the protocol that carried it until now.
public struct Handover: Sendable {
  /// HTTP's upgrade, where that was it.
  public var upgrade: Upgrade?
  /// The exchange that handed it on, and the `HTTPLog.id` of its log.
  public var exchange: Int?
  public var log = 0
  /// Whether what follows is between others than those who spoke until now.
  public var isTunnel = false
  /// What an upper protocol said to begin TLS, where that was it.
  public var startTLS: TLSSession.StartTLS?
  /// What the server had said in the clear before, where nobody agreed on TLS.
  public var greeting: StreamPoint?

  /// The fields of an upgrade's request and response that its protocol needs (RFC 9110 §7.8), as sent.
  public struct Upgrade: Sendable {
    public var frames: [Int] = []
    /// The request itself, without its fields' places, and when it was answered.
    public var message: HTTPMessage?
    public var method: [UInt8] = []
    public var target: [UInt8] = []
    public var answered: StreamPoint?
    /// HTTP/2's CONNECT, and not HTTP/1.1's Upgrade (RFC 8441): some fields are not needed then.
    public var isExtendedConnect = false
    public var request: [(name: String, value: [UInt8])] = []
    public var response: [(name: String, value: [UInt8])] = []

    public init() {}
  }

  public init(
    upgrade: Upgrade? = nil, exchange: Int? = nil, log: Int = 0, isTunnel: Bool = false, startTLS: TLSSession.StartTLS? = nil
  ) {
    self.upgrade = upgrade
    self.exchange = exchange
    self.log = log
    self.isTunnel = isTunnel
    self.startTLS = startTLS
  }
}

extension ApplicationFacts {
  /// The exchange that handed a stream on, counted over all that have been told.
  public func exchange(of handover: Handover?) -> Int? {
    guard let handover, let exchange = handover.exchange else { return nil }
    var before = 0
    for log in http {
      if log.id == handover.log { return before &+ exchange }
      before &+= log.exchanges.count
    }
    return nil
  }
}
