import Dispatch
import Synchronization

/// Puts files that are complete on the disk, besides the thread that already writes the next: a slow disk takes seconds.
final class RecordingCloser: Sendable {
  private let queue = DispatchQueue(label: "weir.recording.close")
  private let progress: RecordingProgress
  /// Files that may wait for it at a time; whoever ends one more waits.
  private let free = DispatchSemaphore(value: 0)

  init(_ progress: RecordingProgress) {
    self.progress = progress
    for _ in 0..<Self.most { free.signal() }
  }

  func close(_ file: RecordingFile) {
    free.wait()
    queue.async { [progress, free] in
      defer { free.signal() }
      do throws(RecordingError) { try file.sync() } catch { progress.fail(error) }
    }
  }

  /// Waits until all are on the disk.
  func wait() { queue.sync {} }

  /// Each holds a descriptor.
  private static let most = 4
}
