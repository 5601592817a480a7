public import Capture
public import Flows
public import PacketModel

/// Reads interfaces instead of files.
extension FlowRun {
  /// What is done between two rounds: with the run at rest, whose flows may be looked at.
  public typealias Pause = (_ run: inout FlowRun, _ summaries: [CaptureSummary]) throws -> Void

  /// Milliseconds that are waited for packets before the pause comes all the same.
  private static let patience = 20
  /// Rounds after which the pause comes even if more packets wait.
  private static let busyRounds = 16

  /// Reads a live capture to its end. What has ended is delivered as soon as nothing more waits to be read.
  @discardableResult
  public mutating func read(_ capture: LiveCapture, pause: Pause) throws -> [CaptureSummary] {
    var summaries = capture.interfaces.map { CaptureSummary(CaptureDescription(live: $0)) }
    var rounds = 0
    reading: while true {
      switch capture.next(waiting: rounds > 0 ? 0 : Self.patience) {
      case .chunk(let chunk):
        try take(chunk, &summaries)
        rounds += 1
        // While the workers are busy with these, the next can be decoded.
        if rounds < Self.busyRounds, capture.waitingChunks > 0 { continue }
      case .nothing: break
      case .ended: break reading
      }
      rounds = 0
      try rest()
      try pause(&self, summaries)
    }
    try rest()
    let statistics = capture.statistics()
    for index in summaries.indices where index < statistics.count { summaries[index].live = statistics[index] }
    add(summaries)
    return summaries
  }

  private mutating func take(_ chunk: LiveChunk, _ summaries: inout [CaptureSummary]) throws {
    // What all interfaces together have is the sum of what each has.
    var whole = CaptureSummary(CaptureDescription(path: ""))
    var start = 0
    while start < chunk.records.count {
      // A round's end depends on frame numbers only, as of a file.
      let piece = start..<min(chunk.records.count, start + roomInRound)
      try takeRound(chunk.records, piece, chunk.storage, &whole)
      start = piece.upperBound
    }
    for record in chunk.records where record.interface < summaries.count { summaries[record.interface].count(record) }
  }

  // MARK: - At rest

  /// Everything that was counted so far, and the flows alive that are asked for.
  public mutating func snapshot(_ request: SurveyRequest, at time: Timestamp?) -> LiveSnapshot {
    var snapshot = LiveSnapshot()
    snapshot.time = time
    var counters = FlowCounters()
    for worker in workers {
      counters = counters + worker.counters
      snapshot.memory += worker.load.memory
    }
    snapshot.survey = survey(request, at: time)
    snapshot.frames = frames
    snapshot.evictedFlows = evictedFlows
    snapshot.begunFlows = counters.flows
    snapshot.endedFlows = counters.flows - snapshot.survey.alive
    snapshot.segments = counters.segments
    snapshot.retransmittedSegments = counters.retransmittedSegments
    snapshot.handshakes = counters.handshakes
    if let tallies = options.exchanges?.tallies {
      snapshot.requests = tallies.requests
      snapshot.exchanges = tallies.exchanges
      snapshot.failedExchanges = tallies.failed
    }
    return snapshot
  }

  /// Exchanges that have ended since the last call, as a view tells them.
  public func takeExchanges() -> [LiveExchange] { options.exchanges?.takeRecent() ?? [] }

  private func survey(_ request: SurveyRequest, at time: Timestamp?) -> FlowSurvey {
    var whole = FlowSurvey()
    for worker in workers {
      let part = worker.survey(request, at: time)
      whole.alive += part.alive
      whole.concerned += part.concerned
      whole.flows += part.flows
      whole.opened = whole.opened ?? part.opened
    }
    whole.flows.sort { request.order.puts($0, before: $1) }
    whole.flows.removeLast(max(0, whole.flows.count - request.limit))
    return whole
  }
}
