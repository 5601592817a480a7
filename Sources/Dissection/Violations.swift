public import ApplicationModel

/// A kind of what a side does that its protocol forbids. The raw value is the finding's id.
public protocol Violation: RawRepresentable<String>, Hashable, Sendable {
  var severity: Finding.Severity { get }
  /// What the side did, as the rest of a sentence.
  var deed: String { get }
}

/// A side of a connection.
public enum StreamRole: String, Hashable, Sendable {
  case client, server
}

/// The violations of one connection, by kind and side: the first frames that prove each, and how often it happened.
public struct Violations<Kind: Violation>: Sendable {
  /// Frames kept of each kind.
  static var maximumFrames: Int { 8 }

  private struct Entry: Sendable {
    var violation: Kind
    var role: StreamRole
    var frames: [Int]
    var count: Int
  }

  /// In the order in which they first happened; no more than there are kinds.
  private var entries: [Entry] = []

  public init() {}

  public mutating func note(_ violation: Kind, by role: StreamRole, in frame: Int) {
    guard let index = entries.firstIndex(where: { $0.violation == violation && $0.role == role }) else {
      return entries.append(Entry(violation: violation, role: role, frames: [frame], count: 1))
    }
    entries[index].count &+= 1
    if entries[index].frames.count < Self.maximumFrames, entries[index].frames.last != frame {
      entries[index].frames.append(frame)
    }
  }

  public var findings: [Finding] {
    entries.map { entry in
      Finding(
        entry.violation.rawValue, entry.violation.severity, "The \(entry.role.rawValue) \(entry.violation.deed).",
        frames: entry.frames.sorted(),
        values: [
          Finding.Entry("sender", .text(entry.role.rawValue)), Finding.Entry("count", .number(entry.count)),
        ])
    }
  }
}
