/// Why a file could not be read as a capture, in words its user can act on.
public struct CaptureError: Error, Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    case missing
    case noPermission
    case directory
    /// Not one octet; `header` would have been the least.
    case empty
    /// Octets, but too few for the format's header.
    case headerCut(format: String, needed: Int, available: Int)
    /// Something else than a capture: what, and what to do about it.
    case notACapture(ForeignFormat)
    /// A capture's first octets, but a header nobody could read.
    case unreadableHeader(String)
    /// The file became shorter than what had been read of it.
    case shrank
    /// The operating system refused, in its own words.
    case system(doing: String, message: String)
  }

  /// As it was given to the reader.
  public var path: String
  public var reason: Reason

  public init(path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }
}

extension CaptureError: CustomStringConvertible {
  public var description: String {
    let name = path == "-" ? "standard input" : path
    return switch reason {
    case .missing: "\(name): there is no such file"
    case .noPermission: "\(name): you may not read this file"
    case .directory: "\(name) is a directory: name the capture files in it"
    case .empty: "\(name) is empty: not even a file header was written"
    case .headerCut(let format, let needed, let available):
      "\(name) ends inside its \(format) header: it has \(available) octets of at least \(needed)"
    case .notACapture(let foreign): "\(name) is not a capture: \(foreign.message(for: path))"
    case .unreadableHeader(let text): "\(name): \(text)"
    case .shrank: "\(name) became shorter while it was read: is another program writing it anew?"
    case .system(let doing, let message): "\(name): cannot \(doing): \(message)"
    }
  }
}
