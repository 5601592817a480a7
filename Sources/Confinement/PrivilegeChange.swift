import Glibc

/// Becomes another user and lets go of capabilities, so that there is no way back.
enum PrivilegeChange {
  static func make(
    _ privileges: Privileges, handOver: (UInt32, UInt32) -> Void, _ report: inout ConfinementReport
  ) throws(ConfinementError) {
    guard let kept = privileges.kept else {
      report.lines.append("stays root, with all of root's privileges")
      return
    }
    // Before root is given up, for only root may.
    if !Capabilities.limit(to: kept), geteuid() == 0 {
      report.lines.append("the capability bounding set could not be made smaller")
    }
    if case .become(let account) = privileges.identity {
      handOver(account.user, account.group)
      try become(account)
      report.lines.append("runs as \(account.name) (user \(account.user), group \(account.group))")
    }
    guard Capabilities.keep(kept) else {
      throw ConfinementError("capabilities could not be given up: \(message(errno))")
    }
    report.lines.append(kept == 0 ? "no capabilities" : "no capabilities but CAP_DAC_OVERRIDE, to create files")
  }

  private static func become(_ account: Account) throws(ConfinementError) {
    let hasGroups: Bool
    if let login = account.login {
      hasGroups = unsafe initgroups(login, account.group) == 0
    } else {
      var group = account.group
      hasGroups = unsafe setgroups(1, &group) == 0
    }
    // As root is who does it, real, effective and saved ones change together (setuid(2)).
    guard hasGroups, setgid(account.group) == 0, setuid(account.user) == 0 else {
      throw ConfinementError("cannot become \(account.name): \(message(errno)) (-Z root stays root)")
    }
    try verify(account)
  }

  /// Whether root could be had again.
  private static func verify(_ account: Account) throws(ConfinementError) {
    let isRoot = setuid(0) == 0 || seteuid(0) == 0 || account.group != 0 && (setgid(0) == 0 || setegid(0) == 0)
    guard !isRoot, getuid() == account.user, geteuid() == account.user, getegid() == account.group else {
      throw ConfinementError("became \(account.name), but could become root again")
    }
  }

  private static func message(_ number: CInt) -> String { unsafe String(cString: strerror(number)) }
}
