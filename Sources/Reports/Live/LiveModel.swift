import Analysis
import Flows
import PacketModel

/// What a live view shows: the latest of everything, and a little of what was before. Pausing keeps a copy.
struct LiveModel: Sendable {
  private(set) var snapshot = LiveSnapshot()
  private(set) var rates = LiveRates()
  /// The newest first.
  private(set) var exchanges: [LiveExchange] = []
  /// Octets a second of each flow of the survey.
  private(set) var flowRates: [FlowOrder: Double] = [:]
  /// The first packet's time, about: of the first snapshot that had one.
  private(set) var start: Timestamp?
  /// The flow opened last, as it stood when it was seen last.
  private(set) var opened: FinishedFlow?
  /// Surveys since, in which it was not among the flows alive.
  private(set) var surveysWithoutOpened = 0
  private var moment: Int64?

  /// Exchanges kept: more than the tallest screen has lines.
  static let mostExchanges = 500
  /// Scalars kept of an exchange's URL: more than the widest screen has columns.
  private static let longestURL = 1024

  /// `clock` is the host's, in nanoseconds; without, packets tell the time, and silence is not noticed.
  mutating func update(_ snapshot: LiveSnapshot, _ new: [LiveExchange], opened order: FlowOrder?, at clock: Int64?) {
    let time = clock ?? snapshot.time?.nanoseconds
    if start == nil { start = snapshot.time }
    if let time {
      rates.add(snapshot, at: time)
      rateFlows(snapshot, after: moment.map { max(0, time - $0) })
      moment = time
    }
    add(new)
    self.snapshot = snapshot
    if let found = snapshot.survey.opened, found.order == order {
      show(found)
    } else {
      if opened?.order != order { opened = nil }
      surveysWithoutOpened += 1
    }
  }

  mutating func show(_ flow: FinishedFlow) {
    opened = flow
    surveysWithoutOpened = 0
  }

  mutating func forgetOpened() {
    opened = nil
    surveysWithoutOpened = 0
  }

  /// Nanoseconds from the first packet to the last.
  var runningTime: Int64? {
    guard let start, let time = snapshot.time else { return nil }
    return max(0, time.nanoseconds(since: start))
  }

  private mutating func add(_ new: [LiveExchange]) {
    guard !new.isEmpty else { return }
    let newest = new.suffix(Self.mostExchanges).reversed().map { exchange in
      var exchange = exchange
      // Octets first: a string that short in octets has no more scalars.
      if exchange.url.utf8.count > Self.longestURL {
        exchange.url = String(String.UnicodeScalarView(exchange.url.unicodeScalars.prefix(Self.longestURL)))
      }
      return exchange
    }
    exchanges = newest + exchanges.prefix(Self.mostExchanges - newest.count)
  }

  /// Surveys come a second apart or, when a key asks for one, shortly after the last: a short one counts for little.
  private mutating func rateFlows(_ snapshot: LiveSnapshot, after elapsed: Int64?) {
    var rates: [FlowOrder: Double] = [:]
    for glimpse in snapshot.survey.flows {
      let age = glimpse.flow.lastTime.nanoseconds(since: glimpse.flow.firstTime)
      let span = elapsed ?? age
      let before = flowRates[glimpse.order]
      guard span > 0 else {
        rates[glimpse.order] = before ?? 0
        continue
      }
      let rate = Double(glimpse.recentOctets) / Double(span) * 1e9
      rates[glimpse.order] = before.map { $0 + (rate - $0) * min(1, Double(span) / 1e9) } ?? rate
    }
    flowRates = rates
  }
}
