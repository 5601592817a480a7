import Flows
import PacketModel

/// What is measured over time: throughput, round trips, octets under way.
extension PlotCanvas {
  private static let height = 132.0

  // MARK: - Throughput

  mutating func throughputPanel(_ finished: FinishedFlow, _ direction: PlotDirection) {
    let bins = ThroughputBins(finished.trace, direction, time)
    let peak = bins.rate(bins.sent.max() ?? 0)
    let total = bins.fresh.reduce(0, &+)
    let mean = Double(total) * 8e9 / Double(time.span)
    let repeated = direction.payloadOctets - total
    var notes = ["each bar \(PlotUnits.round(bins.width))", "peak \(HumanUnits.rate(bits: peak))"]
    notes.append("goodput \(HumanUnits.rate(bits: mean)) on average")
    if repeated > 0 { notes.append("\(PlotUnits.size(repeated)) sent again") }
    let canvas = self
    panel(
      "Throughput", notes.joined(separator: "   ·   "), height: Self.height, domain: 0...max(peak * 1.08, 1), .bitRate
    ) { svg, frame, y in
      canvas.bands(PlotBands.stalls(finished, direction, canvas.time), class: "stall", frame, to: &svg)
      svg.path(canvas.columns(bins, bins.sent, y), class: "sent")
      svg.path(canvas.columns(bins, bins.fresh, y), class: "fresh")
    }
  }

  private func columns(_ bins: ThroughputBins, _ octets: [Int], _ y: PlotScale) -> [UInt8] {
    var data: [UInt8] = []
    for (index, count) in octets.enumerated() where count > 0 {
      let start = Int64(index) * bins.width
      data.append(command: "M", x(start) + 0.3, y(0))
      data.append(command: "V", y(bins.rate(count)))
      data.append(command: "H", max(x(start + bins.width) - 0.3, x(start) + 0.8))
      data.append(command: "V", y(0))
      data.append(UInt8(ascii: "z"))
    }
    return data
  }

  // MARK: - Round trips

  mutating func roundTripPanel(_ finished: FinishedFlow, _ direction: PlotDirection) {
    var samples: [(moment: Int64, trip: Int64)] = []
    var sampler = RoundTripSampler(sender: direction.sender)
    var hand = PlotTime.Hand(time)
    for segment in finished.trace {
      let moment = hand.move(to: segment.time)
      if let trip = sampler.take(segment) { samples.append((moment, trip)) }
    }
    guard let least = samples.map(\.trip).min(), let most = samples.map(\.trip).max() else {
      return panel("Round trips", "no acknowledgment ends one", height: 40, domain: 0...1, .count) { _, _, _ in }
    }
    let mean = samples.reduce(0) { $0 + Double($1.trip) } / Double(samples.count)
    let notes = [
      "\(HumanUnits.count(samples.count, "sample"))", "\(PlotUnits.duration(least)) to \(PlotUnits.duration(most))",
      "mean \(PlotUnits.duration(Int64(mean.rounded())))",
    ]
    let canvas = self
    panel(
      "Round trips from here to the \(PlotNames(finished).role(direction.sender.other)), and their smoothed mean",
      notes.joined(separator: "   ·   "), height: Self.height, domain: 0...max(Double(most) * 1.08, 1), .nanoseconds
    ) { svg, frame, y in
      var dots = DotPath(count: samples.count)
      var smooth = SmoothPath(count: samples.count)
      var mean = Double(samples[0].trip)
      for (moment, trip) in samples {
        dots.add(x: canvas.x(moment), y: y(trip))
        // RFC 6298 §2: an eighth of each new sample.
        mean += (Double(trip) - mean) / 8
        smooth.add(x: canvas.x(moment), y: y(mean))
      }
      smooth.finish()
      svg.path(smooth.data, class: "line smooth")
      svg.path(dots.data, class: "dots")
    }
  }

  // MARK: - Under way

  mutating func flightPanel(_ finished: FinishedFlow, _ direction: PlotDirection) {
    var tracker = FlightTracker(sender: direction.sender)
    var mostInFlight = 0
    var largestWindow = 0
    for segment in finished.trace {
      tracker.take(segment)
      mostInFlight = max(mostInFlight, tracker.inFlight ?? 0)
      if finished.knowsWindows { largestWindow = max(largestWindow, tracker.window ?? 0) }
    }
    // A window far above what is under way would press that to the ground.
    let most = min(Double(max(mostInFlight, largestWindow)), Double(max(mostInFlight, 1)) * 2.5) * 1.08
    var notes = ["most \(PlotUnits.size(mostInFlight))"]
    if largestWindow > 0 {
      notes.append("window up to \(PlotUnits.size(largestWindow))\(Double(largestWindow) > most ? ", beyond the top" : "")")
    } else if !finished.knowsWindows {
      notes.append("the window's scale is not known")
    }
    let canvas = self
    panel(
      "In flight, and the receiver's window", notes.joined(separator: "   ·   "), height: Self.height,
      domain: 0...max(most, 1), .octets
    ) { svg, frame, y in
      canvas.bands(PlotBands.closedWindows(finished, direction, canvas.time), class: "closed", frame, to: &svg)
      let paths = canvas.flightPaths(finished, direction, y)
      svg.path(paths.window, class: "line window")
      if !paths.inFlight.isEmpty {
        var area = paths.inFlight
        area.append(command: "V", y(0))
        area.append(command: "H", frame.left)
        svg.path(area, class: "flight")
        svg.path(paths.inFlight, class: "line under")
      }
    }
  }

  private func flightPaths(
    _ finished: FinishedFlow, _ direction: PlotDirection, _ y: PlotScale
  ) -> (inFlight: [UInt8], window: [UInt8]) {
    var inFlight = StepPath(count: finished.trace.count)
    var window = StepPath(count: finished.trace.count)
    var tracker = FlightTracker(sender: direction.sender)
    var hand = PlotTime.Hand(time)
    for segment in finished.trace {
      let place = x(hand.move(to: segment.time))
      tracker.take(segment)
      if let octets = tracker.inFlight {
        // The area begins on the ground, not at its first height.
        if inFlight.isEmpty { inFlight.add(x: place, y: y(0)) }
        inFlight.add(x: place, y: y(octets))
      }
      if finished.knowsWindows, let octets = tracker.window { window.add(x: place, y: y(octets)) }
    }
    inFlight.finish(x: x(time.span))
    window.finish(x: x(time.span))
    return (inFlight.data, window.data)
  }
}

/// A value that changes smoothly, as a line: one point a column at most.
struct SmoothPath {
  private(set) var data: [UInt8] = []
  private let columnWidth: Double
  private var column = Int.min
  private var pending: (x: Double, y: Double)?

  init(count: Int) { columnWidth = count <= 5000 ? 0.01 : 0.5 }

  mutating func add(x: Double, y: Double) {
    let column = Int((x / columnWidth).rounded(.down))
    if column != self.column { finish() }
    self.column = column
    pending = (x, y)
  }

  mutating func finish() {
    guard let pending else { return }
    data.append(command: data.isEmpty ? "M" : "L", pending.x, pending.y)
    self.pending = nil
  }
}
