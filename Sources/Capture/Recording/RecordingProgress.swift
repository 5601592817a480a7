import Synchronization

/// What others may ask of a recording while it goes on.
final class RecordingProgress: Sendable {
  private struct State {
    var summary: RecordingSummary
    var failure: RecordingError?
    var refusal: RecordingError?
    var isFinished = false
  }

  private let state: Mutex<State>

  init(path: String) { state = Mutex(State(summary: RecordingSummary(lastPath: path))) }

  var summary: RecordingSummary { state.withLock { $0.summary } }
  var failure: RecordingError? { state.withLock { $0.failure } }
  var isFinished: Bool { state.withLock { $0.isFinished } }

  func begin(_ path: String) {
    state.withLock {
      $0.summary.files += 1
      $0.summary.lastPath = path
    }
  }

  func add(octets: Int, packets: Int) {
    state.withLock {
      $0.summary.octets += octets
      $0.summary.packets += packets
    }
  }

  func finish() { state.withLock { $0.isFinished = true } }

  /// The first is the one that tells why.
  func fail(_ error: RecordingError) { state.withLock { $0.failure = $0.failure ?? error } }

  /// What somebody wanted and could not have; the recording goes on.
  func refuse(_ error: RecordingError) { state.withLock { $0.refusal = error } }

  func takeRefusal() -> RecordingError? {
    state.withLock { state in
      defer { state.refusal = nil }
      return state.refusal
    }
  }
}
