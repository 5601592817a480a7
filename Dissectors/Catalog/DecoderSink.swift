import Dissection
import Octets
import PacketModel

/// The spine's sink on the fast path: writes flow packets into the workers' batches.
struct DecoderSink: SpineSink {
  /// Malformed headers told one by one; the rest are only counted.
  static let maximumSamples = 32

  private(set) var batches: [FlowBatch]
  private(set) var datagrams: [ReassembledDatagram] = []
  var counts = FrameCounts()
  private(set) var paths = PathTable()

  private var frame = 0
  private var wireLength = 0
  /// Where the frame's octets start in the storage; offsets in errors count from the frame.
  private var frameOffset = 0
  /// Transport headers found in this frame so far.
  private var depth: UInt8 = 0
  /// Whether the octets are those of the last datagram, not the frame's.
  private var isInDatagram = false
  private var leaf = LayerKey.none
  /// The path last given to a packet, and its number.
  private var toldPath = LayerPath()
  private var toldNumber = UInt32.max

  init(shards: Int) { batches = Array(repeating: FlowBatch(), count: shards) }

  mutating func begin(frame: Int, wireLength: Int, offset: Int) {
    self.frame = frame
    frameOffset = offset
    self.wireLength = wireLength
    depth = 0
    leaf = .none
  }

  mutating func finish(_ facts: inout PacketFacts) {
    // Mostly the path of the transport header just told of: no need to look it up again.
    if leaf == .none, toldNumber != .max, facts.path == toldPath { return paths.count(toldNumber, octets: wireLength) }
    var path = facts.path
    path.leaf = leaf
    paths.count(paths.number(of: path), octets: wireLength)
  }

  mutating func tick(frame: Int, _ clock: PacketClock) {
    for index in batches.indices {
      batches[index].ticks.append(
        FlowBatch.Tick(position: batches[index].packets.count, frame: frame, second: clock.second, time: clock.time))
    }
  }

  /// Gives the round away and starts another in the memory of `emptied`, where that has the right shape.
  mutating func takeRound(_ emptied: inout [FlowBatch]) -> ([FlowBatch], [ReassembledDatagram]) {
    if emptied.count != batches.count { emptied = Array(repeating: FlowBatch(), count: batches.count) }
    swap(&batches, &emptied)
    defer {
      datagrams = []
      emptied = []
    }
    return (emptied, datagrams)
  }

  // MARK: - What the spine finds

  @inline(__always)
  mutating func found<L: Layer>(_ layer: L, header: ByteView, payload: ByteView, facts: inout PacketFacts) {
    if L.id == .ipv4, !facts.isQuoted {
      switch facts.headerChecksum {
      case .bad: counts.badIPv4Checksums &+= 1
      case .offloaded: counts.offloadedIPv4Checksums &+= 1
      default: break
      }
    }
  }

  @inline(__always)
  mutating func transport(
    _ kind: FlowPacket.Kind, from transportOffset: Int, payload: ByteView, frame: Spine.Frame, context: UInt32,
    facts: inout PacketFacts
  ) {
    if facts.path != toldPath || toldNumber == .max {
      toldPath = facts.path
      toldNumber = paths.number(of: facts.path)
    }
    var packet = FlowPacket(
      kind, facts, context: context, frame: frame.number, time: frame.time, wireLength: frame.wireLength,
      transportOffset: transportOffset, transportHeaderLength: payload.offset &- transportOffset,
      capturedPayloadLength: payload.count, payloadLength: payload.wireCount, path: toldNumber)
    packet.depth = depth
    if isInDatagram { packet.storage = UInt32(truncatingIfNeeded: datagrams.count) }
    if kind != .icmpError { depth &+= 1 }
    let shard = Int(truncatingIfNeeded: (packet.hash >> 32) % UInt64(batches.count))
    batches[shard].packets.append(packet)
  }

  mutating func malformed(_ error: MalformedPacket, in layer: ProtocolID?, facts: inout PacketFacts) {
    guard !error.isCutByCapture else { return }
    let layer = layer ?? ProtocolID(rawValue: 0)
    counts.malformed[Int(layer.rawValue)] &+= 1
    guard counts.malformedSamples.count < Self.maximumSamples else { return }
    var error = error
    if !isInDatagram { error.offset -= frameOffset }
    counts.malformedSamples.append(MalformedSample(frame: frame, layer: layer, error: error))
  }

  mutating func end(at leaf: LayerKey, octets: ByteView, facts: inout PacketFacts) { self.leaf = leaf }

  mutating func enter(_ datagram: ReassembledDatagram) {
    datagrams.append(datagram)
    isInDatagram = true
  }

  mutating func leaveDatagram() { isInDatagram = false }
}
