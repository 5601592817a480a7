import Synchronization

/// The capture thread: waits for packets, reads them, hands them over in chunks.
///
/// Nothing is dropped here. When the chunks are not taken as fast as they come, the thread waits, and the kernel's buffer
/// takes what comes meanwhile.
final class LiveReader: Sendable {
  private let sources: [LiveSource]
  private let options: LiveOptions
  private let queue: BoundedQueue<LiveChunk>
  private let stopping: StopSignal
  private let bell: LiveBell
  private let tap: (@Sendable (LiveChunk) -> Void)?

  init(
    _ sources: [LiveSource], _ options: LiveOptions, _ queue: BoundedQueue<LiveChunk>, _ stopping: StopSignal, _ bell: LiveBell,
    tap: (@Sendable (LiveChunk) -> Void)?
  ) {
    self.sources = sources
    self.options = options
    self.queue = queue
    self.stopping = stopping
    self.bell = bell
    self.tap = tap
  }

  /// What the thread knows, between one round and the next.
  private struct Work {
    var lanes: [Lane]
    var merge: LiveMerge
    /// Packets that may still be handed over.
    var left: Int
    /// Nobody takes chunks any more.
    var isAbandoned = false
    /// There was more to read than was read.
    var hasMore = false
    /// When reading was told to end, and how long it may still go on.
    var end: End?
    var refreshedAt = ContinuousClock.now
  }

  private struct Lane {
    var delivery: LiveDelivery
    var isOpen = true
    /// When the last reading began that found nothing more.
    var emptiedAt: ContinuousClock.Instant?
  }

  private struct End {
    /// By then the kernel has handed over the blocks that were not full.
    var settledAt: ContinuousClock.Instant
    /// Octets that may still be read, should the kernel's buffer be filled on.
    var octets: Int
  }

  func run() {
    var work = Work(
      lanes: sources.indices.map { Lane(delivery: LiveDelivery(interface: $0, sources[$0].interface)) },
      merge: LiveMerge(lanes: sources.count, settling: settling), left: options.maximumPackets ?? .max)
    while !isDone(work) {
      if !work.hasMore { wait(work) }
      if stopping.isRaised, work.end == nil { beginEnd(&work) }
      readAll(&work)
      refresh(&work)
    }
    if sources.count > 1 { work.merge.release(all: true) { pass($0, &work.left, &work.isAbandoned) } }
    for source in sources { source.close() }
    queue.end()
  }

  // MARK: - Waiting

  private func wait(_ work: Work) {
    let isSoon = sources.count > 1 && work.merge.isHolding || work.end != nil
    let isDown = work.lanes.indices.contains { work.lanes[$0].isOpen && sources[$0].isDown }
    bell.wait(
      work.lanes.indices.map { work.lanes[$0].isOpen ? sources[$0].descriptor : -1 },
      milliseconds: isSoon ? Self.shortWait : isDown ? Self.downWait : Self.longWait)
  }

  /// Milliseconds to wait while packets are held back or the last ones are awaited.
  private static let shortWait = 5
  /// Milliseconds between two looks at whether an interface is up again, or gone.
  private static let downWait = 20
  /// Milliseconds to wait where nothing is expected: the counters are looked at then.
  private static let longWait = 500

  // MARK: - Reading

  private func readAll(_ work: inout Work) {
    work.hasMore = false
    for lane in sources.indices where work.lanes[lane].isOpen {
      let began = ContinuousClock.now
      let free = LiveChunk.mostRecords - work.lanes[lane].delivery.packets.records.count
      let reading = sources[lane].read(into: &work.lanes[lane].delivery, most: sources.count == 1 ? min(free, work.left) : free)
      switch reading {
      case .more: work.hasMore = true
      case .empty:
        work.lanes[lane].emptiedAt = began
        work.merge.noteEmpty(lane: lane, at: began)
      case .failed(let reason): close(lane, reason, &work)
      }
      collect(lane, &work)
    }
    if sources.count > 1 { work.merge.release { pass($0, &work.left, &work.isAbandoned) } }
  }

  /// Hands over what was read of an interface: when it is a chunk, or nothing more can be had at once.
  private func collect(_ lane: Int, _ work: inout Work) {
    guard !work.lanes[lane].delivery.packets.isEmpty else { return }
    guard sources.count == 1 else {
      let chunk = work.lanes[lane].delivery.packets.take()
      work.end?.octets -= chunk.storage.count
      return work.merge.add(chunk, lane: lane, readAt: .now)
    }
    guard work.lanes[lane].delivery.packets.isFull || !work.hasMore else { return }
    let chunk = work.lanes[lane].delivery.packets.take()
    work.end?.octets -= chunk.storage.count
    pass(chunk, &work.left, &work.isAbandoned)
  }

  private func close(_ lane: Int, _ reason: String, _ work: inout Work) {
    let name = SafeName.of(sources[lane].interface.name ?? "interface")
    let isGone = reason.contains("disappeared")
    sources[lane].close(failure: isGone ? "\(name) is gone: it was removed or renamed" : "\(name): \(SafeName.of(reason))")
    work.lanes[lane].isOpen = false
    work.merge.close(lane: lane)
  }

  /// To whoever records, then to whoever analyses, who may be waited for.
  private func pass(_ chunk: LiveChunk, _ left: inout Int, _ isAbandoned: inout Bool) {
    guard left > 0, !isAbandoned else { return }
    var chunk = chunk
    if chunk.records.count > left { chunk.records.removeLast(chunk.records.count - left) }
    left -= chunk.records.count
    count(chunk.records)
    tap?(chunk)
    if !queue.put(chunk) { isAbandoned = true }
  }

  private func count(_ records: [PacketRecord]) {
    var counts = Array(repeating: (packets: 0, octets: 0), count: sources.count)
    for record in records {
      counts[record.interface].packets += 1
      counts[record.interface].octets += record.wireLength
    }
    for (source, count) in zip(sources, counts) where count.packets > 0 {
      source.count(packets: count.packets, octets: count.octets)
    }
  }

  /// The counters of libpcap have 32 bits: they are looked at before they have gone round.
  private func refresh(_ work: inout Work) {
    let now = ContinuousClock.now
    guard now - work.refreshedAt > .seconds(1) else { return }
    work.refreshedAt = now
    for source in sources { _ = source.statistics() }
  }

  // MARK: - The end

  /// What came before the order to stop is still read: nothing more may come in, and what is there is waited for.
  private func beginEnd(_ work: inout Work) {
    for source in sources { source.freeze() }
    work.end = End(settledAt: .now + settling, octets: options.bufferOctets * sources.count)
  }

  private func isDone(_ work: Work) -> Bool {
    let open = work.lanes.indices.filter { work.lanes[$0].isOpen }
    if open.isEmpty || work.left <= 0 || work.isAbandoned { return true }
    guard let end = work.end, !work.hasMore || end.octets <= 0 else { return false }
    return end.octets <= 0
      || open.allSatisfy { lane in
        sources[lane].isDrained || (work.lanes[lane].emptiedAt.map { $0 >= end.settledAt } ?? false)
      }
  }

  /// How long a packet may lie in the kernel's buffer before it can be read: as long as a block may take to be full, and as
  /// long as a slow timer of the kernel may be late (10 ms at 100 Hz).
  private var settling: Duration { .milliseconds(options.effectiveBlockMilliseconds + 10) }
}
