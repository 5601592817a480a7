/// What a process still needs when it confines itself: all else is given up, for good.
public struct ConfinementPlan: Sendable {
  /// Who to become, by name or number (-Z); "root" keeps root's privileges. Absent: whoever called sudo, or root without its
  /// privileges.
  public var user: String?
  /// Files and folders that may be read later; what is open stays open.
  public var readable: [String] = []
  /// Folders that files may be written, renamed and removed in; whoever the process becomes must be able to.
  public var writable: [String] = []
  /// The same, if whoever the process becomes is able to.
  public var perhapsWritable: [String] = []
  /// TCP ports that may be listened on later; a socket that listens already needs none.
  public var listeningPorts: [UInt16] = []

  /// Gives files that are open to the user and group that the process will have; called while it is still root.
  public var handOver: @Sendable (_ user: UInt32, _ group: UInt32) -> Void = { _, _ in }

  public init() {}

  var folders: [String] { writable + perhapsWritable.filter { !writable.contains($0) } }
}

/// What came of a plan, in lines for whoever asks.
public struct ConfinementReport: Hashable, Sendable {
  public internal(set) var lines: [String] = []
  /// What may go wrong later, for everybody.
  public internal(set) var warnings: [String] = []

  public init() {}
}

/// Why privileges could not be given up. What the kernel lacks is no error.
public struct ConfinementError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String

  init(_ description: String) { self.description = description }
}
