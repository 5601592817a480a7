/// Draws marks, each with what it means; where there are more than can be told apart, neighbours of one kind share one.
enum PlotMarks {
  /// A mark is some 250 octets.
  static let maximum = 3000
  /// More marks with bars than this are drawn smaller, for they would hide all else.
  static let crowd = 600

  static func draw(_ marks: [PlotMark], x: PlotScale, y: PlotScale, to svg: inout SVGWriter) {
    // Ordinary things below, troubles above.
    let groups = grouped(marks, x, y)
    let isCrowded = groups.count { $0.first.kind.hasBar } > crowd
    for kind in PlotMark.Kind.allCases.reversed() {
      for group in groups where group.first.kind == kind { draw(group, x, y, isCrowded: isCrowded, to: &svg) }
    }
  }

  struct Group {
    var first: PlotMark
    var positions: Range<Int>
    /// Frames of the first few, and how many there are in all.
    var frames: [Int]
    var count = 1

    init(_ mark: PlotMark) {
      first = mark
      positions = mark.positions
      frames = [mark.frame]
    }

    mutating func add(_ mark: PlotMark) {
      positions = min(positions.lowerBound, mark.positions.lowerBound)..<max(positions.upperBound, mark.positions.upperBound)
      if frames.count < 4 { frames.append(mark.frame) }
      count += 1
    }

    var text: String {
      guard count > 1 else { return first.text }
      let listed = frames.map(String.init).joined(separator: ", ")
      let rest = count > frames.count ? " and \(HumanUnits.count(count - frames.count)) more" : ""
      return "\(HumanUnits.count(count)) × \(first.kind.label)\(first.isSpurious ? ", spurious" : ""); frames \(listed)\(rest)"
    }
  }

  /// All marks, in at most `maximum` groups: of one kind, and closer together than what can be told apart.
  static func grouped(_ marks: [PlotMark], _ x: PlotScale, _ y: PlotScale) -> [Group] {
    if marks.count <= maximum { return marks.map(Group.init) }
    var cell = 2.0
    while true {
      var places: [Place: Int] = [:]
      var groups: [Group] = []
      for mark in marks {
        let place = Place(mark, x, y, cell)
        if let known = places[place] {
          groups[known].add(mark)
        } else {
          places[place] = groups.count
          groups.append(Group(mark))
        }
      }
      // A cell larger than any panel leaves a group a kind.
      if groups.count <= maximum || cell > PlotCanvas.width { return groups }
      cell *= 2
    }
  }

  private struct Place: Hashable {
    var kind: PlotMark.Kind
    var isSpurious: Bool
    var column: Int
    var row: Int

    init(_ mark: PlotMark, _ x: PlotScale, _ y: PlotScale, _ cell: Double) {
      kind = mark.kind
      isSpurious = mark.isSpurious
      column = Self.cell(x(mark.time), cell)
      row = Self.cell(y(mark.positions.lowerBound), cell)
    }

    /// What lies far outside is brought to the edge.
    private static func cell(_ place: Double, _ size: Double) -> Int { Int(min(max(place / size, -1e4), 1e4).rounded(.down)) }
  }

  // MARK: - One mark

  private static func draw(_ group: Group, _ x: PlotScale, _ y: PlotScale, isCrowded: Bool, to svg: inout SVGWriter) {
    let kind = group.first.kind
    let left = x(group.first.time)
    let upper = y(group.positions.upperBound)
    svg.raw("<g class=\"mark \(kind.ink)\(group.first.isSpurious ? " spurious" : "")\">")
    svg.title(group.text)
    if kind.hasBar {
      var path = BarPath(grid: nil)
      path.add(x: left, upper: upper, lower: y(group.positions.lowerBound))
      svg.raw("<path class=\"bar\" d=\"")
      svg.raw(path.data)
      svg.raw("\"/>")
    }
    switch kind.shape {
    case .none: break
    case .letter(let letter):
      svg.raw("<text")
      svg.attribute("x", left)
      svg.attribute("y", upper + 4)
      svg.raw(">\(letter)</text>")
    default:
      // Above the bar, which it would hide.
      let place = kind.hasBar ? upper - (isCrowded ? 2 : 5) : upper
      svg.raw("<use href=\"#\(kind.shape)\"")
      if isCrowded {
        svg.raw(" transform=\"translate(")
        svg.number(left)
        svg.raw(" ")
        svg.number(place)
        svg.raw(")scale(.5)\"/>")
      } else {
        svg.attribute("x", left)
        svg.attribute("y", place)
        svg.raw("/>")
      }
    }
    svg.raw("</g>\n")
  }
}
