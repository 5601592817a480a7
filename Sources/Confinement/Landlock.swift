import CConfinement
import Glibc

/// Confines which files a thread, and those it starts, can open (landlock(7), Linux 5.13).
enum Landlock {
  /// Of the kernel's interface; 0 where it has none, or does not use it.
  static var version: Int {
    // LANDLOCK_CREATE_RULESET_VERSION
    max(0, confinement_system_call(createRuleset, 0, 0, 1, 0))
  }

  /// What everybody reads who captures: counters of interfaces, the processors, the zone of its times.
  ///
  /// And /proc, for libdispatch looks at /proc/TID/stat of its threads and ends the program when it may not. The memory and
  /// the environment of others stay closed there: Landlock counts looking at them as tracing.
  static let alwaysReadable = ["/sys/class/net", "/sys/devices", "/proc", "/usr/share/zoneinfo", "/etc/localtime"]

  static func apply(_ plan: ConfinementPlan, version: Int, _ report: inout ConfinementReport) {
    guard version > 0 else {
      report.lines.append("the kernel lacks Landlock: files are not confined")
      return
    }
    let rights = LandlockRights(version: version)
    guard let ruleset = ruleset(rights, version) else {
      report.lines.append("Landlock failed: \(message()): files are not confined")
      return
    }
    defer { close(ruleset) }
    for path in alwaysReadable + plan.readable { allow(rights.reading, beneath: path, ruleset) }
    for path in plan.folders where !allow(rights.writing, beneath: path, ruleset) {
      report.lines.append("Landlock: \(path) cannot be opened: \(message())")
    }
    if rights.network != 0 {
      for port in plan.listeningPorts { allow(LandlockRights.listen, port: port, ruleset) }
    }
    guard confinement_system_call(restrictSelf, UInt(ruleset), 0, 0, 0) == 0 else {
      report.lines.append("Landlock failed: \(message()): files are not confined")
      return
    }
    report.lines.append(Self.line(plan, version))
  }

  private static func line(_ plan: ConfinementPlan, _ version: Int) -> String {
    var line = "Landlock (version \(version)): reads \((alwaysReadable + plan.readable).joined(separator: ", "))"
    line += plan.folders.isEmpty ? "; writes no files" : "; writes in \(plan.folders.joined(separator: ", "))"
    if version < 4 { line += "; the kernel lacks its limits of TCP" }
    if version < 6 { line += "; the kernel lacks its limits of signals" }
    return line
  }

  // MARK: - System calls

  private static func ruleset(_ rights: LandlockRights, _ version: Int) -> CInt? {
    // struct landlock_ruleset_attr, as long as the version knows it.
    let attributes = [rights.files, rights.network, rights.scopes]
    let size = version >= 6 ? 24 : version >= 4 ? 16 : 8
    let descriptor = unsafe attributes.withUnsafeBytes {
      confinement_system_call(createRuleset, UInt(bitPattern: $0.baseAddress), UInt(size), 0, 0)
    }
    return descriptor < 0 ? nil : CInt(descriptor)
  }

  @discardableResult
  private static func allow(_ rights: UInt64, beneath path: String, _ ruleset: CInt) -> Bool {
    let descriptor = unsafe open(path, pathOnly | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { return false }
    let isFolder = status.st_mode & S_IFMT == S_IFDIR
    // struct landlock_path_beneath_attr: rights, then the descriptor, without padding.
    let rule = [isFolder ? rights : rights & LandlockRights.ofFiles, UInt64(UInt32(bitPattern: descriptor))]
    return add(rule, type: 1, ruleset)
  }

  private static func allow(_ rights: UInt64, port: UInt16, _ ruleset: CInt) {
    // struct landlock_net_port_attr
    _ = add([rights, UInt64(port)], type: 2, ruleset)
  }

  private static func add(_ rule: [UInt64], type: UInt, _ ruleset: CInt) -> Bool {
    unsafe rule.withUnsafeBytes {
      confinement_system_call(addRule, UInt(ruleset), type, UInt(bitPattern: $0.baseAddress), 0)
    } == 0
  }

  private static func message() -> String { unsafe String(cString: strerror(errno)) }

  /// O_PATH: to name a file, not to read it.
  private static let pathOnly: CInt = 0o10_000_000
  /// The same numbers on every architecture.
  private static let createRuleset = 444
  private static let addRule = 445
  private static let restrictSelf = 446
}
