import ApplicationModel
import PacketModel

/// How long each stream of an HTTP/2 connection waited for its receiver to give more room: each moment once.
struct FlowControlAccount {
  /// Who of a stream could not send.
  struct Key: Hashable {
    var stream: Int
    var sender: Endpoint
  }

  struct Cost {
    var spans: TimeSpans
    var waits = 0
  }

  private(set) var costs: [Key: Cost] = [:]

  /// The sum of what its streams waited.
  var delay: Int64 { costs.values.reduce(0) { $0 &+ $1.spans.total } }

  /// In the order of streams, the low end first.
  var sorted: [(key: Key, cost: Cost)] {
    costs.sorted { ($0.key.stream, $0.key.sender == .low ? 0 : 1) < ($1.key.stream, $1.key.sender == .low ? 0 : 1) }
      .map { ($0.key, $0.value) }
  }

  init(_ model: HTTP2FlowControl) {
    let waits = Dictionary(grouping: model.waits) { Key(stream: $0.stream, sender: $0.sender) }
    costs = waits.mapValues { waits in
      let spans = waits.compactMap { TimeSpans.span(until: $0.reopened.time, lasting: $0.delay) }
      return Cost(spans: TimeSpans(spans), waits: waits.count)
    }
  }

  func spans(of stream: Int, _ sender: Endpoint) -> TimeSpans? { costs[Key(stream: stream, sender: sender)]?.spans }

  /// Of both its sides.
  func delay(of stream: Int) -> Int64 {
    [Endpoint.low, .high].reduce(0) { $0 &+ (spans(of: stream, $1)?.total ?? 0) }
  }
}
