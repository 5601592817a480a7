import Analysis
import ApplicationModel
import ArgumentParser
import Dissection
import DissectorCatalog
import Flows
import Reports
import Synchronization

/// Reads captures and what their connections carry, and hands over the exchanges that are wanted, a flow at a time.
struct ExchangeRun {
  let filter: ExchangeFilter
  let redaction: Redaction
  var application = ApplicationOptions()
  /// Called on the worker when a flow has ended, behind its exchanges.
  var flowEnded: (@Sendable (FlowOrder) -> Void)?

  /// Called on the worker that owns the flow, with what was wanted of it, and not called where that is nothing.
  typealias Renderer = @Sendable (_ exchanges: [ExchangeView], _ text: inout [UInt8]) -> Void

  /// What is rendered goes to `deliver` when it is final; `endRound` is called between, and where reading waits for more.
  func run(
    _ paths: [String], _ options: RunOptions, render: @escaping Renderer,
    deliver: @escaping ([UInt8]) throws -> Void = { _ in },
    endRound: () throws -> Void = {}
  ) throws -> RunStatus {
    var options = options
    var application = application
    application.secrets = options.secrets
    options.dissectors = WantedStreams(source: ApplicationStreams(application), flows: filter.flows)
    let wanted = WantedFlows(filter.flows)
    let filter = filter
    let redaction = redaction
    let flowEnded = flowEnded
    var run = FlowRun(options: options) { flow, _, text in
      let order = flow.order
      wanted.note(order)
      defer { flowEnded?(order) }
      guard filter.matches(order), let conversation = HTTPConversation(flow, redaction) else { return }
      let exchanges = conversation.exchanges.filter { filter.matches($0) }
      if !exchanges.isEmpty { render(exchanges, &text) }
    } deliver: { ended in
      if case .text(let text) = ended { try deliver(text) }
    }
    let progress = Progress()
    var read = 0
    let status = try Captures.each(paths) { path in
      defer { progress.clear() }
      var failure: (any Error)?
      let summary = try run.read(path) { step in
        progress.update(path, step)
        do { try endRound() } catch { failure = failure ?? error }
      }
      if let failure { throw failure }
      read += 1
      return summary
    }
    guard read > 0 else { return .failure }
    _ = try run.finish()
    try endRound()
    return wanted.complain() ? .failure : status
  }
}

/// The flows named on the command line that have not been seen yet.
private final class WantedFlows: Sendable {
  private let missing: Mutex<Set<FlowOrder>>
  private let isEmpty: Bool

  init(_ flows: Set<FlowOrder>) {
    missing = Mutex(flows)
    isEmpty = flows.isEmpty
  }

  func note(_ flow: FlowOrder) {
    if !isEmpty { missing.withLock { _ = $0.remove(flow) } }
  }

  /// Says which flows are not there, if any.
  func complain() -> Bool {
    let missing = missing.withLock { $0.sorted() }
    for flow in missing {
      Diagnostics.error(
        "there is no flow \(flow.id) here: a flow's id is the number of its first frame (weir report --ndjson lists all)")
    }
    return !missing.isEmpty
  }
}

/// Readers for the flows that are wanted; for all where none is named.
private struct WantedStreams: StreamDissectorSource {
  let source: ApplicationStreams
  let flows: Set<FlowOrder>

  func dissector(for connection: StreamConnection) -> (any StreamDissector)? {
    let order = FlowOrder(frame: connection.firstFrame, depth: connection.depth)
    return flows.isEmpty || flows.contains(order) ? source.dissector(for: connection) : nil
  }
}
