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
    var ended = EndedFlows()
    var traffic = ApplicationTraffic()
  }

  init(options: RunOptions, render: FlowRun.Renderer?) {
    state = Mutex(
      State(
        tracker: FlowTracker(
          limits: options.limits, dissectors: options.dissectors, trace: options.trace, wanted: options.wantedFlows)))
    self.render = render
  }

  func process(_ batch: FlowBatch, storage: OctetStorage, datagrams: [ReassembledDatagram], tables: FlowTables) {
    state.withLock { state in
      storage.withOctets { octets in state.tracker.process(batch, octets: octets, datagrams: datagrams, lasts: storage.isMapped)
      }
      collect(&state, tables)
    }
  }

  // MARK: - Readers that wait

  /// Readers that wait for secrets, whether any has not looked again since it began to, and flows that end once they have.
  var waiting: (count: Int, isNew: Bool, parked: Int) {
    state.withLock { ($0.tracker.waitingCount, $0.tracker.isNewlyWaiting, $0.tracker.parkedCount) }
  }

  func reconsider(all: Bool) { state.withLock { $0.tracker.reconsider(all: all) } }

  func finishParked(tables: FlowTables) {
    state.withLock { state in
      state.tracker.finishParked()
      collect(&state, tables)
    }
  }

  // MARK: - The end of the capture

  func prepareToFinish() { state.withLock { $0.tracker.prepareToFinish() } }

  func drainRemaining(frame: Int) { state.withLock { $0.tracker.drainRemaining(frame: frame) } }

  func order(ahead count: Int) -> FlowOrder? { state.withLock { $0.tracker.order(ahead: count) } }

  func finish(through last: FlowOrder, frame: Int, tables: FlowTables) {
    state.withLock { state in
      state.tracker.finish(through: last, frame: frame)
      collect(&state, tables)
    }
  }

  // MARK: - Between rounds

  /// What ended since the last call. What ends next is rendered into the memory of `spare`.
  func takeEnded(spare: consuming [UInt8]) -> EndedFlows {
    var ended = EndedFlows(text: spare)
    state.withLock { swap(&$0.ended, &ended) }
    return ended
  }

  var load: (flows: Int, memory: Int) { state.withLock { ($0.tracker.count, $0.tracker.memory) } }
  var counters: FlowCounters { state.withLock { $0.tracker.counters } }

  func survey(_ request: SurveyRequest, at time: Timestamp?) -> FlowSurvey {
    state.withLock { $0.tracker.survey(request, at: time) }
  }

  var quality: FlowQuality { state.withLock { $0.tracker.quality } }

  var wantedFrames: [Int] { state.withLock { $0.tracker.wantedFrames } }

  /// Of the flows that have ended.
  var traffic: ApplicationTraffic { state.withLock { $0.traffic } }

  func candidates(_ limit: Int) -> [EvictionCandidate] { state.withLock { $0.tracker.candidates(limit) } }

  func evict(_ candidates: [EvictionCandidate], frame: Int, tables: FlowTables) {
    state.withLock { state in
      for candidate in candidates { state.tracker.evict(candidate, frame: frame) }
      collect(&state, tables)
    }
  }

  private func collect(_ state: inout State, _ tables: FlowTables) {
    let finished = state.tracker.takeFinished()
    // By index: a finished flow is large, and need not be copied to be looked at.
    for index in finished.indices {
      let start = state.ended.text.count
      state.traffic.count(finished[index])
      if let render {
        render(finished[index], tables, &state.ended.text)
      } else {
        state.ended.flows.append(finished[index])
      }
      state.ended.places.append(
        EndedFlows.Place(
          finalFrame: finished[index].finalFrame, order: finished[index].order, text: start..<state.ended.text.count))
    }
  }
}

/// Flows that have ended on one worker: themselves, or what was rendered of them.
struct EndedFlows: Sendable {
  /// One flow's place in the run's output, small enough to sort by.
  struct Place: Sendable {
    var finalFrame: Int
    var order: FlowOrder
    var text: Range<Int>
  }

  init(text: [UInt8] = []) { self.text = text }

  var places: [Place] = []
  /// In the order of `places`, when nothing is rendered.
  var flows: [FinishedFlow] = []
  /// Rendered records, end to end.
  var text: [UInt8]
}
