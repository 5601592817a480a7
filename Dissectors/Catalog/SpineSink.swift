import Dissection
import Octets
import PacketModel

/// What the spine tells of a frame, in the order it finds it.
protocol SpineSink {
  /// A header was read. `header` is the header as captured; `facts` include what the layer added.
  mutating func found<L: Layer>(_ layer: L, header: ByteView, payload: ByteView, facts: inout PacketFacts)

  /// The packet belongs to a flow: a transport header was read, or an IP protocol without ports stands here.
  mutating func transport(
    _ kind: FlowPacket.Kind, from transportOffset: Int, payload: ByteView, frame: Spine.Frame, context: UInt32,
    facts: inout PacketFacts)

  /// A header could not be read, or lies. `layer` is the protocol it should have been.
  mutating func malformed(_ error: MalformedPacket, in layer: ProtocolID?, facts: inout PacketFacts)

  /// No further header is known. `leaf` names what the remaining octets are, where a header named it.
  mutating func end(at leaf: LayerKey, octets: ByteView, facts: inout PacketFacts)

  /// From here on octets are those of a reassembled datagram, and offsets count from its start.
  mutating func enter(_ datagram: ReassembledDatagram)
  mutating func leaveDatagram()
}
