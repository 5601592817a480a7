import Flows
import PacketModel

/// What the signs of a direction's drawing mean: only those that are there.
extension PlotCanvas {
  mutating func legend(_ marks: [PlotMark], _ direction: PlotDirection, _ finished: FinishedFlow) {
    var items: [Item] = [Item(sign: .bar("segment"), text: "segment")]
    if direction.acknowledgments > 0 {
      items.append(Item(sign: .line("ack"), text: "acknowledged"))
      if finished.knowsWindows { items.append(Item(sign: .line("window"), text: "window's edge")) }
    }
    if direction.selectiveBlocks > 0 { items.append(Item(sign: .bar("sack"), text: "SACK block")) }
    let counts = Dictionary(grouping: marks, by: \.kind).mapValues(\.count)
    for kind in PlotMark.Kind.allCases {
      guard let count = counts[kind] else { continue }
      items.append(Item(sign: .mark(kind), text: count > 1 ? "\(kind.label) (\(HumanUnits.count(count)))" : kind.label))
    }
    let spurious = marks.count { $0.isSpurious }
    if spurious > 0 { items.append(Item(sign: .hollow, text: "hollow: spurious (\(HumanUnits.count(spurious)))")) }
    if !PlotBands.stalls(finished, direction, time).isEmpty {
      items.append(Item(sign: .band("stall"), text: "receiver waits for a loss"))
    }
    if !PlotBands.closedWindows(finished, direction, time).isEmpty {
      items.append(Item(sign: .band("closed"), text: "window closed"))
    }
    var left = Self.margin
    for item in items {
      if left > Self.margin, left + item.width > Self.right {
        left = Self.margin
        top += Self.rowHeight
      }
      draw(item, x: left, y: top)
      left += item.width
    }
    top += Self.rowHeight
  }

  private static let rowHeight = 20.0

  private struct Item {
    var sign: Sign
    var text: String
    /// With the room behind it; how wide letters are is for the reader's font to say.
    var width: Double { 20 + Double(text.count) * 6.7 + 18 }
  }

  private enum Sign {
    case bar(String), line(String), band(String)
    case mark(PlotMark.Kind)
    case hollow
  }

  private mutating func draw(_ item: Item, x: Double, y: Double) {
    let middle = y + 7
    switch item.sign {
    case .bar(let name): svg.raw("<path class=\"bars \(name)\" d=\"M\(Int(x + 6)) \(Int(y + 1))v12\"/>\n")
    case .line(let name): svg.raw("<path class=\"line \(name)\" d=\"M\(Int(x)) \(Int(y + 11))h6v-8h7\"/>\n")
    case .band(let name):
      svg.rectangle(PlotFrame(left: x, top: y + 1, width: 13, height: 12), class: "\(name) swatch")
    case .mark(let kind): mark(kind, x: x + 6, y: middle)
    case .hollow:
      svg.raw("<g class=\"mark again spurious\"><use href=\"#circle\" x=\"\(Int(x + 6))\" y=\"\(Int(middle))\"/></g>\n")
    }
    svg.label(item.text, x: x + 20, y: y + 11, class: "legend")
  }

  private mutating func mark(_ kind: PlotMark.Kind, x: Double, y: Double) {
    svg.raw("<g class=\"mark \(kind.ink)\">")
    switch kind.shape {
    case .none: svg.raw("<path class=\"bar\" d=\"M\(Int(x)) \(Int(y - 6))v12\"/>")
    case .letter(let letter): svg.raw("<text x=\"\(Int(x))\" y=\"\(Int(y + 4))\">\(letter)</text>")
    default: svg.raw("<use href=\"#\(kind.shape)\" x=\"\(Int(x))\" y=\"\(Int(y))\"/>")
    }
    svg.raw("</g>\n")
  }
}
