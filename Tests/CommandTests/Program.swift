import Foundation
import Testing

/// The program as it was built, run as a user runs it.
struct Program {
  /// What came of a run.
  struct Result {
    var status: Int32
    var output: String
    var complaint: String
  }

  /// Beside the tests' own executable.
  static let url = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent().appending(
    path: "weir")

  static func run(
    _ arguments: [String], input: URL? = nil, environment: [String: String] = [:]
  ) throws -> Result {
    let running = try start(arguments, input: input, environment: environment)
    return try running.finish()
  }

  static func start(
    _ arguments: [String], input: URL? = nil, environment: [String: String] = [:]
  ) throws -> Running {
    try Running(url, arguments, input: input, environment: environment)
  }

  /// A line of a shell, in which `weir` is the program.
  static func shell(_ line: String, environment: [String: String] = [:]) throws -> Result {
    let running = try Running(
      URL(filePath: "/bin/bash"), ["-c", "weir() { '\(url.path)' \"$@\"; }; \(line)"], input: nil, environment: environment)
    return try running.finish()
  }

  /// A run under way. What it writes goes to files: no pipe can fill up.
  struct Running {
    let process = Process()
    private let folder: Folder

    init(_ url: URL, _ arguments: [String], input: URL?, environment: [String: String]) throws {
      folder = try Folder()
      process.executableURL = url
      process.arguments = arguments
      var all = ProcessInfo.processInfo.environment
      for name in ["COLUMNS", "NO_COLOR", "SSLKEYLOGFILE"] { all[name] = nil }
      process.environment = all.merging(environment) { $1 }
      process.standardInput = try input.map { try FileHandle(forReadingFrom: $0) } ?? FileHandle.nullDevice
      process.standardOutput = try folder.create("output")
      process.standardError = try folder.create("complaint")
      try process.run()
    }

    func finish() throws -> Result {
      process.waitUntilExit()
      return Result(
        status: process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus,
        output: try folder.text("output"), complaint: try folder.text("complaint"))
    }
  }
}

/// A folder of its own for a test, removed when nobody needs it any more.
final class Folder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "weir-command-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }

  func write(_ octets: [UInt8], _ name: String) throws -> String {
    try Data(octets).write(to: url.appending(path: name))
    return path(name)
  }

  func create(_ name: String) throws -> FileHandle {
    try Data().write(to: url.appending(path: name))
    return try FileHandle(forWritingTo: url.appending(path: name))
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: url.appending(path: name)), as: UTF8.self)
  }

  func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: url.path).sorted() }

  func makeFifo(_ name: String) throws -> String {
    let process = try Process.run(URL(filePath: "/usr/bin/mkfifo"), arguments: [path(name)])
    process.waitUntilExit()
    return path(name)
  }
}
