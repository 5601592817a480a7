/// Gives up what a process does not need any more, before it looks at what strangers sent.
///
/// To be called on the main thread before any other is started: Linux keeps Landlock and capabilities for each thread.
public enum Confinement {
  /// Tells whether the user asked for can be become, before anything is done.
  public static func check(_ plan: ConfinementPlan) throws(ConfinementError) {
    _ = try Privileges(plan, ConfinementFacts.now(), account: Account.init(named:), accountOf: Account.init(number:))
  }

  public static func apply(_ plan: ConfinementPlan) throws(ConfinementError) -> ConfinementReport {
    var report = ConfinementReport()
    let facts = ConfinementFacts.now()
    if facts.threads > 1 {
      report.lines.append("\(facts.threads) threads run already: those besides this one keep their files and capabilities")
    }
    let privileges = try Privileges(plan, facts, account: Account.init(named:), accountOf: Account.init(number:))
    try PrivilegeChange.make(privileges, handOver: plan.handOver, &report)
    try checkFolders(plan, privileges, &report)
    // Forbids that a program run from here has more rights than this (prctl(2)); both below need it.
    guard Capabilities.forbidNewPrivileges() else {
      report.lines.append("the kernel lacks no_new_privs, and with it Landlock and seccomp")
      return report
    }
    report.lines.append("no new privileges")
    Landlock.apply(plan, version: facts.landlockVersion, &report)
    SystemCallFilter.apply(&report)
    return report
  }

  /// Whoever the process became may not be able to create the files it is to create later: better told now.
  private static func checkFolders(
    _ plan: ConfinementPlan, _ privileges: Privileges, _ report: inout ConfinementReport
  ) throws(ConfinementError) {
    guard case .become(let account) = privileges.identity else { return }
    for folder in plan.folders where !Account.canWrite(in: folder) {
      let fault = "\(folder): \(account.name), as whom Weir goes on, cannot create files there"
      if plan.writable.contains(folder) {
        throw ConfinementError("\(fault): take another folder, or stay root with -Z root")
      }
      report.warnings.append("\(fault), should others have to follow")
    }
  }
}
