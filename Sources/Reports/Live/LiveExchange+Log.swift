public import Analysis
public import ApplicationModel
import Flows
import PacketModel

/// An exchange that has just ended, in a line's words.
extension LiveExchange {
  public init(_ index: Int, of log: borrowing HTTPLog, in connection: ExchangeConnection, _ redaction: Redaction) {
    let log = copy log
    let exchange = log.exchanges[index]
    let key = connection.key
    let isLow = connection.client == .low
    let address = (isLow ? key.lowAddress : key.highAddress).text(key.version)
    let port = isLow ? key.lowPort : key.highPort
    let timing = HTTPTiming(exchange)
    self.init(
      time: exchange.last?.time ?? exchange.start,
      flow: FlowOrder(frame: connection.firstFrame, depth: connection.depth),
      client: key.version == .six ? "[\(address)]:\(port)" : "\(address):\(port)",
      method: exchange.request.flatMap { $0.method.isEmpty ? nil : NetworkText.safe(log.octets(at: $0.method)) },
      url: Self.url(exchange, log, redaction) ?? "-",
      status: exchange.response.flatMap { $0.status > 0 ? $0.status : nil }, total: timing.total, frame: exchange.firstFrame)
  }

  /// Whom the request was for and what it asked for, without secrets; nothing without a request.
  private static func url(_ exchange: HTTPExchange, _ log: HTTPLog, _ redaction: Redaction) -> String? {
    guard let request = exchange.request else { return nil }
    let uri = RequestURI(request, in: log)
    let target = log.octets(at: request.target)
    let authority = uri.authority ?? []
    if uri.isConnect, target.isEmpty || exchange.stream == nil { return NetworkText.safe(authority) }
    // A whole URI, as proxies are sent, stays what it is.
    guard target.first.map({ $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "*") }) ?? true else {
      return NetworkText.safe(redaction.target(target))
    }
    let scheme = uri.scheme.map { NetworkText.safe($0) } ?? log.scheme
    let isWhole = target.elementsEqual([UInt8(ascii: "*")])
    return "\(scheme)://\(NetworkText.safe(authority))\(isWhole ? "" : NetworkText.safe(redaction.target(target)))"
  }
}
