import Analysis
import Capture

/// Reads the captures named on the command line one after the other, and says what is wrong with each.
enum Captures {
  /// Calls `read` for each path, until it answers nothing. One that cannot be read stops none of the others.
  static func each(_ paths: [String], _ read: (String) throws -> CaptureSummary?) throws -> RunStatus {
    try eachDescription(paths) { try read($0)?.description }
  }

  static func eachDescription(_ paths: [String], _ read: (String) throws -> CaptureDescription?) throws -> RunStatus {
    var status = RunStatus.success
    for path in paths {
      if Signals.stop.isRaised { break }
      do {
        guard let description = try read(path) else { break }
        guard let damage = description.damage else { continue }
        Diagnostics.error("\(path == "-" ? "standard input" : path): damaged at octet \(damage.offset): \(damage.reason)")
        if status == .success { status = .damaged }
      } catch let error as CaptureError {
        Diagnostics.error(error.description)
        status = .failure
      } catch let error as PacketFilterError {
        // Well formed, as was made sure before, but not for this capture's packets.
        Diagnostics.error("\(path == "-" ? "standard input" : path): \(error)")
        status = .failure
      }
    }
    return status
  }
}
