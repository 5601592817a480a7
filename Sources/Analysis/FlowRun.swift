import Capture
import Dispatch
import DissectorCatalog
public import Flows
import Octets
import PacketModel
import Secrets

/// Reads captures and follows their flows: the way from octets to ended flows.
///
/// The calling thread reads records and decodes headers, a round of frames at a time; the workers process the round before
/// it meanwhile. A round's end depends on frame numbers only, and so does everything decided there.
public struct FlowRun: ~Copyable {
  /// Writes a flow's record behind `text`. Called on the worker that owns the flow.
  public typealias Renderer = @Sendable (_ flow: borrowing FinishedFlow, _ tables: FlowTables, _ text: inout [UInt8]) -> Void

  /// Frames in a round. Memory bounds are looked at after each, so a table may be over its bound by as many flows.
  static let roundFrames = 4096
  /// Where a limit is met, as many parts of it are made free at once, in a flood of new flows some hundred rounds' worth.
  static let relief = 16
  /// Flows ended at once at the end of the capture: few enough that what is rendered of them stays in a core's cache.
  static let finishedFlows = 512

  let options: RunOptions
  let workers: [FlowWorker]
  private let queues: [DispatchQueue]
  private let group = DispatchGroup()
  var decoder: PacketDecoder
  private var result = RunResult()
  private let deliver: (Ended) throws -> Void
  /// The round the workers have, kept for its memory.
  private var inFlight: [FlowBatch] = []
  /// Memory for rendered records, each worker's and of all together: it would be asked of the system anew every round.
  private var spareTexts: [[UInt8]]
  private var joined: [UInt8] = []
  private var exchangeText: [UInt8] = []
  /// The last frame of the round given to the workers, and of the last full round whose limits were looked at.
  private var dispatchedFrames = 0
  private var settledFrames = 0
  /// What of the secrets the readers that wait have looked at.
  var consideredRevision = 0

  /// What a round ended, in the order in which it became final.
  public enum Ended {
    /// Rendered records, one after the other.
    case text([UInt8])
    case flows([FinishedFlow])
  }

  /// A run that renders each flow with `render` where its worker is, or hands the flows themselves over when there is none.
  public init(options: RunOptions, render: Renderer? = nil, deliver: @escaping (Ended) throws -> Void) {
    self.options = options
    self.deliver = deliver
    let shards = max(1, options.threads - 1)
    workers = (0..<shards).map { _ in FlowWorker(options: options, render: render) }
    spareTexts = Array(repeating: [], count: shards)
    queues = options.threads > 1 ? (0..<shards).map { DispatchQueue(label: "weir.flows.\($0)") } : []
    decoder = PacketDecoder(shards: shards)
    options.secrets?.publish()
  }

  /// Reads one capture after those before it. Throws what `deliver` throws, or what makes the capture unreadable.
  @discardableResult
  public mutating func read(
    _ path: String, progress: (RunProgress) -> Void = { _ in }
  ) throws -> CaptureSummary {
    var reader = try CaptureReader(path: path, follow: options.follow, stop: options.stop)
    var summary = CaptureSummary(reader.description)
    var records: [PacketRecord] = []
    records.reserveCapacity(Self.roundFrames)
    while let storage = try reader.read(into: &records, limit: roomInRound) {
      try decode(records, records.indices, storage, &summary)
      try endRound(storage, reader.secrets)
      progress(
        RunProgress(
          octets: reader.description.octetsRead, octetsTotal: reader.description.octetsTotal,
          packets: summary.packets + summary.filtered))
    }
    // What comes behind the last frame.
    stage(reader.secrets)
    summary.description = reader.description
    result.captures.append(summary)
    return summary
  }

  /// Ends all flows and answers what the run found.
  public consuming func finish() throws -> RunResult {
    group.wait()
    try settle()
    let tables = FlowTables(decoder)
    try finishFlows(tables)
    result.frameCounts = decoder.counts
    var traffic = ApplicationTraffic()
    for worker in workers { traffic.add(worker.traffic) }
    result.paths = traffic.paths(decoder.paths)
    result.tables = tables
    result.wantedFrames = Set(workers.flatMap(\.wantedFrames)).sorted()
    result.quality = workers.reduce(FlowQuality()) { $0 + $1.quality }
    return result
  }

