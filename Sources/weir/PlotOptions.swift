import ArgumentParser
import Flows

/// What `weir report` takes for drawings.
struct PlotOptions: ParsableArguments {
  @Option(
    name: .customLong("plots"),
    help: ArgumentHelp(
      "Also draw TCP connections into this folder: an SVG each, and an index.html that lists them.", valueName: "folder"))
  var folder: String?

  @Option(
    name: .customLong("flow"), help: ArgumentHelp("Draw only this flow, by its id in the report; repeatable.", valueName: "id"),
    transform: FlowOrder.parse)
  var flows: [FlowOrder] = []

  @Option(
    name: .customLong("max-plots"),
    help: ArgumentHelp(
      "Draw at most so many connections, those that suffered most and the biggest (default: 100), or all.", valueName: "n|all"),
    transform: Self.limit)
  var maximum: Int?

  static let standardMaximum = 100

  func validate() throws {
    guard folder != nil else {
      if !flows.isEmpty { throw ValidationError("--flow says what to draw: it needs --plots.") }
      if maximum != nil { throw ValidationError("--max-plots needs --plots.") }
      return
    }
    if !flows.isEmpty, maximum != nil { throw ValidationError("--flow and --max-plots exclude each other: choose one.") }
  }

  /// The segments to be kept.
  var trace: TraceSelection {
    guard folder != nil else { return .none }
    return flows.isEmpty ? .all : .flows(Set(flows))
  }

  /// The folder, made if need be; nothing when no drawings are wanted.
  func gallery() throws -> PlotGallery? {
    guard let folder else { return nil }
    return try PlotGallery(folder: folder, flows: Set(flows.map(\.id)), limit: maximum ?? Self.standardMaximum)
  }

  @Sendable private static func limit(_ text: String) throws -> Int {
    if text == "all" { return .max }
    guard let number = Int(text), number > 0 else {
      throw ValidationError("--max-plots takes a number from 1 up, or all.")
    }
    return number
  }
}
