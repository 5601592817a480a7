import Capture
import Glibc
import Secrets
import Synchronization

/// A key log on its way into the store: a file, which may still grow, or a pipe. What is read of it is overwritten at once.
final class KeyLogFile: Sendable {
  let path: String
  /// Who else gets the lines.
  private let tap: Mutex<(@Sendable (Secret) -> Void)?> = Mutex(nil)
  private let state: Mutex<State>

  private struct State {
    var descriptor: CInt
    /// Which file it is, and how much of it has been read, to know one that was begun anew.
    var identity: FileStatus?
    var position = 0
    /// The beginning of a line whose end has not come yet.
    var pending: [UInt8] = []

    var isPipe: Bool { identity?.isRegular == false }
  }

  /// Octets read at a time. A line may be as long as `SecretStore.maximumLineLength`.
  private static let piece = 1 << 16
  /// Milliseconds after which a wait for a pipe looks at the stop signal.
  private static let interval: CInt = 100

  /// Opens a key log; "-" is standard input. One that is missing may come later, if `mayCome`. Answers nothing when it cannot
  /// be opened, and `errno` says why.
  init?(_ path: String, mayCome: Bool) {
    self.path = path
    let descriptor = Self.open(path)
    guard descriptor >= 0 || (mayCome && errno == ENOENT) else { return nil }
    let identity = descriptor < 0 ? nil : FileStatus(descriptor)
    guard identity?.isFolder != true else {
      Glibc.close(descriptor)
      errno = EISDIR
      return nil
    }
    state = Mutex(State(descriptor: descriptor, identity: identity))
  }

  deinit { state.withLock { Self.close(&$0) } }

  var isThere: Bool { state.withLock { $0.descriptor >= 0 } }

  /// Adds all of it. Of a pipe, waits until its writer has closed it, or `stop` is raised. Answers whether it could be read.
  func readAll(into store: SecretStore, stop: StopSignal) -> Bool {
    state.withLock { state in
      let isRead = Self.read(&state, into: store, stop: stop, isEnd: true)
      Self.close(&state)
      return isRead
    }
  }

  /// Adds what has come since the last time. A file that is another one now, or has become shorter, is read from its beginning.
  func readOn(into store: SecretStore) {
    let tap = tap.withLock(\.self)
    state.withLock { state in
      reopen(&state)
      if state.descriptor >= 0 { _ = Self.read(&state, into: store, stop: nil, isEnd: false, tap: tap) }
    }
  }

  /// Hands whole lines to `tap`, too, as they are read on.
  func share(with tap: @escaping @Sendable (Secret) -> Void) { self.tap.withLock { $0 = tap } }

  private func reopen(_ state: inout State) {
    guard path != "-", !state.isPipe, let now = FileStatus(path) else { return }
    if let known = state.identity, now.isSameFile(as: known), now.size >= state.position { return }
    Self.close(&state)
    state = State(descriptor: Self.open(path))
    state.identity = state.descriptor < 0 ? nil : FileStatus(state.descriptor)
  }

  // MARK: - Octets

  private static func read(
    _ state: inout State, into store: SecretStore, stop: StopSignal?, isEnd: Bool, tap: (@Sendable (Secret) -> Void)? = nil
  ) -> Bool {
    var isWhole = false
    while !isWhole {
      if stop?.isRaised == true { return true }
      switch readPiece(&state) {
      case let count where count > 0: state.position += count
      case 0: isWhole = true
      case _ where errno == EINTR: continue
      case _ where errno == EAGAIN:
        guard isEnd else { return true }
        wait(state.descriptor)
        continue
      default: return false
      }
      let taken = store.add(keyLog: state.pending.span, from: .keyLog, atEnd: isWhole && isEnd)
      if taken > 0, let tap { tap(Secret(state.pending.span.extracting(0..<taken))) }
      keep(from: taken, &state)
    }
    return true
  }

  /// Appends what can be had at once. Answers how many octets; 0 at the end.
  private static func readPiece(_ state: inout State) -> Int {
    // A pipe that nobody has opened for writing yet has nothing, which looks like its end.
    if state.isPipe, !isReadable(state.descriptor, milliseconds: 0) {
      errno = EAGAIN
      return -1
    }
    let before = state.pending.count
    var room = [UInt8](repeating: 0, count: before + piece)
    for index in state.pending.indices { room[index] = state.pending[index] }
    Secret.overwrite(&state.pending)
    let count = unsafe room.withUnsafeMutableBytes {
      unsafe Glibc.read(state.descriptor, $0.baseAddress?.advanced(by: before), piece)
    }
    room.removeLast(piece - max(0, count))
    state.pending = room
    return count
  }

  /// Keeps what is not taken yet, and overwrites all else.
  private static func keep(from taken: Int, _ state: inout State) {
    let rest = Array(state.pending[taken...])
    Secret.overwrite(&state.pending)
    state.pending = rest
  }

  private static func wait(_ descriptor: CInt) { _ = isReadable(descriptor, milliseconds: interval) }

  private static func isReadable(_ descriptor: CInt, milliseconds: CInt) -> Bool {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&request, 1, milliseconds) > 0
  }

  // MARK: - The file

  private static func open(_ path: String) -> CInt {
    // Without O_NONBLOCK, opening a FIFO nobody writes to would hang, deaf to the stop signal.
    path == "-" ? dup(STDIN_FILENO) : unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  }

  private static func close(_ state: inout State) {
    Secret.overwrite(&state.pending)
    state.pending = []
    if state.descriptor >= 0 { Glibc.close(state.descriptor) }
    state.descriptor = -1
  }
}
