import Flows
import PacketModel

/// A drawing under way: panels one below the other, on one time axis.
struct PlotCanvas {
  var svg = SVGWriter()
  let time: PlotTime
  /// Nanoseconds to places.
  let x: PlotScale
  private let ticks: PlotTicks
  /// Where the next thing goes.
  var top = Self.margin
  private var clips = 0

  static let width = 1200.0
  static let margin = 28.0
  /// Places of the panels' sides: left of them are the labels of their axes.
  static let left = 92.0
  static let right = width - 28

  init(_ time: PlotTime) {
    self.time = time
    // Some room, so that the first and the last segment do not lie on the frame.
    x = PlotScale(0...Double(time.span), from: Self.left + 10, to: Self.right - 10)
    ticks = PlotTicks(0...Double(time.span), .nanoseconds, count: 11)
  }

  /// The whole file.
  func finished(title: String) -> [UInt8] {
    var file = SVGWriter()
    let height = (top + Self.margin / 2).rounded(.up)
    file.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"")
    file.attribute("width", Self.width)
    file.attribute("height", height)
    file.raw(" viewBox=\"0 0 \(Int(Self.width)) \(Int(height))\">\n")
    file.title(title)
    file.raw("\n<style>\n\(PlotStyle.sheet)</style>\n<defs>\n\(PlotStyle.shapes)</defs>\n")
    file.rectangle(PlotFrame(left: 0, top: 0, width: Self.width, height: height), class: "paper")
    file.raw(svg.octets)
    file.raw("</svg>\n")
    return file.octets
  }

  // MARK: - Text

  mutating func header(_ finished: FinishedFlow) {
    let names = PlotNames(finished)
    let flow = finished.flow
    svg.label("Flow \(FlowPlot.id(finished))", x: Self.margin, y: top + 16, class: "head")
    svg.label(
      "\(names.ends)   ·   \(flow.firstTime.seconds)   ·   \(PlotUnits.duration(flow.lastTime.nanoseconds(since: flow.firstTime)))",
      x: Self.margin, y: top + 40, class: "ends")
    top += 48
    let notes = PlotFigures.notes(finished)
    if !notes.isEmpty {
      svg.label(notes.joined(separator: "   ·   "), x: Self.margin, y: top + 12, class: "note")
      top += 18
    }
  }

  /// A direction's heading and panels.
  mutating func section(_ finished: FinishedFlow, _ direction: PlotDirection, isSmall: Bool) {
    let names = PlotNames(finished)
    let marks = PlotMark.marks(of: finished, direction, time)
    top += 14
    svg.raw("<path class=\"rule\" d=\"M\(Int(Self.margin)) \(Int(top))H\(Int(Self.right))\"/>\n")
    svg.label(
      "\(names.role(direction.sender)) → \(names.role(direction.sender.other))", x: Self.margin, y: top + 26, class: "section")
    svg.label(
      PlotFigures.direction(finished, direction).joined(separator: "   ·   "), x: Self.margin + 150, y: top + 26, class: "note")
    top += 38
    legend(marks, direction, finished)
    sequencePanel(finished, direction, marks, height: isSmall ? 150 : 440)
    if !isSmall {
      throughputPanel(finished, direction)
      roundTripPanel(finished, direction)
      flightPanel(finished, direction)
    }
  }

  // MARK: - Panels

  /// Draws a panel's frame, grid, and what `body` draws inside it, cut at the frame.
  ///
  /// - Parameter domain: what the axis shows, from the bottom up.
  mutating func panel(
    _ title: String, _ note: String = "", height: Double, domain: ClosedRange<Double>, _ quantity: PlotTicks.Quantity,
    _ body: (inout SVGWriter, PlotFrame, PlotScale) -> Void
  ) {
    let frame = PlotFrame(left: Self.left, top: top + 22, width: Self.right - Self.left, height: height)
    let y = PlotScale(domain, from: frame.bottom, to: frame.top)
    let rows = PlotTicks(domain, quantity, count: max(2, Int(height / 34)))
    svg.label(title, x: frame.left, y: top + 14, class: "panel")
    if !note.isEmpty { svg.label(note, x: frame.right, y: top + 14, class: "note", anchor: "end") }
    svg.rectangle(frame, class: "field")
    grid(frame, rows, y)
    clips += 1
    svg.raw("<clipPath id=\"c\(clips)\"><rect")
    svg.attribute("x", frame.left)
    svg.attribute("y", frame.top)
    svg.attribute("width", frame.width)
    svg.attribute("height", frame.height)
    svg.raw("/></clipPath>\n<g clip-path=\"url(#c\(clips))\">\n")
    body(&svg, frame, y)
    svg.raw("</g>\n")
    svg.rectangle(frame, class: "frame")
    for value in rows.values {
      svg.label(rows.label(value), x: frame.left - 8, y: y(value) + 4, class: "tick", anchor: "end")
    }
    for value in ticks.values {
      svg.label(ticks.label(value), x: x(value), y: frame.bottom + 16, class: "tick", anchor: "middle")
    }
    top = frame.bottom + 26
  }

  private mutating func grid(_ frame: PlotFrame, _ rows: PlotTicks, _ y: PlotScale) {
    var lines: [UInt8] = []
    for value in rows.values {
      lines.append(command: "M", frame.left, y(value))
      lines.append(command: "H", frame.right)
    }
    for value in ticks.values {
      lines.append(command: "M", x(value), frame.top)
      lines.append(command: "V", frame.bottom)
    }
    svg.path(lines, class: "grid")
  }

  /// Stretches of time, as a colour behind a panel.
  func bands(_ stretches: [Range<Int64>], class name: String, _ frame: PlotFrame, to svg: inout SVGWriter) {
    var data: [UInt8] = []
    for stretch in PlotBands.merged(stretches, gap: time.span / 2000) {
      let left = max(x(stretch.lowerBound), frame.left)
      let right = min(max(x(stretch.upperBound), left + 0.75), frame.right)
      data.append(command: "M", left, frame.top)
      data.append(command: "H", right)
      data.append(command: "V", frame.bottom)
      data.append(command: "H", left)
      data.append(UInt8(ascii: "z"))
    }
    svg.path(data, class: name)
  }
}

