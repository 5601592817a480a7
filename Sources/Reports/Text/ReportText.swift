public import Analysis

/// The report as a person reads it: what was captured, what is wrong with it, who talked to whom, which flows to look at.
public struct ReportText {
  let result: RunResult
  let digest: FlowDigest
  let style: TextStyle

  public init(_ result: RunResult, _ digest: FlowDigest, style: TextStyle) {
    self.result = result
    self.digest = digest
    self.style = style
  }

  /// Sections with an empty line between.
  public var text: String {
    [
      captures, quality, hosts, conversations, protocols, connections, verdicts, tls, http, http2, webSockets, findings,
      biggest,
    ]
    .filter { !$0.isEmpty }
    .map { $0.joined(separator: "\n") + "\n" }
    .joined(separator: "\n")
  }

  func heading(_ text: String) -> String { style.paint(text, .heading) }

  /// Text in lines of the style's width.
  func wrapped(_ text: String, indent: Int = 2, hanging: Int = 4) -> [String] {
    TextFlow.lines(text.split(separator: " ").map(String.init), width: style.width, indent: indent, hanging: hanging)
  }
}
