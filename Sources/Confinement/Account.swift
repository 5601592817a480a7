import CConfinement
import Glibc

/// A user, and the group its processes have.
struct Account: Hashable, Sendable {
  /// Absent for a number nobody gave a name.
  var login: String?
  var user: UInt32
  var group: UInt32

  init(login: String? = nil, user: UInt32, group: UInt32) {
    self.login = login
    self.user = user
    self.group = group
  }

  /// For messages.
  var name: String { login ?? String(user) }
}

extension Account {
  init?(named name: String) {
    guard let entry = unsafe getpwnam(name) else { return nil }
    unsafe self.init(entry.pointee)
  }

  init?(number: UInt32) {
    guard let entry = unsafe getpwuid(number) else { return nil }
    unsafe self.init(entry.pointee)
  }

  private init(_ entry: passwd) {
    unsafe self.init(login: String(cString: entry.pw_name), user: entry.pw_uid, group: entry.pw_gid)
  }

  /// Whether the process, as it is now, can create files in a folder.
  static func canWrite(in folder: String) -> Bool { unsafe faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS) == 0 }
}