/// Stretches of time put together, so that there are no more of them than can be told apart.
enum PlotBands {
  /// Ascending and disjoint; what lies closer than `gap` is one.
  static func merged(_ stretches: [Range<Int64>], gap: Int64) -> [Range<Int64>] {
    var merged: [Range<Int64>] = []
    for stretch in stretches.sorted(by: { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }) {
      if let last = merged.last, stretch.lowerBound <= last.upperBound &+ gap {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, stretch.upperBound)
      } else {
        merged.append(stretch)
      }
    }
    return merged
  }

  /// When the receiver's stream stood still for what its sender's losses had taken.
  static func stalls(_ finished: borrowing FinishedFlow, _ direction: PlotDirection, _ time: PlotTime) -> [Range<Int64>] {
    (finished.analysis?.events ?? []).filter { $0.sender == direction.sender && $0.stall > 0 }.map {
      let end = $0.time.nanoseconds(since: time.start)
      return (end &- $0.stall)..<end
    }
  }

  /// When the receiver had closed its window.
  static func closedWindows(_ finished: borrowing FinishedFlow, _ direction: PlotDirection, _ time: PlotTime) -> [Range<Int64>]
  {
    (finished.analysis?.events ?? []).filter { $0.sender != direction.sender && $0.kind == .zeroWindow }.compactMap {
      let start = $0.time.nanoseconds(since: time.start)
      guard let delay = $0.delay, delay > 0 else { return nil }
      return start..<(start &+ delay)
    }
  }
}

extension Timestamp {
  /// "2026-11-23 21:48:52.345 UTC"
  var seconds: String {
    let text = rfc3339
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(12)) UTC"
  }
}
