import ApplicationModel
import Dissection

/// Lets go of exchanges that were told as they ended (`ExchangeSink`), so that a connection of days takes no more room than one
/// of minutes.
extension HTTP2Dissector {
  /// Where there are tunnels, what they carry names their exchanges: then all stay.
  mutating func releaseIfLarge() {
    guard tunnels == 0, let maximum = context.options.maximumLogOctets, log.memory > maximum &+ keptLogOctets else { return }
    var move = HTTPLogMove(log, shared: HPACKStaticTable.octets.count)
    for isRequest in [true, false] { sides[isRequest.side].decoder.move(&move) }
    for stream in streams.open { streams[stream].exchange = move.exchange(streams[stream].exchange) }
    for place in readers.indices { readers[place].call?.move(&move) }
    var waiting: [(exchange: Int, hasRequest: Bool)] = []
    for (exchange, hasRequest) in unpaired where !log.exchanges[exchange].isTold {
      waiting.append((move.exchange(exchange), hasRequest))
    }
    unpaired = waiting
    log = move.new
    // What could not be let go of, else it would be moved again and again.
    keptLogOctets = log.memory
  }
}
