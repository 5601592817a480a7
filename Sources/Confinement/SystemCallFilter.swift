import CConfinement
import CSeccomp
import Glibc

/// Has the kernel refuse the system calls that are not needed (seccomp(2)), in all threads: each answers that it is not
/// permitted, so that nothing which was captured is lost.
enum SystemCallFilter {
  static func apply(_ report: inout ConfinementReport) {
    guard let filter = unsafe seccomp_init(refused(EPERM)) else {
      report.lines.append("seccomp is not to be had: system calls are not confined")
      return
    }
    defer { unsafe seccomp_release(filter) }
    // A 32-bit call is refused too, not answered with an end.
    unsafe seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, refused(EPERM))
    unsafe seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1)
    let calls = SystemCallList.allowed.map { unsafe seccomp_syscall_resolve_name($0) }
    // A negative number is of no call, or of one that this architecture has not.
    for call in calls where call >= 0 { unsafe seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 0, nil) }
    for rule in rules { unsafe rule.add(to: filter) }
    let error = unsafe seccomp_load(filter)
    if error == 0 {
      report.lines.append("seccomp: \(calls.count { $0 >= 0 } + rules.count) system calls, all others are refused")
    } else {
      report.lines.append(
        "the kernel lacks seccomp filters (\(unsafe String(cString: strerror(-error)))): system calls are not confined")
    }
  }

  /// Calls that are allowed with some arguments alone, or refused in another way.
  private static var rules: [Rule] {
    [
      // Threads, not processes: clone(2)'s flags include CLONE_THREAD. Those of clone3 cannot be looked at: the C library takes
      // clone instead where it does not exist.
      Rule("clone", argument: 0, SCMP_CMP_MASKED_EQ, 0x1_0000, 0x1_0000),
      Rule("clone3", action: refused(ENOSYS)),
      // Threads are given names (PR_SET_NAME and PR_GET_NAME).
      Rule("prctl", argument: 0, SCMP_CMP_EQ, 15),
      Rule("prctl", argument: 0, SCMP_CMP_EQ, 16),
      // Limits are asked for, not set: there is no new one.
      Rule("prlimit64", argument: 2, SCMP_CMP_EQ, 0),
      // Signals go to the process itself and to its group, as when it is stopped from its terminal.
      Rule("kill", argument: 0, SCMP_CMP_EQ, 0),
      Rule("kill", argument: 0, SCMP_CMP_EQ, UInt64(getpid())),
      Rule("tgkill", argument: 0, SCMP_CMP_EQ, UInt64(getpid())),
      // A socket of one kind, that can reach nobody, to ask the kernel about interfaces (AF_UNIX).
      Rule("socket", argument: 0, SCMP_CMP_EQ, UInt64(AF_UNIX)),
    ]
  }

  private struct Rule {
    var call: String
    var action: UInt32
    var arguments: [scmp_arg_cmp]

    init(_ call: String, action: UInt32) {
      self.call = call
      self.action = action
      arguments = []
    }

    init(_ call: String, argument: UInt32, _ comparison: scmp_compare, _ first: UInt64, _ second: UInt64 = 0) {
      self.call = call
      action = SCMP_ACT_ALLOW
      arguments = [scmp_arg_cmp(arg: argument, op: comparison, datum_a: first, datum_b: second)]
    }

    func add(to filter: scmp_filter_ctx) {
      let number = unsafe seccomp_syscall_resolve_name(call)
      guard number >= 0 else { return }
      unsafe arguments.withUnsafeBufferPointer {
        _ = unsafe seccomp_rule_add_array(filter, action, number, UInt32($0.count), $0.baseAddress)
      }
    }
  }

  /// SCMP_ACT_ERRNO(number)
  private static func refused(_ number: CInt) -> UInt32 { 0x0005_0000 | UInt32(number) }
}
