import ApplicationModel
import Dissection

/// Tells of exchanges as soon as they have ended, to who wants to know (`ExchangeSink`).
extension HTTP1Dissector {
  /// Tells of an exchange if nothing of it can change any more. Of a tunnel, that is at its connection's end.
  mutating func tellIfEnded(_ exchange: Int) {
    guard context.options.exchanges != nil else { return }
    guard client.exchange != exchange, server.exchange != exchange, answeredEarly != exchange, handedOnBy != exchange,
      log.exchanges[exchange].response != nil
    else { return }
    log.tell(exchange, context, client: context.client)
  }

  /// Lets go of the exchanges told where they take much room: between two of them, when nothing refers to any.
  mutating func releaseIfLarge() {
    guard let maximum = context.options.maximumLogOctets, log.memory > maximum else { return }
    let isBetween = [client.state, server.state].allSatisfy { $0 == .start || $0 == .lost }
    guard isBetween, queue.isEmpty, client.exchange == nil, server.exchange == nil, claimed == nil, answeredEarly == nil
    else { return }
    for index in log.exchanges.indices { log.tell(index, context, client: context.client) }
    log = log.emptied()
  }
}
