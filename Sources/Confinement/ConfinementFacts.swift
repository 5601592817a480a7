import CConfinement
import Glibc

/// What a process is before it confines itself.
struct ConfinementFacts: Hashable, Sendable {
  var realUser: UInt32
  var realGroup: UInt32
  var effectiveUser: UInt32
  /// Who called sudo, by its own word.
  var sudoUser: UInt32?
  var sudoGroup: UInt32?
  /// Permitted ones, a bit each (capabilities(7)).
  var capabilities: UInt64
  var threads: Int
  /// Of Landlock's interface; 0 where there is none.
  var landlockVersion: Int

  static func now() -> ConfinementFacts {
    ConfinementFacts(
      realUser: getuid(), realGroup: getgid(), effectiveUser: geteuid(), sudoUser: variable("SUDO_UID").flatMap(UInt32.init),
      sudoGroup: variable("SUDO_GID").flatMap(UInt32.init), capabilities: Capabilities.permitted, threads: threads,
      landlockVersion: Landlock.version)
  }

  private static func variable(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  /// Threads of this process (proc(5): /proc/self/task); 1 where nobody can say.
  private static var threads: Int {
    guard let folder = unsafe opendir("/proc/self/task") else { return 1 }
    defer { unsafe closedir(folder) }
    var count = 0
    while unsafe readdir(folder) != nil { count += 1 }
    // "." and ".."
    return max(1, count - 2)
  }
}
