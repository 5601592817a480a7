import PacketModel
import Testing

@testable import Flows
@testable import Reports

@Suite("What drawings measure")
struct PlotMeasureTests {
  @Test(
    "ticks are round, and say so",
    arguments: [
      (0.0...1_250_000, PlotTicks.Quantity.octets, 5, ["0", "0.25 MB", "0.50 MB"]),
      (0...10_000_000, .octets, 8, ["0", "2 MB", "4 MB"]), (0...3, .octets, 8, ["0", "1 B", "2 B", "3 B"]),
      (0...900, .octets, 5, ["0", "200 B", "400 B"]), (0...5_000_000_000, .octets, 4, ["0", "2 GB", "4 GB"]),
      (0...480_000_000, .nanoseconds, 5, ["0", "100 ms", "200 ms"]),
      (0...2_300_000_000, .nanoseconds, 9, ["0", "0.5 s", "1.0 s"]),
      (0...90_000_000_000, .nanoseconds, 9, ["0", "10 s", "20 s"]),
      (0...3_000_000_000_000, .nanoseconds, 9, ["0", "10 min", "20 min"]),
      (0...90_000, .nanoseconds, 4, ["0", "25 µs", "50 µs"]),
      (0...31_000_000, .bitRate, 4, ["0", "10 Mbit/s", "20 Mbit/s"]),
    ])
  func ticks(_ domain: ClosedRange<Double>, _ quantity: PlotTicks.Quantity, _ count: Int, _ expected: [String]) {
    let ticks = PlotTicks(domain, quantity, count: count)
    #expect(Array(ticks.values.map(ticks.label).prefix(expected.count)) == expected)
    #expect(ticks.values.count <= 2 * count + 1)
    #expect(ticks.values.allSatisfy { domain.contains($0) })
  }

  @Test("numbers in drawings are short, and never out of reach")
  func coordinates() {
    for (value, text) in [
      (12.0, "12"), (12.5, "12.5"), (0.25, "0.25"), (-0.25, "-0.25"), (0.004, "0"), (-0.001, "0"), (7.05, "7.05"),
      (1e300, "1000000"), (-.infinity, "-1000000"), (.nan, "0"),
    ] {
      var octets: [UInt8] = []
      octets.append(coordinate: value)
      #expect(String(decoding: octets, as: UTF8.self) == text)
    }
  }

  @Test("round trips are of segments sent once, one an acknowledgment")
  func roundTrips() {
    let trace = [
      PlotFlows.segment(1, .low, at: 0, 1, length: 100), PlotFlows.segment(2, .low, at: 1_000, 101, length: 100),
      // Covers both: the newer counts.
      PlotFlows.segment(3, .high, at: 21_000, ack: 201),
      PlotFlows.segment(4, .low, at: 30_000, 201, length: 100), PlotFlows.segment(5, .low, at: 31_000, 301, length: 100),
      // The same again: neither it nor what waited behind it tells anything.
      PlotFlows.segment(6, .low, at: 90_000, 201, length: 100), PlotFlows.segment(7, .high, at: 91_000, ack: 401),
      PlotFlows.segment(8, .low, at: 100_000, 401, length: 100), PlotFlows.segment(9, .high, at: 119_000, ack: 401),
      PlotFlows.segment(10, .high, at: 125_000, ack: 501), PlotFlows.segment(11, .high, at: 126_000, ack: 501),
    ]
    var sampler = RoundTripSampler(sender: .low)
    #expect(trace.compactMap { sampler.take($0) } == [20_000, 25_000])
  }

  @Test("in flight is what was sent and not acknowledged; a RST's acknowledgment is not believed")
  func flight() {
    var tracker = FlightTracker(sender: .low)
    var heights: [Int?] = []
    for segment in [
      PlotFlows.segment(1, .low, at: 0, 1, length: 100), PlotFlows.segment(2, .high, at: 1, ack: 1, window: 500),
      PlotFlows.segment(3, .low, at: 2, 101, length: 100), PlotFlows.segment(4, .high, at: 3, ack: 101, window: 300),
      PlotFlows.segment(5, .high, at: 4, ack: 1, window: 9000), PlotFlows.segment(6, .high, at: 5, ack: 0, flags: .rst),
    ] {
      tracker.take(segment)
      heights.append(tracker.inFlight)
    }
    #expect(heights == [nil, 100, 200, 100, 100, 100])
    #expect(tracker.window == 300)
    #expect(tracker.windowEdge == 401)
  }

  @Test("throughput counts all octets, goodput new ones, in round bins")
  func throughput() {
    var trace = PlotFlows.download(100)
    trace.append(PlotFlows.segment(1000, .low, at: 119_000_000, 1, length: 5000))
    let bins = ThroughputBins(trace, PlotDirection(trace, sender: .low), PlotTime(trace))
    #expect(bins.sent.reduce(0, +) == 105_000)
    #expect(bins.fresh.reduce(0, +) == 100_000)
    #expect(bins.width == 2_500_000)
    #expect(bins.sent.first == 3000)
    #expect(bins.rate(5000) == 16_000_000)
  }
}
