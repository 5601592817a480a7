public import PacketModel

/// An exchange's clock, in nanoseconds, from the frames that carried its octets.
///
/// What is not known is absent: an exchange without response has no `wait`.
public struct HTTPTiming: Hashable, Sendable {
  /// From the request's first octet to its last.
  public var send: Int64?
  /// From the request's last octet to the response's first one, interim responses left aside: the server. 0 when the response
  /// began before the request had ended.
  public var wait: Int64?
  /// From the response's first octet to its last.
  public var receive: Int64?
  /// From the request's first octet to the response's last.
  public var total: Int64?
  /// When the three began and ended, for what else is measured in them.
  public var sending: Range<Timestamp>?
  public var waiting: Range<Timestamp>?
  public var receiving: Range<Timestamp>?

  public init(_ exchange: borrowing HTTPExchange) {
    let request = exchange.request?.message
    let response = exchange.response?.message
    if let request, request.isComplete {
      sending = Self.span(request.first.time, request.last.time)
      send = request.last.time.nanoseconds(since: request.first.time)
      if let response {
        waiting = Self.span(request.last.time, response.first.time)
        wait = max(0, response.first.time.nanoseconds(since: request.last.time))
      }
    }
    if let response, response.isComplete {
      receiving = Self.span(response.first.time, response.last.time)
      receive = response.last.time.nanoseconds(since: response.first.time)
      if let request { total = max(response.last.time, request.last.time).nanoseconds(since: request.first.time) }
    }
  }

  private static func span(_ start: Timestamp, _ end: Timestamp) -> Range<Timestamp> { start..<max(start, end) }
}
