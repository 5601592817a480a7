public import ApplicationModel
public import Flows
import PacketModel
import Synchronization

/// Exchanges on their way from the workers, where they end, to the run, which tells them in the order of the frames that ended
/// them; and what is counted of them.
public final class ExchangeFeed: ExchangeSink {
  /// Writes an exchange's record behind `text`. Called on the worker that owns the flow.
  public typealias Renderer =
    @Sendable (
      _ index: Int, _ log: borrowing HTTPLog, _ connection: ExchangeConnection, _ text: inout [UInt8]
    ) -> Void
  /// An exchange for the view.
  public typealias Describer =
    @Sendable (
      _ index: Int, _ log: borrowing HTTPLog, _ connection: ExchangeConnection
    ) -> LiveExchange?

  private struct State {
    var places: [Place] = []
    var text: [UInt8] = []
    var recent: [LiveExchange] = []
    var tallies = ExchangeTallies()
  }

  /// Where an exchange stands among what is to be told.
  struct Place: Sendable {
    var frame: Int
    var flow: FlowOrder
    var text: Range<Int>
  }

  private let state = Mutex(State())
  private let render: Renderer?
  private let describe: Describer?

  /// Exchanges described between two rounds, at most.
  private let maximumRecent: Int

  /// Of exchanges described, those beyond `maximumRecent` between two rounds are left out; without, none is.
  public init(render: Renderer? = nil, describe: Describer? = nil, maximumRecent: Int? = nil) {
    self.render = render
    self.describe = describe
    self.maximumRecent = maximumRecent ?? .max
  }

  public func ended(_ index: Int, of log: borrowing HTTPLog, in connection: ExchangeConnection, at point: StreamPoint) {
    // The log is only borrowed, so everything is done here; the lock is held by one worker for one exchange.
    state.withLock { state in
      state.tallies.count(log.exchanges[index])
      if let render {
        let start = state.text.count
        render(index, log, connection, &state.text)
        let order = FlowOrder(frame: connection.firstFrame, depth: connection.depth)
        state.places.append(Place(frame: point.frame, flow: order, text: start..<state.text.count))
      }
      if let describe, state.recent.count < maximumRecent, let exchange = describe(index, log, connection) {
        state.recent.append(exchange)
      }
    }
  }

  /// What has been rendered since the last call. What comes next is rendered into the memory of `spare`.
  func takeTexts(spare: consuming [UInt8]) -> (places: [Place], text: [UInt8]) {
    var text = spare
    var places: [Place] = []
    state.withLock { state in
      swap(&text, &state.text)
      swap(&places, &state.places)
    }
    return (places, text)
  }

  /// What has been described since the last call, in the order of the frames.
  public func takeRecent() -> [LiveExchange] {
    let recent = state.withLock { state in
      defer { state.recent = [] }
      return state.recent
    }
    return recent.sorted { ($0.frame, $0.flow) < ($1.frame, $1.flow) }
  }

  public var tallies: ExchangeTallies { state.withLock { $0.tallies } }
}

/// What was counted of exchanges that have ended.
public struct ExchangeTallies: Hashable, Sendable {
  public private(set) var exchanges = 0
  /// Answered with a status of 500 or above, or not at all though the capture has all that would have shown an answer.
  public private(set) var failed = 0
  /// From the request's first octet to the response's last.
  public private(set) var requests = LatencyHistogram()

  mutating func count(_ exchange: HTTPExchange) {
    exchanges &+= 1
    if let status = exchange.response?.status, status >= 500 { failed &+= 1 }
    if exchange.response == nil, exchange.unpaired == .noResponse { failed &+= 1 }
    if let total = HTTPTiming(exchange).total { requests.add(total) }
  }
}
