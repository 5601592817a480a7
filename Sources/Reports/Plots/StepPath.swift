/// A value that changes in steps over time, as a path: of each column of pixels its first, extreme and last values.
///
/// Times must not go back. A path has at most four points a column, however many steps there are.
struct StepPath {
  private(set) var data: [UInt8] = []
  private let columnWidth: Double
  private var column = Int.min
  private var x = 0.0
  private var first = 0.0
  private var least = 0.0
  private var most = 0.0
  private var last = 0.0
  /// What has been drawn to.
  private var drawn: Double?

  /// `count` steps are to come.
  init(count: Int) { columnWidth = count <= Self.exactSteps ? 0.01 : 0.5 }

  var isEmpty: Bool { column == .min }

  static let exactSteps = 12_000

  mutating func add(x: Double, y: Double) {
    let column = Int((x / columnWidth).rounded(.down))
    if column != self.column {
      flush()
      self.column = column
      self.x = x
      first = y
      least = y
      most = y
    }
    least = min(least, y)
    most = max(most, y)
    last = y
  }

  /// Holds the last value to `x`, and ends.
  mutating func finish(x: Double) {
    flush()
    if drawn != nil, x > self.x { data.append(command: "H", x) }
  }

  private mutating func flush() {
    guard column != .min else { return }
    guard let before = drawn else {
      data.append(command: "M", x, first)
      draw(from: first)
      return
    }
    if least == before, most == before { return }
    data.append(command: "H", x)
    draw(from: before)
  }

  /// The extreme farther from the last value first, so that the pen ends there.
  private mutating func draw(from before: Double) {
    let far = abs(least - last) > abs(most - last) ? least : most
    let near = far == least ? most : least
    var pen = before
    for y in [far, near, last] where y != pen {
      data.append(command: "V", y)
      pen = y
    }
    drawn = last
  }
}
