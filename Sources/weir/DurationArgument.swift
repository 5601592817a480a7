import ArgumentParser

/// Durations as people write them: 200ms, 1.5s, 300us, 2m. A number alone counts seconds.
enum DurationArgument {
  /// Nanoseconds.
  @Sendable static func parse(_ text: String) throws -> Int64 {
    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
    let unit = String(text.dropFirst(digits.count))
    guard let factor = units[unit], let number = Double(digits), number * factor < 9e18 else {
      throw ValidationError("'\(text)' is not a duration: write 200ms, 1.5s, 300us or 2m.")
    }
    return Int64(number * factor)
  }

  private static let units: [String: Double] = [
    "": 1e9, "s": 1e9, "ms": 1e6, "us": 1e3, "ns": 1, "m": 60e9, "min": 60e9, "h": 3600e9,
  ]
}
