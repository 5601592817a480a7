import Analysis
import Flows
import Synchronization

/// The latest figures of a capture that goes on, taken now and then, and read by other threads.
final class LiveFigures: Sendable {
  private struct State {
    var latest = LiveSnapshot()
    var takenAt: ContinuousClock.Instant?
    /// Not before then, or looking at the flows would take the time that following them needs.
    var rest = Duration.zero
  }

  private let state = Mutex(State())

  /// Times as long as looking at the flows took, until it is done again.
  private static let share = 20

  var latest: LiveSnapshot { state.withLock { $0.latest } }

  /// Whether the figures are older than `period`; without, they are never due.
  func isDue(_ period: Duration?) -> Bool {
    guard let period else { return false }
    return state.withLock { state in
      state.takenAt.map { .now - $0 >= max(period, state.rest) } ?? true
    }
  }

  func take(_ request: SurveyRequest, _ look: (SurveyRequest) -> LiveSnapshot) -> LiveSnapshot {
    let start = ContinuousClock.now
    let snapshot = look(request)
    let end = ContinuousClock.now
    state.withLock { state in
      state.latest = snapshot
      state.takenAt = end
      state.rest = (end - start) * Self.share
    }
    return snapshot
  }
}
