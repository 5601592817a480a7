import Synchronization

/// An interface that is captured on: its handle, and what was counted on it.
///
/// The capture thread reads; any thread may ask for the counters. The handle is only used under the lock.
final class LiveSource: Sendable {
  let interface: CaptureInterface
  /// What poll(2) waits on; of no use once the source is closed.
  let descriptor: CInt
  private let state: Mutex<State>

  private struct State: ~Copyable {
    /// Absent when closed.
    var handle: LiveHandle?
    var statistics = LiveStatistics()
    /// Packets that were read, those included that are held back or were too many.
    var read = 0
    var counters = LiveCounters()
    var countedAt: ContinuousClock.Instant?
  }

  init(_ handle: consuming LiveHandle, _ interface: CaptureInterface) {
    self.interface = interface
    descriptor = handle.descriptor
    state = Mutex(State(handle: consume handle))
  }

  /// Reads what can be had at once; `most` packets at most.
  func read(into delivery: inout LiveDelivery, most: Int) -> LiveHandle.Reading {
    state.withLock { state in
      let before = delivery.packets.records.count
      let reading = state.handle?.read(into: &delivery, most: most) ?? .empty
      state.read += delivery.packets.records.count - before
      state.statistics.isDown = state.handle?.isDown ?? state.statistics.isDown
      return reading
    }
  }

  /// Packets handed over, and their octets on the wire.
  func count(packets: Int, octets: Int) {
    state.withLock { state in
      state.statistics.packets += packets
      state.statistics.octets += octets
    }
  }

  /// What was counted, a few milliseconds ago at most.
  func statistics() -> LiveStatistics {
    state.withLock { state in
      if state.countedAt.map({ .now - $0 > Self.fresh }) ?? true { refresh(&state) }
      return state.statistics
    }
  }

  /// Counters are not asked for more often than that: libpcap opens files of the system for them.
  private static let fresh = Duration.milliseconds(10)

  var isDown: Bool { state.withLock { $0.statistics.isDown } }

  /// No more comes into the kernel's buffer.
  func freeze() { state.withLock { $0.handle?.freeze() } }

  /// Whether all packets were read that the kernel counted. Never so where libpcap itself keeps some out.
  var isDrained: Bool {
    state.withLock { state in
      refresh(&state)
      guard let received = state.statistics.received, let dropped = state.statistics.droppedByKernel else { return false }
      return state.read == received - dropped
    }
  }

  /// Closes the handle. The counters stay as they are now.
  func close(failure: String? = nil) {
    state.withLock { state in
      refresh(&state)
      if let failure { state.statistics.failure = failure }
      state.handle = nil
    }
  }

  private func refresh(_ state: inout State) {
    state.countedAt = .now
    guard state.handle?.update(&state.counters) == true else { return }
    state.statistics.received = state.counters.received.total
    state.statistics.droppedByKernel = state.counters.dropped.total
    state.statistics.droppedByInterface = state.counters.droppedByInterface.total
  }
}
