import Glibc

/// A file that packets are appended to. It has its name only once it has a header, and what bore the name before stays whole
/// until then.
final class RecordingFile: Sendable {
  let path: String
  private let name: String
  /// Absent for what is written where it is: standard output, a device, a pipe, a link.
  private let folder: RecordingFolder?
  private let descriptor: CInt
  private let partialName: String?

  /// Creates the file, still without its name.
  init(_ path: String, in folder: RecordingFolder) throws(RecordingError) {
    self.path = path
    name = RecordingFolder.split(path).name
    var status = stat()
    let isThere = unsafe fstatat(folder.descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0
    let isRegular = status.st_mode & S_IFMT == S_IFREG
    if isThere, !isRegular {
      self.folder = nil
      partialName = nil
      descriptor = unsafe open(path, O_WRONLY | O_TRUNC | O_CLOEXEC)
    } else {
      self.folder = folder
      let partial = "\(name).\(getpid()).partial"
      partialName = partial
      let permissions = isThere ? status.st_mode & 0o777 : Self.permissions
      // Another process had our number and left it.
      _ = unsafe unlinkat(folder.descriptor, partial, 0)
      descriptor = unsafe openat(folder.descriptor, partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, permissions)
    }
    guard descriptor >= 0 else { throw RecordingError(path: path, errno: errno, doing: "create it") }
  }

  /// Standard output, lent.
  init() {
    path = "-"
    name = "-"
    folder = nil
    partialName = nil
    descriptor = STDOUT_FILENO
  }

  deinit { if descriptor != STDOUT_FILENO, descriptor >= 0 { close(descriptor) } }

  /// What was captured is its user's alone, as are secrets.
  private static let permissions: mode_t = 0o600

  // MARK: - Names

  /// Gives the file its name.
  func appear() throws(RecordingError) {
    guard let folder, let partialName else { return }
    guard unsafe renameat(folder.descriptor, partialName, folder.descriptor, name) == 0 else {
      throw RecordingError(path: path, errno: errno, doing: "give it its name")
    }
  }

  /// Takes away a file that has no name yet.
  func disappear() {
    guard let folder, let partialName else { return }
    _ = unsafe unlinkat(folder.descriptor, partialName, 0)
  }

  /// Whether its name still leads to it.
  var isThere: Bool {
    guard let folder else { return true }
    var own = stat()
    var named = stat()
    guard unsafe fstat(descriptor, &own) == 0, unsafe fstatat(folder.descriptor, name, &named, 0) == 0 else { return false }
    return own.st_dev == named.st_dev && own.st_ino == named.st_ino
  }

  /// Gives it to a user, as somebody who stops being root must.
  func give(to user: UInt32, group: UInt32) { if folder != nil { _ = fchown(descriptor, user, group) } }

  /// Whether another file can follow it.
  var isRegular: Bool { folder != nil }

  // MARK: - Octets

  /// Appends octets. Answers how many of them were, and the error's number when not all.
  func append(_ octets: [UInt8]) -> (count: Int, error: CInt?) {
    var written = 0
    while written < octets.count {
      let count = unsafe octets.withUnsafeBytes {
        unsafe write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
      }
      if count > 0 {
        written += count
        continue
      }
      switch count == 0 ? ENOSPC : errno {
      case EINTR: continue
      case EAGAIN: waitWritable()
      case let number: return (written, number)
      }
    }
    return (written, nil)
  }

  /// Cuts off what lies behind `count` octets.
  func truncate(to count: Int) {
    guard folder != nil else { return }
    while ftruncate(descriptor, off_t(count)) != 0, errno == EINTR {}
    _ = lseek(descriptor, off_t(count), SEEK_SET)
  }

  /// Puts its octets, and its name, on the disk.
  func sync() throws(RecordingError) {
    guard let folder else { return }
    while fsync(descriptor) != 0 {
      if errno == EINTR { continue }
      throw RecordingError(path: path, errno: errno, doing: "put it on the disk")
    }
    folder.sync()
  }

  /// Of a pipe somebody else made non-blocking.
  private func waitWritable() {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = unsafe poll(&request, 1, -1)
  }
}
