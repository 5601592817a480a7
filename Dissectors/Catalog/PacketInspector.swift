public import Dissection
public import Octets
public import PacketModel

/// Dissects frames one at a time for `weir packets`: every layer, with every field or with only what a line tells.
public struct PacketInspector: Sendable {
  /// How much is told of each layer.
  public enum Detail: Sendable {
    /// Every field of every layer.
    case fields
    /// The facts of the headers that every packet has, and the fields of the rarer ones only: for one line a packet.
    case facts
  }

  private var spine: Spine
  private let detail: Detail

  public init(registry: DissectorRegistry = .standard, detail: Detail = .fields) {
    spine = Spine(registry: registry)
    self.detail = detail
  }

  /// Reads a frame that begins with a header of `linkType`. `octets.missing` says what the capture cut off.
  public mutating func inspect(
    _ octets: ByteView, linkType: LinkType, number: Int, time: Timestamp, wireLength: Int
  ) -> InspectedPacket {
    var packet = InspectedPacket()
    inspect(octets, linkType: linkType, number: number, time: time, wireLength: wireLength, into: &packet)
    return packet
  }

  /// The same into a packet whose memory serves again.
  public mutating func inspect(
    _ octets: ByteView, linkType: LinkType, number: Int, time: Timestamp, wireLength: Int, into packet: inout InspectedPacket
  ) {
    packet.clear()
    var sink = InspectorSink(detail)
    swap(&sink.packet, &packet)
    var facts = PacketFacts()
    spine.walk(
      octets, from: .linkType(linkType), of: Spine.Frame(number: number, time: time, wireLength: wireLength), facts: &facts,
      sink: &sink)
    swap(&sink.packet, &packet)
  }

  /// The ways through VLANs and tunnels, by number; grows only.
  public var routes: [EncapsulationTable.Entry] { spine.encapsulations.entries }
}

// MARK: - What was found

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
  public var transports: [InspectedTransport] = []
  /// The facts of the last header read.
  public var facts = PacketFacts()
  /// Layers whose checksum is wrong and was not left to the network card.
  public var badChecksums: [ProtocolID] = []
  /// The datagram whose last missing fragment this frame carried.
  public var datagram: ReassembledDatagram?

  public init() {}

  mutating func clear() {
    layers.removeAll(keepingCapacity: true)
    malformed = nil
    if !faults.isEmpty { faults.removeAll() }
    leaf = .none
    payload = 0..<0
    payloadLength = 0
    transports.removeAll(keepingCapacity: true)
    facts = PacketFacts()
    if !badChecksums.isEmpty { badChecksums.removeAll() }
    datagram = nil
  }
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

/// One transport header of an inspected packet, or an IP protocol that has none.
public struct InspectedTransport: Sendable {
  public var kind: FlowPacket.Kind
  public var facts: PacketFacts
  /// Payload octets as sent.
  public var payloadLength: Int
  /// What both directions of the flow share of their way through VLANs and tunnels.
  public var context: UInt32
  /// Of a TCP header that has options.
  public var options: TCPOptionList?
  /// Layers up to and including this header; for an IP protocol without ports, those before it.
  public var layers: Int
}

// MARK: - The sink

private struct InspectorSink: SpineSink {
  var packet = InspectedPacket()
  private let detail: PacketInspector.Detail
  private var isReassembled = false
  /// The options of the TCP header just found.
  private var options: TCPOptionList?

  init(_ detail: PacketInspector.Detail) { self.detail = detail }

  mutating func found<L: Layer>(_ layer: L, header: ByteView, payload: ByteView, facts: inout PacketFacts) {
    var fields: [Field] = []
    if detail == .fields || !Self.isEverywhere(L.id) {
      var writer = FieldWriter(base: header.offset)
      layer.describe(header, payload: payload, facts: facts, to: &writer)
      fields = writer.fields
    }
    look(at: L.id, header, payload, facts)
    packet.layers.append(
      InspectedLayer(id: L.id, range: header.range, fields: fields, isQuoted: facts.isQuoted, isReassembled: isReassembled))
    packet.facts = facts
    packet.payload = payload.range
    packet.payloadLength = payload.wireCount
  }

  mutating func transport(
    _ kind: FlowPacket.Kind, from transportOffset: Int, payload: ByteView, frame: Spine.Frame, context: UInt32,
    facts: inout PacketFacts
  ) {
    packet.transports.append(
      InspectedTransport(
        kind: kind, facts: facts, payloadLength: payload.wireCount, context: context, options: options,
        layers: packet.layers.count))
    options = nil
  }

  mutating func malformed(_ error: MalformedPacket, in layer: ProtocolID?, facts: inout PacketFacts) {
    // What a layer says against itself lies inside it; what breaks off lies behind it, be it another header of its kind.
    if let last = packet.layers.last, last.id == layer, last.isReassembled == isReassembled, last.range.contains(error.offset) {
      packet.faults.append((error, layer))
    } else if packet.malformed == nil {
      packet.malformed = (error, layer)
    }
  }

  mutating func end(at leaf: LayerKey, octets: ByteView, facts: inout PacketFacts) {
    packet.leaf = leaf
    packet.facts = facts
    packet.payload = octets.range
    packet.payloadLength = octets.wireCount
  }

  mutating func enter(_ datagram: ReassembledDatagram) {
    packet.datagram = datagram
    isReassembled = true
  }

  mutating func leaveDatagram() { isReassembled = false }

  // MARK: - For one line

  /// Headers of which the facts tell all that a line has room for.
  @inline(__always)
  private static func isEverywhere(_ id: ProtocolID) -> Bool {
    switch id {
    case .ethernet, .vlan, .ipv4, .ipv6, .tcp, .udp, .linuxCooked, .linuxCooked2, .raw, .loopback: true
    default: false
    }
  }

  /// The verdict on a checksum, and TCP's options: what a line tells and facts do not.
  @inline(__always)
  private mutating func look(at id: ProtocolID, _ header: ByteView, _ payload: ByteView, _ facts: PacketFacts) {
    guard !facts.isQuoted else { return }
    let ipProtocol: IPProtocol
    switch id {
    case .ipv4:
      if facts.headerChecksum == .bad { packet.badChecksums.append(id) }
      return
    case .tcp:
      if header.count > Self.plainTCPHeaderLength { options = TCPOptionList(header.dropping(Self.plainTCPHeaderLength)) }
      ipProtocol = .tcp
    case .udp: ipProtocol = .udp
    case .udpLite: ipProtocol = .udpLite
    case .icmp: ipProtocol = .icmp
    case .icmpv6: ipProtocol = .icmpv6
    case .sctp: ipProtocol = .sctp
    default: return
    }
    let status = TransportChecksum.verify(
      header, payload: payload, ipProtocol: ipProtocol, version: facts.version, source: facts.source,
      destination: facts.finalDestination ?? facts.destination, coverage: facts.checksumCoverage)
    if status == .bad { packet.badChecksums.append(id) }
  }

  private static let plainTCPHeaderLength = 20
}
