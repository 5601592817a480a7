public import Octets
public import PacketModel

/// Reads a TCP connection's two streams, octet by octet in their order, as the application at the other end did.
///
/// Sans-I/O: it is handed octets as they become contiguous, straight from the capture where nothing was out of order, and
/// told of octets that the capture does not have. It must bound what it keeps.
public protocol StreamDissector: Sendable {
  /// The next octets that `sender` sent. The view's offset is the stream position of its first octet.
  mutating func receive(_ octets: ByteView, from sender: Endpoint, at place: StreamPlace)

  /// The next `count` octets that `sender` sent are not in the capture and will not come.
  mutating func skip(_ count: Int, from sender: Endpoint, at place: StreamPlace)

  /// `sender` sends no more: its FIN has come, or the flow has ended.
  mutating func finish(_ sender: Endpoint, at place: StreamPlace)
}

/// The frame that made octets contiguous, and when: evidence for what is read from them.
public struct StreamPlace: Hashable, Sendable {
  public var frame: Int
  public var time: Timestamp

  public init(frame: Int, time: Timestamp) {
    self.frame = frame
    self.time = time
  }
}

/// Who reads a connection's streams; asked once a connection, when its first payload comes.
public protocol StreamDissectorSource: Sendable {
  /// A reader for the connection, or nothing when nobody wants its octets.
  func dissector(for connection: StreamConnection) -> (any StreamDissector)?
}

/// A connection as its reader may know it.
public struct StreamConnection: Hashable, Sendable {
  public var key: FlowKey
  /// Where its flow begins: with `depth`, the flow's id.
  public var firstFrame: Int
  public var depth: UInt8
  /// The client, by the evidence there was when the first payload came.
  public var client: Endpoint

  public init(key: FlowKey, firstFrame: Int, depth: UInt8, client: Endpoint) {
    self.key = key
    self.firstFrame = firstFrame
    self.depth = depth
    self.client = client
  }
}
