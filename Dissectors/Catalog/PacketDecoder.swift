public import Dissection
public import Octets
public import PacketModel

/// Turns frames into the packets that flows are made of: the fast path.
///
/// One decoder sees every frame of a run, in order. It reads each frame's headers once, shares the packets out to the
/// workers by a hash that is the same for both directions of a flow, and keeps the counts that concern frames, not flows.
public struct PacketDecoder: Sendable {
  private var spine: Spine
  private var sink: DecoderSink
  private var clock = PacketClock()

  /// A decoder that deals packets to `shards` workers.
  public init(registry: DissectorRegistry = .standard, shards: Int) {
    spine = Spine(registry: registry)
    sink = DecoderSink(shards: max(1, shards))
  }

  /// Reads one frame. `octets` starts at the frame's first octet; its `offset` is the frame's place in the storage that the
  /// resulting packets' offsets refer to, and its `missing` what the capture cut off.
  public mutating func decode(
    _ octets: ByteView, linkType: LinkType, number: Int, time: Timestamp, wireLength: Int
  ) {
    if clock.advance(to: time) { sink.tick(frame: number, clock) }
    sink.begin(frame: number, wireLength: wireLength, offset: octets.offset)
    if octets.missing > 0 { sink.counts.snappedFrames &+= 1 }
    var facts = PacketFacts()
    spine.walk(
      octets, from: .linkType(linkType), of: Spine.Frame(number: number, time: time, wireLength: wireLength), facts: &facts,
      sink: &sink)
    sink.finish(&facts)
  }

  /// Takes the round's batches and reassembled datagrams; the next frame starts a new round, in the memory of `emptied`.
  public mutating func takeRound(recycling emptied: inout [FlowBatch]) -> (
    batches: [FlowBatch], datagrams: [ReassembledDatagram]
  ) {
    sink.takeRound(&emptied)
  }

  // MARK: - What was counted

  public var counts: FrameCounts {
    var counts = sink.counts
    counts.timeReversals = clock.reversals
    counts.fragments = spine.fragments.counts
    counts.incompleteDatagrams = spine.fragments.incomplete
    counts.encapsulationsOverflowed = spine.encapsulations.overflowed
    return counts
  }

  /// Every layer path seen, by the number packets carry, with its frames and octets.
  public var paths: [(path: LayerPath, frames: Int, octets: Int)] {
    zip(sink.paths.paths, zip(sink.paths.frames, sink.paths.octets)).map { ($0, $1.0, $1.1) }
  }

  /// The names of each path's layers, by number; grows only.
  public var layerNames: [[String]] { sink.paths.names }

  /// The ways through VLANs and tunnels, by number; grows only.
  public var routes: [EncapsulationTable.Entry] { spine.encapsulations.entries }
}

/// What the decoder counts of frames.
public struct FrameCounts: Sendable {
  /// Frames of which the capture kept only a part.
  public var snappedFrames = 0
  public var timeReversals = 0
  public var badIPv4Checksums = 0
  public var offloadedIPv4Checksums = 0
  public var fragments = FragmentReassembler.Counts()
  public var incompleteDatagrams = 0
  public var encapsulationsOverflowed = 0
  /// Headers that break their format, by protocol (index `ProtocolID.rawValue`).
  public var malformed: [Int] = Array(repeating: 0, count: 256)
  /// The first of them.
  public var malformedSamples: [MalformedSample] = []

  public init() {}
}

/// One malformed header.
public struct MalformedSample: Hashable, Sendable {
  public var frame: Int
  public var layer: ProtocolID
  public var error: MalformedPacket
}
