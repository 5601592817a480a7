public import Flows
import PacketModel

/// Which of many connections are drawn when not all can be: half of the places for those that suffered most, the others for
/// the biggest. The same ones in whatever order they are offered.
public struct PlotSelection: Sendable {
  private var suffering: Places
  private var biggest: Places
  private let limit: Int

  public init(limit: Int) {
    self.limit = limit
    suffering = Places(limit: limit - limit / 2)
    biggest = Places(limit: limit)
  }

  /// Whether a connection could be among those chosen.
  public func wants(_ candidate: PlotCandidate) -> Bool {
    suffering.takes(candidate.sufferingRank) || biggest.takes(candidate.sizeRank)
  }

  /// Takes a connection, and answers those that have lost their place by it (perhaps that one).
  public mutating func add(_ candidate: PlotCandidate) -> [FlowOrder] {
    let lost = [suffering.add(candidate.sufferingRank), biggest.add(candidate.sizeRank), candidate.order].compactMap { $0 }
    return Set(lost).filter { !suffering.holds($0) && !biggest.holds($0) }.sorted()
  }

  /// In the order of the report.
  public var chosen: [FlowOrder] {
    var chosen = Set(suffering.ranks.map(\.order))
    for rank in biggest.ranks where chosen.count < limit { chosen.insert(rank.order) }
    return chosen.sorted()
  }

  /// The greatest few.
  private struct Places: Sendable {
    /// The greatest first.
    private(set) var ranks: [PlotCandidate.Rank] = []
    private var held: Set<FlowOrder> = []
    let limit: Int

    init(limit: Int) { self.limit = limit }

    func holds(_ order: FlowOrder) -> Bool { held.contains(order) }

    func takes(_ rank: PlotCandidate.Rank?) -> Bool {
      guard let rank, limit > 0 else { return false }
      return ranks.count < limit || ranks.last.map { $0 < rank } == true
    }

    mutating func add(_ rank: PlotCandidate.Rank?) -> FlowOrder? {
      guard let rank, takes(rank) else { return nil }
      var low = 0
      var high = ranks.count
      while low < high {
        let middle = (low + high) / 2
        if rank < ranks[middle] { low = middle + 1 } else { high = middle }
      }
      ranks.insert(rank, at: low)
      held.insert(rank.order)
      guard ranks.count > limit, let last = ranks.popLast() else { return nil }
      held.remove(last.order)
      return last.order
    }
  }
}

/// What decides whether a connection is drawn.
public struct PlotCandidate: Sendable {
  public let order: FlowOrder
  /// Payload of both sides.
  let octets: Int
  /// Nanoseconds for which data waited for losses or a closed window, and how many segments came amiss.
  let waited: Int64
  let amiss: Int

  public init(_ finished: borrowing FinishedFlow) {
    let flow = finished.flow
    order = finished.order
    octets = flow.low.payloadOctets &+ flow.high.payloadOctets
    let sides = finished.analysis.map { [$0.low, $0.high] } ?? []
    waited = sides.reduce(0) { $0 &+ $1.stall &+ $1.zeroWindowTime }
    amiss = sides.reduce(0) {
      $0 &+ $1.retransmissions.segments &+ $1.outOfOrder &+ $1.networkDuplicates &+ $1.zeroWindows &+ $1.conflictingOverlaps
        &+ $1.dataAfterClose
    }
  }

  init(order: FlowOrder, octets: Int, waited: Int64 = 0, amiss: Int = 0) {
    self.order = order
    self.octets = octets
    self.waited = waited
    self.amiss = amiss
  }

  /// Nothing when it did not suffer.
  var sufferingRank: Rank? {
    waited > 0 || amiss > 0 ? Rank(first: Int(waited), second: amiss, order: order) : nil
  }

  var sizeRank: Rank { Rank(first: octets, second: 0, order: order) }

  /// Of equals, the flow that came first is the greater.
  struct Rank: Comparable, Sendable {
    var first: Int
    var second: Int
    var order: FlowOrder

    static func < (a: Rank, b: Rank) -> Bool {
      if a.first != b.first { return a.first < b.first }
      return a.second != b.second ? a.second < b.second : b.order < a.order
    }
  }
}