  /// Ends the flows still alive, in the order of their first frames, a block at a time: what is rendered is delivered before
  /// more is rendered.
  private mutating func finishFlows(_ tables: FlowTables) throws {
    let frame = result.frames
    each { $0.prepareToFinish() }
    if mayWait { each { $0.drainRemaining(frame: frame) } }
    settleWaiting()
    try collect()
    while let last = workers.compactMap({ $0.order(ahead: Self.finishedFlows) }).min() {
      each { $0.finish(through: last, frame: frame, tables: tables) }
      try collect()
    }
  }

  /// Does the same on every worker, each on its own thread.
  func each(_ body: @escaping @Sendable (FlowWorker) -> Void) {
    if queues.isEmpty { return workers.forEach(body) }
    for (worker, queue) in zip(workers, queues) { queue.async(group: group) { body(worker) } }
    group.wait()
  }

  // MARK: - A round

  /// Frames until the round is full.
  var roomInRound: Int { Self.roundFrames - result.frames % Self.roundFrames }

  /// Takes a part of a round: nothing of it is told before the next one, or before `rest`.
  mutating func takeRound(
    _ records: [PacketRecord], _ range: Range<Int>, _ storage: OctetStorage, _ summary: inout CaptureSummary
  ) throws {
    try decode(records, range, storage, &summary)
    try endRound(storage, [])
  }

  /// Waits until all that was taken has been looked at, and delivers what has ended.
  mutating func rest() throws {
    group.wait()
    try settle()
  }

  mutating func add(_ captures: [CaptureSummary]) { result.captures += captures }

  var frames: Int { result.frames }
  var evictedFlows: Int { result.evictedFlows }

  private mutating func decode(
    _ records: [PacketRecord], _ range: Range<Int>, _ storage: OctetStorage, _ summary: inout CaptureSummary
  ) throws {
    let filter = options.filter
    let first = result.frames &- range.lowerBound
    try storage.withOctets { octets in
      for index in range {
        let record = records[index]
        let captured = octets.extracting(record.octets)
        if let filter,
          try !filter.matches(linkType: record.linkType, time: record.time, wireLength: record.wireLength, captured)
        {
          summary.filtered &+= 1
          continue
        }
        summary.count(record)
        // The frame check sequence is not part of what the frame carries.
        let length = max(0, record.wireLength &- record.frameCheckLength)
        let kept = min(captured.count, length)
        decoder.decode(
          ByteView(captured.extracting(first: kept), offset: record.octets.lowerBound, missing: length &- kept),
          linkType: record.linkType, number: first &+ index &+ 1, time: record.time, wireLength: record.wireLength)
      }
    }
    result.frames &+= range.count
  }

  /// Waits for the round before, settles it, and gives the workers this one, and the secrets that came with it.
  private mutating func endRound(_ storage: OctetStorage, _ secrets: [CaptureSecret]) throws {
    group.wait()
    try settle()
    // Before the frames they came with are read, and after those of the rounds before have been told.
    if stage(secrets) { options.secrets?.publish() }
    // What the workers are done with serves the next round again.
    for index in inFlight.indices { inFlight[index].removeAll() }
    let (batches, datagrams) = decoder.takeRound(recycling: &inFlight)
    let tables = FlowTables(decoder)
    inFlight = batches
    if queues.isEmpty {
      workers[0].process(batches[0], storage: storage, datagrams: datagrams, tables: tables)
    } else {
      for (index, queue) in queues.enumerated() where !batches[index].isEmpty {
        let worker = workers[index]
        let batch = batches[index]
        queue.async(group: group) { worker.process(batch, storage: storage, datagrams: datagrams, tables: tables) }
      }
    }
    dispatchedFrames = result.frames
  }

  /// Ends flows over the limits and delivers what has ended. The workers are idle.
  private mutating func settle() throws {
    let isFull = dispatchedFrames % Self.roundFrames == 0 && dispatchedFrames != settledFrames
    // A round that came in pieces is looked at when it is whole, so that it does not matter how it came; but of a file that is
    // followed nobody knows when that will be.
    if isFull || options.follow { settleWaiting() }
    if isFull {
      settledFrames = dispatchedFrames
      keepWithinLimits()
    }
    // What ended after a flow that is not told yet stands behind it.
    guard workers.allSatisfy({ $0.waiting.parked == 0 }) else { return }
    try collect()
  }

