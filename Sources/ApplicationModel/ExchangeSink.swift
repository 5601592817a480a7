public import PacketModel

/// Who wants to know of exchanges as soon as they end, while their connection goes on; called on the worker that owns the flow.
///
/// Each exchange is told once: when it has ended, or unfinished with its connection.
public protocol ExchangeSink: Sendable {
  /// `index` is the exchange's in `log`, whose other exchanges may still change; `point` is where it became final.
  func ended(_ index: Int, of log: borrowing HTTPLog, in connection: ExchangeConnection, at point: StreamPoint)
}

/// The connection of an exchange.
public struct ExchangeConnection: Hashable, Sendable {
  public var key: FlowKey
  /// With `depth`, the flow's id.
  public var firstFrame: Int
  public var depth: UInt8
  public var client: Endpoint

  public init(key: FlowKey, firstFrame: Int, depth: UInt8, client: Endpoint) {
    self.key = key
    self.firstFrame = firstFrame
    self.depth = depth
    self.client = client
  }
}
