public import ApplicationModel
public import PacketModel

/// Tells of exchanges while their connection goes on.
extension HTTPLog {
  /// Tells who wants to know that an exchange has ended: once.
  public mutating func tell(_ index: Int, _ context: StreamContext, client: Endpoint) {
    guard let sink = context.options.exchanges, !exchanges[index].isTold, !isProvisional else { return }
    exchanges[index].isTold = true
    let point = exchanges[index].last ?? StreamPoint(frame: 0, time: exchanges[index].start)
    sink.ended(index, of: self, in: ExchangeConnection(context.connection, client: client), at: point)
  }

  /// Tells of those that were never told: their connection has ended.
  public mutating func tellRest(_ context: StreamContext, client: Endpoint) {
    guard context.options.exchanges != nil else { return }
    for index in exchanges.indices { tell(index, context, client: client) }
  }
}

extension ExchangeConnection {
  fileprivate init(_ connection: StreamConnection, client: Endpoint) {
    self.init(key: connection.key, firstFrame: connection.firstFrame, depth: connection.depth, client: client)
  }
}
