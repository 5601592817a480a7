import ApplicationModel
import Dissection
import Octets
import PacketModel

/// The streams that are being read, and what was read in those that need not be read any more.
struct StreamTable: Sendable {
  private var streams = Pool<ConnectionStreams>()
  private var told = Pool<Told>()
  /// Those whose readers wait for what may be learned elsewhere, in the order in which they began to; some may have ended.
  private var waiting: [UInt32] = []
  /// How many of them, the last, have not looked since they were noticed.
  private var newlyWaiting = 0
  /// Octets of memory beside the pools' own.
  private var heldMemory = 0

  /// What a reader found, and the memory that it held last: what it found takes as much, about.
  private struct Told {
    var facts = ApplicationFacts()
    var memory = 0
  }

  /// Octets of memory, about.
  var memory: Int {
    streams.count &* MemoryLayout<ConnectionStreams>.stride &+ told.count &* MemoryLayout<Told>.stride &+ heldMemory
  }

  mutating func insert(_ new: ConnectionStreams) -> UInt32 { streams.insert(new) }

  mutating func noteStart(of sender: Endpoint, in stream: UInt32) { streams[stream].noteStart(of: sender) }

  mutating func note(urgent position: Int, of sender: Endpoint, in stream: UInt32) {
    streams[stream].note(urgent: position, of: sender)
  }

  /// Takes a segment. When nothing more need be told of its connection, call `end`.
  @inline(__always)
  mutating func take(
    _ payload: ByteView, _ segment: borrowing ConnectionStreams.Segment, in stream: UInt32
  ) -> ConnectionStreams.State {
    streams[stream].take(payload, segment, memory: &heldMemory)
  }

  /// Ends a connection's reading while the connection goes on. Answers where what was found is kept; `.max` when nothing was.
  mutating func end(_ stream: UInt32) -> UInt32 {
    let (facts, memory) = remove(stream)
    guard !facts.isEmpty else { return .max }
    heldMemory &+= memory
    return told.insert(Told(facts: facts, memory: memory))
  }

  /// Hands on all that is held of a connection whose flow has ended. Answers whether its reader waits for what may be learned
  /// elsewhere; else, or when that will not come, call `finish`.
  mutating func drain(_ stream: UInt32, at place: StreamPlace) -> Bool { streams[stream].drain(at: place) }

  /// Ends a connection's reading with its flow.
  mutating func finish(_ stream: UInt32, _ ending: StreamsEnding) -> ApplicationFacts? {
    streams[stream].finish(hasLow: ending.hasLow, hasHigh: ending.hasHigh, ending.ending, at: ending.place)
    let facts = remove(stream).facts
    return facts.isEmpty ? nil : facts
  }

  /// What `end` kept.
  mutating func take(told number: UInt32) -> ApplicationFacts {
    let facts = told[number].facts
    heldMemory &-= told[number].memory
    told[number] = Told()
    told.remove(number)
    return facts
  }

  // MARK: - While they go on

  /// What a reader would tell if its connection ended now; nothing of one that waits for what may be learned elsewhere, for
  /// that would be given up.
  func peek(_ stream: UInt32) -> ApplicationFacts? {
    var copy = streams[stream]
    return copy.provisional()
  }

  func peek(told number: UInt32) -> ApplicationFacts { told[number].facts }

  // MARK: - Readers that wait

  /// Streams whose readers wait, and those of them that have not looked again since they were noticed.
  var waitingCount: Int { waiting.count }
  var newlyWaitingCount: Int { newlyWaiting }

  /// A stream's reader has begun to wait. Answers whether octets are waited for too.
  @discardableResult
  mutating func noteWaiting(_ stream: UInt32) -> ConnectionStreams.State {
    if !streams[stream].isListed {
      streams[stream].isListed = true
      waiting.append(stream)
      newlyWaiting &+= 1
    }
    return streams[stream].heldState
  }

  /// A stream's connection has ended.
  mutating func detach(_ stream: UInt32) { streams[stream].connection = .max }

  /// Lets readers that wait look again: all of them, or those only that have not yet. Answers what became of streams that
  /// belong to connections still.
  mutating func reconsider(all: Bool) -> [(connection: UInt32, state: ConnectionStreams.State)] {
    var states: [(connection: UInt32, state: ConnectionStreams.State)] = []
    let first = all ? 0 : waiting.count &- newlyWaiting
    var still = Array(waiting[..<first])
    for stream in waiting[first...] where streams[stream].isListed {
      // Its number may stand here twice, when another stream had it before.
      streams[stream].isListed = false
      let state = streams[stream].reconsider(memory: &heldMemory)
      if state == .waiting { still.append(stream) }
      let connection = streams[stream].connection
      if connection != .max { states.append((connection, state == .waiting ? streams[stream].heldState : state)) }
    }
    for stream in still[first...] { streams[stream].isListed = true }
    // Those that have ended are many only where nothing is ever published.
    if still.count > streams.count { still.removeAll { !streams[$0].isListed } }
    waiting = still
    newlyWaiting = 0
    return states
  }

  private mutating func remove(_ stream: UInt32) -> (facts: ApplicationFacts, memory: Int) {
    var last = ConnectionStreams.none
    swap(&last, &streams[stream])
    streams.remove(stream)
    let told = last.told()
    heldMemory &-= told.memory
    return told
  }
}

extension ConnectionStreams {
  /// Nobody's: what stands in a place that is free.
  fileprivate static let none = ConnectionStreams(NoReader(), lowFromStart: false, highFromStart: false)

  private struct NoReader: StreamDissector {
    mutating func receive(_ octets: ByteView, from sender: Endpoint, at place: StreamPlace) {}
    mutating func skip(_ count: Int, from sender: Endpoint, at place: StreamPlace) {}
    mutating func finish(_ sender: Endpoint, _ ending: StreamEnding, at place: StreamPlace) {}
  }
}
