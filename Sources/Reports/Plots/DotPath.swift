/// Many dots as one path, each place of a grid once: drawn with round line ends.
struct DotPath {
  private(set) var data: [UInt8] = []
  private let cell: Double
  private var column = Int.min
  private var taken: Set<Int> = []

  /// `count` dots are to come, in order of time.
  init(count: Int) { cell = count <= 5000 ? 0.01 : (count <= 50_000 ? 1 : 2) }

  mutating func add(x: Double, y: Double) {
    let column = Int((x / cell).rounded(.down))
    if column != self.column {
      self.column = column
      taken.removeAll(keepingCapacity: true)
    }
    guard taken.insert(Int((y / cell).rounded(.down))).inserted else { return }
    data.append(command: "M", x, y)
    data.append(command: "h", 0)
  }
}
