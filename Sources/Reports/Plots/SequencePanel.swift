import Flows
import PacketModel

/// Stream positions over time: what was sent, acknowledged, allowed, and what went wrong.
extension PlotCanvas {
  mutating func sequencePanel(_ finished: FinishedFlow, _ direction: PlotDirection, _ marks: [PlotMark], height: Double) {
    let positions = direction.positions
    // A little room on both sides; above, some of the window is seen.
    let room = max(Double(positions.count) * 0.04, 1)
    let domain = (Double(positions.lowerBound) - room)...(Double(positions.upperBound) + room * 2)
    let canvas = self
    panel("Time and sequence", height: height, domain: domain, .octets) { svg, frame, y in
      canvas.bands(PlotBands.stalls(finished, direction, canvas.time), class: "stall", frame, to: &svg)
      canvas.bands(PlotBands.closedWindows(finished, direction, canvas.time), class: "closed", frame, to: &svg)
      let steps = canvas.receiverSteps(finished, direction, y)
      svg.path(steps.window, class: "line window")
      svg.path(canvas.selectiveBars(finished, direction, frame, y), class: "bars sack")
      svg.path(steps.acknowledged, class: "line ack")
      canvas.segments(finished, direction, marks, frame, y, to: &svg)
      PlotMarks.draw(marks, x: canvas.x, y: y, to: &svg)
    }
  }

  /// Up to as many segments, each says what it is to who points at it.
  static let namedSegments = 1000

  private func segments(
    _ finished: FinishedFlow, _ direction: PlotDirection, _ marks: [PlotMark], _ frame: PlotFrame, _ y: PlotScale,
    to svg: inout SVGWriter
  ) {
    let marked = Set(marks.lazy.filter { $0.kind.replacesSegment }.map(\.frame))
    let plain = finished.trace.lazy.filter {
      $0.sender == direction.sender && !$0.range.isEmpty && !marked.contains($0.frame)
    }
    guard direction.segments > Self.namedSegments else {
      svg.raw("<g class=\"bars segment\">\n")
      for segment in plain { named(segment, y, to: &svg) }
      return svg.raw("</g>\n")
    }
    let bars = BarPath.fitting(direction.segments, in: frame) { path in
      var hand = PlotTime.Hand(time)
      for segment in plain {
        path.add(x: x(hand.move(to: segment.time)), upper: y(segment.range.upperBound), lower: y(segment.range.lowerBound))
      }
    }
    svg.path(bars, class: "bars segment")
  }

  private func named(_ segment: TracedSegment, _ y: PlotScale, to svg: inout SVGWriter) {
    let moment = segment.time.nanoseconds(since: time.start)
    var path = BarPath(grid: nil)
    path.add(x: x(moment), upper: y(segment.range.upperBound), lower: y(segment.range.lowerBound))
    svg.raw("<path d=\"")
    svg.raw(path.data)
    svg.raw("\">")
    svg.title(
      "Frame \(segment.frame), \(PlotUnits.moment(moment)): \(HumanUnits.count(segment.length, "octet")) at \(HumanUnits.count(segment.position))"
    )
    svg.raw("</path>\n")
  }

  private func selectiveBars(
    _ finished: FinishedFlow, _ direction: PlotDirection, _ frame: PlotFrame, _ y: PlotScale
  ) -> [UInt8] {
    BarPath.fitting(direction.selectiveBlocks, in: frame) { path in
      var hand = PlotTime.Hand(time)
      for segment in finished.trace where segment.sender != direction.sender {
        let place = x(hand.move(to: segment.time))
        for block in segment.sack { path.add(x: place, upper: y(block.upperBound), lower: y(block.lowerBound)) }
      }
    }
  }

  /// The acknowledged position and the window's edge, as steps.
  private func receiverSteps(
    _ finished: FinishedFlow, _ direction: PlotDirection, _ y: PlotScale
  ) -> (acknowledged: [UInt8], window: [UInt8]) {
    var acknowledged = StepPath(count: direction.acknowledgments)
    var window = StepPath(count: direction.acknowledgments)
    var flight = FlightTracker(sender: direction.sender)
    var hand = PlotTime.Hand(time)
    let knowsWindow = finished.knowsWindows
    for segment in finished.trace {
      let moment = hand.move(to: segment.time)
      guard segment.sender != direction.sender else { continue }
      flight.take(segment)
      if let position = flight.acknowledged { acknowledged.add(x: x(moment), y: y(position)) }
      if knowsWindow, let edge = flight.windowEdge { window.add(x: x(moment), y: y(edge)) }
    }
    acknowledged.finish(x: x(time.span))
    window.finish(x: x(time.span))
    return (acknowledged.data, window.data)
  }
}

extension FinishedFlow {
  /// Whether windows are in octets: both SYNs tell by how much they are scaled (RFC 7323 §2.2).
  var knowsWindows: Bool {
    guard let connection else { return false }
    return connection.low.facts.contains(.syn) && connection.high.facts.contains(.syn)
  }
}
