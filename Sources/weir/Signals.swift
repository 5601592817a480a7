import Capture
import Glibc
import Synchronization

/// Ctrl-C ends reading, not the report: what was read until then is reported. A second one ends the program.
enum Signals {
  static let stop = StopSignal()
  private static let hangUp = Atomic(false)
  private static let user = Atomic(false)

  static func install() {
    // Touched here, so that the handler finds it made.
    _ = stop.isRaised
    LiveTerminalMode.prepare()
    signal(SIGPIPE, SIG_IGN)
    MappedFile.guardAgainstShrinking()
    var handled = sigset_t()
    unsafe sigemptyset(&handled)
    for number in [SIGINT, SIGTERM] {
      unsafe sigaddset(&handled, number)
      signal(number) { number in
        Signals.stop.stop()
        signal(number) { LiveTerminalMode.end($0) }
      }
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
