import Foundation

/// A named pipe, removed when nobody needs it any more.
final class Fifo: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "weir-fifo-\(UUID().uuidString)").path
    // The program, not the function: to pass a C string, a test would have to say `unsafe`.
    let process = try Process.run(URL(filePath: "/usr/bin/mkfifo"), arguments: [path])
    process.waitUntilExit()
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Opens the pipe, waits for a reader, writes everything and closes it.
  func write(_ octets: [UInt8], chunk: Int) {
    guard let handle = FileHandle(forWritingAtPath: path) else { return }
    for start in stride(from: 0, to: octets.count, by: chunk) {
      try? handle.write(contentsOf: Data(octets[start..<min(start + chunk, octets.count)]))
    }
    try? handle.close()
  }
}
