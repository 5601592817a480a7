/// Why an interface cannot be captured on, in one line that tells what to do about it.
public struct LiveError: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// The kernel does not let this user open packet sockets. `program` is the path of this program's file.
    case noPermission(program: String)
    /// There is no interface of that name; these there are.
    case missing(existing: [String])
    /// None was named, and there is none to choose.
    case noInterface
    /// The interface is not up.
    case down
    case noMonitorMode
    /// The device cannot tell the time in the way asked for; these it can.
    case timeStampType(String, offered: [String])
    case filter(PacketFilterError)
    /// In libpcap's words, or the system's.
    case other(message: String)
  }

  /// As it was asked for; absent when none was.
  public var interface: String?
  public var reason: Reason

  public init(interface: String?, _ reason: Reason) {
    self.interface = interface
    self.reason = reason
  }
}

extension LiveError: CustomStringConvertible {
  public var description: String {
    let name = SafeName.of(interface ?? "any interface")
    return switch reason {
    case .noPermission(let program):
      "no permission to capture on \(name): \(Self.remedy(program))"
    case .missing(let existing):
      "there is no interface \(name); there \(existing.count == 1 ? "is" : "are") \(Self.list(existing))"
    case .noInterface: "there is no interface to capture on"
    case .down: "\(name) is not up: bring it up with \"sudo ip link set \(name) up\""
    case .noMonitorMode: "\(name) has no monitor mode: leave out --monitor"
    case .timeStampType(let type, let offered):
      "\(name) has no time stamps of type \(SafeName.of(type)); it has \(Self.list(offered))"
    case .filter(let error): error.description
    case .other(let message): "cannot capture on \(name): \(SafeName.of(message))"
    }
  }

  /// What gives this program the permission to capture.
  public static var remedy: String { remedy(ProgramFile.path) }

  private static func remedy(_ program: String) -> String {
    "run \"sudo setcap cap_net_raw,cap_net_admin=eip \(SafeName.quoted(program))\" once, or run this with sudo"
  }

  private static func list(_ names: [String]) -> String {
    names.isEmpty ? "none" : names.map(SafeName.of).joined(separator: ", ")
  }
}

/// Names that came from outside, made fit to stand in a line.
enum SafeName {
  /// Without control characters.
  static func of(_ name: String) -> String {
    String(String.UnicodeScalarView(name.unicodeScalars.map { $0.properties.generalCategory == .control ? "?" : $0 }))
  }

  /// As a shell wants it.
  static func quoted(_ path: String) -> String {
    let plain = path.utf8.allSatisfy { octet in
      switch octet {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"): true
      default: "/._-+@%:,".utf8.contains(octet)
      }
    }
    return plain
      ? path : "'" + of(path).split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
