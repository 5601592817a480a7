public import Dissection
public import Octets
public import PacketModel

/// Dissects frames in full, one at a time: every layer with every field, for `weir packets`.
public struct PacketInspector: Sendable {
  private var spine: Spine

  public init(registry: DissectorRegistry = .standard) { spine = Spine(registry: registry) }

  /// Reads a frame that begins with a header of `linkType`. `octets.missing` says what the capture cut off.
  public mutating func inspect(
    _ octets: ByteView, linkType: LinkType, number: Int, time: Timestamp, wireLength: Int
  ) -> InspectedPacket {
    var sink = InspectorSink()
    var facts = PacketFacts()
    spine.walk(
      octets, from: .linkType(linkType), of: Spine.Frame(number: number, time: time, wireLength: wireLength), facts: &facts,
      sink: &sink)
    return sink.packet
  }
}

/// A frame taken apart.
public struct InspectedPacket: Sendable {
  public var layers: [InspectedLayer] = []
  /// Why reading stopped, where it stopped too early; `layer` is the protocol that should have been there.
  public var malformed: (error: MalformedPacket, layer: ProtocolID?)?
  /// A header that is well formed in itself but lies about what follows.
  public var faults: [(error: MalformedPacket, layer: ProtocolID?)] = []
  /// What the octets behind the last layer are, where a header named it.
  public var leaf = LayerKey.none
  /// Octets behind the last layer: captured and as sent.
  public var payload = 0..<0
  public var payloadLength = 0
  /// Each transport header's facts, outermost first; for the one-line summary.
  public var transports: [(kind: FlowPacket.Kind, facts: PacketFacts, payloadLength: Int)] = []
  public var facts = PacketFacts()
}

/// One layer of an inspected packet.
public struct InspectedLayer: Sendable {
  public var id: ProtocolID
  /// Octets from the start of the frame; of the reassembled datagram when `isReassembled`.
  public var range: Range<Int>
  public var fields: [Field]
  /// Quoted by an ICMP error.
  public var isQuoted: Bool
  /// Read from a datagram put together from several frames.
  public var isReassembled: Bool
}

private struct InspectorSink: SpineSink {
  var packet = InspectedPacket()
  private var datagrams = 0

  mutating func found<L: Layer>(_ layer: L, header: ByteView, payload: ByteView, facts: PacketFacts) {
    var fields = FieldWriter(base: header.offset)
    layer.describe(header, payload: payload, facts: facts, to: &fields)
    packet.layers.append(
      InspectedLayer(
        id: L.id, range: header.range, fields: fields.fields, isQuoted: facts.isQuoted, isReassembled: datagrams > 0))
    packet.facts = facts
    packet.payload = payload.range
    packet.payloadLength = payload.wireCount
  }

  mutating func transport(
    _ kind: FlowPacket.Kind, from transportOffset: Int, payload: ByteView, frame: Spine.Frame, context: UInt32,
    facts: PacketFacts
  ) {
    packet.transports.append((kind, facts, payload.wireCount))
  }

  mutating func malformed(_ error: MalformedPacket, in layer: ProtocolID?, facts: PacketFacts) {
    if layer == packet.layers.last?.id {
      packet.faults.append((error, layer))
    } else if packet.malformed == nil {
      packet.malformed = (error, layer)
    }
  }

  mutating func end(at leaf: LayerKey, octets: ByteView, facts: PacketFacts) {
    packet.leaf = leaf
    packet.payload = octets.range
    packet.payloadLength = octets.wireCount
  }

  mutating func enter(_ datagram: FragmentReassembler.Datagram) { datagrams += 1 }
  mutating func leaveDatagram() { datagrams -= 1 }
}
