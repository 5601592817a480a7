import Capture
import Glibc
import Synchronization

/// Ctrl-C ends reading, not the report: what was read until then is reported. A second one ends the program.
enum Signals {
  static let stop = StopSignal()
  private static let hangUp = Atomic(false)
  private static let user = Atomic(false)

  /// Milliseconds of a clock when the first came; 0 before.
  private static let stoppedAt = Atomic(0)
  /// Milliseconds in which a second one is the first: timeout(1) sends its signal to the program, and to its group.
  private static let sameWithin = 300

  /// On the signal handler: only what is safe there is called.
  private static func receive(_ number: CInt) {
    var now = timespec()
    _ = unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    let milliseconds = now.tv_sec &* 1000 &+ now.tv_nsec / 1_000_000
    let first = stoppedAt.load(ordering: .relaxed)
    if first == 0 {
      stoppedAt.store(max(1, milliseconds), ordering: .relaxed)
      stop.stop()
    } else if milliseconds &- first > sameWithin {
      LiveTerminalMode.end(number)
    }
  }

  static func install() {
    // Touched here, so that the handler finds it made.
    _ = stop.isRaised
    _ = stoppedAt.load(ordering: .relaxed)
    LiveTerminalMode.prepare()
    signal(SIGPIPE, SIG_IGN)
    MappedFile.guardAgainstShrinking()
    var handled = sigset_t()
    unsafe sigemptyset(&handled)
    for number in [SIGINT, SIGTERM] {
      unsafe sigaddset(&handled, number)
      signal(number) { Signals.receive($0) }
    }
    // A parent's thread may have blocked them, and a child inherits that.
    unsafe pthread_sigmask(SIG_UNBLOCK, &handled, nil)
  }

  /// What a live capture obeys beside: SIGHUP and SIGUSR1. Where SIGHUP has no file to rotate, it means that the terminal is
  /// gone; who started the program with nohup(1) wants it to go on.
  static func installLive(rotates: Bool) {
    install()
    _ = hangUp.load(ordering: .relaxed)
    _ = user.load(ordering: .relaxed)
    let before = signal(SIGHUP) { _ in Signals.hangUp.store(true, ordering: .releasing) }
    if !rotates, unsafe unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) { signal(SIGHUP, SIG_IGN) }
    signal(SIGUSR1) { _ in Signals.user.store(true, ordering: .releasing) }
    var handled = sigset_t()
    unsafe sigemptyset(&handled)
    unsafe sigaddset(&handled, SIGHUP)
    unsafe sigaddset(&handled, SIGUSR1)
    unsafe pthread_sigmask(SIG_UNBLOCK, &handled, nil)
  }

  /// Whether the signal has come since the last call.
  static func takeHangUp() -> Bool { hangUp.exchange(false, ordering: .acquiringAndReleasing) }
  static func takeUserSignal() -> Bool { user.exchange(false, ordering: .acquiringAndReleasing) }
}
