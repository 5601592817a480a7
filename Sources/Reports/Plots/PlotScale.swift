/// From what is measured to where it is drawn, in a straight line.
struct PlotScale {
  /// What lies at `start`, and how much lies between there and `start + length`.
  private let origin: Double
  private let span: Double
  private let start: Double
  private let length: Double

  /// Values of `domain` over the places from `start` to `end`, which may be the smaller (as heights are in SVG).
  init(_ domain: ClosedRange<Double>, from start: Double, to end: Double) {
    origin = domain.lowerBound
    span = max(domain.upperBound - domain.lowerBound, .leastNonzeroMagnitude)
    self.start = start
    length = end - start
  }

  func callAsFunction(_ value: Double) -> Double { start + (value - origin) / span * length }
  func callAsFunction(_ value: Int) -> Double { self(Double(value)) }
  func callAsFunction(_ value: Int64) -> Double { self(Double(value)) }
}
