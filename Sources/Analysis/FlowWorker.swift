import Flows
import Octets
import PacketModel
import Synchronization
import Capture

/// Owns one shard's flows. Processes a round at a time; between rounds the run looks at what ended.
final class FlowWorker: Sendable {
  private let state: Mutex<State>
  private let render: FlowRun.Renderer?

  private struct State {
    var tracker: FlowTracker
    var ended: [EndedFlow] = []
    /// Rendered records, end to end.
    var text: [UInt8] = []
  }

  init(options: RunOptions, render: FlowRun.Renderer?) {
    state = Mutex(State(tracker: FlowTracker(limits: options.limits, dissectors: options.dissectors)))
    self.render = render
  }

  func process(_ batch: FlowBatch, storage: OctetStorage, datagrams: [ReassembledDatagram], tables: FlowTables) {
    state.withLock { state in
      storage.withOctets { octets in state.tracker.process(batch, octets: octets, datagrams: datagrams) }
      collect(&state, tables)
    }
  }

  func prepareToFinish() { state.withLock { $0.tracker.prepareToFinish() } }

  func order(ahead count: Int) -> FlowOrder? { state.withLock { $0.tracker.order(ahead: count) } }

  func finish(through last: FlowOrder, frame: Int, tables: FlowTables) {
    state.withLock { state in
      state.tracker.finish(through: last, frame: frame)
      collect(&state, tables)
    }
  }

  /// What ended since the last call, with the text that `EndedFlow.text` indexes.
  func takeEnded() -> (flows: [EndedFlow], text: [UInt8]) {
    state.withLock { state in
      defer {
        state.ended = []
        state.text = []
      }
      return (state.ended, state.text)
    }
  }

  var load: (flows: Int, memory: Int) { state.withLock { ($0.tracker.count, $0.tracker.memory) } }
  var quality: FlowQuality { state.withLock { $0.tracker.quality } }

  func candidates(_ limit: Int) -> [EvictionCandidate] { state.withLock { $0.tracker.candidates(limit) } }

  func evict(_ candidates: [EvictionCandidate], frame: Int, tables: FlowTables) {
    state.withLock { state in
      for candidate in candidates { state.tracker.evict(candidate, frame: frame) }
      collect(&state, tables)
    }
  }

  private func collect(_ state: inout State, _ tables: FlowTables) {
    for flow in state.tracker.takeFinished() {
      let start = state.text.count
      render?(flow, tables, &state.text)
      state.ended.append(
        EndedFlow(
          flow: render == nil ? flow : nil, finalFrame: flow.finalFrame, order: flow.order, text: start..<state.text.count))
    }
  }
}

/// A flow that has ended: itself, or what was rendered of it.
struct EndedFlow: Sendable {
  var flow: FinishedFlow?
  var finalFrame: Int
  var order: FlowOrder
  var text: Range<Int>
}
