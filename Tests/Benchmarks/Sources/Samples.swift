/// What several runs of one command took, in the order of the rounds.
struct Samples {
  var runs: [ChildProcess.Usage] = []

  var wall: Double { median(runs.map(\.wall)) }
  var processor: Double { median(runs.map(\.processor)) }
  var peakMemory: Int { runs.map(\.peakMemory).max() ?? 0 }
  /// How a run ended that should have ended otherwise. `weir` ends with 2 where the capture is damaged, and has read it.
  var failure: Int32? { runs.map(\.status).first { $0 != 0 && $0 != 2 } }

  /// How many times as much these took as `others`, round by round.
  func ratio(to others: Samples, _ measure: (ChildProcess.Usage) -> Double) -> Double {
    median(zip(runs, others.runs).map { measure($0) / max(measure($1), 0.000_1) })
  }

  /// Runs the commands one after the other, and all of them again for each round: what disturbs the machine disturbs all.
  static func alternate(_ commands: [ChildProcess], rounds: Int) throws -> [Samples] {
    var samples = commands.map { _ in Samples() }
    for _ in 0..<rounds {
      for index in commands.indices { samples[index].runs.append(try commands[index].run()) }
    }
    return samples
  }
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  guard let last = sorted.indices.last else { return .nan }
  return (sorted[last / 2] + sorted[(last + 1) / 2]) / 2
}
