import PacketModel

/// Brings packets of several interfaces into the order of their times.
///
/// A packet waits until every other interface has shown a later one, or was found empty so long after the packet had been
/// read that nothing older can be in its buffer. No clock is compared with the packets' times: they may be a device's.
struct LiveMerge {
  /// What was read of an interface in one go.
  private struct Batch {
    var records: [PacketRecord]
    var octets: [UInt8]
    var readAt: ContinuousClock.Instant
    /// The first record that was not let go.
    var next = 0
  }

  private struct Lane {
    var batches: [Batch] = []
    /// The first batch that has something left; those before it are empty.
    var first = 0
    /// When the reading began that found nothing more.
    var emptiedAt: ContinuousClock.Instant?
    /// Nothing will come any more.
    var isClosed = false

    var head: Batch? { first < batches.count ? batches[first] : nil }
  }

  private var lanes: [Lane]
  private var output = LivePackets()
  private var heldOctets = 0
  private var heldRecords = 0
  /// How long a packet may lie in the kernel's buffer before it can be read.
  private let settling: Duration

  init(lanes: Int, settling: Duration) {
    self.lanes = Array(repeating: Lane(), count: lanes)
    self.settling = settling
    output.prepare()
  }

  var isHolding: Bool { heldRecords > 0 }

  // MARK: - Coming in

  mutating func add(_ chunk: LiveChunk, lane: Int, readAt: ContinuousClock.Instant) {
    guard case .buffer(let octets) = chunk.storage, !chunk.records.isEmpty else { return }
    lanes[lane].batches.append(Batch(records: chunk.records, octets: octets, readAt: readAt))
    heldOctets += octets.count
    heldRecords += chunk.records.count
  }

  mutating func noteEmpty(lane: Int, at moment: ContinuousClock.Instant) { lanes[lane].emptiedAt = moment }

  mutating func close(lane: Int) { lanes[lane].isClosed = true }

  // MARK: - Going out

  /// Hands over, in order, what need not wait any more; all of it when `all`.
  mutating func release(all: Bool = false, _ handOver: (LiveChunk) -> Void) {
    while let lane = earliest() {
      guard all || isOverfull || mayGo(lane) else { break }
      move(lane)
      if output.isFull { handOver(output.take()) }
    }
    if !output.isEmpty { handOver(output.take()) }
  }

  /// The lane whose next packet is the earliest; of several, the first.
  private func earliest() -> Int? {
    var found: (lane: Int, time: Timestamp)?
    for lane in lanes.indices {
      guard let time = time(lane) else { continue }
      if let best = found, best.time <= time { continue }
      found = (lane, time)
    }
    return found?.lane
  }

  private func time(_ lane: Int) -> Timestamp? {
    let first = lanes[lane].first
    guard first < lanes[lane].batches.count else { return nil }
    return lanes[lane].batches[first].records[lanes[lane].batches[first].next].time
  }

  private func mayGo(_ lane: Int) -> Bool {
    let safe = lanes[lane].batches[lanes[lane].first].readAt + settling
    return lanes.indices.allSatisfy { other in
      guard other != lane, !lanes[other].isClosed, lanes[other].first == lanes[other].batches.count else { return true }
      return lanes[other].emptiedAt.map { $0 >= safe } ?? false
    }
  }

  /// Moves packets of the lane's first batch to the output, as long as no other lane has an earlier one.
  private mutating func move(_ lane: Int) {
    var limit: Timestamp?
    for other in lanes.indices where other != lane {
      guard let time = time(other) else { continue }
      limit = min(limit ?? time, time)
    }
    let first = lanes[lane].first
    var next = lanes[lane].batches[first].next
    let (records, octets) = (lanes[lane].batches[first].records, lanes[lane].batches[first].octets)
    repeat {
      let record = records[next]
      output.append(record, octets[record.octets])
      next += 1
    } while next < records.count && !output.isFull && (limit.map { records[next].time <= $0 } ?? true)
    heldRecords -= next - lanes[lane].batches[first].next
    lanes[lane].batches[first].next = next
    if next == records.count { drop(lane) }
  }

  /// Lets go of a batch that is used up.
  private mutating func drop(_ lane: Int) {
    let first = lanes[lane].first
    heldOctets -= lanes[lane].batches[first].octets.count
    lanes[lane].batches[first].records = []
    lanes[lane].batches[first].octets = []
    lanes[lane].first += 1
    if lanes[lane].first == lanes[lane].batches.count || lanes[lane].first >= Self.manyEmpty {
      lanes[lane].batches.removeFirst(lanes[lane].first)
      lanes[lane].first = 0
    }
  }

  /// Order is given up before memory is: then the earliest goes, though an earlier one may come.
  private var isOverfull: Bool { heldOctets > Self.mostOctets || heldRecords > Self.mostRecords }

  /// As many as 10 gigabits a second bring in 50 ms.
  private static let mostOctets = 64 << 20
  /// As many as a million packets a second bring in a quarter of a second, more than packets wait by default.
  private static let mostRecords = 1 << 18
  /// Empty batches that are removed together, for removing from the front costs a move of all.
  private static let manyEmpty = 64
}
