import Foundation
import Glibc

func number(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

/// Octets, in millions.
func megabytes(_ octets: Int) -> String { number(Double(octets) / 1e6, 1) }

func right(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(1, width - text.count)) + text }

func column(_ text: String, _ width: Int) -> String { text + String(repeating: " ", count: max(0, width - text.count)) }

/// Octets of a file.
func fileSize(_ path: String) throws -> Int {
  var status = stat()
  guard stat(path, &status) == 0 else { throw BenchmarkError("cannot open \(path)") }
  return Int(status.st_size)
}
