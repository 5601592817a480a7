public import ApplicationModel
public import Octets
public import PacketModel

/// Reads a TCP connection's two streams, octet by octet in their order, as the application at the other end did.
///
/// Sans-I/O: it is handed octets as they become contiguous, straight from the capture where nothing was out of order, and
/// told of octets that the capture does not have. Octets of one side come behind those of the other that their sender had
/// acknowledged, so an answer never comes before its request. It must bound what it keeps.
public protocol StreamDissector: Sendable {
  /// The next octets that `sender` sent. The view's offset is the stream position of its first octet.
  mutating func receive(_ octets: ByteView, from sender: Endpoint, at place: StreamPlace)

  /// The next octet that `sender` sent was urgent. By default a socket does not give it to its reader with the others
  /// (RFC 6093 §2; Linux, tcp(7), SO_OOBINLINE), so neither does this.
  mutating func receive(urgent octets: ByteView, from sender: Endpoint, at place: StreamPlace)

  /// The next `count` octets that `sender` sent are not in the capture and will not come.
  mutating func skip(_ count: Int, from sender: Endpoint, at place: StreamPlace)

  /// Octets that were handed on before came once more. By default it does not matter.
  mutating func repeated(_ octets: Range<Int>, from sender: Endpoint, at place: StreamPlace)

  /// `sender` sends no more: its FIN has come, or the flow has ended.
  mutating func finish(_ sender: Endpoint, _ ending: StreamEnding, at place: StreamPlace)

  /// Nothing that may still come changes what it has to tell: its octets need not be put in order any more.
  var isDone: Bool { get }

  /// It holds octets back for what may be learned elsewhere (secrets): `reconsider` is called when something was.
  var isWaiting: Bool { get }

  /// Something was published that it may have waited for.
  mutating func reconsider()

  /// Octets of memory it holds, about.
  var memory: Int { get }

  /// Says what it found. Called once, when both streams have finished or it is done.
  mutating func tell(_ facts: inout ApplicationFacts)
}

extension StreamDissector {
  public mutating func receive(urgent octets: ByteView, from sender: Endpoint, at place: StreamPlace) {}
  public mutating func repeated(_ octets: Range<Int>, from sender: Endpoint, at place: StreamPlace) {}
  public var isDone: Bool { false }
  public var isWaiting: Bool { false }
  public mutating func reconsider() {}
  public var memory: Int { 0 }
  public mutating func tell(_ facts: inout ApplicationFacts) {}
}

/// How a stream ended.
public enum StreamEnding: Hashable, Sendable {
  /// With a FIN: all of it came.
  case closed
  /// With a RST, of either side.
  case reset
  /// The capture has no more of it, or the flow was given up.
  case cut
}

/// Where octets of a stream stood in the capture: evidence for what is read from them.
public struct StreamPlace: Hashable, Sendable {
  /// The frame that carried them, and when.
  public var frame: Int
  public var time: Timestamp
  /// The stream position up to which their sender had acknowledged the other side's octets when it sent them.
  public var acknowledged: Int?
  /// Whether they begin where a segment of their sender's begins: where a message may begin when all else is lost.
  public var isSegmentStart: Bool

  public init(frame: Int, time: Timestamp, acknowledged: Int? = nil, isSegmentStart: Bool = false) {
    self.frame = frame
    self.time = time
    self.acknowledged = acknowledged
    self.isSegmentStart = isSegmentStart
  }

  public var point: StreamPoint { StreamPoint(frame: frame, time: time) }
}

/// Who reads what connections and flows carry.
public protocol StreamDissectorSource: Sendable {
  /// A reader for the connection, or nothing when nobody wants its octets. Asked once a connection, when its first payload
  /// comes.
  func dissector(for connection: StreamConnection) -> (any StreamDissector)?

  /// A reader for the UDP flow that this datagram belongs to, or nothing when nobody knows it. Asked for the first datagrams of
  /// each side, until somebody does; `flow` is made only if its answer is wanted.
  func dissector(
    recognising datagram: ByteView, from sender: Endpoint, in flow: () -> StreamConnection
  ) -> (any DatagramDissector)?
}

extension StreamDissectorSource {
  public func dissector(
    recognising datagram: ByteView, from sender: Endpoint, in flow: () -> StreamConnection
  ) -> (any DatagramDissector)? { nil }
}

/// A connection as its reader may know it.
public struct StreamConnection: Hashable, Sendable {
  public var key: FlowKey
  /// Where its flow begins: with `depth`, the flow's id.
  public var firstFrame: Int
  public var depth: UInt8
  /// The client, by the evidence there was when the first payload came.
  public var client: Endpoint
  /// Whether the sides' SYNs were seen, so that their streams are known from the start.
  public var lowFromStart: Bool
  public var highFromStart: Bool

  public init(
    key: FlowKey, firstFrame: Int, depth: UInt8, client: Endpoint, lowFromStart: Bool = true, highFromStart: Bool = true
  ) {
    self.key = key
    self.firstFrame = firstFrame
    self.depth = depth
    self.client = client
    self.lowFromStart = lowFromStart
    self.highFromStart = highFromStart
  }
}
