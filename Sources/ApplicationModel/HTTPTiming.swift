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
    let request = Times(exchange.request?.message.first.time, exchange.request?.message.last.time)
    let response = Times(exchange.response?.message.first.time, exchange.response?.message.last.time)
    if let request, exchange.request?.message.isComplete == true {
      sending = Self.span(request.first, request.last)
      send = request.last.nanoseconds(since: request.first)
      if let response {
        waiting = Self.span(request.last, response.first)
        wait = max(0, response.first.nanoseconds(since: request.last))
      }
    }
    if let response, exchange.response?.message.isComplete == true {
      receiving = Self.span(response.first, response.last)
      receive = response.last.nanoseconds(since: response.first)
      if let request { total = max(response.last, request.last).nanoseconds(since: request.first) }
    }
  }

  /// Of a message's first and last octets: a message is large, and need not be copied to be looked at.
  private struct Times {
    var first: Timestamp
    var last: Timestamp

    init?(_ first: Timestamp?, _ last: Timestamp?) {
      guard let first, let last else { return nil }
      self.first = first
      self.last = last
    }
  }

  private static func span(_ start: Timestamp, _ end: Timestamp) -> Range<Timestamp> { start..<max(start, end) }
}
