import ApplicationModel

extension ApplicationFacts {
  /// The exchange with a number, counted over all the connection's exchanges, and its log.
  func exchange(_ number: Int) -> (log: HTTPLog, exchange: HTTPExchange)? {
    var rest = number
    for log in http {
      if rest < log.exchanges.count { return rest >= 0 ? (log, log.exchanges[rest]) : nil }
      rest -= log.exchanges.count
    }
    return nil
  }

  /// Where the tunnel that an exchange opened leads, as its request says: "b.example:443", fit for a terminal. What became
  /// another protocol leads nowhere else.
  func target(ofTunnel number: Int) -> String? {
    guard let (log, exchange) = exchange(number), let request = exchange.request else { return nil }
    if case .upgrade = exchange.tunnel?.kind { return nil }
    return NetworkText.safe(log.octets(at: request.target.isEmpty ? request.authority : request.target))
  }
}
