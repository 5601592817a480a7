import Glibc

/// What the operating system knows of a file.
struct FileStatus {
  private let status: stat

  init?(_ path: String, followsLinks: Bool = true) {
    var status = stat()
    guard unsafe (followsLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
    self.status = status
  }

  /// Of an open file.
  init?(_ descriptor: CInt) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return nil }
    self.status = status
  }

  var size: Int { Int(status.st_size) }
  var isRegular: Bool { status.st_mode & S_IFMT == S_IFREG }
  var isFolder: Bool { status.st_mode & S_IFMT == S_IFDIR }
  var permissions: mode_t { status.st_mode & 0o777 }

  func isSameFile(as other: FileStatus) -> Bool { status.st_dev == other.status.st_dev && status.st_ino == other.status.st_ino }
}
