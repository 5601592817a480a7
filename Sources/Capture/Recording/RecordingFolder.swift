import Glibc

/// A folder that files come to be in, open for as long as they do: what happens to the path above it makes no difference.
final class RecordingFolder: Sendable {
  let path: String
  let descriptor: CInt

  init(_ path: String) throws(RecordingError) {
    self.path = path
    descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw RecordingError(path: path, errno: errno, doing: "open this folder") }
  }

  deinit { close(descriptor) }

  /// Puts the names of its files on the disk.
  func sync() { _ = fsync(descriptor) }

  /// The folder and the name in it.
  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    return (slash == path.startIndex ? "/" : String(path[..<slash]), String(path[path.index(after: slash)...]))
  }
}

extension RecordingError {
  init(path: String, errno number: CInt, doing: String, packets: Int? = nil) {
    self.init(
      path: path, .system(doing: doing, number: number, message: SystemMessage.of(number)), packets: packets)
  }
}
