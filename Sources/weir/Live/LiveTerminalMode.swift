import Glibc
import Synchronization

/// How the terminal stood before a live view, to put it back: when the view ends, when the program does, and when a signal
/// ends it.
///
/// There is one terminal, so there is one of these. What signal handlers need is made before they are installed, and they call
/// only what is safe in them (signal-safety(7)): tcgetpgrp, tcsetattr, write, signal, raise.
enum LiveTerminalMode {
  /// Of the terminal; -1 before there is a view.
  private static let descriptor = Atomic<CInt>(-1)
  private static let isEntered = Atomic(false)
  /// Set by SIGTSTP and by SIGCONT, for the view to act on.
  private static let isSuspensionWanted = Atomic(false)
  private static let isContinued = Atomic(false)
  /// Written once, before `descriptor` is.
  nonisolated(unsafe) private static var original = termios()

  /// Another screen, the cursor hidden, lines not wrapped.
  private static let greeting: StaticString = "\u{1b}[?1049h\u{1b}[?25l\u{1b}[?7l\u{1b}[0m\u{1b}[2J"
  /// All that taken back. Where there is no other screen, as on the Linux console, the view is wiped off at least.
  private static let farewell: StaticString = "\u{1b}[0m\u{1b}[?7h\u{1b}[?25h\u{1b}[H\u{1b}[2J\u{1b}[?1049l"

  /// Makes what handlers will find.
  static func prepare() {
    _ = descriptor.load(ordering: .relaxed)
    _ = isEntered.load(ordering: .relaxed)
    _ = isSuspensionWanted.load(ordering: .relaxed)
    _ = isContinued.load(ordering: .relaxed)
    _ = (unsafe original, farewell)
  }

  /// Takes hold of a terminal, which is not changed yet. Answers false where it is none.
  static func adopt(_ terminal: CInt) -> Bool {
    prepare()
    guard unsafe tcgetattr(terminal, &original) == 0 else { return false }
    descriptor.store(terminal, ordering: .releasing)
    atexit { LiveTerminalMode.restore() }
    // What ends a program at once. SIGBUS is not among them: it tells that a mapped file has shrunk.
    for number in [SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGFPE, SIGSEGV] {
      signal(number) { LiveTerminalMode.end($0) }
    }
    // Else giving the terminal back from the background would stop the program.
    signal(SIGTTOU, SIG_IGN)
    signal(SIGCONT) { _ in LiveTerminalMode.isContinued.store(true, ordering: .relaxed) }
    watchSuspension()
    return true
  }

  /// Keys come one by one and unseen; control characters still make signals.
  static func enter() {
    let terminal = descriptor.load(ordering: .acquiring)
    guard terminal >= 0 else { return }
    var mode = unsafe original
    mode.c_lflag &= ~tcflag_t(ICANON | ECHO | IEXTEN)
    mode.c_iflag &= ~tcflag_t(IXON | ICRNL)
    isEntered.store(true, ordering: .releasing)
    _ = unsafe tcsetattr(terminal, TCSANOW, &mode)
    send(greeting, to: terminal)
  }

  /// Puts the terminal back, when it is not as it was.
  static func restore() {
    let terminal = descriptor.load(ordering: .acquiring)
    guard terminal >= 0, isEntered.exchange(false, ordering: .acquiringAndReleasing) else { return }
    send(farewell, to: terminal)
    // In the background the attributes are another's by now: the shell's, that saw the program stop.
    if tcgetpgrp(terminal) == getpgrp() { _ = unsafe tcsetattr(terminal, TCSANOW, &original) }
  }

  /// The terminal is about to be closed.
  static func release() {
    restore()
    descriptor.store(-1, ordering: .releasing)
    signal(SIGTSTP, SIG_DFL)
    signal(SIGCONT, SIG_DFL)
    signal(SIGTTOU, SIG_DFL)
  }

  // MARK: - Signals

  /// Of a signal that ends the program: the terminal first.
  static func end(_ number: CInt) {
    restore()
    signal(number, SIG_DFL)
    raise(number)
  }

  /// Whether the user has pressed Control-Z since this was asked.
  static func takeSuspension() -> Bool { isSuspensionWanted.exchange(false, ordering: .relaxed) }

  /// Whether the program was stopped and goes on.
  static func takeContinuation() -> Bool { isContinued.exchange(false, ordering: .relaxed) }

  /// Stops the program as Control-Z would have; returns when it goes on.
  static func suspend() {
    restore()
    signal(SIGTSTP, SIG_DFL)
    raise(SIGTSTP)
    watchSuspension()
  }

  private static func watchSuspension() {
    signal(SIGTSTP) { _ in LiveTerminalMode.isSuspensionWanted.store(true, ordering: .relaxed) }
  }

  /// A terminal that takes nothing now is not waited for.
  private static func send(_ text: StaticString, to terminal: CInt) {
    _ = unsafe write(terminal, text.utf8Start, text.utf8CodeUnitCount)
  }
}
