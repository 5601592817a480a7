import Dispatch
import Foundation
import PacketModel
public import Secrets
import Synchronization

/// Writes what is captured into files, on a thread of its own, while the capture goes on.
///
/// A kill at any moment loses at most the record being written: a file takes its name when its header is whole, and whole
/// records are appended. What fails ends the recording, not the capture: `failure` tells of it.
public final class Recorder: Sendable {
  private enum Task: Sendable {
    case chunk(LiveChunk)
    case secrets(RecordingSecrets.Block)
    case rotate

    /// Octets, about.
    var memory: Int {
      switch self {
      case .chunk(let chunk): chunk.memory
      case .secrets(let block): block.octets.count
      case .rotate: 0
      }
    }
  }

  private let queue = BoundedQueue<Task>(capacity: mostWaiting) { $0.memory }
  private let run: Mutex<RecordingRun>
  private let progress: RecordingProgress
  private let options: RecordingOptions
  private let hasStarted = Atomic(false)
  private let ended = DispatchSemaphore(value: 0)

  /// Octets that wait to be written; then the capture waits, and the kernel keeps what comes.
  private static let mostWaiting = 20 << 20

  /// Opens the first file and writes its header, so that a bad path fails before anything is captured. `statistics` tells what
  /// the interfaces have counted, in their order, whenever a file ends; on any thread.
  public convenience init(
    _ options: RecordingOptions, interfaces: [CaptureInterface],
    statistics: @escaping @Sendable () -> [LiveStatistics] = { [] }
  ) throws(RecordingError) {
    let now = Timestamp(nanoseconds: Int64(clamping: Int(Date().timeIntervalSince1970 * 1_000_000_000)))
    try self.init(options, interfaces: interfaces, start: now, statistics: statistics)
  }

  /// `start` names the first file and begins the first interval.
  init(
    _ options: RecordingOptions, interfaces: [CaptureInterface], start: Timestamp,
    statistics: @escaping @Sendable () -> [LiveStatistics] = { [] }
  ) throws(RecordingError) {
    LocalTime.prepare()
    let progress = RecordingProgress(path: options.path)
    run = Mutex(try RecordingRun(options, interfaces, start: start, progress: progress, statistics: statistics))
    self.progress = progress
    self.options = options
  }

  // MARK: - Any thread

  /// Begins to write what is added.
  public func start() {
    guard !hasStarted.exchange(true, ordering: .acquiringAndReleasing) else { return }
    let thread = Thread { self.work() }
    thread.name = "weir.record"
    thread.start()
  }

  /// Takes packets to write; waits while too many have not been written yet.
  public func add(_ chunk: LiveChunk) { queue.put(.chunk(chunk)) }

  /// Takes secrets, as lines of a key log, that packets added afterwards need. pcap files have no place for them.
  public func add(_ secrets: Secret, type: CaptureSecretType = .tlsKeyLog) {
    queue.put(.secrets(RecordingSecrets.Block(octets: secrets, type: type)))
  }

  /// Has the next file begun behind the packets added until now.
  public func rotate() { queue.put(.rotate) }

  /// Gives the file that is open to a user; who stops being root does this before.
  public func give(to user: UInt32, group: UInt32) { run.withLock { $0.give(to: user, group: group) } }

  /// Where further files will come to be; absent when there will be none.
  public var folder: String? { run.withLock { $0.isRegular } ? options.folder : nil }
  /// Whether further files will come to be for certain, not only when somebody wants one.
  public var rotates: Bool { options.rotateOctets != nil || options.rotateSeconds != nil }
  /// Why no more is written; absent while all goes well.
  public var failure: RecordingError? { progress.failure }
  /// Why `rotate` could not begin another file, told once: the one there is goes on.
  public func takeRefusal() -> RecordingError? { progress.takeRefusal() }
  /// Whether there are as many files as were wanted (`rotateSeconds` with `fileCount`): no more is written.
  public var isFinished: Bool { progress.isFinished }
  /// What was written until now.
  public var summary: RecordingSummary { progress.summary }

  /// Writes what was added, what the interfaces counted until their end, and waits until all is on the disk.
  public func close(statistics: [LiveStatistics]) throws(RecordingError) -> RecordingSummary {
    queue.end()
    if hasStarted.load(ordering: .acquiring) { ended.wait() } else { work() }
    do throws(RecordingError) {
      let isWhole = progress.failure == nil
      try run.withLock { run throws(RecordingError) in try run.close(statistics, isWhole: isWhole) }
    } catch {
      progress.fail(error)
    }
    if let failure = progress.failure { throw failure }
    return progress.summary
  }

  // MARK: - The recorder's thread

  private func work() {
    defer { ended.signal() }
    var nextSync = options.syncSeconds.map { DispatchTime.now() + .seconds($0) }
    while true {
      switch queue.take(waiting: nextSync.map(Self.milliseconds)) {
      case .element(let task):
        attempt { run throws(RecordingError) in try Self.perform(task, &run) }
      case .nothing: break
      case .end: return
      }
      if let next = nextSync, let seconds = options.syncSeconds, DispatchTime.now() >= next {
        attempt { run throws(RecordingError) in try run.sync() }
        nextSync = .now() + .seconds(seconds)
      }
    }
  }

  private static func perform(_ task: Task, _ run: inout RecordingRun) throws(RecordingError) {
    switch task {
    case .chunk(let chunk): try run.write(chunk)
    case .secrets(let block): try run.write(block)
    case .rotate: try run.next()
    }
  }

  /// After a failure what comes is taken, so that nobody waits, and let go of.
  private func attempt(_ body: (inout RecordingRun) throws(RecordingError) -> Void) {
    guard progress.failure == nil else { return }
    do throws(RecordingError) {
      try run.withLock { run throws(RecordingError) in try body(&run) }
    } catch {
      progress.fail(error)
    }
  }

  private static func milliseconds(until time: DispatchTime) -> Int {
    let now = DispatchTime.now()
    return time <= now ? 0 : Int((time.uptimeNanoseconds - now.uptimeNanoseconds) / 1_000_000) + 1
  }
}
