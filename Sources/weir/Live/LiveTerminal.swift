import Glibc
import Reports

/// The user's terminal while a live view stands on it: lines out, keys in.
///
/// Never waits for the terminal: what it does not take at once is sent later, and screens in between are left out. Control-Z
/// stops the program and gives the terminal back; in the background nothing is drawn. Opened before the process is confined.
final class LiveTerminal {
  private let descriptor: CInt
  private var reader = LiveKeyReader()
  /// The lines that stand there, or will when `pending` is sent.
  private var shown: [String] = []
  private var shownSize = (width: 0, height: 0)
  private var pending: [UInt8] = []
  private var isEntered = false
  private var isOpen = true
  /// The terminal is gone: its window was closed, its connection ended.
  private(set) var isLost = false

  /// Milliseconds after an escape character in which the rest of a key's sequence comes, over a slow line too.
  private static let escapePatience: CInt = 50
  /// Milliseconds in which a terminal takes what is left at the end.
  private static let lastPatience: CInt = 500
  /// Columns and rows of a terminal that does not tell.
  private static let usualSize = (width: 80, height: 24)
  /// No terminal is larger; what it says may be anything.
  private static let mostColumns = 1000
  private static let mostRows = 500

  /// Nothing where standard output is no terminal that can be drawn on, or the program is in the background.
  init?() {
    guard Terminal.canDrawScreens else { return nil }
    // Opened anew: whether reading and writing wait is a matter of the opened file, which a shell shares with its children.
    descriptor = unsafe open("/dev/tty", O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    guard tcgetpgrp(descriptor) == getpgrp(), LiveTerminalMode.adopt(descriptor) else {
      Glibc.close(descriptor)
      return nil
    }
  }

  deinit { close() }

  /// As it is now.
  var size: (width: Int, height: Int) {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      return Self.usualSize
    }
    return (min(Int(size.ws_col), Self.mostColumns), min(Int(size.ws_row), Self.mostRows))
  }

  /// Shows a screen: sends the lines that are others than those that stand there.
  func draw(_ lines: [String]) {
    guard isReady() else { return }
    flush()
    guard pending.isEmpty else { return }
    let size = size
    if size != shownSize { shown = [] }
    shownSize = size
    var text = shown.isEmpty ? "\u{1b}[0m\u{1b}[2J" : ""
    for (row, line) in lines.prefix(size.height).enumerated() where row >= shown.count || shown[row] != line {
      // Wiped before it is written: behind a full line the cursor still stands on the last column.
      text += "\u{1b}[\(row + 1);1H\u{1b}[2K\(line)"
    }
    shown = lines
    guard !text.isEmpty else { return }
    pending = Array(text.utf8)
    flush()
  }

  /// The keys pressed since they were asked for last.
  func keys() -> [LiveKey] {
    guard isReady() else { return [] }
    var keys = reader.keys(read())
    if reader.isWaiting {
      _ = wait(for: POLLIN, Self.escapePatience)
      keys += reader.keys(read())
      if reader.isWaiting { keys += reader.flush() }
    }
    if keys.contains(.redraw) { shown = [] }
    let size = size
    if shownSize.width > 0, size != shownSize { keys.append(.redraw) }
    return keys
  }

  /// Gives the terminal back as it was. Nothing is drawn afterwards.
  func close() {
    guard isOpen else { return }
    isOpen = false
    if isEntered, !isLost { _ = wait(for: POLLOUT, Self.lastPatience) }
    LiveTerminalMode.release()
    Glibc.close(descriptor)
  }

  // MARK: - Whose terminal it is

  /// Whether it may be drawn on now; stops the program when its user wants that.
  private func isReady() -> Bool {
    guard isOpen, !isLost else { return false }
    if LiveTerminalMode.takeSuspension() {
      isEntered = false
      pending = []
      LiveTerminalMode.suspend()
    }
    // In the background it is another's. Whose a terminal is that is gone cannot be told.
    let owner = tcgetpgrp(descriptor)
    if owner < 0 { isLost = true }
    guard owner == getpgrp() else { return false }
    if LiveTerminalMode.takeContinuation() || !isEntered {
      isEntered = true
      shown = []
      pending = []
      LiveTerminalMode.enter()
    }
    return true
  }

  // MARK: - System calls

  private func flush() {
    while !pending.isEmpty {
      let count = unsafe pending.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 {
        pending.removeFirst(count)
      } else if count < 0, errno != EINTR {
        if errno != EAGAIN { isLost = true }
        return
      }
    }
  }

  private func read() -> [UInt8] {
    var octets = [UInt8](repeating: 0, count: 256)
    let count = unsafe octets.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
    if count > 0 { return Array(octets.prefix(count)) }
    // A terminal that is gone is always at its end.
    if count == 0 || (errno != EAGAIN && errno != EINTR) { isLost = true }
    return []
  }

  private func wait(for events: CInt, _ milliseconds: CInt) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    return unsafe poll(&request, 1, milliseconds) > 0
  }
}
