import Capture
import Glibc

/// Ctrl-C ends reading, not the report: what was read until then is reported. A second one ends the program.
enum Signals {
  static let stop = StopSignal()

  static func install() {
    // Touched here, so that the handler finds it made.
    _ = stop.isRaised
    signal(SIGPIPE, SIG_IGN)
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Signals.stop.stop()
        signal(number, SIG_DFL)
      }
    }
  }
}
