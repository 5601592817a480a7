import Glibc

/// An open file, closed when the last user lets go. Standard input is lent, not owned.
final class FileDescriptor: Sendable {
  let number: CInt
  private let path: String

  /// Opens `path` for reading; "-" is standard input.
  init(path: String) throws(CaptureError) {
    self.path = path
    if path == "-" {
      number = STDIN_FILENO
    } else {
      // Without O_NONBLOCK, opening a FIFO nobody writes to would hang, deaf to the stop signal.
      number = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
      guard number >= 0 else {
        throw switch errno {
        case ENOENT, ENOTDIR: CaptureError(path: path, .missing)
        case EACCES, EPERM: CaptureError(path: path, .noPermission)
        default: Self.failure(path, "open it")
        }
      }
    }
  }

  deinit { if number != STDIN_FILENO { close(number) } }

  /// A regular file's size in octets; nothing for what can only be read as a stream.
  func regularSize() throws(CaptureError) -> Int? {
    var status = stat()
    guard unsafe fstat(number, &status) == 0 else { throw Self.failure(path, "look at it") }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw CaptureError(path: path, .directory)
    // Standard input may have been read up to somewhere; then only the rest is ours, and a map would show all.
    case S_IFREG where path != "-" || lseek(number, 0, SEEK_CUR) == 0: return Int(status.st_size)
    default: return nil
    }
  }

  /// Appends what can be had at once, `most` octets at most. Answers how many; 0 is the end, nothing that there are none yet.
  func read(into octets: inout [UInt8], most: Int) throws(CaptureError) -> Int? {
    var got = 0
    octets.append(addingCapacity: most) { output in
      unsafe output.withUnsafeMutableBufferPointer { buffer, initialized in
        let free = unsafe buffer.baseAddress?.advanced(by: initialized)
        got = unsafe Glibc.read(number, free, most)
        if got > 0 { initialized += got }
      }
    }
    if got >= 0 { return got }
    if errno == EAGAIN || errno == EINTR { return nil }
    throw Self.failure(path, "read it")
  }

  /// Waits until there is something to read, or the end, or the time is up, or a signal came.
  func waitReadable(milliseconds: CInt) -> Bool {
    var request = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&request, 1, milliseconds) > 0
  }

  /// Sleeps; a signal ends it early.
  static func pause(milliseconds: CInt) { _ = poll(nil, 0, milliseconds) }

  private static func failure(_ path: String, _ doing: String) -> CaptureError {
    CaptureError(path: path, .system(doing: doing, message: SystemMessage.of(errno)))
  }
}
