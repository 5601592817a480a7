/// Where decoded bodies go, when somebody wants them; called on the worker that owns the flow, octets in their order.
public protocol BodySink: Sendable {
  func write(_ octets: Span<UInt8>, of body: BodyID)
  /// No more of it comes. What was not complete is told by its message.
  func end(_ body: BodyID)
}

/// Which body: the flow, its log (`HTTPLog.id`), the exchange in that, and whose.
public struct BodyID: Hashable, Sendable {
  public var frame: Int
  public var depth: UInt8
  public var log: Int
  public var exchange: Int
  public var isRequest: Bool

  public init(frame: Int, depth: UInt8, log: Int, exchange: Int, isRequest: Bool) {
    self.frame = frame
    self.depth = depth
    self.log = log
    self.exchange = exchange
    self.isRequest = isRequest
  }
}
