import Flows

extension LatencyHistogram {
  /// "<= 5 ms": no longer than this took a share of the durations, in thousandths; as exact as the bounds are.
  func words(_ thousandths: Int) -> String? {
    guard count > 0 else { return nil }
    // As many as the share, rounded up, and at least one.
    let wanted = max(1, (count &* thousandths &+ 999) / 1000)
    var seen = 0
    for (bound, count) in zip(Self.bounds, counts) {
      seen &+= count
      if seen >= wanted { return "<= \(Self.words(of: bound))" }
    }
    return Self.bounds.last.map { "> \(Self.words(of: $0))" }
  }

  /// "2.5 ms": bounds are round numbers, and end in no zeros.
  private static func words(of bound: Int64) -> String {
    let parts = HumanUnits.duration(bound).split(separator: " ")
    guard parts.count == 2, parts[0].contains(".") else { return parts.joined(separator: " ") }
    var number = parts[0]
    while number.last == "0" { number.removeLast() }
    if number.last == "." { number.removeLast() }
    return "\(number) \(parts[1])"
  }

  /// "median <= 1 ms, 95 % <= 5 ms"
  var words: String? {
    guard let median = words(500), let most = words(950) else { return nil }
    return "median \(median), 95 % \(most)"
  }
}
