/// Many vertical bars as one path: exactly, or over a grid of pixels when there are more than could be told apart.
///
/// Times must not go back. Over a grid, a column's bars become its covered stretches: nothing is left out, and however many
/// bars there are, the path has at most as many pieces as the grid has.
struct BarPath {
  private(set) var data: [UInt8] = []
  private(set) var pieces = 0
  private let grid: Grid?
  private var column = Int.min
  /// Rows of the current column that are covered.
  private var rows: [Bool] = []
  private var covered: Range<Int> = 0..<0

  struct Grid {
    /// The side of a pixel, in the drawing's units.
    var cell: Double
    var frame: PlotFrame
  }

  init(grid: Grid?) {
    self.grid = grid
    if let grid { rows = [Bool](repeating: false, count: Int((grid.frame.height / grid.cell).rounded(.up)) + 1) }
  }

  /// A bar at `x` from `upper` down to `lower` (`upper` is the smaller number).
  mutating func add(x: Double, upper: Double, lower: Double) {
    guard let grid else { return emit(x: x, upper: upper, lower: lower) }
    let column = Int((x / grid.cell).rounded(.down))
    if column != self.column { flush(to: column) }
    let first = row((upper - grid.frame.top) / grid.cell)
    // A bar that ends where a row begins does not cover it.
    let last = max(first, row(((lower - grid.frame.top) / grid.cell).rounded(.up) - 1))
    for row in first...last { rows[row] = true }
    covered = covered.isEmpty ? first..<(last + 1) : min(covered.lowerBound, first)..<max(covered.upperBound, last + 1)
  }

  mutating func finish() { flush(to: .min) }

  private func row(_ place: Double) -> Int { Int(min(max(place.rounded(.down), 0), Double(rows.count - 1))) }

  private mutating func flush(to next: Int) {
    defer { column = next }
    guard let grid, !covered.isEmpty else { return }
    let x = (Double(column) + 0.5) * grid.cell
    var row = covered.lowerBound
    while row < covered.upperBound {
      let start = row
      while row < covered.upperBound, rows[row] {
        rows[row] = false
        row += 1
      }
      if row > start {
        emit(x: x, upper: grid.frame.top + Double(start) * grid.cell, lower: grid.frame.top + Double(row) * grid.cell)
      }
      row += 1
    }
    covered = 0..<0
  }

  private mutating func emit(x: Double, upper: Double, lower: Double) {
    pieces += 1
    let length = max(lower - upper, Self.leastLength)
    data.append(command: "M", x, (upper + lower - length) / 2)
    data.append(command: "v", length)
  }

  /// Shorter bars are not to be seen.
  private static let leastLength = 2.2
}

extension BarPath {
  /// More pieces than this make a file that is slow to look at; 60,000 are about a megabyte.
  static let maximumPieces = 60_000
  /// Up to as many, each bar is drawn as it is.
  static let exactBars = 12_000

  /// Draws with `body` what has `count` bars, as finely as the bounds allow.
  static func fitting(_ count: Int, in frame: PlotFrame, _ body: (inout BarPath) -> Void) -> [UInt8] {
    var grid = count <= exactBars ? nil : Grid(cell: 0.5, frame: frame)
    while true {
      var path = BarPath(grid: grid)
      body(&path)
      path.finish()
      if path.pieces <= maximumPieces || (grid?.cell ?? 0) >= 8 { return path.data }
      grid = Grid(cell: (grid?.cell ?? 0.25) * 2, frame: frame)
    }
  }
}
