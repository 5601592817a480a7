import ArgumentParser
import Capture
import Glibc
import Secrets

/// Where a command's result goes: standard output or a file.
///
/// A reader that goes away (`weir … | head`) ends the program quietly, as it does other tools. What cannot be written ends
/// it with status 1 and a line that says why. A file is whole or not there: it takes its name only when it is complete.
final class Output {
  private let descriptor: CInt
  private let path: String?
  /// Under which the file is written until it is complete.
  private var partialPath: String?
  private var pending: [UInt8] = []
  private var hasWritten = false
  /// Of a run that has more to end than its output: called now and then while the reader takes nothing, and that it has gone
  /// is then thrown as success, not the program's end.
  var whileWaiting: (() -> Void)?

  /// With `whole` false, a file can be read under its name while it is written.
  init(path: String?, whole: Bool = true) throws {
    guard let path, path != "-" else {
      self.path = nil
      descriptor = STDOUT_FILENO
      return
    }
    self.path = path
    // A device, a pipe or a link is written to, not replaced.
    let existing = FileStatus(path, followsLinks: false)
    let partial = whole && (existing == nil || existing?.isRegular == true) ? "\(path).\(getpid()).partial" : nil
    let flags = O_WRONLY | O_CREAT | O_CLOEXEC | (partial == nil ? O_TRUNC : O_EXCL)
    descriptor = unsafe open(partial ?? path, flags, existing?.permissions ?? 0o666)
    guard descriptor >= 0 else { throw Self.failure(path) }
    partialPath = partial
  }

  deinit { discard() }

  /// The folder in which the file still has to take its name; nothing where it has it.
  var folder: String? {
    guard let partialPath else { return nil }
    guard let slash = partialPath.lastIndex(of: "/") else { return "." }
    return slash == partialPath.startIndex ? "/" : String(partialPath[..<slash])
  }

  /// Gives the file to a user; nothing is done to what is no file of ours.
  var giver: @Sendable (_ user: UInt32, _ group: UInt32) -> Void {
    guard partialPath != nil else { return { _, _ in } }
    let descriptor = descriptor
    return { user, group in _ = fchown(descriptor, user, group) }
  }

  var isTerminal: Bool { isatty(descriptor) == 1 }

  func write(_ octets: [UInt8]) throws {
    if !octets.isEmpty { hasWritten = true }
    // What is much by itself need not be copied first.
    if octets.count >= Self.enough {
      try flush()
      return try send(octets)
    }
    pending.append(contentsOf: octets)
    if pending.count >= Self.enough { try flush() }
  }

  /// Writes octets that must not linger, and overwrites them.
  func write(overwriting octets: inout [UInt8]) throws {
    defer { Secret.overwrite(&octets) }
    hasWritten = true
    try flush()
    try send(octets)
  }

  func flush() throws {
    defer { pending.removeAll(keepingCapacity: true) }
    try send(pending)
  }

  /// Octets that are worth a call of the system.
  private static let enough = 1 << 16

  private func send(_ octets: [UInt8]) throws {
    var written = 0
    while written < octets.count {
      let room = waitForRoom()
      let count = unsafe octets.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress?.advanced(by: written), min(room, $0.count - written))
      }
      if count >= 0 {
        written += count
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN: waitWritable()
      case EPIPE where path == nil:
        if whileWaiting == nil { Glibc.exit(0) }
        throw ExitCode.success
      default: throw Self.failure(path)
      }
    }
  }

  /// Ends the output; what was written under another name takes its own. Where there was nothing to write, what bore the
  /// name before stays.
  func close() throws {
    try flush()
    guard let path else { return }
    guard Glibc.close(descriptor) == 0 else { throw Self.failure(path) }
    guard let partial = partialPath else { return }
    guard hasWritten else { return discard() }
    guard unsafe rename(partial, path) == 0 else { throw Self.failure(path) }
    partialPath = nil
  }

  private func discard() {
    if let partialPath { _ = unsafe unlink(partialPath) }
    partialPath = nil
  }

  /// Of a pipe somebody else made non-blocking.
  private func waitWritable() {
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    _ = unsafe poll(&request, 1, -1)
  }

  /// Octets that the reader has room for now, so that writing them does not wait; any number, where nobody wants to know.
  private func waitForRoom() -> Int {
    guard let whileWaiting else { return .max }
    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    while unsafe poll(&request, 1, Self.oftenEnough) == 0 { whileWaiting() }
    return Self.pipeRoom
  }

  /// Milliseconds between two calls of `whileWaiting`.
  private static let oftenEnough: CInt = 100
  /// A pipe that poll(2) calls writable takes as many octets at once (PIPE_BUF, pipe(7)).
  private static let pipeRoom = 4096

  private static func failure(_ path: String?) -> ExitCode {
    Diagnostics.error("cannot write \(path ?? "standard output"): \(SystemMessage.of(errno))")
    return ExitCode(RunStatus.failure.rawValue)
  }
}
