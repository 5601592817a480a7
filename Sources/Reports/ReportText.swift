public import Analysis
public import Flows

/// The report as a person reads it.
public struct ReportText {
  private let result: RunResult
  private let flows: [FinishedFlow]
  private let colour: Bool

  public init(_ result: RunResult, _ flows: [FinishedFlow], colour: Bool) {
    self.result = result
    self.flows = flows
    self.colour = colour
  }

  public var text: String { "\(result.frames) frames, \(flows.count) flows\n" }
}
