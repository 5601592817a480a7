import Analysis
import ApplicationModel
import ArgumentParser
import Dissection
import DissectorCatalog
import Flows
import Octets
import PacketModel
import Reports
import Synchronization

/// Reads captures and what their connections carry, and hands over what is wanted of it, a flow at a time.
struct ViewRun<Filter: ViewFilter> {
  let filter: Filter
  /// What there is of a flow, in its order.
  let views: @Sendable (borrowing FinishedFlow) -> [Filter.View]
  var application = ApplicationOptions()
  /// Called on the worker when a flow has ended, behind what was wanted of it.
  var flowEnded: (@Sendable (FlowOrder) -> Void)?

  /// Called on the worker that owns the flow, with what was wanted of it, and not called where that is nothing.
  typealias Renderer = @Sendable (_ views: [Filter.View], _ text: inout [UInt8]) -> Void

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
    let missing = WantedFlows(filter.flows)
    let filter = filter
    let views = views
    let flowEnded = flowEnded
    var run = FlowRun(options: options) { flow, _, text in
      let order = flow.order
      missing.note(order)
      defer { flowEnded?(order) }
      guard filter.matches(order) else { return }
      let wanted = views(flow).filter { filter.matches($0) }
      if !wanted.isEmpty { render(wanted, &text) }
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
    return missing.complain() ? .failure : status
  }
}

typealias ExchangeRun = ViewRun<ExchangeFilter>

extension ExchangeRun {
  init(filter: ExchangeFilter, redaction: Redaction) {
    self.init(filter: filter) { HTTPConversation($0, redaction)?.exchanges ?? [] }
  }
}

typealias HandshakeRun = ViewRun<HandshakeFilter>

extension HandshakeRun {
  init(filter: HandshakeFilter) {
    self.init(filter: filter) { TLSConversation($0)?.handshakes ?? [] }
  }
}

typealias ConnectionRun = ViewRun<HTTP2Filter>

extension ConnectionRun {
  init(filter: HTTP2Filter, redaction: Redaction) {
    self.init(filter: filter) { HTTP2Conversation($0, redaction)?.connections ?? [] }
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
    isWanted(connection) ? source.dissector(for: connection) : nil
  }

  func dissector(
    recognising datagram: ByteView, from sender: Endpoint, in flow: () -> StreamConnection
  ) -> (any DatagramDissector)? {
    flows.isEmpty || isWanted(flow()) ? source.dissector(recognising: datagram, from: sender, in: flow) : nil
  }

  private func isWanted(_ connection: StreamConnection) -> Bool {
    flows.isEmpty || flows.contains(FlowOrder(frame: connection.firstFrame, depth: connection.depth))
  }
}
