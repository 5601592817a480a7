import Analysis

/// How much came lately: totals as they stood at moments of the last minute.
struct LiveRates: Sendable {
  private struct Sample: Sendable {
    /// Nanoseconds of the clock that the samples were taken by.
    var time: Int64
    var frames: Int
    var octets: Int
  }

  private var samples: [Sample] = []

  /// What is shown.
  static let span: Int64 = 60_000_000_000
  /// Samples closer than this are taken for one: a minute has at most 300.
  private static let leastStep: Int64 = 200_000_000
  /// What "now" means.
  private static let present: Int64 = 1_000_000_000

  mutating func add(_ snapshot: LiveSnapshot, at time: Int64) {
    if let last = samples.last, time < last.time { samples = [] }
    let sample = Sample(time: time, frames: snapshot.frames, octets: snapshot.octets)
    if samples.count > 1, time - samples[samples.count - 2].time < Self.leastStep {
      samples[samples.count - 1] = sample
    } else {
      samples.append(sample)
    }
    // One stays that is older than a minute: the line to it crosses the minute's beginning.
    let old = samples.prefix { time - $0.time > Self.span }.count
    if old > 1 { samples.removeFirst(old - 1) }
  }

  /// Packets and octets a second: now.
  var now: (packets: Double, octets: Double) {
    guard let last = samples.last else { return (0, 0) }
    let earlier = samples.last { last.time - $0.time >= Self.present } ?? samples.first ?? last
    let seconds = Double(last.time - earlier.time) / 1e9
    guard seconds > 0 else { return (0, 0) }
    return (Double(last.frames - earlier.frames) / seconds, Double(last.octets - earlier.octets) / seconds)
  }

  /// Octets in each of the minute's parts, the oldest first; nothing for parts before the first sample.
  func octets(parts: Int) -> [Double?] {
    guard parts > 0, let first = samples.first, let last = samples.last else { return [] }
    let step = Double(Self.span) / Double(parts)
    return (0..<parts).map { part in
      let end = Double(last.time) - step * Double(parts - 1 - part)
      guard end > Double(first.time) else { return nil }
      return total(at: end) - total(at: end - step)
    }
  }

  /// Octets until a moment, on straight lines between the samples.
  private func total(at time: Double) -> Double {
    guard let index = samples.lastIndex(where: { Double($0.time) <= time }) else { return Double(samples.first?.octets ?? 0) }
    let before = samples[index]
    guard index + 1 < samples.count else { return Double(before.octets) }
    let after = samples[index + 1]
    guard after.time > before.time else { return Double(after.octets) }
    let share = (time - Double(before.time)) / Double(after.time - before.time)
    return Double(before.octets) + share * Double(after.octets - before.octets)
  }
}

/// Numbers as a line of blocks, the highest the greatest.
enum Sparkline {
  static func text(_ values: [Double?], isASCII: Bool) -> String {
    let levels = isASCII ? asciiLevels : blockLevels
    let most = values.lazy.compactMap(\.self).max() ?? 0
    return values.map { value in
      guard let value else { return " " }
      guard value > 0, most > 0 else { return levels[0] }
      // What is more than nothing is never shown as nothing.
      return levels[max(1, min(levels.count - 1, Int((value / most * Double(levels.count - 1)).rounded())))]
    }.joined()
  }

  private static let blockLevels = ["_", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let asciiLevels = ["_", ".", ":", "-", "=", "+", "*", "#", "@"]
}
