/// Numbers as people read them. Sizes go by 1024, rates by 1000, as each trade has it.
enum HumanUnits {
  /// "1,234,567"
  static func count(_ value: Int) -> String {
    var digits = String(value.magnitude)
    var groups: [Substring] = []
    while digits.count > 3 {
      groups.append(digits.suffix(3))
      digits.removeLast(3)
    }
    return (value < 0 ? "-" : "") + ([Substring(digits)] + groups.reversed()).joined(separator: ",")
  }

  /// "1 packet", "3 packets"
  static func count(_ value: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(count(value)) \(value == 1 ? noun : plural ?? noun + "s")"
  }

  /// "512 B", "1.5 KiB", "37 MiB"
  static func size(_ octets: Int) -> String {
    scale(Double(octets), by: 1024, ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"])
  }

  /// "1.2 Mbit/s"
  static func rate(bits: Double) -> String {
    scale(bits, by: 1000, ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s", "Pbit/s", "Ebit/s"])
  }

  /// "350 us", "1.25 s", "2 h 4 min"
  static func duration(_ nanoseconds: Int64) -> String {
    let sign = nanoseconds < 0 ? "-" : ""
    let seconds = nanoseconds.magnitude / 1_000_000_000
    switch seconds {
    case 0: return sign + scale(Double(nanoseconds.magnitude), by: 1000, ["ns", "us", "ms", "s"])
    case ..<60: return sign + digits(Double(nanoseconds.magnitude) / 1e9) + " s"
    case ..<3600: return sign + "\(seconds / 60) min \(seconds % 60) s"
    case ..<86_400: return sign + "\(seconds / 3600) h \(seconds / 60 % 60) min"
    default: return sign + "\(seconds / 86_400) d \(seconds / 3600 % 24) h"
    }
  }

  /// "37.5 %"; never 0 or 100 for what is only nearly so.
  static func share(_ part: Int, of whole: Int) -> String {
    guard whole > 0, part > 0 else { return "0 %" }
    if part >= whole { return "100 %" }
    let percent = Double(part) / Double(whole) * 100
    if percent < 0.1 { return "<0.1 %" }
    return percent >= 99.95 ? "99.9 %" : decimal(percent) + " %"
  }

  // MARK: - Digits

  private static func scale(_ value: Double, by base: Double, _ units: [String]) -> String {
    var value = value
    var unit = 0
    // Past what would round up to a full next unit.
    while value >= base - 0.5, unit < units.count - 1 {
      value /= base
      unit += 1
    }
    return (unit == 0 ? String(Int(value.rounded())) : digits(value)) + " " + units[unit]
  }

  /// Three digits that count: 1.25, 12.5, 125.
  private static func digits(_ value: Double) -> String {
    if value >= 99.95 { return count(Int(value.rounded())) }
    if value >= 9.995 { return decimal(value) }
    let hundredths = Int((value * 100).rounded())
    let fraction = hundredths % 100
    return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
  }

  private static func decimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
