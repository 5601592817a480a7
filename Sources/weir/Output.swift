import ArgumentParser
import Capture
import Foundation
import Glibc

/// Where a command's result goes: standard output or a file.
///
/// A reader that goes away (`weir … | head`) ends the program quietly, as it does other tools. Where nothing can be written, it
/// says so and throws the exit status.
final class Output {
  private let handle: FileHandle
  private let path: String?
  private var pending: [UInt8] = []

  init(path: String?) throws {
    self.path = path
    guard let path, path != "-" else {
      handle = .standardOutput
      return
    }
    guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path) else {
      Diagnostics.error("cannot write \(path): \(SystemMessage.of(errno))")
      throw ExitCode.failure
    }
    handle = file
  }

  var isTerminal: Bool { isatty(handle.fileDescriptor) == 1 }

  /// Whether to use colours: on a terminal that has them, unless the user wants none (no-color.org).
  var isColoured: Bool {
    let environment = ProcessInfo.processInfo.environment
    return isTerminal && environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
  }

  func write(_ octets: [UInt8]) throws {
    pending.append(contentsOf: octets)
    if pending.count >= 1 << 16 { try flush() }
  }

  func flush() throws {
    guard !pending.isEmpty else { return }
    defer { pending.removeAll(keepingCapacity: true) }
    do {
      try handle.write(contentsOf: Data(pending))
    } catch {
      if errno == EPIPE { Glibc.exit(0) }
      Diagnostics.error("cannot write \(path ?? "standard output"): \(SystemMessage.of(errno))")
      throw ExitCode.failure
    }
  }

  func close() throws {
    try flush()
    if path != nil, path != "-" { try handle.close() }
  }
}
