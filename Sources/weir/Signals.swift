import Capture
import Glibc

/// Ctrl-C ends reading, not the report: what was read until then is reported. A second one ends the program.
enum Signals {
  static let stop = StopSignal()

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
}
