import Foundation
import Glibc

/// A command to run to its end with its output thrown away, and to account for.
///
/// Whatever needs memory happens in a child, the benchmark's own loops included: the kernel counts what the parent had at its
/// highest into a child's peak (the two share memory until `exec`), so the parent must stay small.
struct ChildProcess: Sendable {
  var executable: String
  var arguments: [String]

  /// What one run took.
  struct Usage {
    /// Seconds.
    var wall: Double
    /// Seconds, user and system, of all threads.
    var processor: Double
    /// Octets resident at most, pages of mapped files included.
    var peakMemory: Int
    var status: Int32
    var output: String
  }

  /// This program, with other arguments.
  static func own(_ arguments: String...) -> ChildProcess {
    var path = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/exe", &path, path.count - 1)
    let name = String(decoding: path.prefix(max(0, count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return ChildProcess(executable: name, arguments: arguments)
  }

  /// The program called `name`, where it is installed.
  static func installed(_ name: String, _ arguments: [String]) -> ChildProcess? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return folders.map { "\($0)/\(name)" }.first { (path: String) in access(path, X_OK) == 0 }
      .map { ChildProcess(executable: $0, arguments: arguments) }
  }

  /// Runs it. Output is kept only where it is asked for; it must be short then.
  func run(keepingOutput: Bool = false) throws -> Usage {
    var ends: [CInt] = [-1, -1]
    if keepingOutput {
      guard pipe(&ends) == 0 else { throw BenchmarkError("no pipe to be had") }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
    if keepingOutput { posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO) }

    var words: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) } + [nil]
    var environment: [UnsafeMutablePointer<CChar>?] =
      ProcessInfo.processInfo.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for word in words + environment { free(word) } }

    let clock = ContinuousClock()
    let start = clock.now
    var child = pid_t()
    let failure = posix_spawn(&child, executable, &actions, nil, &words, &environment)
    guard failure == 0 else { throw BenchmarkError("cannot run \(executable): \(String(cString: strerror(failure)))") }
    var output = ""
    if keepingOutput {
      close(ends[1])
      output = String(decoding: FileHandle(fileDescriptor: ends[0], closeOnDealloc: true).readDataToEndOfFile(), as: UTF8.self)
    }
    var status: CInt = 0
    var usage = rusage()
    while wait4(child, &status, 0, &usage) < 0, errno == EINTR {}
    return Usage(
      wall: (clock.now - start) / .seconds(1), processor: usage.ru_utime.seconds + usage.ru_stime.seconds,
      peakMemory: usage.ru_maxrss * 1024, status: status & 0x7f == 0 ? status >> 8 & 0xff : 128 + status & 0x7f, output: output)
  }
}

extension timeval {
  fileprivate var seconds: Double { Double(tv_sec) + Double(tv_usec) / 1_000_000 }
}
