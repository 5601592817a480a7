/// Gives up what a process does not need any more, before it looks at what strangers sent.
///
/// To be called on the main thread before any other is started: Linux keeps Landlock and capabilities for each thread.
public enum Confinement {
  /// Errors come before anything that cannot be taken back only where the user or the group is at fault.
  public static func apply(_ plan: ConfinementPlan) throws(ConfinementError) -> ConfinementReport {
    var report = ConfinementReport()
    let facts = ConfinementFacts.now()
    if facts.threads > 1 {
      report.lines.append("\(facts.threads) threads run already: those besides this one keep their files and capabilities")
    }
    let privileges = try Privileges(plan, facts, account: Account.init(named:), accountOf: Account.init(number:))
    try PrivilegeChange.make(privileges, handOver: plan.handOver, &report)
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
}
