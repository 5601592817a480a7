/// An axis's ticks: round values, and how they are written.
struct PlotTicks {
  /// Ascending.
  let values: [Double]
  private let unit: Unit
  private let decimals: Int

  enum Quantity { case octets, bitRate, nanoseconds, count }

  private struct Unit {
    var name: String
    var size: Double
  }

  /// About `count` ticks, at most twice as many, over `domain`.
  init(_ domain: ClosedRange<Double>, _ quantity: Quantity, count: Int) {
    let span = domain.upperBound - domain.lowerBound
    let step = Self.step(atLeast: max(span / Double(max(1, count)), quantity.finest), quantity)
    let unit = Self.unit(quantity, greatest: max(abs(domain.lowerBound), abs(domain.upperBound)), step: step)
    let first = (domain.lowerBound / step - 1e-9).rounded(.up)
    let last = (domain.upperBound / step + 1e-9).rounded(.down)
    values = first > last ? [] : (0...Int(min(last - first, 1000))).map { (first + Double($0)) * step }
    self.unit = unit
    var decimals = 0
    var scaled = step / unit.size
    while decimals < 3, abs(scaled - scaled.rounded()) > 1e-6 {
      scaled *= 10
      decimals += 1
    }
    self.decimals = decimals
  }

  /// "0", "1.25 MB", "200 ms"
  func label(_ value: Double) -> String {
    if value == 0 { return "0" }
    let number = PlotUnits.decimal(value / unit.size, decimals)
    return unit.name.isEmpty ? number : "\(number) \(unit.name)"
  }

  // MARK: - Round numbers

  /// The smallest round number that is not below `value`: 1, 2, 2.5 or 5 times a power of ten; above a minute what divides
  /// minutes, hours and days.
  static func step(atLeast value: Double, _ quantity: Quantity = .count) -> Double {
    if quantity == .nanoseconds, value > 5e9, let step = sexagesimal.first(where: { $0 >= value }) { return step }
    var power = 1.0
    while power * 10 <= value { power *= 10 }
    while power > value { power /= 10 }
    // Half an octet is nothing.
    let factors = power < 10 && quantity.finest >= 1 ? [1.0, 2, 5, 10] : [1, 2, 2.5, 5, 10]
    return (factors.first { $0 * power >= value * (1 - 1e-9) } ?? 10) * power
  }

  private static let sexagesimal: [Double] = [
    10, 20, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 432_000, 864_000,
  ].map { $0 * 1e9 }

  private static func unit(_ quantity: Quantity, greatest: Double, step: Double) -> Unit {
    let units = quantity.units.map { Unit(name: $0.0, size: $0.1) }
    let fitting = units.last { $0.size <= greatest * (1 + 1e-9) } ?? units[0]
    // "0.002 s" is better read in milliseconds, and half a minute in seconds.
    return units.last {
      $0.size <= fitting.size && step / $0.size > ($0.size > 1e9 && quantity == .nanoseconds ? 0.99 : 0.0099)
    }
      ?? fitting
  }
}

extension PlotTicks.Quantity {
  /// Smaller steps mean nothing.
  fileprivate var finest: Double { 1 }

  fileprivate var units: [(String, Double)] {
    switch self {
    case .octets: [("B", 1), ("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12)]
    case .bitRate: [("bit/s", 1), ("kbit/s", 1e3), ("Mbit/s", 1e6), ("Gbit/s", 1e9), ("Tbit/s", 1e12)]
    case .nanoseconds: [("ns", 1), ("µs", 1e3), ("ms", 1e6), ("s", 1e9), ("min", 6e10), ("h", 3.6e12), ("d", 8.64e13)]
    case .count: [("", 1)]
    }
  }
}

/// Numbers as drawings have them: sizes go by 1000 here, for round ticks are decimal.
enum PlotUnits {
  /// "512 B", "1.25 MB"
  static func size(_ octets: Int) -> String {
    let units = [("kB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12)]
    guard let (name, size) = units.last(where: { Double(octets) >= $0.1 * 0.9995 }) else { return "\(octets) B" }
    return "\(three(Double(octets) / size)) \(name)"
  }

  /// "350 µs", "1.25 s", "2 h 4 min"
  static func duration(_ nanoseconds: Int64) -> String {
    let text = HumanUnits.duration(nanoseconds)
    return text.hasSuffix(" us") ? text.dropLast(2) + "µs" : text
  }

  /// A round duration without zeros that say nothing: "5 ms", "2.5 s".
  static func round(_ nanoseconds: Int64) -> String {
    let text = duration(nanoseconds)
    guard let space = text.lastIndex(of: " "), text[..<space].contains(".") else { return text }
    var number = text[..<space]
    while number.last == "0" { number.removeLast() }
    if number.last == "." { number.removeLast() }
    return String(number + text[space...])
  }

  /// A moment since the flow's start, as exact as anybody can use it: "1.234567 s".
  static func moment(_ nanoseconds: Int64) -> String {
    nanoseconds.magnitude < 1_000_000 ? duration(nanoseconds) : "\(decimal(Double(nanoseconds) / 1e9, 6)) s"
  }

  static func decimal(_ value: Double, _ decimals: Int) -> String {
    let power = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000][min(max(decimals, 0), 6)]
    let scaled = Int(min(max((value * Double(power)).rounded(), -9e17), 9e17))
    let whole = HumanUnits.count(Int(scaled.magnitude) / power)
    let sign = scaled < 0 ? "-" : ""
    guard decimals > 0 else { return sign + whole }
    let fraction = String(Int(scaled.magnitude) % power)
    return "\(sign)\(whole).\(String(repeating: "0", count: decimals - fraction.count))\(fraction)"
  }

  private static func three(_ value: Double) -> String { decimal(value, value < 9.995 ? 2 : (value < 99.95 ? 1 : 0)) }
}
