import Synchronization

/// Tells a reader that waits for more octets to stop. May be raised from any thread and from a signal handler.
public final class StopSignal: Sendable {
  private let raised = Atomic<Bool>(false)

  public init() {}

  /// Raises the signal, for good. Async-signal-safe: one atomic store.
  public func stop() { raised.store(true, ordering: .releasing) }

  public var isRaised: Bool { raised.load(ordering: .acquiring) }
}
