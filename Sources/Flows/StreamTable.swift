import ApplicationModel
import Dissection
import Octets
import PacketModel

/// The streams that are being read, and what was read in those that need not be read any more.
struct StreamTable: Sendable {
  private var streams = Pool<ConnectionStreams>()
  private var told = Pool<Told>()
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

  /// Ends a connection's reading with its flow.
  mutating func finish(
    _ stream: UInt32, hasLow: Bool, hasHigh: Bool, _ ending: StreamEnding, at place: StreamPlace
  ) -> ApplicationFacts? {
    streams[stream].finish(hasLow: hasLow, hasHigh: hasHigh, ending, at: place)
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