  /// Ends flows early when there are more than the limits allow: those that would end next, whichever worker has them.
  private mutating func keepWithinLimits() {
    let (flows, memory) = workers.map(\.load).reduce((0, 0)) { ($0.0 + $1.flows, $0.1 + $1.memory) }
    result.mostFlows = max(result.mostFlows, flows)
    let (mostFlows, mostMemory) = (options.limits.maximumFlows, options.limits.maximumMemory)
    guard flows > mostFlows || memory > mostMemory else { return }
    // More than must be, so that in a flood of new flows those to end are not looked for in every round.
    let perFlow = max(1, memory / max(1, flows))
    let excess = max(
      flows > mostFlows ? flows - mostFlows + mostFlows / Self.relief : 0,
      memory > mostMemory ? (memory - mostMemory + mostMemory / Self.relief) / perFlow : 0)
    guard excess > 0 else { return }
    let tables = FlowTables(decoder)
    let soonest = workers.enumerated().flatMap { index, worker in worker.candidates(excess).map { ($0, index) } }
      .sorted { $0.0 < $1.0 }.prefix(excess)
    for (index, worker) in workers.enumerated() {
      worker.evict(soonest.filter { $0.1 == index }.map(\.0), frame: dispatchedFrames, tables: tables)
    }
    result.evictedFlows += soonest.count
  }

  /// Delivers what has ended, in the order of the frames that ended it.
  private mutating func collect() throws {
    var taken = takeEnded()
    defer { recycle(&taken) }
    var order: [(place: EndedFlows.Place, worker: Int, index: Int)] = []
    for (worker, ended) in taken.enumerated() {
      for (index, place) in ended.places.enumerated() { order.append((place, worker, index)) }
    }
    if let feed = options.exchanges { try deliverExchanges(feed) }
    guard !order.isEmpty else { return }
    result.flows += order.count
    order.sort { ($0.place.finalFrame, $0.place.order) < ($1.place.finalFrame, $1.place.order) }
    if taken.contains(where: { !$0.flows.isEmpty }) {
      try deliver(.flows(order.map { taken[$0.worker].flows[$0.index] }))
    }
    for (place, worker, _) in order { joined.append(contentsOf: taken[worker].text[place.text]) }
    if !joined.isEmpty { try deliver(.text(joined)) }
    joined.removeAll(keepingCapacity: true)
  }

  /// Exchanges that have ended come before the flows that have.
  private mutating func deliverExchanges(_ feed: ExchangeFeed) throws {
    var spare: [UInt8] = []
    swap(&spare, &exchangeText)
    var (places, text) = feed.takeTexts(spare: spare)
    defer {
      text.removeAll(keepingCapacity: true)
      swap(&text, &exchangeText)
    }
    guard !places.isEmpty else { return }
    let isOrdered = zip(places, places.dropFirst()).allSatisfy { ($0.frame, $0.flow) <= ($1.frame, $1.flow) }
    if isOrdered { return try deliver(.text(text)) }
    let order = places.indices.sorted { (places[$0].frame, places[$0].flow, $0) < (places[$1].frame, places[$1].flow, $1) }
    for index in order { joined.append(contentsOf: text[places[index].text]) }
    defer { joined.removeAll(keepingCapacity: true) }
    try deliver(.text(joined))
  }

  private mutating func takeEnded() -> [EndedFlows] {
    var taken: [EndedFlows] = []
    for index in workers.indices {
      var spare: [UInt8] = []
      swap(&spare, &spareTexts[index])
      taken.append(workers[index].takeEnded(spare: spare))
    }
    return taken
  }

  private mutating func recycle(_ taken: inout [EndedFlows]) {
    for index in taken.indices {
      taken[index].text.removeAll(keepingCapacity: true)
      swap(&spareTexts[index], &taken[index].text)
    }
  }
}

extension FlowTables {
  init(_ decoder: borrowing PacketDecoder) {
    layers = decoder.layerNames
    routes = decoder.routes
  }
}
