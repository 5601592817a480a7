import ArgumentParser
import Capture
import Foundation

/// A folder that many files are written into, and nowhere else: a name is one component, no link is followed, and nothing that
/// stood there is written into.
final class ExportFolder: Sendable {
  let path: String
  private let descriptor: CInt
  /// Whether files that bear a name we need give way.
  private let replaces: Bool

  /// Makes the folder where it is missing. One that is not empty is refused, unless `force` is given.
  init(_ path: String, force: Bool) throws {
    self.path = path
    replaces = force
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      let underlying = (error as? CocoaError)?.underlying as? POSIXError
      let reason = underlying.map { SystemMessage.of($0.code.rawValue) } ?? error.localizedDescription
      throw Self.failure(
        FileStatus(path)?.isFolder == false
          ? "\(path) is a file: -o takes a folder" : "cannot make the folder \(path): \(reason)")
    }
    descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure("cannot open the folder \(path): \(SystemMessage.of(errno))") }
    guard !force else { return }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw Self.failure("cannot read the folder \(path)")
    }
    guard names.isEmpty else {
      throw Self.failure("\(path) is not empty: take another folder, or --force to write into it anyway")
    }
  }

  deinit { Glibc.close(descriptor) }

  /// Makes a new file; nothing when something else bears the name.
  func create(_ name: String) throws -> CInt? {
    guard Self.isComponent(name) else { return nil }
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_APPEND | O_CLOEXEC
    var file = unsafe openat(descriptor, name, flags, 0o666)
    if file < 0, errno == EEXIST {
      // A folder does not go.
      guard replaces, unsafe unlinkat(descriptor, name, 0) == 0 else { return nil }
      file = unsafe openat(descriptor, name, flags, 0o666)
    }
    if file >= 0 { return file }
    throw Self.failure("cannot write \(path)/\(name): \(SystemMessage.of(errno))")
  }

  /// Opens a file that `create` made, to write on.
  func reopen(_ name: String) throws -> CInt {
    let file = unsafe openat(descriptor, name, O_WRONLY | O_NOFOLLOW | O_APPEND | O_CLOEXEC)
    guard file >= 0 else { throw Self.failure("cannot write \(path)/\(name): \(SystemMessage.of(errno))") }
    return file
  }

  func write(_ octets: [UInt8], to file: CInt, _ name: String) throws {
    var written = 0
    while written < octets.count {
      let count = unsafe octets.withUnsafeBytes {
        unsafe Glibc.write(file, $0.baseAddress?.advanced(by: written), $0.count - written)
      }
      if count < 0, errno != EINTR { throw Self.failure("cannot write \(path)/\(name): \(SystemMessage.of(errno))") }
      written += max(0, count)
    }
  }

  func close(_ file: CInt) { Glibc.close(file) }

  /// Gives a file its own name; false when something else bears it.
  func rename(_ name: String, to final: String) throws -> Bool {
    // The name is taken first, so that nothing but a file of ours is replaced.
    guard let file = try create(final) else { return false }
    Glibc.close(file)
    guard unsafe renameat(descriptor, name, descriptor, final) == 0 else {
      throw Self.failure("cannot write \(path)/\(final): \(SystemMessage.of(errno))")
    }
    return true
  }

  func remove(_ name: String) { _ = unsafe unlinkat(descriptor, name, 0) }

  private static func isComponent(_ name: String) -> Bool {
    !name.isEmpty && name != "." && name != ".." && !name.utf8.contains(UInt8(ascii: "/")) && !name.utf8.contains(0)
  }

  private static func failure(_ message: String) -> ExitCode {
    Diagnostics.error(message)
    return ExitCode(RunStatus.failure.rawValue)
  }
}
