public import Flows
import PacketModel

/// A TCP connection drawn as one SVG: what each side sent over time, and how it fared. A pure function of the flow.
///
/// The model is tcptrace's xplots: segments as bars at their stream positions, the receiver's acknowledgments and window as
/// steps around them, and below, on the same time axis, throughput, round trips, and what was under way. Whatever a flow's
/// length, a drawing is a few megabytes at most (`BarPath`, `StepPath`, `PlotMarks`).
public enum FlowPlot {
  /// "flow-17.svg", "flow-17.1.svg"
  public static func fileName(_ order: FlowOrder) -> String { "flow-\(FlowRecord.id(order.frame, depth: order.depth)).svg" }

  /// Whether there is something to draw: a connection with payload, whose segments were kept.
  public static func canDraw(_ finished: borrowing FinishedFlow) -> Bool {
    finished.trace.contains { $0.length > 0 }
  }

  /// The drawing; also of a connection without payload, as long as its segments were kept.
  public static func svg(_ finished: FinishedFlow) -> [UInt8] {
    let time = PlotTime(finished.trace)
    let directions = Self.directions(finished)
    var canvas = PlotCanvas(time)
    canvas.header(finished)
    for (index, direction) in directions.enumerated() {
      canvas.section(finished, direction, isSmall: index > 0 && isSmall(direction, beside: directions[0]))
    }
    return canvas.finished(title: "Flow \(id(finished)): \(PlotNames(finished).ends)")
  }

  static func id(_ finished: borrowing FinishedFlow) -> String {
    FlowRecord.id(finished.flow.firstFrame, depth: finished.flow.depth)
  }

  /// The directions that carry payload, the fuller first; of a connection without any, the client's.
  private static func directions(_ finished: FinishedFlow) -> [PlotDirection] {
    let client = finished.roles.client
    let both = [client, client.other].map { PlotDirection(finished.trace, sender: $0) }
    let carrying = both.filter { $0.payloadOctets > 0 }
    if carrying.isEmpty { return [both[0]] }
    return carrying.count == 2 && carrying[1].payloadOctets > carrying[0].payloadOctets ? carrying.reversed() : carrying
  }

  /// A few requests beside a long answer need no panels of their own but one.
  private static func isSmall(_ direction: PlotDirection, beside main: PlotDirection) -> Bool {
    let part = direction.segments < 24 ? 10 : 50
    return direction.payloadOctets < main.payloadOctets / part
  }
}

/// How a flow's ends are called in a drawing.
struct PlotNames {
  let client: Endpoint
  private let flow: Flow

  init(_ finished: borrowing FinishedFlow) {
    client = finished.roles.client
    flow = finished.flow
  }

  /// "10.0.0.1:1234 → 10.0.0.2:80", from the client.
  var ends: String { ends(from: client) }

  func ends(from side: Endpoint) -> String { "\(end(side)) → \(end(side.other))" }

  func role(_ side: Endpoint) -> String { side == client ? "client" : "server" }

  func end(_ side: Endpoint) -> String {
    let address = (side == .low ? flow.key.lowAddress : flow.key.highAddress).text(flow.key.version)
    let port = side == .low ? flow.key.lowPort : flow.key.highPort
    return flow.key.version == .six ? "[\(address)]:\(port)" : "\(address):\(port)"
  }
}
