/// A stretch of time cut into columns, with round numbers above them.
struct TimeAxis {
  /// Nanoseconds.
  let start: Int64
  let length: Int64
  let columns: Int
  /// Between two marks.
  let step: Int64

  /// `end` is drawn in the last column.
  init(from start: Int64, to end: Int64, columns: Int) {
    self.start = start
    self.columns = max(1, columns)
    // A column is a nanosecond at the least.
    length = min(max(Int64(self.columns), end &- start), Self.longest)
    // Marks stand ten columns apart at least, at 1, 2 or 5 of a unit.
    let least = max(1, length / Int64(max(1, self.columns / Self.leastDistance)))
    var power: Int64 = 1
    while power <= least / 10 { power *= 10 }
    step = [1, 2, 5, 10].lazy.map { $0 * power }.first { $0 >= least } ?? power * 10
  }

  private static let leastDistance = 10
  /// Eighteen years: no sum of two such overflows.
  private static let longest: Int64 = 1 << 59

  /// The stretch of a column; the last one has the end too.
  func cell(_ column: Int) -> Range<Int64> {
    let last = column == columns - 1 ? 1 : 0
    return place(column)..<max(place(column) + 1, place(column + 1) + Int64(last))
  }

  private func place(_ column: Int) -> Int64 {
    let (high, low) = length.multipliedFullWidth(by: Int64(column))
    return start &+ Int64(columns).dividingFullWidth((high, low)).quotient
  }

  /// "├0────────┼10 ms────┼20 ms──"
  func line(isASCII: Bool) -> String {
    let (rule, first, tick) = isASCII ? ("-", "|", "|") : ("─", "├", "┼")
    var cells = [String](repeating: rule, count: columns)
    var time: Int64 = 0
    var free = 0
    while time <= length {
      let column = columnOf(time)
      let label = Array(Self.label(time))
      if column >= free, column + 1 + label.count <= columns {
        cells[column] = column == 0 ? first : tick
        for (index, character) in label.enumerated() { cells[column + 1 + index] = String(character) }
        free = column + label.count + 2
      }
      guard time <= Int64.max - step else { break }
      time += step
    }
    return cells.joined()
  }

  private func columnOf(_ time: Int64) -> Int {
    let (high, low) = time.multipliedFullWidth(by: Int64(columns))
    return min(columns - 1, Int(length.dividingFullWidth((high, low)).quotient))
  }

  /// "0", "500 us", "1.5 ms", "90 s": exact.
  static func label(_ time: Int64) -> String {
    let units: [(Int64, String)] = [(1_000_000_000, "s"), (1_000_000, "ms"), (1000, "us"), (1, "ns")]
    guard time > 0, let (size, name) = units.first(where: { time >= $0.0 }) else { return "0" }
    let whole = time / size
    var fraction = String(String(size + time % size).dropFirst())
    while fraction.last == "0" { fraction.removeLast() }
    return "\(whole)\(fraction.isEmpty ? "" : ".\(fraction)") \(name)"
  }
}
